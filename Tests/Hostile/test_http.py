"""Requests of HTTP/1.x from other programs, checked against RFC 9110 and 9112."""

import asyncio

import pytest
from conftest import FerryServer, Serve
from ferry_client import Address
from ferry_client.raw import RawSocket, Response, ask, handshake, request

CHUNKED = ("Transfer-Encoding", "chunked")
WAITING = ("Expect", "100-continue")


def host(server: Address) -> tuple[str, str]:
    return "Host", server.authority


async def all_answers(server: Address, data: bytes) -> list[Response]:
    """All responses until the server ends the connection, which it has to do by itself."""
    raw = await RawSocket.connect(server)
    try:
        await raw.write(data)
        answers: list[Response] = []
        while True:
            try:
                answers.append(await raw.response())
            except (asyncio.IncompleteReadError, ConnectionError):
                return answers
    finally:
        await raw.close()


async def statuses(server: Address, data: bytes) -> list[int]:
    return [answer.status for answer in await all_answers(server, data)]


@pytest.mark.over_tls
async def test_who_waits_to_send_content_is_told_to(server: Address) -> None:
    """Curl sends `Expect: 100-continue` with large bodies, .NET and Java with all of them."""
    text = b"https://ferry.example"
    raw = await RawSocket.connect(server)
    for expectation in ("100-continue", "100-Continue"):
        await raw.write(request("/qr", host(server), ("Content-Length", "21"), ("Expect", expectation), method="POST"))
        assert (await raw.response()).status == 100
        await raw.write(text)
        answer = await raw.response()
        assert answer.status == 200 and answer.body.startswith(b"<svg")
    # A client that does not wait gets its response as usual.
    await raw.write(request("/qr", host(server), ("Content-Length", "21"), WAITING, method="POST") + text)
    while (answer := await raw.response()).status == 100:
        pass
    assert answer.status == 200
    await raw.close()


async def test_who_waits_behind_another_request_is_told_when_its_turn_comes(server: Address) -> None:
    raw = await RawSocket.connect(server)
    page = request("/app/main.js", host(server))
    await raw.write(page * 3 + request("/qr", host(server), ("Content-Length", "2"), WAITING, method="POST"))
    assert [(await raw.response()).status for _ in range(4)] == [200, 200, 200, 100]
    await raw.write(b"ok" + page)
    assert [(await raw.response()).status for _ in range(2)] == [200, 200]
    await raw.close()


async def test_who_waits_to_send_what_is_not_wanted_is_told_that_at_once(server: Address) -> None:
    """The connection ends too, since the server cannot know whether the content will still come."""
    for path, length, status in (("/qr", 1_000_000, 413), ("/healthz", 5, 405), ("/nowhere", 5, 404)):
        head = request(path, host(server), ("Content-Length", str(length)), WAITING, method="POST")
        (answer,) = await all_answers(server, head)
        assert answer.status == status and answer.fields["connection"] == "close", path


async def test_other_expectations_are_not_met(server: Address) -> None:
    for value in ("a miracle", "100-continue, a miracle", "200-ok"):
        head = request("/qr", host(server), ("Content-Length", "2"), ("Expect", value), method="POST")
        assert await statuses(server, head + b"ok") == [417]


async def test_http_1_0_expects_nothing(server: Address) -> None:
    head = request("/qr", host(server), ("Content-Length", "2"), WAITING, method="POST")
    assert await statuses(server, head.replace(b"HTTP/1.1", b"HTTP/1.0") + b"ok") == [200]


@pytest.mark.parametrize("second", ["{own}", "evil.example", ""])
async def test_two_hosts_are_a_bad_request(server: Address, second: str) -> None:
    """A proxy in front may have used the other `Host`."""
    again = ("Host", second.format(own=server.authority))
    for path in ("/", "/healthz", "/nowhere"):
        assert await statuses(server, request(path, host(server), again)) == [400]
        assert await statuses(server, request(path, again, host(server))) == [400]
    assert await statuses(server, handshake(server, "/signal", again)) == [400]


