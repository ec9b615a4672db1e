"""The validity of credentials."""

import base64
import hashlib
import hmac
import re
import secrets
import time
from dataclasses import replace

import pytest
from listener import Listener
from party import Party, at_server
from server import HTTP_PORT, Server
from turn_client import TurnClient, TurnError, choose


def allocation_refused(client: TurnClient, *codes: int) -> None:
    """Requests an allocation, which has to be refused with one of these codes."""
    with pytest.raises(TurnError) as caught:
        client.allocate()
    assert caught.value.code in codes, caught.value


def test_credentials_are_as_the_protocol_says(anna, ben):
    server = choose(anna.servers_towards(ben))
    expiry, grant = re.fullmatch(r"(\d+):([A-Za-z0-9_-]{22})", server.name).groups()
    assert time.time() < int(expiry) < time.time() + 7 * 86_400, f"{grant} ends at {expiry}"
    assert len(base64.b64decode(server.password)) == hashlib.sha1().digest_size


def test_both_sides_have_credentials_of_their_own(anna, ben):
    assert choose(anna.servers_towards(ben)).name != choose(ben.servers_towards(anna)).name


def test_altered_and_invented_credentials_are_refused(client):
    honest = client()
    expiry, _, grant = honest.name.partition(":")
    forgeries = {
        "a later end": (f"{int(expiry) + 3600}:{grant}", honest.password),
        "an end that has passed": (f"{int(time.time()) - 60}:{grant}", honest.password),
        "another grant": (f"{expiry}:{secrets.token_urlsafe(16)}", honest.password),
        "no end": (grant, honest.password),
        "a password of nobody": (honest.name, base64.b64encode(secrets.token_bytes(20)).decode()),
        "a key of one's own": (honest.name, _password(b"key", honest.name)),
        "an empty key": (honest.name, _password(b"", honest.name)),
        "nothing": ("", ""),
        "a name that is too long": (honest.name + "x" * 480, honest.password),
    }
    for what, (name, password) in forgeries.items():
        forger = client()
        forger.name, forger.password = name, password
        with pytest.raises(TurnError) as caught:
            forger.allocate()
        assert caught.value.code in (400, 401), f"{what}: {caught.value}"
    assert honest.allocate()


def test_the_allocation_of_another_grant_cannot_be_used(client, anna, ben):
    """RFC 8656, section 5: only the credentials that made an allocation can use it."""
    honest = client()
    honest.allocate()
    other = choose(ben.servers_towards(anna))
    honest.name, honest.password = other.name, other.password
    with pytest.raises(TurnError) as caught:
        honest.refresh(600)
    assert caught.value.code == 441


@pytest.mark.parametrize("who", ["anna", "ben"])
def test_credentials_end_with_the_departure_of_either(request, client, who):
    """The allocations made with them end too."""
    early, late = client(), client()
    early.allocate()
    request.getfixturevalue(who).leave()
    allocation_refused(late, 401, 403)
    with pytest.raises(TurnError):
        early.refresh(600)


def test_after_a_conversation_that_was_broken_off_nothing_new_is_made_and_what_is_there_lives_on(client, anna, ben):
    anna.converse(ben)
    early = client()
    relayed = early.allocate().relayed
    early.permit(ben.machine.ipv4)
    anna.drop()
    _wait_until_refused(client)
    assert 0 < early.refresh(600) <= 600
    with Listener(ben.machine) as listener:
        early.send(listener.address, b"still connected")
        assert listener.receive() == (b"still connected", relayed)


def test_credentials_end_with_the_conversation_and_who_calls_again_has_new_ones(client, anna, ben):
    anna.converse(ben)
    early, late = client(), client()
    early.allocate()
    early.permit(ben.machine.ipv4)
    anna.end(ben)
    with pytest.raises(TurnError):
        early.refresh(600)
    with Listener(ben.machine) as listener:
        early.send(listener.address, b"it is over")
        assert listener.receive(timeout=0.2) is None
    allocation_refused(late, 401, 403)
    again = anna.machine.call(TurnClient.open, choose(anna.servers_towards(ben)))
    assert again.name != late.name
    assert again.allocate()
    again.close()


@pytest.fixture
def abroad(home, tmp_path):
    """A server on the Internet, and a client. The server's TURN URL has a name, which may resolve to both families."""
    machine, client = home.machine(), home.machine()
    for one, address in ((machine, "203.0.113.1"), (client, "203.0.113.2")):
        one.run("ip", "address", "add", f"{address}/24", "dev", "eth0")
    server = Server(machine, tmp_path, "--turn-public", "turn.example").start()
    yield client, "203.0.113.1"
    server.stop()


def test_the_probe_shows_an_address_and_allocates_nothing(abroad, loop):
    machine, host = abroad
    carol = Party(loop, machine, at_server(machine, host, HTTP_PORT), "Carol")
    probe = machine.call(TurnClient.open, replace(choose([carol.probe]), host=host))
    allocation_refused(probe, 486)
    with pytest.raises(TurnError) as caught:
        probe.permit("203.0.113.2")
    assert caught.value.code == 437
    probe.close()
    carol.leave()


def test_an_allocation_ends_when_it_is_asked_to(client, ben):
    anna = client()
    relayed = anna.allocate().relayed
    anna.permit(ben.machine.ipv4)
    assert anna.refresh(0) == 0
    with pytest.raises(TurnError) as caught:
        anna.refresh(600)
    assert caught.value.code == 437
    with Listener(ben.machine) as listener:
        listener.send(b"too late", relayed)
        assert anna.receive(timeout=0.2) is None


def test_one_conversation_cannot_take_all_allocations(client):
    allocations = []
    with pytest.raises(TurnError) as caught:
        while len(allocations) < 1_000:
            allocations.append(client().allocate())
    assert caught.value.code == 486
    # A browser makes a handful: UDP, TCP and TLS, for each family.
    assert 8 <= len(allocations) < 100


def test_one_device_cannot_take_all_allocations_by_many_conversations(anna, party, machines):
    clients = []
    for number in range(4):
        server = choose(anna.servers_towards(party(machines[1], f"Friend {number}")))
        try:
            while len(clients) < 200:
                clients.append(anna.machine.call(TurnClient.open, server))
                clients[-1].allocate()
        except TurnError as error:
            assert error.code == 486, error
    made = [one for one in clients if one.allocation]
    for one in made:
        one.refresh(0)
    for one in clients:
        one.close()
    assert 32 <= len(made) <= 64


def _wait_until_refused(client) -> None:
    """The server notices the end when the connection is gone; from then on it refuses allocations."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        late = client()
        try:
            late.allocate()
        except TurnError as error:
            assert error.code in (401, 403), error
            return
        late.refresh(0)
    pytest.fail("the server still makes allocations")


def _password(key: bytes, name: str) -> str:
    return base64.b64encode(hmac.digest(key, name.encode(), hashlib.sha1)).decode()
