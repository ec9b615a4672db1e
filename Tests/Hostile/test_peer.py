"""The hostile device for tests of the page, against an honest device of this suite."""

import asyncio

import pytest
from ferry_client import Address, Device, HostilePeer, RelayPipe, ViolationError, receive


async def answered(device: Device) -> RelayPipe:
    """The pipe of a device that accepts every call, as pages do."""
    request = await device.expect("relay-request")
    await device.send("relay-accept", to=request["from"], call=request["call"])
    ready = await device.expect("relay-ready")
    return await (await (await RelayPipe.open(device.address, ready["token"])).joined()).greet()


async def test_it_offers_what_no_page_would(server: Address) -> None:
    alice = await Device.join(server, "Alice of the peer")
    names = ["../../etc/passwd", "<img src=x onerror=alert(1)>", "\u202egnp.exe", "a\0b\x1b[31m", "x" * 300, ""]

    def attack() -> dict:
        with HostilePeer(server) as mallory:
            mallory.call("Alice of the peer")
            transfer = mallory.offer_names(*names)
            accept = mallory.expect("accept", id=transfer)
            mallory.send_frame(transfer, 0, 0, b"1")
            mallory.send_frame(transfer, 3, 7, b"never agreed")
            cancel = mallory.expect("cancel", id=transfer)
            return accept | cancel

    attacking = asyncio.create_task(asyncio.to_thread(attack))
    pipe = await answered(alice)
    with pytest.raises(ViolationError):
        await receive(pipe)
    assert (await attacking)["reason"] == "protocol"
    await pipe.drop()
    await alice.leave()


async def test_it_offers_more_than_a_manifest_may_hold(server: Address) -> None:
    alice = await Device.join(server, "Alice of the peer")

    def attack() -> str:
        with HostilePeer(server) as mallory:
            mallory.call("Alice of the peer")
            entry = {"name": "n" * 200, "size": 1, "type": "", "modified": None}
            transfer = mallory.offer([entry] * 1_000, count=20_001)
            return mallory.expect("decline", id=transfer)["reason"]

    attacking = asyncio.create_task(asyncio.to_thread(attack))
    pipe = await answered(alice)
    with pytest.raises(ViolationError):
        await receive(pipe)
    assert await attacking == "invalid"
    await pipe.drop()
    await alice.leave()