async def test_a_target_with_an_authority_counts_instead_of_the_host(server: Address) -> None:
    own, evil = f"http://{server.authority}", "http://evil.example"
    for target, field, status in (
        (f"{own}/healthz", server.authority, 200),
        (f"{own}/healthz?a=b", "evil.example", 200),
        (own, server.authority, 200),
        (f"{own}?a=b", server.authority, 200),
        (f"{own.upper()}/healthz", server.authority, 200),
        (f"{evil}/healthz", server.authority, 421),
        (evil, server.authority, 421),
        (f"https://evil.example:{server.port}/", server.authority, 421),
        (f"http://user@{server.authority}/healthz", server.authority, 400),
        ("http:///healthz", server.authority, 400),
        (f"ftp://{server.authority}/healthz", server.authority, 400),
        # The URL is in the query, so it is not an authority.
        ("/?to=http://evil.example/", server.authority, 200),
    ):
        answer = await ask(server, request(target, ("Host", field)))
        assert answer.status == status, (target, field, answer)
    assert (await ask(server, request(f"{own}/healthz"))).status == 400, "HTTP/1.1 without Host"
    assert (await ask(server, handshake(server, f"{own}/signal"))).status == 101
    assert (await ask(server, handshake(server, f"{evil}/signal"))).status == 421
    assert (await ask(server, handshake(server, f"{own}/signal", ("Origin", "http://evil.example")))).status == 403


@pytest.mark.over_tls
@pytest.mark.parametrize("keep", [[], [("Connection", "keep-alive")]], ids=["", "keep-alive"])
async def test_http_1_0_ends_with_its_answer(server: Address, keep: list[tuple[str, str]]) -> None:
    head = request("/healthz", host(server), *keep).replace(b"HTTP/1.1", b"HTTP/1.0")
    answers = await all_answers(server, head)
    assert [(answer.status, answer.fields["connection"]) for answer in answers] == [(200, "close")]


async def test_http_1_0_without_host_is_no_request_of_ours(server: Address) -> None:
    assert await statuses(server, b"GET / HTTP/1.0\r\n\r\n") == [400]


@pytest.mark.parametrize("connection", ["close", "Close", "TE, close", "keep-alive, close"])
async def test_who_says_that_it_is_the_last_request_gets_the_last_answer(server: Address, connection: str) -> None:
    """Earlier requests are answered too, and later ones are not."""
    page, last = request("/app/main.js", host(server)), request("/healthz", host(server), ("Connection", connection))
    answers = await all_answers(server, page * 2 + last + page)
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert [answer.fields.get("connection") for answer in answers] == [None, None, "close"]
    assert answers[2].body == b"ok\n"


async def test_a_client_that_ends_its_side_gets_its_whole_answer(server: Address) -> None:
    for version in (b"1.0", b"1.1"):
        raw = await RawSocket.connect(server)
        await raw.write(request("/app/i18n/en.js", host(server)).replace(b"1.1", version))
        raw.writer.write_eof()
        answer = await raw.response()
        assert len(answer.body) == int(answer.fields["content-length"]) > 10_000
        await raw.ended()
        await raw.close()


@pytest.mark.parametrize(
    ("codings", "status"),
    [
        ("gzip, chunked", 501),
        ("gzip", 501),
        ("x-unheard-of", 501),
        ("identity", 501),
        ("chunked, gzip", 501),
        ("chunked;level=9", 501),
        ("chunked, chunked", 400),
        ("CHUNKED", 200),
    ],
)
async def test_transfer_codings_that_are_not_spoken(server: Address, codings: str, status: int) -> None:
    """RFC 9112, 6.1 and 6.3. Codings that the decoder itself rejects are a bad request."""
    for path in ("/qr", "/signal"):
        head = request(path, host(server), ("Transfer-Encoding", codings), ("Connection", "close"), method="POST")
        expected = status if path == "/qr" or status == 501 else 400 if status == 400 else 426
        found = await statuses(server, head + b"2\r\nok\r\n0\r\n\r\n")
        assert found == [expected] or found == [400] and codings.startswith("chunked"), path


