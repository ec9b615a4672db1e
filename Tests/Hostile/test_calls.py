"""Unexpected messages in calls."""

import asyncio

import pytest
from conftest import Serve
from ferry_client import Address, Device
from ferry_client.conversation import relay_between
from ferry_client.device import ServerError


async def three(server: Address) -> list[Device]:
    devices = list(await asyncio.gather(*(Device.join(server, name) for name in ("Alice", "Bob", "Mallory"))))
    for device in devices:
        for other in devices:
            if other is not device:
                await device.sees(other.id)
    return devices


def heard(device: Device, *types: str) -> list[dict]:
    return [message for message in device.inbox if message["type"] in types]


async def test_an_answer_or_candidate_counts_only_from_the_device_that_was_called(server: Address) -> None:
    alice, bob, mallory = await three(server)
    await alice.send("offer", to=bob.id, call="c1", sdp="v=0")
    await bob.expect("offer", call="c1")
    intrusions = [
        {"type": "answer", "sdp": "v=0"},
        {"type": "candidate", "candidate": "candidate:1", "mid": "0", "line": 0, "ufrag": None},
        {"type": "candidate", "candidate": "", "mid": None, "line": None, "ufrag": None},
        {"type": "relay-accept"},
    ]
    for victim in (alice, bob):
        for message in intrusions:
            fields = {name: value for name, value in message.items() if name != "type"}
            await mallory.send(message["type"], to=victim.id, call="c1", **fields)
            error = await mallory.expect("error")
            assert error["code"] == "PEER_NOT_FOUND"
            assert error["call"] == "c1"
    await bob.send("answer", to=alice.id, call="c1", sdp="v=0 true")
    assert (await alice.expect("answer"))["from"] == bob.id
    await asyncio.gather(alice.settle(), bob.settle())
    assert not heard(alice, "answer", "candidate", "relay-ready")
    assert not heard(bob, "answer", "candidate", "relay-ready")
    await asyncio.gather(*(device.leave() for device in (alice, bob, mallory)))


async def test_a_call_out_of_the_blue_cannot_be_ended_by_a_third(server: Address) -> None:
    alice, bob, mallory = await three(server)
    await alice.send("offer", to=bob.id, call="c1", sdp="v=0")
    await bob.expect("offer")
    await mallory.send("error", to=alice.id, call="c1", code="CALL_FAILED", message="it's over")
    await mallory.send("end", to=alice.id)
    await mallory.settle()
    await bob.send("answer", to=alice.id, call="c1", sdp="v=0")
    await alice.expect("answer", **{"from": bob.id})
    assert not heard(alice, "error", "end") and not heard(mallory, "error")
    await asyncio.gather(*(device.leave() for device in (alice, bob, mallory)))


async def test_a_device_that_is_not_there_is_not_found(server: Address) -> None:
    alice = await Device.join(server, "Alice")
    for to in ("A" * 22, alice.id):
        for type, fields in (("offer", {"sdp": "v=0"}), ("answer", {"sdp": "v=0"}), ("relay-request", {})):
            await alice.send(type, to=to, call="c", **fields)
            error = await alice.expect("error")
            assert error["code"] == "PEER_NOT_FOUND", (type, to)
            assert error["peer"] == to and error["call"] == "c"
    await alice.leave()


async def test_rejected_and_called_again(server: Address) -> None:
    alice, bob, mallory = await three(server)
    for number in range(12):
        call = f"try-{number}"
        await alice.send("offer", to=bob.id, call=call, sdp="v=0")
        await bob.expect("offer", call=call)
        await bob.send("error", to=alice.id, call=call, code="CALL_DECLINED", message="not now")
        error = await alice.expect("error", call=call)
        assert error["code"] == "CALL_DECLINED" and error["from"] == bob.id
        # A late message for a call that is over is refused.
        await alice.send("candidate", to=bob.id, call=call, candidate="", mid=None, line=None, ufrag=None)
        assert (await alice.expect("error"))["code"] == "PEER_NOT_FOUND"
    await bob.settle()
    assert not heard(bob, "candidate")
    pipes = await relay_between(alice, bob)
    await asyncio.gather(*(pipe.close() for pipe in pipes))
    await asyncio.gather(*(device.leave() for device in (alice, bob, mallory)))


