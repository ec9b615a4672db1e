"""20,000 devices that come and go leave nothing behind."""

import asyncio
import socket
import struct

import pytest
from conftest import Serve
from ferry_client import Address
from ferry_client.raw import CLOSE, TEXT, client_frame, handshake
from ferry_server import FerryServer

#: The number of devices at the same time.
BATCH = 50

HELLO = client_frame(
    TEXT, b'{"type":"hello","protocol":1,"name":"Passing","kind":"phone","webrtc":true,"availability":"open"}'
)
BYE = client_frame(TEXT, b'{"type":"bye"}')
#: Asks for a code, and then a pong to wait for: the server gives no code while too many vanished devices still have
#: theirs.
CODE = client_frame(TEXT, b'{"type":"code-create"}') + client_frame(TEXT, b'{"type":"ping"}')


def come_and_go(server: Address, number: int) -> None:
    """A batch of devices joins and leaves: a third sends `bye`, a third closes, and a third vanishes."""
    # Each batch has its own address, since one address would run out of ports.
    address = server.coming_from(f"127.1.{number // 250}.{number % 250 + 1}")
    sockets = [address.connect() for _ in range(BATCH)]
    request = handshake(address)
    for one in sockets:
        one.sendall(request + HELLO + CODE)
    for index, one in enumerate(sockets):
        _read_until(one, b'"pong"')
        match index % 3:
            case 0:
                one.sendall(BYE)
                _read_until(one, struct.pack(">H", 1000))
            case 1:
                one.sendall(client_frame(CLOSE, struct.pack(">H", 1001)))
            case 2:
                # A reset instead of FIN, as when a phone loses its network.
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.close()


def _read_until(one: socket.socket, mark: bytes) -> None:
    seen = b""
    while mark not in seen:
        data = one.recv(65_536)
        assert data, f"the connection ended before {mark!r}"
        seen += data


async def rest(process: FerryServer) -> tuple[int, int]:
    """Memory and descriptors once all devices have gone."""
    for kind in ("signal", "relay"):
        await process.settles(f'ferry_sockets{{kind="{kind}"}}', 0)
    await process.settles('ferry_devices{room="lan"}', 0)
    await process.settles("ferry_codes", 0)
    return process.anonymous_memory, process.open_descriptors


@pytest.mark.long
async def test_twenty_thousand_joins_and_leaves_leave_nothing_behind(serve: Serve) -> None:
    async with serve() as process:
        samples = []
        batches = 20_000 // BATCH
        for number in range(batches):
            await asyncio.to_thread(come_and_go, process.address, number)
            if number % (batches // 5) == batches // 5 - 1:
                samples.append(await rest(process))
        memory = [memory for memory, _ in samples]
        descriptors = [descriptors for _, descriptors in samples]
        assert process.metric("ferry_device_joins_total") == 20_000
        assert process.metric("ferry_device_leaves_total") == 20_000
        # The first fifth fills the allocator's pools; from then on memory is constant.
        assert memory[-1] - memory[0] < 2_000_000, f"memory after each fifth: {memory}"
        assert max(descriptors) - min(descriptors) <= 4, f"descriptors after each fifth: {descriptors}"
