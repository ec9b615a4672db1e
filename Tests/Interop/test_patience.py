"""Idle clients, and the server's time limits for them."""

import time

import pytest
from turn_client import TurnClient, choose

#: The shortest time, in seconds, that a connection may be open without an allocation, and the longest until it is
#: closed: the server looks every ten seconds, and may be busy.
LEAST, MOST = 28, 60


def test_a_connection_without_an_allocation_is_closed_and_one_with_an_allocation_is_not(anna, ben, tls):
    entries = anna.servers_towards(ben)
    kept, *idle = [
        anna.machine.call(TurnClient.open, choose(entries, transport), tls) for transport in ("tcp", "tcp", "tls")
    ]
    kept.allocate()
    # A response does not extend the time.
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
