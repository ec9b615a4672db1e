"""Frames that RFC 6455 forbids, on both kinds of sockets."""

import asyncio
import struct

import pytest
from conftest import FerryServer
from ferry_client import Address, Device
from ferry_client.conversation import relay_tokens
from ferry_client.raw import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, RawSocket, client_frame

pytestmark = pytest.mark.over_tls

BROKEN = {
    "not masked": client_frame(TEXT, b"{}", masked=False),
    "first reserved bit": client_frame(TEXT, b"{}", reserved=4),
    "second reserved bit": client_frame(TEXT, b"{}", reserved=2),
    "third reserved bit": client_frame(TEXT, b"{}", reserved=1),
    "reserved opcode of data": client_frame(0x3, b"{}"),
    "reserved opcode of control": client_frame(0xB, b"{}"),
    "continuation of nothing": client_frame(CONTINUATION, b"{}"),
    "a new message inside of one": client_frame(BINARY, b"\0", final=False) + client_frame(BINARY, b"\0"),
    "ping in fragments": client_frame(PING, b"", final=False),
    "ping of 126 bytes": client_frame(PING, b"x" * 126),
    "length in more bytes than it needs": client_frame(BINARY, b"{}", length=b"\x7e\x00\x02"),
    "long length in more bytes than it needs": client_frame(BINARY, b"", length=b"\x7f" + struct.pack(">Q", 2)),
    "length with its highest bit": client_frame(BINARY, b"", length=b"\x7f" + struct.pack(">Q", 2**63)),
    "close of one byte": client_frame(CLOSE, b"\x03"),
    "close with a code nobody sends": client_frame(CLOSE, struct.pack(">H", 1005)),
    "close with a code from beyond": client_frame(CLOSE, struct.pack(">H", 65_535)),
    "HTTP again": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("frames", BROKEN.values(), ids=BROKEN.keys())
async def test_broken_framing_costs_the_signaling_socket(server: Address, frames: bytes) -> None:
    raw = await RawSocket.upgraded(server)
    await raw.write(frames)
    assert await raw.close_code() == 1002
    await raw.ended()
    await raw.close()


@pytest.mark.parametrize("frames", BROKEN.values(), ids=BROKEN.keys())
async def test_broken_framing_costs_the_relay_and_tells_the_partner(server: Address, frames: bytes) -> None:
    alice, bob = await asyncio.gather(Device.join(server, "A"), Device.join(server, "B"))
    halves = await relay_tokens(alice, bob)
    sockets = await asyncio.gather(
        *(RawSocket.upgraded(server, "/relay", f"ferry.relay.1, {token}") for token in halves)
    )
    for raw in sockets:
        assert await raw.frame() == (BINARY, b"")
    await sockets[0].write(frames)
    codes = await asyncio.gather(*(raw.close_code() for raw in sockets))
    assert codes == [1002, 4010]
    for raw in sockets:
        await raw.close()
    await asyncio.gather(alice.leave(), bob.leave())


UTF8 = {
    "overlong": b"\xc0\xaf",
    "a surrogate": b"\xed\xa0\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "half a character": b'{"type":"ping"\xe2\x82',
    "a byte alone": b"\xff",
}


@pytest.mark.parametrize("text", UTF8.values(), ids=UTF8.keys())
async def test_text_that_is_not_utf8_costs_the_socket(server: Address, text: bytes) -> None:
    raw = await RawSocket.upgraded(server)
    await raw.write(client_frame(TEXT, text))
    assert await raw.close_code() == 1007
    await raw.close()


async def test_a_reason_that_is_not_utf8_is_not_repeated(server: Address) -> None:
    raw = await RawSocket.upgraded(server)
    await raw.write(client_frame(CLOSE, struct.pack(">H", 1000) + b"\xff\xff"))
    assert await raw.close_code() == 1007
    await raw.close()


async def test_fragments_without_end_are_counted(process: FerryServer) -> None:
    for payload in (b"", b"x"):
        raw = await RawSocket.upgraded(process.address)
        await raw.write(client_frame(TEXT, payload, final=False))
        await raw.write(client_frame(CONTINUATION, payload, final=False) * 20_000)
        assert await raw.close_code() == 1008
        await raw.close()


async def test_fragments_together_are_no_larger_than_a_message(process: FerryServer) -> None:
    before = process.anonymous_memory
    sockets = []
    for _ in range(50):
        raw = await RawSocket.upgraded(process.address)
        sockets.append(raw)
        await raw.write(client_frame(TEXT, b"x" * 40_000, final=False))
        await raw.write(client_frame(CONTINUATION, b"x" * 40_000, final=False))
    assert [await raw.close_code() for raw in sockets] == [1009] * 50
    assert process.anonymous_memory - before < 20_000_000
    for raw in sockets:
        await raw.close()


async def test_a_length_that_was_announced_takes_no_memory(process: FerryServer) -> None:
    before = process.anonymous_memory
    announced = bytes([0x80 | BINARY, 0xFF]) + struct.pack(">Q", 2**62) + b"mask" + b"x" * 1000
    alice, bob = await asyncio.gather(Device.join(process.address, "A"), Device.join(process.address, "B"))
    signaling = await RawSocket.upgraded(process.address)
    await signaling.write(announced)
    assert await signaling.close_code() == 1009
    halves = await relay_tokens(alice, bob)
    sockets = await asyncio.gather(
        *(RawSocket.upgraded(process.address, "/relay", f"ferry.relay.1, {token}") for token in halves)
    )
    for raw in sockets:
        assert await raw.frame() == (BINARY, b"")
    # On the relay a frame may be as long as it likes: it is passed on as it comes.
    await sockets[0].write(announced)
    received = 0
    while received < 1000:
        frame = await sockets[1].frame()
        assert frame is not None
        received += len(frame[1])
    assert process.anonymous_memory - before < 4_000_000
    for raw in (signaling, *sockets):
        await raw.close()
    await asyncio.gather(alice.leave(), bob.leave())


async def test_pings_are_answered_and_a_flood_of_them_costs_no_memory(process: FerryServer) -> None:
    raw = await RawSocket.upgraded(process.address)
    await raw.write(client_frame(PING, b"are you there"))
    assert await raw.frame() == (PONG, b"are you there")
    before = process.anonymous_memory
    # Nobody reads the pongs, so the socket is given up when enough of them wait, and until then nothing grows.
    flood = client_frame(PING, b"x" * 125) * 1000
    peak = before
    try:
        async with asyncio.timeout(20):
            for _ in range(400):
                raw.writer.write(flood)
                await raw.writer.drain()
                peak = max(peak, process.anonymous_memory)
    except (ConnectionError, TimeoutError):
        pass
    assert peak - before < 16_000_000, f"grew by {peak - before} bytes"
    await raw.close()


async def test_a_frame_in_single_bytes_is_a_frame(server: Address) -> None:
    raw = await RawSocket.upgraded(server)
    hello = b'{"type":"hello","protocol":1,"name":"Slow","kind":"phone","webrtc":true,"availability":"open"}'
    for byte in client_frame(TEXT, hello):
        raw.writer.write(bytes([byte]))
        await raw.writer.drain()
        await asyncio.sleep(0)
    opcode, payload = await raw.frame() or (None, b"")
    assert opcode == TEXT and b'"welcome"' in payload
    await raw.close()
