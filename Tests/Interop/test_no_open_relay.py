"""The addresses to which packets can be sent, and the ones to which they cannot (docs/protocol.md, STUN and TURN)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from listener import Listener
from network.laboratory import Machine
from turn_client import Attribute, Message, Method, TurnError, channel_data

#: The lowest of the server's relay ports.
FIRST_RELAY_PORT = 49_152

#: Values of REQUESTED-ADDRESS-FAMILY (RFC 8656, section 18.6).
IPV4, IPV6 = 1, 2

#: Addresses that are forbidden even when a peer signals them.
FORBIDDEN_IPV4 = {
    "loopback": "127.0.0.1",
    "loopback elsewhere": "127.8.9.10",
    "unspecified": "0.0.0.0",
    "this network": "0.1.2.3",
    "link-local": "169.254.10.10",
    "metadata": "169.254.169.254",
    "multicast": "224.0.0.251",
    "broadcast": "255.255.255.255",
    "broadcast of the server's network": "10.77.0.255",
    "a private network that the server is not on": "192.168.1.1",
    "another one": "172.17.0.1",
    "a carrier's network": "100.64.0.1",
}
FORBIDDEN_IPV6 = {
    "loopback": "::1",
    "unspecified": "::",
    "link-local": "fe80::1",
    "multicast": "ff02::fb",
    "a private network that the server is not on": "fd00:1::1",
    "metadata": "fd00:ec2::254",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped metadata": "::ffff:169.254.169.254",
    "IPv4-compatible loopback": "::127.0.0.1",
    "6to4 of loopback": "2002:7f00:1::1",
    "6to4 of metadata": "2002:a9fe:a9fe::1",
    "NAT64 of loopback": "64:ff9b::7f00:1",
    "NAT64 of metadata": "64:ff9b::a9fe:a9fe",
    "NAT64 of a private network that the server is not on": "64:ff9b::c0a8:101",
}


def refused(code: int, request, *arguments) -> None:
    """Makes a request that has to be refused with this error code."""
    with pytest.raises(TurnError) as caught:
        request(*arguments)
    assert caught.value.code == code, caught.value


def test_packets_to_the_address_of_the_other_device_arrive_both_ways(client, ben):
    anna = client()
    relayed = anna.allocate().relayed
    anna.permit(ben.machine.ipv4)
    with Listener(ben.machine) as listener:
        anna.send(listener.address, b"by indication")
        assert listener.receive() == (b"by indication", relayed)
        listener.send(b"back", relayed)
        assert anna.receive() == (listener.address, b"back")

        channel = anna.bind(listener.address)
        anna.send_channel(b"by channel", channel)
        assert listener.receive() == (b"by channel", relayed)
        listener.send(b"back on it", relayed)
        assert anna.receive() == (channel, b"back on it")


def test_nothing_arrives_from_where_there_is_no_permission(client, ben, stranger):
    anna = client()
    relayed = anna.allocate().relayed
    anna.permit(ben.machine.ipv4)
    with Listener(stranger) as outside, Listener(ben.machine) as inside:
        outside.send(b"uninvited", relayed)
        inside.send(b"invited", relayed)
        assert anna.receive() == (inside.address, b"invited")
        assert anna.receive(timeout=0.2) is None


@pytest.mark.parametrize("port", [53, 8080], ids=["DNS", "HTTP"])
def test_packets_to_the_server_itself_reach_no_socket(home, client, port):
    """The permission is granted, since another allocation may be there, but no packet arrives."""
    server = home.server.machine
    for family, own in ((IPV4, server.ipv4), (IPV6, server.ipv6)):
        anna = client()
        anna.allocate(family=family)
        anna.permit(own)
        with Listener(server, port) as listener:
            anna.send((own, port), b"question")
            anna.send_channel(b"question", anna.bind((own, port)))
            assert listener.receive(timeout=0.3) is None


def test_packets_to_the_server_itself_do_not_reach_its_own_stun(home, client):
    """A client would see no response either way, since the server does not relay packets from itself, so the test
    counts.
    """
    server = home.server.machine
    question = Message(Method.BINDING).encoded()
    clients = [client(), client()]
    before = _bindings(home)
    for anna, family, own in zip(clients, (IPV4, IPV6), (server.ipv4, server.ipv6), strict=True):
        anna.allocate(family=family)
        anna.permit(own)
        stun = (own, anna.transport.socket.getpeername()[1])
        anna.send(stun, question)
        anna.send_channel(question, anna.bind(stun))
        # The first response shows that both packets were received, the second that their results, on the same socket,
        # were too.
        for _ in range(2):
            anna.refresh(600)
    assert _bindings(home) == before
    clients[0].transport.send(question)
    assert clients[0].transport.receive(3)
    assert _bindings(home) == before + 1


def test_a_socket_of_the_server_in_the_range_of_relay_ports_is_not_reached(home, client):
    """Even at a possible relayed address, only a live allocation receives packets."""
    anna = client()
    own, port = anna.allocate().relayed
    anna.permit(own)
    neighbour = port - 1 if port > FIRST_RELAY_PORT else port + 1
    with Listener(home.server.machine, neighbour) as listener:
        anna.send((own, neighbour), b"question")
        assert listener.receive(timeout=0.3) is None
        listener.send(b"from itself", listener.address)
        assert listener.receive() == (b"from itself", listener.address)


def test_two_allocations_reach_each_other(client):
    one, other = client(), client("tcp")
    first, second = one.allocate().relayed, other.allocate().relayed
    one.permit(second[0])
    one.send(second, b"nobody expects this")
    # Two sockets have no order between them: the first response shows that the packet was received, the second that it
    # left the relay and found no permission.
    for _ in range(2):
        one.refresh(600)
    other.permit(first[0])
    one.send(second, b"now it is welcome")
    assert other.receive() == (first, b"now it is welcome")
    other.send(first, b"and back")
    assert one.receive() == (second, b"and back")


def test_a_device_that_did_not_signal_is_out_of_reach(client, stranger):
    anna = client()
    anna.allocate()
    refused(403, anna.permit, stranger.ipv4)
    with Listener(stranger) as listener:
        refused(403, anna.bind, listener.address)
        anna.send(listener.address, b"without permission")
        assert listener.receive(timeout=0.2) is None


def test_private_addresses_count_where_the_server_sees_the_device_and_not_where_it_says_to_be(
    anna, ben, client, stranger
):
    """Otherwise two strangers could reach everything in the server's own network."""
    anna.converse(ben, stranger.ipv4, stranger.ipv6)
    for family, address in ((IPV4, stranger.ipv4), (IPV6, stranger.ipv6)):
        attacker = client()
        attacker.allocate(family=family)
        with Listener(stranger) as listener:
            refused(403, attacker.permit, address)
            refused(403, attacker.bind, (address, listener.port))
            attacker.send((address, listener.port), b"from outside")
            assert listener.receive(timeout=0.2) is None


