"""Two honest devices that send files through a server: the check at the end of every test."""

import asyncio
import random

from ferry_client import Address, Device, File, encrypted_between, receive, send

#: Their own addresses, so that limits which other clients have reached do not apply to them.
ALICE, BOB = "127.0.1.1", "127.0.1.2"


def honest_files() -> list[File]:
    """An empty file, one that fills its chunks exactly, and one that does not."""
    dice = random.Random(1)
    return [
        File("empty.txt"),
        File("two chunks.bin", dice.randbytes(2 * 65_536)),
        File("größer als drei 大.bin", dice.randbytes(3 * 65_536 + 1)),
    ]


async def honest_pair(address: Address) -> tuple[Device, Device]:
    """Two devices that see each other."""
    alice, bob = await asyncio.gather(
        Device.join(address.coming_from(ALICE), "Alice"), Device.join(address.coming_from(BOB), "Bob")
    )
    await asyncio.gather(alice.sees(bob.id), bob.sees(alice.id))
    return alice, bob


async def still_works(address: Address) -> None:
    """Alice sends Bob files through the relay, which cannot read them, and they arrive unchanged."""
    async with asyncio.timeout(30):
        alice, bob = await honest_pair(address)
        to_bob, to_alice = await encrypted_between(alice, bob)
        files = honest_files()
        _, received = await asyncio.gather(send(to_bob, files), receive(to_alice))
        assert [(file.name, file.digest) for file in received] == [(file.name, file.digest) for file in files]
        await asyncio.gather(to_bob.close(), to_alice.close())
        await asyncio.gather(alice.leave(), bob.leave())
