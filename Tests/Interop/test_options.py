"""The operator's options for TURN, and their effect on clients (`ferry serve --help`)."""

from contextlib import ExitStack

import pytest
from listener import Listener
from turn_client import IceServer, TurnClient, TurnError, choose

#: A payload that counts as a thousand bytes with its headers (docs/protocol.md).
KILOBYTE = bytes(952)

#: The packets that pass in a second, and the ones of a burst.
SECOND, BURST = 100, 3_000


@pytest.fixture
def opened():
    """Opens clients that are closed at the end: `opened(party, server)`."""
    clients: list[TurnClient] = []

    def open(party, server: IceServer) -> TurnClient:
        clients.append(party.machine.call(TurnClient.open, server))
        return clients[-1]

    yield open
    for one in clients:
        one.close()


def test_the_address_ports_and_number_of_allocations(elsewhere, opened):
    _, (anna, ben) = elsewhere(
        "--external-ip", "203.0.113.9", "--relay-ports", "40000-40007", "--turn-allocations", "3"
    )  # fmt: skip
    annas, bens = choose(anna.servers_towards(ben)), choose(ben.servers_towards(anna))
    clients = [opened(anna, annas), opened(anna, annas), opened(ben, bens)]
    relayed = [one.allocate().relayed for one in clients]
    assert len(set(relayed)) == 3
    for host, port in relayed:
        assert host == "203.0.113.9" and 40_000 <= port <= 40_007, relayed

    # The address does not exist here; the two meet inside the server.
    clients[0].permit(relayed[2][0])
    clients[2].permit(relayed[0][0])
    clients[0].send(relayed[2], b"inside")
    assert clients[2].receive() == (relayed[0], b"inside")

    late = opened(ben, bens)
    with pytest.raises(TurnError) as caught:
        late.allocate()
    assert caught.value.code == 508, caught.value
    clients[1].refresh(0)
    assert late.allocate()


def test_where_there_are_no_more_ports_there_are_no_more_allocations(elsewhere, opened):
    _, (anna, ben) = elsewhere("--relay-ports", "40000-40001")
    server = choose(anna.servers_towards(ben))
    assert {opened(anna, server).allocate().relayed[1] for _ in range(2)} == {40_000, 40_001}
    with pytest.raises(TurnError) as caught:
        opened(anna, server).allocate()
    assert caught.value.code == 508, caught.value


@pytest.mark.parametrize(
    "options, is_shared",
    [(["--turn-rate", "100KB"], False), (["--turn-rate", "none", "--turn-total-rate", "100KB"], True)],
    ids=["a device", "all"],
)
def test_a_burst_passes_as_far_as_the_rate_allows(elsewhere, opened, options, is_shared):
    """A second's worth at once, and the packets that pass while the burst lasts."""
    _, (anna, ben) = elsewhere(*options)
    with ExitStack() as stack:
        flows = []
        for one, other in ((anna, ben), (anna, ben), (ben, anna)):
            client = opened(one, choose(one.servers_towards(other)))
            client.allocate()
            listener = stack.enter_context(Listener(other.machine))
            client.bind(listener.address)
            flows.append((client, listener))
        first, second, other = _arrived(flows)
    devices = [first + second + other] if is_shared else [first + second, other]
    for packets in devices:
        assert SECOND * 0.9 <= packets <= BURST / 2


def test_further_servers_are_told_to_the_page(elsewhere):
    _, parties = elsewhere("--ice-server", "stun:x.example:1", "--ice-server", "turn:anna:s3cr:t@y.example:2")
    for party in parties:
        assert party.device.welcome["server"]["iceServers"] == [
            {"urls": ["stun:x.example:1"]},
            {"urls": ["turn:y.example:2"], "username": "anna", "credential": "s3cr:t"},
        ]


def _arrived(flows: list[tuple[TurnClient, Listener]]) -> list[int]:
    """The number of packets of a burst that arrive, over all flows at once."""
    counts = [0] * len(flows)

    def read(timeout: float) -> None:
        for number, (_, listener) in enumerate(flows):
            while listener.receive(timeout):
                counts[number] += 1

    # Reads in between, so that no packet is lost in this client.
    for sent in range(BURST):
        for client, _ in flows:
            client.send_channel(KILOBYTE)
        if sent % 20 == 19:
            read(0)
    read(0.5)
    return counts