async def test_two_who_call_each_other_at_once_both_succeed(server: Address) -> None:
    alice, bob, mallory = await three(server)
    await asyncio.gather(
        alice.send("offer", to=bob.id, call="from-alice", sdp="v=0 a"),
        bob.send("offer", to=alice.id, call="from-bob", sdp="v=0 b"),
    )
    await asyncio.gather(alice.expect("offer", call="from-bob"), bob.expect("offer", call="from-alice"))
    await asyncio.gather(
        alice.send("answer", to=bob.id, call="from-bob", sdp="v=0"),
        bob.send("answer", to=alice.id, call="from-alice", sdp="v=0"),
    )
    await asyncio.gather(alice.expect("answer", call="from-alice"), bob.expect("answer", call="from-bob"))
    await asyncio.gather(
        alice.send("relay-request", to=bob.id, call="relay-a"), bob.send("relay-request", to=alice.id, call="relay-b")
    )
    await asyncio.gather(alice.expect("relay-request"), bob.expect("relay-request"))
    await bob.send("relay-accept", to=alice.id, call="relay-a")
    await asyncio.gather(alice.expect("relay-ready", call="relay-a"), bob.expect("relay-ready", call="relay-a"))
    await asyncio.gather(*(device.leave() for device in (alice, bob, mallory)))


async def test_one_device_rings_once_and_eight_ring_together(server: Address) -> None:
    """Many calls at once: the ninth gets `BUSY`, and one caller cannot take all places."""
    bob = await Device.join(server, "Bob")
    callers = [await Device.join(server, f"Caller {number}") for number in range(9)]
    for caller in callers:
        await caller.sees(bob.id)
    for number in range(20):
        await callers[0].send("offer", to=bob.id, call=f"again-{number}", sdp="v=0")
        await bob.expect("offer", call=f"again-{number}")
    for caller in callers[1:8]:
        await caller.send("offer", to=bob.id, call="one", sdp="v=0")
        await bob.expect("offer", **{"from": caller.id})
    await callers[8].send("offer", to=bob.id, call="ninth", sdp="v=0")
    assert (await callers[8].expect("error"))["code"] == "PEER_BUSY"
    await callers[3].leave()
    await bob.misses(callers[3].id)
    await callers[8].send("offer", to=bob.id, call="tenth", sdp="v=0")
    await bob.expect("offer", call="tenth")
    await asyncio.gather(bob.leave(), *(caller.leave() for caller in callers if caller.closed is None))


async def test_a_device_that_does_not_want_to_be_disturbed_is_not(server: Address) -> None:
    bob = await Device.join(server, "Bob", availability="busy")
    alice = await Device.join(server, "Alice")
    for type, fields in (("offer", {"sdp": "v=0"}), ("relay-request", {})):
        await alice.send(type, to=bob.id, call="c", **fields)
        assert (await alice.expect("error"))["code"] == "CALL_DECLINED"
    await bob.settle()
    assert not heard(bob, "offer", "relay-request")
    await asyncio.gather(alice.leave(), bob.leave())


async def test_a_relay_is_not_given_to_one_who_accepts_its_own_request(server: Address) -> None:
    alice, bob, mallory = await three(server)
    await mallory.send("relay-request", to=bob.id, call="c")
    await bob.expect("relay-request")
    for to in (bob.id, mallory.id):
        await mallory.send("relay-accept", to=to, call="c")
        with pytest.raises(ServerError) as refused:
            await mallory.expect("relay-ready")
        assert refused.value.code == "PEER_NOT_FOUND"
    # An answer to another kind of call is not consent either.
    await bob.send("relay-accept", to=mallory.id, call="other")
    assert (await bob.expect("error"))["code"] == "PEER_NOT_FOUND"
    await asyncio.gather(*(device.leave() for device in (alice, bob, mallory)))


async def test_devices_of_different_rooms_cannot_reach_each_other_by_id(serve: Serve) -> None:
    async with serve("--trust-proxy", "127.0.0.1") as process:
        home = await Device.join(process.address, "Home", headers={"X-Forwarded-For": "192.168.1.7"})
        away = await Device.join(process.address, "Away", headers={"X-Forwarded-For": "203.0.113.9"})
        for type, fields in (("offer", {"call": "c", "sdp": "v=0"}), ("relay-request", {"call": "c"})):
            await away.send(type, to=home.id, **fields)
            assert (await away.expect("error"))["code"] == "PEER_NOT_FOUND", type
        # The end of an unknown call is dropped: an error is not answered with an error.
        await away.send("error", to=home.id, call="c", code="CALL_FAILED", message="boo")
        await away.send("end", to=home.id)
        await away.settle()
        assert not heard(away, "error")
        await home.settle()
        assert not heard(home, "offer", "relay-request", "error", "end")
        await asyncio.gather(home.leave(), away.leave())
