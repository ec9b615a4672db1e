"""The server's own addresses: which they are, and which of them peers see."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from listener import Listener
from network.laboratory import Machine
from party import Party, at_server
from server import HTTP_PORT, Server
from turn_client import TurnClient, choose


@contextmanager
def added(machine: Machine, address: str) -> Iterator[None]:
    """`machine` has another address for a while."""
    machine.run("ip", "address", "add", address, "dev", "eth0")
    try:
        yield
    finally:
        machine.run("ip", "address", "delete", address, "dev", "eth0")


def test_peers_see_the_address_that_was_announced_whichever_of_the_servers_that_is(home, anna, ben):
    """Routes would choose the first one of the network."""
    with added(home.server.machine, "10.77.0.250/24"):
        server = choose(anna.servers_towards(ben))
        for host in ("10.77.0.250", home.server.machine.ipv4):
            client = anna.machine.call(TurnClient.open, replace(server, host=host))
            relayed = client.allocate().relayed
            assert relayed[0] == host
            with Listener(ben.machine) as listener:
                # One by one, and many in one system call.
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


def test_the_address_of_turn_public_is_announced_and_the_servers_own(elsewhere, stranger):
    """Whoever has it, here another machine: nothing is sent there."""
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


@pytest.fixture
def elsewhere(home, machines, loop, tmp_path):
    """Starts another server, which nobody has used yet, and brings two devices to it: `elsewhere("--turn", "off")`."""
    servers: list[Server] = []
    parties: list[Party] = []

    def start(*options: str) -> tuple[Server, list[Party]]:
        servers.append(Server(home.machine(), tmp_path, *options).start())
        for machine in machines[:2]:
            address = at_server(machine, servers[0].machine.ipv4, HTTP_PORT)
            parties.append(Party(loop, machine, address, machine.name))
        return servers[0], parties

    yield start
    for party in parties:
        party.leave()
    for server in servers:
        server.stop()
