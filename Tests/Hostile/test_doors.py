"""Requests that are not meant for this server, or that come from a page of another origin."""

import asyncio

import pytest
from conftest import FerryServer, Serve
from ferry_client import Address, Device
from ferry_client.conversation import relay_tokens
from ferry_client.raw import ENDED, TEXT, RawSocket, ask, client_frame, handshake, request


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://127.0.0.1",
        "https://{authority}",
        "http://{authority}.evil.example",
        "http://{authority}@evil.example",
        "http://localhost:{port}",
        "file://",
        "chrome-extension://abcdefgh",
        "http://{authority}/path",
        "http://{authority}, http://evil.example",
    ],
)
@pytest.mark.parametrize("path", ["/signal", "/relay"])
async def test_a_page_of_another_origin_gets_no_socket(server: Address, path: str, origin: str) -> None:
    value = origin.format(authority=server.authority, port=server.port)
    protocols = "ferry.signal.1" if path == "/signal" else f"ferry.relay.1, {'x' * 43}"
    response = await ask(server, handshake(server, path, ("Origin", value), protocols=protocols))
    assert response.status == 403
    assert response.body


@pytest.mark.over_tls
async def test_our_own_page_and_no_page_get_a_socket(server: Address) -> None:
    for origin in (server.origin, None):
        device = await Device.open(server, origin=origin)
        await device.hello("Own")
        await device.leave()


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.example"]
)
async def test_an_unknown_host_is_misdirected(server: Address, host: str) -> None:
    """A name that foreign DNS points to this server is refused, whatever the request."""
    host = host.format(port=server.port)
    for path in ("/", "/healthz", "/app/main.js", "/metrics"):
        response = await ask(server, request(path, ("Host", host)))
        assert response.status == 421, path
    socket = await ask(server, handshake(server, host=host))
    assert socket.status == 421
    page = await ask(server, request("/", ("Host", host)))
    assert b"--allow-host" in page.body


async def test_a_misdirected_page_does_not_run_what_its_host_says(server: Address) -> None:
    response = await ask(server, request("/", ("Host", "<script>alert(1)</script>")))
    assert response.status in (400, 421)
    assert b"<script>alert" not in response.body


@pytest.mark.parametrize("host", ["", "a b", "0x7f.1", "host:99999", "[::1", "a" * 300, "user@127.0.0.1"])
async def test_a_host_that_names_nothing_is_a_bad_request(server: Address, host: str) -> None:
    assert (await ask(server, request("/", ("Host", host)))).status == 400
    assert (await ask(server, handshake(server, host=host or " "))).status == 400


async def test_a_request_without_host_is_a_bad_request(server: Address) -> None:
    assert (await ask(server, request("/"))).status == 400


@pytest.mark.parametrize("path", ["/signal", "/relay"])
async def test_no_extension_is_agreed_on(server: Address, path: str) -> None:
    """Compressed frames would have to be decompressed, to any size, before they could be measured."""
    offer = ("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits, x-webkit-deflate-frame")
    devices: list[Device] = []
    protocols = "ferry.signal.1"
    if path == "/relay":
        devices = [await Device.join(server, name) for name in ("A", "B")]
        protocols = f"ferry.relay.1, {(await relay_tokens(*devices))[0]}"
    raw = await RawSocket.connect(server)
    await raw.write(handshake(server, path, offer, protocols=protocols))
    response = await raw.response()
    assert response.status == 101
    assert "sec-websocket-extensions" not in response.fields
    if path == "/signal":
        # A compressed frame has a reserved bit set, and closes the socket.
        await raw.write(client_frame(TEXT, b"\xaa\x56\x2a", reserved=4))
        assert await raw.close_code() == 1002
    await raw.close()
    await asyncio.gather(*(device.leave() for device in devices))


