"""The server's own addresses, and the ones that peers see."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from listener import Listener
from network.laboratory import Machine
from resolver import Resolver
from turn_client import TurnClient, TurnError, choose

#: The port of a service, which is a peer only inside the server's own addresses.
SERVICE = 53

#: The time, in seconds, for the server to notice an own address: it reads them every five seconds, and a name again
#: after five.
NOTICED = 30


@contextmanager
def added(machine: Machine, address: str) -> Iterator[None]:
    """Gives `machine` another address for a while."""
    machine.run("ip", "address", "add", address, "dev", "eth0")
    try:
        yield
    finally:
        machine.run("ip", "address", "delete", address, "dev", "eth0")


def test_peers_see_the_address_that_was_announced_whichever_of_the_servers_that_is(home, anna, ben):
    """The route would choose the first address of the network."""
    with added(home.server.machine, "10.77.0.250/24"):
        server = choose(anna.servers_towards(ben))
        for host in ("10.77.0.250", home.server.machine.ipv4):
            client = anna.machine.call(TurnClient.open, replace(server, host=host))
            relayed = client.allocate().relayed
            assert relayed[0] == host
            with Listener(ben.machine) as listener:
                # One by one, and many with one system call.
                channel = client.bind(listener.address)
                for number in range(20):
                    client.send_channel(bytes([number]), channel)
                assert [listener.receive() for _ in range(20)] == [(bytes([number]), relayed) for number in range(20)]
                listener.send(b"back", relayed)
                assert client.receive() == (channel, b"back")
            client.refresh(0)
            client.close()


def test_an_address_that_the_server_has_got_before_the_first_credentials_is_its_own(elsewhere):
    server, (anna, ben) = elsewhere()
    with added(server.machine, "203.0.113.77/24"), Listener(server.machine) as listener:
        client = anna.machine.call(TurnClient.open, choose(anna.servers_towards(ben)))
        anna.converse(ben, "203.0.113.77")
        client.allocate()
        client.permit("203.0.113.77")
        client.send(("203.0.113.77", listener.port), b"question")
        assert listener.receive(timeout=0.3) is None
        client.close()


def test_an_address_that_the_server_gets_while_somebody_may_relay_becomes_its_own(elsewhere):
    server, (anna, ben) = elsewhere()
    client = anna.machine.call(TurnClient.open, choose(anna.servers_towards(ben)))
    anna.converse(ben, "203.0.113.78")
    client.allocate()
    client.permit("203.0.113.78")
    with added(server.machine, "203.0.113.78/24"), Listener(server.machine) as listener:
        wait_until_own(client, "203.0.113.78")
        channel = client.bind(("203.0.113.78", listener.port), 0x4001)
        # Packets sent before may or may not have arrived.
        client.send(("203.0.113.78", listener.port), b"question")
        client.send_channel(b"question", channel)
        assert listener.receive(timeout=0.3) is None
    client.close()


def test_the_address_of_turn_public_is_announced_and_the_servers_own(elsewhere, stranger):
    """Nothing is sent to that address, whichever machine has it; here another one."""
    with added(stranger, "10.77.0.251/24"):
        server, (anna, ben) = elsewhere("--turn-public", "10.77.0.251:3478")
        entry = choose(anna.servers_towards(ben))
        assert entry.host == "10.77.0.251"
        client = anna.machine.call(TurnClient.open, replace(entry, host=server.machine.ipv4))
        assert client.allocate().relayed[0] == "10.77.0.251"
        client.permit("10.77.0.251")
        with Listener(stranger) as listener:
            client.send(("10.77.0.251", listener.port), b"question")
            assert listener.receive(timeout=0.3) is None
        client.close()


def test_a_name_of_turn_public_that_has_no_answer_at_the_start_is_asked_for_until_it_has(home, elsewhere):
    """Its address does not exist here, so only the name identifies the server."""
    machine = home.machine()
    with Resolver(machine) as resolver:
        _, (anna, ben) = elsewhere("--turn-public", "turn.example:3478", machine=machine)
        entry = choose(anna.servers_towards(ben))
        assert entry.host == "turn.example"
        client = anna.machine.call(TurnClient.open, replace(entry, host=machine.ipv4))
        anna.converse(ben, "203.0.113.79")
        client.allocate()
        with pytest.raises(TurnError) as caught:
            client.bind(("203.0.113.79", SERVICE))
        assert caught.value.code == 403, caught.value
        resolver.answer("203.0.113.79")
        wait_until_own(client, "203.0.113.79")
        client.close()


def wait_until_own(client: TurnClient, address: str) -> None:
    """Waits until the server treats an address as its own: then any port of it is a peer, and no packet goes there."""
    deadline = time.monotonic() + NOTICED
    while True:
        try:
            client.bind((address, SERVICE))
            return
        except TurnError as error:
            assert error.code == 403, error
            assert time.monotonic() < deadline, f"{address} is still somebody else's"
        time.sleep(0.2)
