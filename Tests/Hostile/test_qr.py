"""Texts for a QR code: a client's text goes to a library in C, and comes back as an image for a page."""

import asyncio
import gzip
import random
import re

import pytest
from conftest import Serve
from ferry_client import Address
from ferry_client.raw import RawSocket, Response, ask, request

#: The longest text with a code, in bytes.
LONGEST = 512

#: An image of squares, which contains no text from outside.
PICTURE = re.compile(
    rb'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 (\d+) \1" shape-rendering="crispEdges">'
    rb'<rect width="\1" height="\1" fill="#fff"/><path d="(?:M\d+ \d+h\d+v1h-\d+z)+"/></svg>'
)

#: Codes per minute and address.
SHARE = 60


def question(server: Address, text: bytes, *fields: tuple[str, str], length: int | None = None) -> bytes:
    """A request for the code of `text`, with a length that may be wrong."""
    size = len(text) if length is None else length
    return request("/qr", ("Host", server.authority), ("Content-Length", str(size)), *fields, method="POST") + text


def is_picture(response: Response) -> bool:
    return (
        response.status == 200
        and response.fields["content-type"] == "image/svg+xml"
        and response.fields["x-content-type-options"] == "nosniff"
        and PICTURE.fullmatch(response.body) is not None
    )


TEXTS = {
    "markup": b'"/><script>alert(1)</script><path d="',
    "the end of the picture": b"</svg><svg onload=alert(1)>",
    "entities": b"&lt;&#x3c;&xxe;",
    "a declaration": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
    "a zero": b"a\0b",
    "zeros": b"\0" * LONGEST,
    "control characters": bytes(range(1, 32)) + b"\x7f",
    "a terminal's commands": b"\x1b]0;title\x07\x1b[2J",
    "formats of C": b"%s%n%x" * 80,
    "line breaks": b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "overrides": "\u202e\u2066\ufeff".encode(),
    "no characters": "\uffff\U0010ffff".encode(),
    "digits": b"9" * LONGEST,
    "capitals": b"A" * LONGEST,
    "four bytes each": "\U0001f600".encode() * (LONGEST // 4),
    "one byte": b"x",
}


@pytest.mark.over_tls
async def test_whatever_a_text_says_it_becomes_squares(server: Address) -> None:
    server = server.coming_from("127.0.5.1")
    for name, text in TEXTS.items():
        assert is_picture(await ask(server, question(server, text))), name


NO_TEXTS = {
    "nothing": b"",
    "no UTF-8": b"\xff\xfe",
    "half a character": "大".encode()[:2],
    "a surrogate": b"\xed\xa0\x80",
    "a slash in two bytes": b"\xc0\xaf",
    "beyond the last character": b"\xf4\x90\x80\x80",
    "noise": random.Random(1).randbytes(LONGEST),
    "something packed": gzip.compress(b"x" * 100),
}


@pytest.mark.over_tls
async def test_what_is_no_text_is_a_bad_request(server: Address) -> None:
    server = server.coming_from("127.0.5.2")
    for name, text in NO_TEXTS.items():
        response = await ask(server, question(server, text, ("Content-Encoding", "gzip")))
        assert (response.status, b"UTF-8" in response.body) == (400, True), name


@pytest.mark.over_tls
async def test_a_text_has_its_length_and_no_more(server: Address) -> None:
    server = server.coming_from("127.0.5.3")
    assert is_picture(await ask(server, question(server, b"x" * LONGEST)))
    for text, length in [
        (b"x" * (LONGEST + 1), None),
        (b"x" * 65_536, None),
        (b"x" * 4_000_000, None),
        (b"\xff" * (LONGEST + 1), None),
        # The rest is never sent.
        (b"x" * (LONGEST + 1), 2**40),
    ]:
        response = await ask(server, question(server, text, length=length))
        assert response.status == 413, (len(text), length)


async def test_pieces_are_measured_together(server: Address) -> None:
    server = server.coming_from("127.0.5.4")
    head = request("/qr", ("Host", server.authority), ("Transfer-Encoding", "chunked"), method="POST")
    piece = b"1\r\nx\r\n"
    assert is_picture(await ask(server, head + piece * LONGEST + b"0\r\n\r\n"))
    assert (await ask(server, head + piece * (LONGEST + 1) + b"0\r\n\r\n")).status == 413
    # The body has no end.
    assert (await ask(server, head + piece * 10_000)).status == 413


@pytest.mark.parametrize(
    "kind",
    [
        "text/html",
        "image/svg+xml",
        "application/json",
        "multipart/form-data; boundary=x",
        "text/plain; charset=utf-16",
        "",
    ],
)
async def test_what_the_text_is_said_to_be_changes_nothing(server: Address, kind: str) -> None:
    server = server.coming_from("127.0.5.5")
    text = b"--x\r\n\r\n<b>{}</b>\r\n--x--"
    plain = await ask(server, question(server, text))
    response = await ask(server, question(server, text, ("Content-Type", kind)))
    assert is_picture(response)
    assert response.body == plain.body


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PROPFIND"])
async def test_other_methods_draw_nothing(server: Address, method: str) -> None:
    server = server.coming_from("127.0.5.6")
    response = await ask(server, request("/qr?text=x", ("Host", server.authority), method=method))
    assert response.status == 405 and response.fields["allow"] == "POST"


async def test_a_page_elsewhere_has_nothing_drawn(server: Address) -> None:
    server = server.coming_from("127.0.5.7")
    response = await ask(server, question(server, b"x", ("Origin", "http://evil.example")))
    assert response.status == 403


async def test_one_address_has_its_share_of_codes(server: Address) -> None:
    greedy = server.coming_from("127.0.5.8")
    # A refused request counts too.
    assert (await ask(greedy, question(greedy, b""))).status == 400
    answers = await answered(greedy, [b"x"] * (SHARE + 20))
    assert [answer.status for answer in answers] == [200] * (SHARE - 1) + [429] * 21
    assert int(answers[-1].fields["retry-after"]) > 0
    other = server.coming_from("127.0.5.9")
    assert is_picture(await ask(other, question(other, b"x")))


async def answered(server: Address, texts: list[bytes]) -> list[Response]:
    """The responses to pipelined requests on one connection."""
    raw = await RawSocket.connect(server)
    try:
        await raw.write(b"".join(question(server, text) for text in texts))
        return [await raw.response() for _ in texts]
    finally:
        await raw.close()


async def test_many_at_once_get_each_their_own_and_leave_nothing_behind(serve: Serve) -> None:
    """The library creates its tables at the first use, here by all requests at the same time."""
    async with serve() as process:
        texts = [bytes([ord("a") + number % 26]) * (number * LONGEST // SHARE) for number in range(1, SHARE + 1)]
        memory = []
        for round in range(4):
            clients = [process.address.coming_from(f"127.2.{round}.{number}") for number in range(1, 21)]
            rows = await asyncio.gather(*(answered(client, texts) for client in clients))
            assert all(is_picture(answer) for row in rows for answer in row)
            pictures = {tuple(answer.body for answer in row) for row in rows}
            assert len(pictures) == 1, "the same text has several codes"
            assert len(set(*pictures)) == len(texts), "different texts have one code"
            memory.append(process.anonymous_memory)
        # A code of the longest text takes 6 KB, and each round makes 1,200. Memory of answers under way is given back.
        most = memory[0] + 4_000_000
        assert await process.shrinks(most) <= most, f"memory after each round: {memory}"
