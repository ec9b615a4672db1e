"""Floods from strangers: their cost, and their responses."""

import select
import socket
import time

import pytest
from kernel_view import anonymous_memory
from turn_client import Attribute, Message, Method, TurnClient, choose

#: The number of requests in a flood, and of ports that send them.
FLOOD, PORTS = 40_000, 200

#: The limit on the server's growth, in MiB.
GROWTH = 4

#: The size of IPv4 and UDP headers: the victim of a forged address receives whole packets.
HEADERS = 28

#: The limit on the ratio of response to request, as packets.
AMPLIFICATION = 3.0


@pytest.fixture
def endpoint(anna, ben):
    """The server's address for TURN over UDP."""
    server = choose(anna.servers_towards(ben))
    return server.host, server.port


def test_a_flood_without_credentials_leaves_nothing_behind(home, endpoint, stranger, client):
    sockets = stranger.call(_sockets, endpoint)
    request = Message(Method.ALLOCATE).add(Attribute.REQUESTED_TRANSPORT, bytes([17, 0, 0, 0])).encoded()
    _flood(sockets, request, 2_000)
    before, start = anonymous_memory(home.server.process_id), time.monotonic()
    answers = _flood(sockets, request, FLOOD)
    seconds = time.monotonic() - start
    grown = anonymous_memory(home.server.process_id) - before
    for one in sockets:
        one.close()
    assert grown < GROWTH << 20, f"grew by {grown / (1 << 20):.1f} MiB"
    # 50 at once and 10 a second, and a margin for the seconds in which responses were still in flight.
    assert answers < 50 + 10 * (seconds + 2), f"{answers} answers within {seconds:.1f} s"
    # Other clients are served at once.
    assert client().allocate()


def test_a_flood_of_bindings_is_answered_and_leaves_nothing_behind(home, endpoint, stranger):
    sockets = stranger.call(_sockets, endpoint)
    request = Message(Method.BINDING).encoded()
    _flood(sockets, request, 2_000)
    before = anonymous_memory(home.server.process_id)
    answers = _flood(sockets, request, FLOOD)
    grown = anonymous_memory(home.server.process_id) - before
    for one in sockets:
        one.close()
    assert grown < GROWTH << 20, f"grew by {grown / (1 << 20):.1f} MiB"
    assert answers > 0


def test_garbage_gets_no_answer(endpoint, stranger, client):
    [connection] = stranger.call(_sockets, endpoint, 1)
    indication = bytes.fromhex("001600002112a442") + bytes(12)
    wrong_cookie = bytes.fromhex("000100002112a443") + bytes(12)
    too_long = bytes.fromhex("00010ffc2112a442") + bytes(12)
    channel_data = bytes.fromhex("40000004") + b"data"
    response = bytes.fromhex("010100002112a442") + bytes(12)
    for junk in (b"", b"\0", bytes(20), b"\xff" * 1400, indication, wrong_cookie, too_long, channel_data, response):
        connection.send(junk)
    assert not select.select([connection], [], [], 0.3)[0]
    connection.close()
    assert client().allocate()


@pytest.mark.parametrize("transport", ["tcp", "tls"])
def test_garbage_on_a_stream_ends_it(anna, ben, tls, transport):
    server = choose(anna.servers_towards(ben), transport)
    client = anna.machine.call(TurnClient.open, server, tls)
    client.transport.socket.settimeout(15)
    client.transport.socket.sendall(b"\xff" * 100)
    with pytest.raises(ConnectionError):
        client.transport.receive(15)
        pytest.fail("the server goes on listening")
    client.close()


def test_no_answer_to_a_stranger_is_much_larger_than_its_question(endpoint, stranger):
    questions = {
        "Binding": Message(Method.BINDING),
        "Binding with something unknown": Message(Method.BINDING).add(0x7FFF),
        "Allocate": Message(Method.ALLOCATE),
        "Allocate for UDP": Message(Method.ALLOCATE).add(Attribute.REQUESTED_TRANSPORT, bytes([17, 0, 0, 0])),
        "Refresh": Message(Method.REFRESH),
        "CreatePermission": Message(Method.CREATE_PERMISSION),
        "ChannelBind": Message(Method.CHANNEL_BIND),
        "an unknown method": Message(0x00F),
    }
    # The flood before has used up this address's share.
    time.sleep(1)
    for what, question in questions.items():
        [connection] = stranger.call(_sockets, endpoint, 1)
        asked = question.encoded()
        connection.send(asked)
        sizes = []
        while select.select([connection], [], [], 0.15)[0]:
            sizes.append(len(connection.recv(1 << 16)) + HEADERS)
        connection.close()
        assert len(sizes) <= 1, f"{what}: {len(sizes)} answers"
        ratio = sum(sizes) / (len(asked) + HEADERS)
        assert ratio <= AMPLIFICATION, f"{what}: {ratio:.1f} times the question"


def _sockets(endpoint: tuple[str, int], count: int = PORTS) -> list[socket.socket]:
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
    for one in sockets:
        one.connect(endpoint)
    return sockets


def _flood(sockets: list[socket.socket], request: bytes, count: int) -> int:
    """Sends as fast as possible, each request with a new transaction ID. Returns the number of responses."""
    answers = 0
    for number in range(count):
        one = sockets[number % len(sockets)]
        one.send(request[:8] + number.to_bytes(12) + request[20:])
        if number % len(sockets) == len(sockets) - 1:
            answers += _read(sockets, 0)
    return answers + _read(sockets, 0.5)


def _read(sockets: list[socket.socket], timeout: float) -> int:
    answers = 0
    while ready := select.select(sockets, [], [], timeout)[0]:
        for one in ready:
            one.recv(1 << 16)
        answers += len(ready)
    return answers
