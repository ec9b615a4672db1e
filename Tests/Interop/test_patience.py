"""How long the server waits for clients that want nothing."""

import time

import pytest
from turn_client import TurnClient, choose

#: Seconds that a connection stays without an allocation, and until it is gone: the server looks every ten, and may be
#: busy.
LEAST, MOST = 28, 60


def test_a_connection_without_an_allocation_is_closed_and_one_with_an_allocation_is_not(anna, ben, tls):
    entries = anna.servers_towards(ben)
    kept, *idle = [
        anna.machine.call(TurnClient.open, choose(entries, transport), tls) for transport in ("tcp", "tcp", "tls")
    ]
    kept.allocate()
    # An answer is nothing to stay for.
    idle[0].binding()
    start = time.monotonic()
    while time.monotonic() < start + LEAST:
        for client in idle:
            assert client.transport.receive(1) is None
    for client in idle:
        with pytest.raises(ConnectionError):
            while time.monotonic() < start + MOST:
                assert client.transport.receive(1) is None
    assert kept.refresh(600) > 0
    for client in (kept, *idle):
        client.close()