@pytest.mark.over_tls
@pytest.mark.parametrize(
    "content",
    [
        b"zz\r\nok\r\n0\r\n\r\n",
        b"2\r\nokay\r\n0\r\n\r\n",
        b"-1\r\nok\r\n0\r\n\r\n",
        b"fffffffffffffffffffff\r\nok\r\n",
        b"2\r\nok\r\nzz\r\n\r\n",
    ],
)
async def test_broken_chunks_are_a_bad_request_with_one_answer(server: Address, content: bytes) -> None:
    for path, known in (("/qr", 400), ("/healthz", 405)):
        head = request(path, host(server), CHUNKED, method="POST")
        found = await statuses(server, head + content)
        # A request that needs no content may be answered before its body is found to be invalid.
        assert found in ([400], [known]), path
    assert (await ask(server, request("/qr", host(server), CHUNKED, method="POST") + content)).status == 400


async def test_chunks_behind_other_requests_break_only_their_own(server: Address) -> None:
    page = request("/app/main.js", host(server))
    broken = request("/qr", host(server), CHUNKED, method="POST") + b"zz\r\n"
    assert await statuses(server, page * 2 + broken + page) == [200, 200, 400]
    assert await statuses(server, page * 2 + b"this is no request\r\n\r\n" + page) == [200, 200, 400]
    assert await statuses(server, page * 2 + request("/", host(server), host(server)) + page) == [200, 200, 400]


async def test_too_much_content_is_told_so(server: Address) -> None:
    big = b"x" * 600
    counted = request("/qr", host(server), ("Content-Length", "600"), ("Connection", "close"), method="POST") + big
    assert await statuses(server, counted) == [413]
    chunks = request("/qr", host(server), CHUNKED, ("Connection", "close"), method="POST")
    assert await statuses(server, chunks + b"258\r\n" + big + b"\r\n0\r\n\r\n") == [413]


@pytest.mark.over_tls
async def test_cookies_of_other_programs_on_the_host_are_no_fault(server: Address) -> None:
    """Cookies that a browser sends to every port of a name. The server reads none."""
    for size in (9_000, 30_000, 60_000):
        cookies = ("Cookie", "session=" + "x" * size)
        assert (await ask(server, request("/", host(server), cookies))).status == 200, size
        assert (await ask(server, handshake(server, "/signal", cookies))).status == 101, size
    (answer,) = await all_answers(server, request("/", host(server), ("Cookie", "session=" + "x" * 200_000)))
    assert answer.status == 431 and b"ookies" in answer.body
    # The same after other requests on the connection.
    raw = await RawSocket.connect(server)
    await raw.write(request("/", host(server)))
    assert (await raw.response()).status == 200
    await raw.write(request("/", host(server), ("Cookie", "session=" + "x" * 200_000)))
    assert (await raw.response()).status == 431
    await raw.ended()
    await raw.close()


async def test_large_heads_that_do_not_end_fill_no_memory(serve: Serve) -> None:
    async with serve() as process:
        server: Address = process.address
        assert (await ask(server, request("/", host(server)))).status == 200
        before = process.anonymous_memory
        unfinished = request("/", host(server), ("Cookie", "x" * 60_000))[:-4]

        async def begin(number: int) -> RawSocket:
            raw = await RawSocket.connect(server.coming_from(f"127.0.12.{number // 200 + 1}"))
            await raw.write(unfinished)
            return raw

        begun = [await begin(number) for number in range(1_500)]
        grown = process.anonymous_memory - before
        assert grown < 60_000_000, f"{grown} bytes for {len(begun)} heads"
        await asyncio.gather(*(raw.close() for raw in begun))


async def test_a_server_with_all_its_large_heads_taken_still_answers(process: FerryServer) -> None:
    server = process.address
    waiting = [await RawSocket.connect(server.coming_from("127.0.13.1")) for _ in range(300)]
    late = server.coming_from("127.0.13.2")
    assert (await ask(late, request("/", host(server)))).status == 200
    assert (await ask(late, request("/", host(server), ("Cookie", "x" * 60_000)))).status == 431
    await asyncio.gather(*(raw.close() for raw in waiting))
