"""Tests of the emulation itself with coturn's STUN client and plain sockets, before other tests rely on it."""

import contextlib
import socket
import threading
import time

import pytest
from coturn import discovered, serve_stun, start_discovery
from internet import Internet
from kernel import KERNEL_TRANSLATORS, MASQUERADE, KernelInternet
from translators import ADDRESS, INDEPENDENT, PORT, SYMMETRIC, TRANSLATORS

DEPENDENCES = (INDEPENDENT, ADDRESS, PORT)

MEBIBYTE = 1 << 20

#: The rate, in bit/s, at which browsers are still the slower part. An idle machine reaches four times that.
NEEDED_RATE = 500_000_000


@pytest.fixture
def world(tmp_path):
    world = Internet(tmp_path / "world")
    yield world
    world.close()


@pytest.fixture
def kernel(tmp_path):
    world = KernelInternet(tmp_path / "kernel")
    yield world
    world.close()


def test_every_translator_is_what_it_is_configured_to_be(world, tmp_path):
    """All nine kinds of RFC 4787, the translators of the table, and a public address, as a client of RFC 5780 finds
    them.

    The symmetric translator of the table chooses its ports at random, which none of the nine does.
    """
    kinds = {(mapping, filtering): nat(mapping, filtering) for mapping in DEPENDENCES for filtering in DEPENDENCES}
    kinds |= TRANSLATORS
    places = {kind: world.place(f"place{number}", behavior) for number, (kind, behavior) in enumerate(kinds.items())}
    world.start()
    serve_stun(world, tmp_path / "coturn")

    clients = {kind: start_discovery(host, world.server.ipv4, "-m", "-f") for kind, host in places.items()}
    found = {kind: discovered(client) for kind, client in clients.items()}

    in_the_open = nat(INDEPENDENT, INDEPENDENT)
    told = {kind: behavior or in_the_open for kind, behavior in kinds.items()}
    assert found == {kind: nat(behavior["mapping"], behavior["filtering"]) for kind, behavior in told.items()}


def test_the_kernels_translators_are_what_they_are_called(kernel, tmp_path):
    """Linux's own behavior, without configuration."""
    kinds = {(kind, drops): behavior for kind, behavior in KERNEL_TRANSLATORS.items() for drops in (True, False)}
    homes = {
        (kind, drops): kernel.home(f"home{number}", kind, drops_strangers=drops)[0]
        for number, (kind, drops) in enumerate(kinds)
    }
    serve_stun(kernel, tmp_path / "coturn")

    clients = {kind: start_discovery(host, kernel.server.ipv4, "-m", "-f") for kind, host in homes.items()}
    assert {kind: discovered(client) for kind, client in clients.items()} == kinds


@pytest.mark.parametrize("drops_strangers", [True, False])
def test_the_kernel_keeps_a_port_unless_a_stranger_came_first(kernel, drops_strangers):
    """A router that does not drop a stranger's packet treats it as a connection of its own, so the port is in use."""
    home = kernel.home("home", MASQUERADE, drops_strangers=drops_strangers)[0]
    echo = Echo(kernel.server)
    client = home.call(udp_socket, 5000)
    seen = ask(client, echo.addresses[0])

    stranger = kernel.server.call(udp_socket, 6000)
    stranger.sendto(b"first", seen)
    client.sendto(b"second", (kernel.server.ipv4, 6000))
    data, source = stranger.recvfrom(100)
    assert data == b"second"
    assert (source == seen) == drops_strangers


def test_translators_assign_ports_as_configured(world, tmp_path):
    same = world.home("same", nat(INDEPENDENT, PORT))[0]
    random = world.home("random", SYMMETRIC)[0]
    world.start()
    echo = Echo(world.server)

    assert seen_ports(echo, same, 5000, 1) == {5000}
    assert len(seen_ports(echo, random, 5000, 8)) == 8


@pytest.mark.parametrize("hairpinning", [True, False])
def test_neighbours_reach_each_other_by_their_public_address_only_with_hairpinning(world, hairpinning):
    anna, ben = world.home("home", {**nat(INDEPENDENT, INDEPENDENT), "hairpinning": hairpinning}, hosts=2)
    world.start()
    echo = Echo(world.server)
    bens = ben.call(udp_socket, 6000)
    seen = ask(bens, echo.addresses[0])

    annas = anna.call(udp_socket, 5000)
    annas.sendto(b"over the top", seen)
    bens.settimeout(1)
    if hairpinning:
        data, source = bens.recvfrom(100)
        assert (data, source) == (b"over the top", (seen[0], 5000))
    else:
        with pytest.raises(TimeoutError):
            bens.recvfrom(100)


def test_a_carriers_translator_behind_a_homes_is_passed_both_ways(world):
    carrier = world.segment("carrier")
    world.router(
        "carrier-router", inside=carrier, outside="internet", gateways=["100.64.0.1"],
        addresses=["198.51.100.99"], nat=nat(PORT, PORT),
    )  # fmt: skip
    phone = world.home("home", nat(INDEPENDENT, PORT), outside=carrier, address="100.64.0.2")[0]
    world.start()
    echo = Echo(world.server)

    assert ask(phone.call(udp_socket, 5000), echo.addresses[0])[0] == "198.51.100.99"