async def test_refused_upgrades_have_a_status_and_a_reason(server: Address) -> None:
    fields = {
        "Host": server.authority,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "ferry.signal.1",
    }

    async def status(path: str = "/signal", method: str = "GET", **changed: str | None) -> int:
        now = fields | {name.replace("_", "-"): value for name, value in changed.items()}
        lines = [(name, value) for name, value in now.items() if value is not None]
        response = await ask(server, request(path, *lines, method=method))
        assert response.body or response.status == 101
        return response.status

    assert await status() == 101
    assert await status(Upgrade=None, Connection=None) == 426
    assert await status(Upgrade="h2c") == 426
    assert await status(Sec_WebSocket_Version="8") == 426
    assert await status(Sec_WebSocket_Version=None) in (400, 426)
    assert await status(Sec_WebSocket_Key=None) == 400
    assert await status(Sec_WebSocket_Key="short") == 400
    assert await status(Sec_WebSocket_Protocol=None) == 400
    assert await status(Sec_WebSocket_Protocol="ferry.signal.2") == 400
    assert await status(method="POST") in (400, 405, 426)
    assert await status("/relay", Sec_WebSocket_Protocol="ferry.relay.1") == 400
    assert await status("/relay", Sec_WebSocket_Protocol=f"ferry.relay.1, {'A' * 43}") == 403
    # Elsewhere, a request with `Upgrade` is a plain request.
    assert await status("/healthz", Upgrade="h2c") == 200
    assert await status("/nowhere") == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/app/../../Package.swift",
        "//etc/passwd",
        "/app/main.js%00.html",
        "/\\..\\..\\etc\\passwd",
        "/types.d.ts",
        "/test/",
    ],
)
async def test_only_the_page_is_served(server: Address, path: str) -> None:
    response = await ask(server, request(path, ("Host", server.authority), ("Connection", "close")))
    assert response.status in (400, 404, 421), response
    assert b"root:" not in response.body


@pytest.mark.over_tls
async def test_every_answer_carries_the_policy(server: Address) -> None:
    for path in ("/", "/app/main.js", "/healthz", "/nowhere"):
        fields = (await ask(server, request(path, ("Host", server.authority), ("Connection", "close")))).fields
        assert fields["x-content-type-options"] == "nosniff", path
        assert fields["referrer-policy"] == "no-referrer", path
        policy = fields["content-security-policy"]
        assert "unsafe" not in policy and "default-src" in policy, path
    page = (await ask(server, request("/", ("Host", server.authority), ("Connection", "close")))).fields
    assert "frame-ancestors 'self'" in page["content-security-policy"].split("; ")


async def test_metrics_are_for_loopback_alone(serve: Serve) -> None:
    async with serve("--trust-proxy", "127.0.0.1") as process:
        host = ("Host", process.address.authority)
        assert (await ask(process.address, request("/metrics", host))).status == 200
        for forwarded in ("203.0.113.9", "192.168.1.7", "127.0.0.1, 203.0.113.9", "unknown"):
            response = await ask(process.address, request("/metrics", host, ("X-Forwarded-For", forwarded)))
            assert response.status in (403, 404), forwarded


async def test_metrics_are_not_for_a_proxy_that_says_nothing(serve: Serve) -> None:
    """With a public name and no trusted proxy, a client that seems to be on this machine may be anywhere."""
    for name in (("--public-url", "https://ferry.example.org"), ("--allow-host", "ferry.example.org")):
        async with serve(*name) as process:
            for host in ("ferry.example.org", process.address.authority):
                response = await ask(process.address, request("/metrics", ("Host", host)))
                assert response.status == 403 and b"--metrics-allow" in response.body, host
        async with serve(*name, "--metrics-allow", "127.0.0.0/8") as process:
            host = ("Host", process.address.authority)
            assert (await ask(process.address, request("/metrics", host))).status == 200


@pytest.mark.over_tls
async def test_heads_without_measure_are_refused(process: FerryServer) -> None:
    server = process.address
    host = ("Host", server.authority)
    before = process.anonymous_memory
    for head in (
        request("/", host, *[("X-Field", "x")] * 5_000),
        request("/", host, ("X-Field", "x" * 1_000_000)),
        request("/" + "x" * 1_000_000, host),
        b"G" * 100_000,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 100,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ):
        raw = await RawSocket.connect(server)
        await raw.write(head)
        await raw.ended()
        await raw.close()
    assert process.anonymous_memory - before < 8_000_000


@pytest.mark.over_tls
async def test_bodies_without_end_are_not_kept(process: FerryServer) -> None:
    before = process.anonymous_memory
    raw = await RawSocket.connect(process.address)
    head = request("/", ("Host", process.address.authority), ("Content-Length", str(2**40)), method="POST")
    await raw.write(head)
    try:
        for _ in range(50):
            raw.writer.write(b"x" * 1_000_000)
            await raw.writer.drain()
    except ENDED:
        pass
    assert process.anonymous_memory - before < 16_000_000
    await raw.close()
