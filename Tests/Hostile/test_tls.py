"""TLS handshakes that are invalid, or never end."""

import asyncio
import socket
import struct

import pytest
from conftest import Serve
from ferry_client import Address
from ferry_client.raw import RawSocket, ask, client_hello, request
from ferry_server import FerryServer

pytestmark = pytest.mark.parametrize("scheme", ["https"])


def record(type: int, body: bytes, length: int | None = None) -> bytes:
    """A TLS record (RFC 8446, 5.1)."""
    return struct.pack(">BHH", type, 0x0301, len(body) if length is None else length) + body


ALERT, HANDSHAKE, DATA = 21, 22, 23

NOT_TLS = {
    "plain HTTP": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "zeros": bytes(1_000),
    "a hello of SSL 2": b"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10\x01\x00\x80" + bytes(40),
    "data before the handshake": record(DATA, bytes(100)),
    "a record longer than records are": record(HANDSHAKE, bytes(100), length=65_535),
    "a hello that announces 16 MB": record(HANDSHAKE, b"\x01\xff\xff\xff" + bytes(1_000)),
    "a hello of nothing": record(HANDSHAKE, b"\x01\x00\x00\x00"),
    "an alert": record(ALERT, b"\x02\x28"),
}


@pytest.mark.parametrize("data", NOT_TLS.values(), ids=NOT_TLS.keys())
async def test_what_is_no_handshake_costs_its_sender_the_connection(server: Address, data: bytes) -> None:
    raw = await RawSocket.connect(server.unencrypted)
    await raw.write(data)
    await raw.ended()
    await raw.close()


async def test_a_handshake_that_turns_into_something_else_costs_the_connection(server: Address) -> None:
    for rest in (bytes(100), b"GET / HTTP/1.1\r\n\r\n", client_hello(server), record(DATA, bytes(16_384)) * 4):
        raw = await RawSocket.connect(server.unencrypted)
        await raw.write(client_hello(server))
        await raw.write(rest)
        await raw.ended()
        await raw.close()


async def half_way(server: Address) -> RawSocket | None:
    """A client that has received the server's half of the handshake; None when the server refused it."""
    raw = None
    try:
        raw = await RawSocket.connect(server.unencrypted)
        await raw.write(client_hello(server))
        await raw.reader.readexactly(1)
        return raw
    except (OSError, asyncio.IncompleteReadError):
        if raw is not None:
            await raw.close()
        return None


async def healthy(server: Address) -> None:
    """Another client is served."""
    host = ("Host", server.authority)
    assert (await ask(server.coming_from("127.0.10.9"), request("/healthz", host))).status == 200


async def back_at(process: FerryServer, descriptors: int) -> None:
    """Waits until the server has released the descriptors of connections."""
    async with asyncio.timeout(20):
        while process.open_descriptors > descriptors:
            await asyncio.sleep(0.05)


async def test_half_finished_handshakes_are_bounded_for_each_address(serve: Serve) -> None:
    async with serve("--sockets-per-address", "16", descriptors=(1024, 1024)) as process:
        await healthy(process.address)
        resting, before = process.open_descriptors, process.anonymous_memory
        source = process.address.coming_from("127.0.10.1")
        held = [raw for raw in [await half_way(source) for _ in range(300)] if raw is not None]
        assert 0 < len(held) <= 8 * 16, f"{len(held)} handshakes of 300 are kept waiting"
        await healthy(process.address)
        assert process.open_descriptors < resting + 8 * 16 + 8
        grown = process.anonymous_memory - before
        assert grown < 20_000_000, f"{grown} bytes for {len(held)} handshakes"
        for raw in held:
            await raw.close()
        await back_at(process, resting + 4)


async def test_handshakes_broken_off_leave_nothing_behind(serve: Serve) -> None:
    async with serve() as process:
        resting = process.open_descriptors
        after: list[int] = []
        for wave in range(10):
            source = process.address.coming_from(f"127.0.11.{wave + 1}")
            for raw in await asyncio.gather(*(half_way(source) for _ in range(100))):
                if raw is not None:
                    await raw.close()
            await back_at(process, resting + 4)
            after.append(process.anonymous_memory)
        assert after[-1] - after[1] < 4_000_000, f"memory after each hundred: {after}"
        await healthy(process.address)


def shake_hands_and_go(server: Address, number: int) -> None:
    """A complete handshake, and then the end of the connection without a request and without `close_notify`."""
    assert server.trust is not None
    raw = server.coming_from(f"127.0.{20 + number // 200}.{number % 200 + 1}").connect()
    if number % 3 == 0:
        # A reset instead of FIN.
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    server.trust.wrap_socket(raw, server_hostname=server.host).close()


async def test_connections_that_end_without_a_word_are_freed_at_once_and_their_memory_given_back(serve: Serve) -> None:
    async with serve("--turn", "off") as process:
        await healthy(process.address)
        resting, before = process.open_descriptors, process.anonymous_memory
        most = 0
        for number in range(2_000):
            await asyncio.to_thread(shake_hands_and_go, process.address, number)
            if number % 50 == 0:
                most = max(most, process.anonymous_memory)
        # Kept for five seconds each, they took 18 kB times 2,000.
        assert most - before < 16_000_000, f"{most - before} bytes while they came and went"
        await back_at(process, resting + 4)
        left = await process.shrinks(before + 6_000_000) - before
        assert left < 6_000_000, f"{left} bytes afterwards"
        await healthy(process.address)
