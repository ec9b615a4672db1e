"""Requests for TURN: permission, rate, and cost for the server."""

import asyncio

import pytest
from conftest import Serve
from ferry_client import Address, Device

MEGABYTE = 1_000_000


async def pair(server: Address) -> tuple[Device, Device]:
    alice, bob = await asyncio.gather(Device.join(server, "Alice"), Device.join(server, "Bob"))
    await asyncio.gather(alice.sees(bob.id), bob.sees(alice.id))
    return alice, bob


def candidate(address: str) -> dict[str, object]:
    return {"candidate": f"candidate:1 1 udp 1 {address} 9 typ host", "mid": "0", "line": 0, "ufrag": None}


async def test_nobody_gets_servers_for_a_stranger(serve: Serve) -> None:
    async with serve("--trust-proxy", "127.0.0.1") as process:
        home = await Device.join(process.address, "Home", headers={"X-Forwarded-For": "192.168.1.7"})
        away = await Device.join(process.address, "Away", headers={"X-Forwarded-For": "203.0.113.9"})
        for target in (home.id, "A" * 22, away.id):
            await away.send("turn-request", to=target)
            error = await away.expect_either("error", "turn")
            # A device elsewhere and a device that does not exist get the same error.
            assert error["type"] == "error" and error["code"] == "PEER_NOT_FOUND" and error["peer"] == target
        await home.settle()
        assert not [message for message in home.inbox if message["type"] == "turn"]
        await asyncio.gather(home.leave(), away.leave())


async def test_servers_are_for_the_one_that_was_asked_about(server: Address) -> None:
    alice, bob = await pair(server)
    await alice.send("turn-request", to=bob.id)
    turn = await alice.expect("turn")
    assert turn["peer"] == bob.id
    assert bool(turn["iceServers"]) == alice.welcome["server"]["turn"]
    await bob.settle()
    assert not [message for message in bob.inbox if message["type"] == "turn"]
    await asyncio.gather(alice.leave(), bob.leave())


async def test_a_flood_of_requests_is_answered_and_costs_nothing(serve: Serve) -> None:
    async with serve() as process:
        alice, bob = await pair(process.address)
        for _ in range(100):
            await alice.send("turn-request", to=bob.id)
        answers = [await alice.expect("turn") for _ in range(100)]
        # Beyond the limit there are no credentials, and no client is disconnected. Meanwhile two a second become
        # available.
        assert all(answer["seconds"] == 0 for answer in answers if not answer["iceServers"])
        assert sum(bool(answer["iceServers"]) for answer in answers) <= 40
        assert len({server["username"] for answer in answers for server in answer["iceServers"]}) <= 2
        await alice.settle()
        before = process.anonymous_memory
        for number in range(4):
            crowd = await asyncio.gather(
                *(Device.join(process.address.coming_from(f"127.0.9.{number + 1}"), "Flood") for _ in range(40))
            )
            for device in crowd:
                for other in crowd:
                    if other is not device:
                        await device.send("turn-request", to=other.id)
            await asyncio.gather(*(device.settle() for device in crowd))
            await asyncio.gather(*(device.drop() for device in crowd))
        assert process.anonymous_memory - before < 16 * MEGABYTE
        await asyncio.gather(alice.leave(), bob.leave())


@pytest.mark.long
async def test_a_flood_of_candidates_does_not_grow_what_the_server_keeps(serve: Serve) -> None:
    async with serve() as process:
        pairs = await asyncio.gather(*(pair(process.address.coming_from(f"127.0.10.{n}")) for n in range(1, 9)))
        for alice, bob in pairs:
            await alice.send("turn-request", to=bob.id)
            await alice.send("offer", to=bob.id, call="c", sdp="v=0")
            await bob.expect("offer", **{"from": alice.id})

        async def shout(alice: Device, bob: Device, round: int) -> None:
            lines = "".join(f"a={candidate(f'10.{round}.{n // 256}.{n % 256}')['candidate']}\r\n" for n in range(600))
            await alice.send("offer", to=bob.id, call="c", sdp=lines)
            for number in range(40):
                # 45 a second is within the rate of an honest device.
                await alice.send("candidate", to=bob.id, call="c", **candidate(f"172.16.{round}.{number}"))
                await bob.send("candidate", to=alice.id, call="c", **candidate(f"2001:db8:{round}::{number:x}"))
                await asyncio.sleep(0.022)
            alice.inbox.clear()
            bob.inbox.clear()

        await asyncio.gather(*(shout(alice, bob, 0) for alice, bob in pairs))
        before = process.anonymous_memory
        for round in range(1, 6):
            await asyncio.gather(*(shout(alice, bob, round) for alice, bob in pairs))
        assert process.anonymous_memory - before < 4 * MEGABYTE
        await asyncio.gather(*(device.leave() for both in pairs for device in both))


