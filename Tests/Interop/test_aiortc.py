"""Another WebRTC implementation connects through our relay."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from ferry_client import Address
from server import HTTP_PORT
from webrtc_peer import noise, run_receiver, run_sender

SIZE = 5_000_000


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_two_peers_that_cannot_reach_each_other_move_five_megabytes(home, isolated, transport):
    sender, receiver = isolated
    address = Address(home.server.machine.ipv4, HTTP_PORT)
    data = noise(SIZE)
    with ThreadPoolExecutor(max_workers=2) as pool:
        name = f"Receiver over {transport}"
        received = pool.submit(receiver.call, asyncio.run, run_receiver(address, transport, name, SIZE))
        sent = pool.submit(sender.call, asyncio.run, run_sender(address, transport, name, data))
        digest = sent.result()
        received.result()
    assert digest == hashlib.sha256(data).hexdigest()