@pytest.mark.parametrize("loss", [0.01, 0.05, 0.2])
def test_a_link_loses_the_share_of_packets_it_is_told_to(world, loss):
    host = world.host("lossy", "internet", "198.51.100.200/24", loss=loss)
    world.start()
    echo = Echo(world.server)
    client = host.call(udp_socket, 5000)
    count = 3000
    answered = answers(client, echo.addresses[0], count)
    # A packet may be lost on the way there or back.
    expected = (1 - loss) ** 2
    assert abs(answered / count - expected) < 0.03


def test_a_link_takes_the_time_it_is_told_to(world):
    host = world.host("far", "internet", "198.51.100.200/24", delay=0.025)
    world.start()
    echo = Echo(world.server)
    client = host.call(udp_socket, 5000)
    trips = []
    for _ in range(20):
        start = time.monotonic()
        ask(client, echo.addresses[0])
        trips.append(time.monotonic() - start)
    assert 0.050 <= sorted(trips)[len(trips) // 2] < 0.055


def test_a_link_carries_no_more_than_its_rate(world):
    host = world.host("slow", "internet", "198.51.100.200/24", rate=20_000_000)
    world.start()
    assert 14e6 < measured_rate(host, world.server, 8 * MEBIBYTE) < 20e6


def test_without_a_limit_the_network_is_faster_than_browsers(world):
    host = world.home("home", nat(PORT, PORT))[0]
    world.start()
    assert measured_rate(host, world.server, 256 * MEBIBYTE) > NEEDED_RATE


def test_silence_and_a_new_address_come_while_the_network_runs(world):
    host = world.home("home", nat(INDEPENDENT, PORT))[0]
    world.start()
    echo = Echo(world.server)
    client = host.call(udp_socket, 5000)
    assert ask(client, echo.addresses[0]) == ("198.51.100.1", 5000)

    world.silence("home-router")
    assert not exchange(client, echo.addresses[0])
    world.change_link("home-router")
    world.change_router("home-router", addresses=["198.51.100.77"])
    assert ask(client, echo.addresses[0]) == ("198.51.100.77", 5000)


def nat(mapping: str, filtering: str) -> dict:
    return {"mapping": mapping, "filtering": filtering}


class Echo:
    """A server that tells each client the address it sees, on several ports."""

    def __init__(self, host, ports=range(7000, 7008)):
        self.addresses = [(host.ipv4, port) for port in ports]
        for port in ports:
            threading.Thread(target=self._serve, args=[host.call(udp_socket, port)], daemon=True).start()

    @staticmethod
    def _serve(server: socket.socket) -> None:
        server.settimeout(None)
        while True:
            _, source = server.recvfrom(2000)
            server.sendto(f"{source[0]} {source[1]}".encode(), source)


def udp_socket(port: int) -> socket.socket:
    """A UDP socket on all addresses."""
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("0.0.0.0", port))
    udp.settimeout(5)
    return udp


def ask(client: socket.socket, server: tuple[str, int]) -> tuple[str, int]:
    """The address under which an ``Echo`` sees `client`."""
    client.sendto(b"?", server)
    address, port = client.recv(100).split()
    return address.decode(), int(port)


def exchange(client: socket.socket, server: tuple[str, int]) -> bool:
    """Whether a response arrives at once."""
    client.settimeout(0.3)
    client.sendto(b"?", server)
    try:
        client.recv(100)
        return True
    except TimeoutError:
        return False


def answers(client: socket.socket, server: tuple[str, int], count: int) -> int:
    """The number of responses to `count` requests; each request waits a moment for any response, not for its own."""
    client.settimeout(0.0005)
    answered = 0
    for question in range(count + 500):
        if question < count:
            client.sendto(b"?", server)
        with contextlib.suppress(TimeoutError):
            client.recv(100)
            answered += 1
    return answered


def seen_ports(echo: Echo, host, port: int, count: int) -> set[int]:
    """The outside ports of one inside port towards `count` ports of the server."""
    client = host.call(udp_socket, port)
    return {ask(client, address)[1] for address in echo.addresses[:count]}


def measured_rate(sender, receiver, size: int) -> float:
    """The rate, in bit/s, of a TCP connection that carries `size` bytes."""
    listener = receiver.call(socket.create_server, ("0.0.0.0", 9000))
    outgoing = sender.call(socket.create_connection, (receiver.ipv4, 9000), 10)
    incoming, _ = listener.accept()
    start = time.monotonic()

    def send():
        block = bytes(MEBIBYTE)
        for _ in range(size // MEBIBYTE):
            outgoing.sendall(block)
        outgoing.close()

    threading.Thread(target=send).start()
    buffer = bytearray(MEBIBYTE)
    received = 0
    while count := incoming.recv_into(buffer):
        received += count
    elapsed = time.monotonic() - start
    incoming.close()
    listener.close()
    assert received == size
    return size * 8 / elapsed