@pytest.mark.parametrize("port", [53, 123, 1023])
def test_the_services_of_other_machines_are_no_peers(client, ben, port):
    anna = client()
    anna.allocate()
    anna.permit(ben.machine.ipv4)
    with Listener(ben.machine, port) as listener:
        refused(403, anna.bind, listener.address)
        anna.send(listener.address, b"question")
        assert listener.receive(timeout=0.2) is None


def test_what_is_never_allowed_is_refused_although_the_other_device_signaled_it(home, anna, ben, client):
    # The addresses around them show that signaled ones count, by each of the two messages and for each family.
    welcome4, welcome6 = ("198.51.100.77", "198.51.100.78"), ("2001:db8:77::1", "2001:db8:77::2")
    anna.converse(ben, *welcome4, *FORBIDDEN_IPV4.values(), *FORBIDDEN_IPV6.values(), *welcome6)
    for family, addresses, welcome in ((IPV4, FORBIDDEN_IPV4, welcome4), (IPV6, FORBIDDEN_IPV6, welcome6)):
        attacker = client()
        attacker.allocate(family=family)
        for address in welcome:
            attacker.permit(address)
        with Listener(home.server.machine) as listener:
            for number, (what, address) in enumerate(addresses.items()):
                with pytest.raises(TurnError) as caught:
                    attacker.permit(address)
                assert caught.value.code == 403, f"{what}: permission, {caught.value}"
                with pytest.raises(TurnError) as caught:
                    attacker.bind((address, listener.port), 0x4000 + number)
                assert caught.value.code == 403, f"{what}: channel, {caught.value}"
                attacker.send((address, listener.port), what.encode())
            assert listener.receive(timeout=0.3) is None


