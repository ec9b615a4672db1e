"""The steps from two devices to an open pipe between them."""

import asyncio
import secrets

from .device import Device, Message
from .encryption import OwnKey, Pairing, point
from .relay import RelayPipe


async def relay_halves(
    caller: Device, called: Device, keys: tuple[str | None, str | None] = (None, None)
) -> tuple[Message, Message]:
    """Calls, accepts, and returns the two `relay-ready` messages, the caller's first."""
    call = secrets.token_urlsafe(6)
    await caller.sees(called.id)
    await called.sees(caller.id)
    fields = [{"key": key} if key else {} for key in keys]
    await caller.send("relay-request", to=called.id, call=call, **fields[0])
    await called.expect("relay-request", call=call, **{"from": caller.id})
    await called.send("relay-accept", to=caller.id, call=call, **fields[1])
    return (
        await caller.expect("relay-ready", call=call, peer=called.id),
        await called.expect("relay-ready", call=call, peer=caller.id),
    )


async def relay_tokens(caller: Device, called: Device) -> tuple[str, str]:
    """Calls, accepts, and returns the tokens of the pairing, the caller's first."""
    first, second = await relay_halves(caller, called)
    return first["token"], second["token"]


async def relay_sockets(caller: Device, called: Device) -> tuple[RelayPipe, RelayPipe]:
    """The two ends of a pairing, joined, before `hello`."""
    first, second = await relay_tokens(caller, called)
    pipes = await asyncio.gather(RelayPipe.open(caller.address, first), RelayPipe.open(called.address, second))
    await asyncio.gather(*(pipe.joined() for pipe in pipes))
    return pipes[0], pipes[1]


async def relay_between(caller: Device, called: Device) -> tuple[RelayPipe, RelayPipe]:
    """The two ends of a pairing, ready for transfers."""
    pipes = await relay_sockets(caller, called)
    await asyncio.gather(*(pipe.greet() for pipe in pipes))
    return pipes


async def encrypted_between(caller: Device, called: Device) -> tuple[RelayPipe, RelayPipe]:
    """The two ends of a pairing that the relay cannot read, ready for transfers."""
    keys = OwnKey(), OwnKey()
    halves = await relay_halves(caller, called, (keys[0].text, keys[1].text))
    devices = caller, called
    pipes = await asyncio.gather(*(RelayPipe.open(devices[side].address, halves[side]["token"]) for side in (0, 1)))
    await asyncio.gather(*(pipe.joined() for pipe in pipes))
    for side, pipe in enumerate(pipes):
        # Uses the key that the server delivered to this side, and the side's own key.
        points = [point(halves[side]["key"])] * 2
        points[side] = keys[side].public
        pairing = Pairing(caller.id, called.id, halves[side]["pairing"], *points)
        secret = keys[side].agree(points[1 - side])
        seals = pairing.seal(secret, "requester"), pairing.seal(secret, "accepter")
        pipe.seals = seals[side], seals[1 - side]
    await asyncio.gather(*(pipe.greet() for pipe in pipes))
    return pipes[0], pipes[1]
