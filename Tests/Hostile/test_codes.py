"""Guessed and misused codes."""

import asyncio

import pytest
from conftest import Serve
from ferry_client import Address, Device

#: The test itself acts as a proxy, so that each device can have its own public address.
PROXIED = ("--trust-proxy", "127.0.0.1")


async def join(server: Address, address: str, name: str = "Device") -> Device:
    return await Device.join(server, name, headers={"X-Forwarded-For": address})


async def code_of(device: Device) -> str:
    await device.send("code-create")
    return (await device.expect("code"))["code"]


async def guess(device: Device, code: str) -> str:
    """The result: an error code, or `joined`."""
    await device.send("code-join", code=code)
    answer = await device.expect_either("error", "code-joined")
    return answer.get("code", "joined")


def wrong(code: str) -> str:
    """The same slot with other words."""
    number, first, second = code.split("-")
    return f"{number}-{second}-{first}" if first != second else f"{number}-{first}-x"


async def test_one_wrong_guess_ends_a_code_and_its_creator_knows(serve: Serve) -> None:
    async with serve(*PROXIED) as process:
        alice, mallory = await join(process.address, "203.0.113.1"), await join(process.address, "203.0.113.2")
        code = await code_of(alice)
        assert await guess(mallory, wrong(code)) == "CODE_WRONG"
        assert (await alice.expect("code-ended"))["reason"] == "wrong-guess"
        assert await guess(mallory, code) == "CODE_WRONG"
        assert alice.devices == {} and mallory.devices == {}
        await asyncio.gather(alice.leave(), mallory.leave())


async def test_a_code_works_once_as_a_person_types_it(serve: Serve) -> None:
    async with serve(*PROXIED) as process:
        alice, bob, carol = [await join(process.address, f"203.0.113.{n}") for n in (1, 2, 3)]
        code = await code_of(alice)
        assert await guess(bob, f" {code.upper().replace('-', '_', 1).replace('-', ' . ')} ") == "joined"
        await asyncio.gather(alice.sees(bob.id), bob.sees(alice.id))
        assert alice.devices[bob.id]["via"] == "code"
        assert await guess(carol, code) == "CODE_WRONG"
        await carol.settle()
        assert carol.devices == {}
        await carol.send("offer", to=alice.id, call="c", sdp="v=0")
        assert (await carol.expect("error"))["code"] == "PEER_NOT_FOUND"
        await asyncio.gather(*(device.leave() for device in (alice, bob, carol)))


async def test_ones_own_code_and_an_older_one_are_no_codes(serve: Serve) -> None:
    async with serve(*PROXIED) as process:
        alice, bob = await join(process.address, "203.0.113.1"), await join(process.address, "203.0.113.2")
        old = await code_of(alice)
        new = await code_of(alice)
        assert old != new
        assert await guess(bob, old) == "CODE_WRONG"
        assert await guess(alice, new) != "joined"
        assert alice.id not in alice.devices
        await alice.send("code-cancel")
        # Messages on two sockets have no order between them.
        await alice.send("ping")
        await alice.expect("pong")
        assert await guess(bob, new) in ("CODE_WRONG", "CODE_LIMIT")
        await asyncio.gather(alice.leave(), bob.leave())


@pytest.mark.parametrize(
    "sources, allowed",
    [
        pytest.param(["203.0.113.66"] * 4, 10, id="one IPv4 address"),
        pytest.param([f"2001:db8:0:66::{n}" for n in range(1, 9)], 10, id="one IPv6 /64"),
        pytest.param([f"203.0.113.{n}" for n in range(100, 120)], 60, id="many IPv4 addresses"),
        pytest.param([f"2001:db8:{n:x}::1" for n in range(1, 20)], 60, id="many IPv6 networks"),
    ],
)
async def test_guesses_are_counted_by_address_and_in_all(serve: Serve, sources: list[str], allowed: int) -> None:
    """A new socket or identity gives no new attempts."""
    async with serve(*PROXIED) as process:
        answers: list[str] = []
        guessers = [await join(process.address, source) for source in sources]
        for round in range(1, 7):
            for guesser in guessers:
                answers.append(await guess(guesser, f"{round}-amber-canoe"))
        assert set(answers) == {"CODE_WRONG", "CODE_LIMIT"}
        assert answers.count("CODE_WRONG") == allowed
        assert answers.index("CODE_LIMIT") == answers.count("CODE_WRONG"), "a guess was let through after the limit"
        await asyncio.gather(*(guesser.leave() for guesser in guessers))
        again = await join(process.address, sources[0])
        assert await guess(again, "1-amber-canoe") == "CODE_LIMIT"
        await again.leave()


@pytest.mark.parametrize("network", ["203.0.113.66", "2001:db8:0:66::"], ids=["IPv4 address", "IPv6 /64"])
async def test_one_address_does_not_take_all_codes(serve: Serve, network: str) -> None:
    async with serve(*PROXIED) as process:
        greedy = await asyncio.gather(
            *(join(process.address, f"{network}{n}" if ":" in network else network) for n in range(1, 41))
        )
        answers = []
        for device in greedy:
            await device.send("code-create")
            answers.append((await device.expect_either("code", "error"))["code"])
        assert answers[32:] == ["CODE_LIMIT"] * 8
        assert "CODE_LIMIT" not in answers[:32]
        await process.settles("ferry_codes", 32)
        # Other devices can have codes, and a code that ends makes room.
        alice, bob = await join(process.address, "203.0.113.1"), await join(process.address, "203.0.113.2")
        assert await guess(bob, await code_of(alice)) == "joined"
        await greedy[0].send("code-cancel")
        await greedy[0].expect("code-ended")
        assert await code_of(greedy[39])
        await asyncio.gather(*(device.leave() for device in (alice, bob, *greedy)))


@pytest.mark.parametrize(
    "code",
    [
        "",
        "-",
        "--",
        "0-amber-canoe",
        "-1-amber-canoe",
        "99999999999999999999999999-amber-canoe",
        "1-amber",
        "1-amber-canoe-canoe",
        "1" * 64,
        "lan",
        "127.0.0.1",
        "__proto__",
        "constructor-amber-canoe",
        "１-amber-canoe",
        "1-\u202eamber-canoe",
        "\0-\0-\0",
    ],
)
async def test_what_is_no_code_is_wrong_and_nothing_worse(serve: Serve, code: str) -> None:
    async with serve() as process:
        device = await Device.join(process.address)
        assert await guess(device, code) == "CODE_WRONG"
        assert device.devices == {}
        await device.leave()


async def test_a_code_ends_with_its_device(serve: Serve) -> None:
    async with serve(*PROXIED) as process:
        alice, bob = await join(process.address, "203.0.113.1"), await join(process.address, "203.0.113.2")
        code = await code_of(alice)
        await alice.leave()
        assert await guess(bob, code) == "CODE_WRONG"
        await bob.leave()
        await process.settles("ferry_codes", 0)