def test_one_address_too_many_spoils_the_request(client, ben, stranger):
    """RFC 8656, section 10.2: either all permissions of a request are granted, or none."""
    anna = client()
    anna.allocate()
    refused(403, anna.permit, ben.machine.ipv4, stranger.ipv4)
    with Listener(ben.machine) as listener:
        anna.send(listener.address, b"without permission")
        assert listener.receive(timeout=0.2) is None


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_a_burst_arrives_whole_and_in_order(client, ben, transport):
    anna = client(transport)
    relayed = anna.allocate().relayed
    packets = [number.to_bytes(2) * (1 + number) for number in range(100)]
    with Listener(ben.machine) as listener:
        channel = anna.bind(listener.address)
        for packet in packets:
            anna.send_channel(packet, channel)
        assert [listener.receive() for _ in packets] == [(packet, relayed) for packet in packets]
        for packet in packets:
            listener.send(packet, relayed)
        assert [anna.receive() for _ in packets] == [(channel, packet) for packet in packets]


def test_packets_too_long_for_the_network_go_in_fragments(client, ben):
    """The same for a series, which the server may send with one system call."""
    anna = client()
    relayed = anna.allocate().relayed
    channel = anna.bind((ben.machine.ipv4, 4000))
    with Listener(ben.machine, 4000) as listener:
        packets = [bytes([number]) * 1_900 for number in range(8)]
        for packet in packets:
            anna.send_channel(packet, channel)
        assert [listener.receive() for _ in packets] == [(packet, relayed) for packet in packets]


def test_the_last_word_before_the_end_of_an_allocation_goes_out(client, ben):
    """Over TCP both often arrive in one segment."""
    for _ in range(20):
        anna = client("tcp")
        relayed = anna.allocate().relayed
        with Listener(ben.machine) as listener:
            channel = anna.bind(listener.address)
            last = channel_data(b"goodbye!", channel)
            anna.transport.send(last + anna.signed(Message(Method.REFRESH).add(Attribute.LIFETIME, bytes(4))))
            assert listener.receive() == (b"goodbye!", relayed)


@pytest.mark.parametrize("refusal", ["unreachable", "prohibit", "blackhole"])
def test_sends_that_the_kernel_refuses_harm_nobody(home, anna, client, ben, refusal):
    """Unreachable addresses and closed ports: the socket stays open, and later packets arrive."""
    nowhere = "198.51.100.79"
    anna.converse(ben, nowhere)
    sender = client()
    relayed = sender.allocate().relayed
    sender.permit(ben.machine.ipv4, nowhere)
    channel = sender.bind((nowhere, 4_000))
    with Listener(ben.machine) as listener:
        closed = listener.port
    with _no_way(home.server.machine, refusal, nowhere), Listener(ben.machine) as listener:
        for _ in range(20):
            sender.send_channel(b"into the void", channel)
            for peer in ((nowhere, 5_000), (ben.machine.ipv4, closed), (ben.machine.ipv4, 0)):
                sender.send(peer, b"into the void")
            sender.send(listener.address, b"still there")
            assert listener.receive() == (b"still there", relayed)


@contextmanager
def _no_way(machine: Machine, refusal: str, address: str) -> Iterator[None]:
    """Makes the machine's kernel refuse to send to an address."""
    machine.run("ip", "route", "add", refusal, address)
    yield
    machine.run("ip", "route", "delete", refusal, address)


def _bindings(home) -> int:
    """The number of STUN Binding requests that the server has answered."""
    for line in home.server.get("metrics").decode().splitlines():
        if line.startswith("ferry_stun_bindings_total "):
            return round(float(line.split()[1]))
    raise AssertionError("the server does not count")
