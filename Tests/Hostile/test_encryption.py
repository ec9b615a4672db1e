"""Encrypted relay pipes, and attacks on them."""

import asyncio
import json
import secrets

import pytest
from ferry_client import Address, Device, File, SealError, encrypted_between, receive, relay_between, send
from ferry_client.conversation import relay_halves
from ferry_client.encryption import OwnKey, Pairing
from ferry_server import ROOT
from websockets.exceptions import ConnectionClosed

KEY = OwnKey().text


async def pair(server: Address) -> tuple[Device, Device]:
    alice, bob = await asyncio.gather(Device.join(server, "Alice"), Device.join(server, "Bob"))
    await asyncio.gather(alice.sees(bob.id), bob.sees(alice.id))
    return alice, bob


async def leave(*devices: Device) -> None:
    await asyncio.gather(*(device.leave() for device in devices))


async def test_files_arrive_and_the_relay_sees_none_of_them(server: Address) -> None:
    alice, bob = await pair(server)
    near, far = await encrypted_between(alice, bob)
    # The bytes of the sockets are the bytes that the relay sees.
    carried: list[bytes] = []
    recv = far.socket.recv

    async def listen() -> bytes:
        carried.append(await recv())
        return carried[-1]

    far.socket.recv = listen
    content = b"a sentence nobody else should read, " * 10_000
    _, received = await asyncio.gather(send(near, [File("diary.txt", content)]), receive(far))
    assert received[0].content == content
    assert len(carried) > 5
    assert not any(b"sentence" in message or b"diary" in message for message in carried)
    await near.close()
    assert await far.receive() == ("end", None)
    await far.close()
    await leave(alice, bob)


@pytest.mark.parametrize("meddling", ["alter", "repeat", "drop", "swap", "invent", "shorten", "clear"])
async def test_what_a_relay_could_do_to_messages_is_noticed(server: Address, meddling: str) -> None:
    alice, bob = await pair(server)
    near, far = await encrypted_between(alice, bob)
    assert near.seals
    messages = [near.seals[0].close(b"\0" + secrets.token_bytes(40)) for _ in range(3)]
    match meddling:
        case "alter":
            messages[0] = messages[0][:9] + bytes([messages[0][9] ^ 1]) + messages[0][10:]
        case "repeat":
            messages[1] = messages[0]
        case "drop":
            del messages[0]
        case "swap":
            messages.reverse()
        case "invent":
            messages[0] = secrets.token_bytes(50)
        case "shorten":
            messages[0] = messages[0][:15]
        case "clear":
            messages[0] = b"\0{}"
    for message in messages:
        await near.socket.send(message)
    assert far.seals
    with pytest.raises(SealError):
        while True:
            far.seals[1].open(await asyncio.wait_for(far.socket.recv(), 10))
    await asyncio.gather(near.drop(), far.drop())
    await leave(alice, bob)


async def test_what_one_side_sent_does_not_open_as_what_the_other_did(server: Address) -> None:
    """A relay that returns a message to its sender."""
    alice, bob = await pair(server)
    near, far = await encrypted_between(alice, bob)
    assert near.seals
    own = near.seals[0].close(b"\0{}")
    with pytest.raises(SealError):
        near.seals[1].open(own)
    await asyncio.gather(near.drop(), far.drop())
    await leave(alice, bob)


def test_another_pairing_device_or_role_makes_another_key() -> None:
    ours, theirs = OwnKey(), OwnKey()
    secret = ours.agree(theirs.public)
    right = Pairing("A" * 22, "B" * 22, "C" * 22, ours.public, theirs.public)
    others = [
        Pairing("B" * 22, "A" * 22, "C" * 22, ours.public, theirs.public),
        Pairing("A" * 22, "B" * 22, "D" * 22, ours.public, theirs.public),
        Pairing("A" * 22, "B" * 22, "C" * 22, theirs.public, ours.public),
        Pairing("A" * 22, "B" * 22, "C" * 22, OwnKey().public, theirs.public),
    ]
    assert right.seal(secret, "accepter").open(right.seal(secret, "accepter").close(b"x")) == b"x"
    for seal in (right.seal(secret, "accepter"), *(other.seal(secret, "requester") for other in others)):
        with pytest.raises(SealError):
            seal.open(right.seal(secret, "requester").close(b"x"))