ODD_CANDIDATES = [
    "candidate:" + "x " * 500,
    "candidate:1 1 udp 1 " + "9" * 900 + " 9 typ host",
    "candidate:1 1 udp 1 ::ffff:127.0.0.1 9 typ host",
    "candidate:1 1 udp 1 169.254.169.254 9 typ host",
    "candidate:1 1 udp 1 evil.local 9 typ host",
    "candidate:1 1 udp 1 1.2.3.4%eth0 9 typ host",
    " " * 1_024,
    "candidate:\u0000\u0000",
    "a=candidate:1 1 udp 1 1.2.3.4 9 typ host",
]


async def test_candidates_that_are_none_are_passed_on_as_they_are(server: Address) -> None:
    """The other device interprets them; the server extracts an address where there is one."""
    alice, bob = await pair(server)
    await alice.send("turn-request", to=bob.id)
    await alice.send("offer", to=bob.id, call="c", sdp="a=candidate:" + "\r" * 30_000)
    await bob.expect("offer")
    for line in ODD_CANDIDATES:
        await alice.send("candidate", to=bob.id, call="c", candidate=line, mid=None, line=None, ufrag=None)
        assert (await bob.expect("candidate"))["candidate"] == line
    await asyncio.gather(alice.leave(), bob.leave())


async def test_reports_of_calls_that_never_were_are_not_counted(serve: Serve) -> None:
    async with serve() as process:
        alice, bob = await pair(process.address)
        metric = 'ferry_paths_total{path="host"}'
        for target in (bob.id, alice.id, "A" * 22):
            await alice.send("path", to=target, path="host", elapsed=1)
        await alice.settle()
        assert process.metric(metric) == 0
        await alice.send("offer", to=bob.id, call="c", sdp="v=0")
        await bob.expect("offer")
        # The called device has nothing to report, and the caller only for a while.
        await bob.send("path", to=alice.id, path="host", elapsed=1)
        for _ in range(100):
            await alice.send("path", to=bob.id, path="host", elapsed=2**53 - 1)
        await asyncio.gather(alice.settle(), bob.settle())
        assert 1 <= process.metric(metric) <= 10
        assert not [message for message in alice.inbox + bob.inbox if message["type"] == "error"]
        await asyncio.gather(alice.leave(), bob.leave())


WRONG_REPORTS = {
    "no path": {"elapsed": 1},
    "an unknown path": {"path": "pigeon", "elapsed": 1},
    "a path that is a list": {"path": ["host"], "elapsed": 1},
    "no time": {"path": "host"},
    "a time before": {"path": "host", "elapsed": -1},
    "a time that is a text": {"path": "host", "elapsed": "1"},
    "a time beyond numbers": {"path": "host", "elapsed": 10**40},
    "an unknown reason": {"path": "none", "reason": "BECAUSE", "elapsed": 1},
}


@pytest.mark.parametrize("name", WRONG_REPORTS)
async def test_a_report_of_another_shape_costs_its_sender_the_socket(server: Address, name: str) -> None:
    alice, bob = await pair(server)
    await alice.send("path", to=bob.id, **WRONG_REPORTS[name])
    assert (await alice.expect_either("error"))["code"] == "BAD_MESSAGE"
    assert (await alice.until_closed()).code == 1008
    await bob.leave()
