"""Frames that RFC 6455 forbids, on both kinds of sockets."""

import asyncio
import struct

import pytest
from conftest import FerryServer
from ferry_client import Address, Device
from ferry_client.conversation import relay_tokens
from ferry_client.raw import BINARY, CLOSE, CONTINUATION, ENDED, PING, PONG, TEXT, RawSocket, client_frame

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
    devices, sockets = await relay_pair(server)
    await sockets[0].write(frames)
    codes = await asyncio.gather(*(raw.close_code() for raw in sockets))
    assert codes == [1002, 4010]
    await leave(devices, sockets)


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


async def relay_pair(server: Address) -> tuple[list[Device], list[RawSocket]]:
    """Two devices and their joined relay sockets, on which nothing was sent."""
    devices = list(await asyncio.gather(Device.join(server, "A"), Device.join(server, "B")))
    sockets = [
        await RawSocket.upgraded(server, "/relay", f"ferry.relay.1, {token}") for token in await relay_tokens(*devices)
    ]
    for raw in sockets:
        assert await raw.frame() == (BINARY, b"")
    return devices, sockets


async def leave(devices: list[Device], sockets: list[RawSocket]) -> None:
    for raw in sockets:
        await raw.close()
    await asyncio.gather(*(device.leave() for device in devices))


async def received_until_close(raw: RawSocket) -> tuple[int, int | None]:
    """The number of payload bytes, and the close code behind them."""
    received = 0
    while (frame := await raw.frame()) is not None:
        opcode, payload = frame
        if opcode == CLOSE:
            return received, struct.unpack(">H", payload[:2])[0]
        received += len(payload)
    return received, None


#: The longest relayed message in bytes: kind, frame header, largest payload, tag (docs/protocol.md, Relay).
LONGEST_RELAYED = 1 + 16 + 1_048_576 + 16


async def test_the_longest_message_of_the_relay_arrives(server: Address) -> None:
    devices, (near, far) = await relay_pair(server)
    sending = asyncio.create_task(near.write(client_frame(BINARY, b"x" * LONGEST_RELAYED)))
    received = 0
    while received < LONGEST_RELAYED:
        frame = await far.frame()
        assert frame is not None and frame[0] in (BINARY, CONTINUATION)
        received += len(frame[1])
    await sending
    await leave(devices, [near, far])


#: Messages that a browser would have to buffer, since it delivers only whole ones.
WITHOUT_END = {
    "one frame": (client_frame(BINARY, b"x" * 1000, length=b"\x7f" + struct.pack(">Q", LONGEST_RELAYED + 1)), 1009),
    "a frame of exabytes": (client_frame(BINARY, b"x" * 1000, length=b"\x7f" + struct.pack(">Q", 2**62)), 1009),
    "large fragments": (
        client_frame(BINARY, b"x", final=False) + client_frame(CONTINUATION, b"x" * 60_000, final=False) * 40,
        1009,
    ),
    "small fragments": (
        client_frame(BINARY, b"x", final=False) + client_frame(CONTINUATION, b"x", final=False) * 20_000,
        1008,
    ),
    "empty fragments": (
        client_frame(BINARY, b"", final=False) + client_frame(CONTINUATION, b"", final=False) * 20_000,
        1008,
    ),
}


@pytest.mark.parametrize("frames, code", WITHOUT_END.values(), ids=WITHOUT_END.keys())
async def test_a_relayed_message_without_end_is_cut_off(process: FerryServer, frames: bytes, code: int) -> None:
    before = process.anonymous_memory
    devices, (near, far) = await relay_pair(process.address)
    _, ends = await asyncio.gather(near.write(frames), received_until_close(far))
    received, how = ends
    assert received <= LONGEST_RELAYED
    assert how == 4010
    assert await near.close_code() == code
    assert process.anonymous_memory - before < 8_000_000
    await leave(devices, [near, far])


async def test_a_length_that_was_announced_takes_no_memory(process: FerryServer) -> None:
    before = process.anonymous_memory
    head = bytes([0x80 | BINARY, 0xFF]) + struct.pack(">Q", 2**62) + b"mask" + b"x" * 1000
    signaling = await RawSocket.upgraded(process.address)
    await signaling.write(head)
    assert await signaling.close_code() == 1009
    # A relayed frame is forwarded while it arrives, so even the longest one is not buffered.
    devices, (near, far) = await relay_pair(process.address)
    await near.write(client_frame(BINARY, b"x" * 1000, length=b"\x7f" + struct.pack(">Q", LONGEST_RELAYED)))
    received = 0
    while received < 1000:
        frame = await far.frame()
        assert frame is not None
        received += len(frame[1])
    assert process.anonymous_memory - before < 4_000_000
    await leave(devices, [signaling, near, far])


async def flood_with_pings(process: FerryServer, raw: RawSocket) -> int:
    """Sends pings and reads nothing, for some seconds or until the server gives up the socket; returns the growth of
    the server's memory.
    """
    before = peak = process.anonymous_memory
    flood = client_frame(PING, b"x" * 125) * 1000
    try:
        async with asyncio.timeout(20):
            for _ in range(400):
                raw.writer.write(flood)
                await raw.writer.drain()
                peak = max(peak, process.anonymous_memory)
    except (*ENDED, TimeoutError):
        pass
    return peak - before


async def test_a_flood_of_pings_on_the_relay_costs_neither_memory_nor_the_partner(process: FerryServer) -> None:
    devices, (near, far) = await relay_pair(process.address)
    await near.write(client_frame(PING, b"are you there"))
    assert await near.frame() == (PONG, b"are you there")
    grown = await flood_with_pings(process, near)
    assert grown < 4_000_000, f"grew by {grown} bytes"
    # None of it reached the partner, and the pipe goes on.
    await near.write(client_frame(BINARY, b"after it"))
    assert await far.frame() == (BINARY, b"after it")
    await leave(devices, [near, far])


@pytest.mark.parametrize("kind", ["signal", "relay"])
async def test_pings_that_come_together_are_answered_once(server: Address, kind: str) -> None:
    if kind == "relay":
        devices, sockets = await relay_pair(server)
    else:
        devices, sockets = [], [await RawSocket.upgraded(server)]
    near = sockets[0]
    count = 20_000
    sending = asyncio.create_task(
        near.write(b"".join(client_frame(PING, str(number).encode()) for number in range(1, count + 1)))
    )
    pongs, last = 0, 0
    while last < count:
        opcode, payload = await near.frame() or (None, b"")
        assert opcode == PONG and int(payload) > last
        pongs, last = pongs + 1, int(payload)
    assert pongs < count / 10, f"{pongs} pongs for {count} pings"
    await sending
    await leave(devices, sockets)


async def test_pings_are_answered_and_a_flood_of_them_costs_no_memory(process: FerryServer) -> None:
    raw = await RawSocket.upgraded(process.address)
    await raw.write(client_frame(PING, b"are you there"))
    assert await raw.frame() == (PONG, b"are you there")
    # The pongs are not read, so one of them waits in the socket, and the others are never written.
    grown = await flood_with_pings(process, raw)
    assert grown < 4_000_000, f"grew by {grown} bytes"
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