async def test_each_gets_the_others_key_and_nobody_before_both_agreed(server: Address) -> None:
    alice, bob = await pair(server)
    keys = OwnKey().text, OwnKey().text
    await alice.send("relay-request", to=bob.id, call="c", key=keys[0])
    request = await bob.expect("relay-request", call="c")
    assert keys[0] not in str(request)
    await bob.send("relay-accept", to=alice.id, call="c", key=keys[1])
    first, second = await alice.expect("relay-ready"), await bob.expect("relay-ready")
    assert (first["key"], second["key"]) == (keys[1], keys[0])
    assert first["pairing"] == second["pairing"] and len(first["pairing"]) == 22
    assert first["token"] != second["token"]
    await leave(alice, bob)


async def test_one_without_a_key_leaves_both_in_the_clear(server: Address) -> None:
    alice, bob = await pair(server)
    for keys in ((KEY, None), (None, KEY), (None, None)):
        first, second = await relay_halves(alice, bob, keys)
        assert (first["key"], second["key"]) == (keys[1], keys[0])
    pipes = await relay_between(alice, bob)
    _, received = await asyncio.gather(send(pipes[0], [File("a", b"clear")]), receive(pipes[1]))
    assert received[0].content == b"clear"
    await asyncio.gather(*(pipe.close() for pipe in pipes))
    await leave(alice, bob)


WRONG_KEYS = {
    "empty": "",
    "a byte short": "A" * 86,
    "a byte long": "A" * 88,
    "padded": "A" * 86 + "=",
    "of the other base64": "A" * 86 + "+",
    "with bits left over": "A" * 86 + "B",
    "huge": "A" * 60_000,
    "a number": 7,
    "an object": {"kty": "EC"},
    "a list": ["A" * 87],
}


@pytest.mark.parametrize("type", ["relay-request", "relay-accept"])
@pytest.mark.parametrize("name", WRONG_KEYS)
async def test_a_key_of_another_shape_costs_its_sender_the_socket(server: Address, type: str, name: str) -> None:
    alice, bob = await pair(server)
    if type == "relay-accept":
        await bob.send("relay-request", to=alice.id, call="c")
        await alice.expect("relay-request")
    await alice.send(type, to=bob.id, call="c", key=WRONG_KEYS[name])
    assert (await alice.expect_either("error"))["code"] == "BAD_MESSAGE"
    assert (await alice.until_closed()).code == 1008
    await bob.settle()
    assert not [message for message in bob.inbox if message["type"] in ("relay-request", "relay-ready")]
    await bob.leave()


async def test_a_key_that_is_no_point_is_passed_on_and_refused_by_who_gets_it(server: Address) -> None:
    """The server does not check points. An honest client does, before any computation."""
    alice, bob = await pair(server)
    _, half = await relay_halves(alice, bob, ("BAAA" + "A" * 83, KEY))
    with pytest.raises(ValueError, match="Invalid EC key"):
        OwnKey().agree(b"\4" + bytes(64))
    assert half["key"] == "BAAA" + "A" * 83
    await leave(alice, bob)


async def test_a_socket_that_closes_without_the_end_has_broken(server: Address) -> None:
    alice, bob = await pair(server)
    near, far = await encrypted_between(alice, bob)
    await near.socket.close()
    with pytest.raises(ConnectionClosed):
        await far.receive()
    await far.drop()
    await leave(alice, bob)


def test_page_and_tests_speak_of_the_same_keys() -> None:
    """Checks against the fixture that the page's own tests use."""
    fixture = json.loads((ROOT / "Fixtures" / "relay" / "encryption.json").read_text())
    sides = [fixture[role] for role in ("requester", "accepter")]
    points = [bytes.fromhex(side["publicKey"]) for side in sides]
    agreement = fixture["agreement"]
    pairing = Pairing(agreement["requester"], agreement["accepter"], agreement["pairing"], *points)
    assert pairing.salt.hex() == fixture["salt"]
    common = {OwnKey(int(sides[side]["privateKey"], 16)).agree(points[1 - side]) for side in (0, 1)}
    assert common == {bytes.fromhex(fixture["secret"])}
    for role in ("requester", "accepter"):
        sealing, opening = (pairing.seal(*common, role) for _ in range(2))
        for message in fixture["messages"]:
            sealed = sealing.close(bytes.fromhex(message["plain"]))
            assert sealed.hex() == message[role]
            assert opening.open(sealed).hex() == message["plain"]
