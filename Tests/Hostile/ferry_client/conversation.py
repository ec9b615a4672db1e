"""From two devices to an open pipe between them."""

import asyncio
import secrets

from .device import Device
from .relay import RelayPipe


async def relay_tokens(caller: Device, called: Device) -> tuple[str, str]:
    """Calls, accepts, and returns the halves of the pairing, the caller's first."""
    call = secrets.token_urlsafe(6)
    await caller.sees(called.id)
    await called.sees(caller.id)
    await caller.send("relay-request", to=called.id, call=call)
    await called.expect("relay-request", call=call, **{"from": caller.id})
    await called.send("relay-accept", to=caller.id, call=call)
    first = await caller.expect("relay-ready", call=call, peer=called.id)
    second = await called.expect("relay-ready", call=call, peer=caller.id)
    return first["token"], second["token"]


async def relay_sockets(caller: Device, called: Device) -> tuple[RelayPipe, RelayPipe]:
    """The two ends of a pairing, joined; nobody has said hello."""
    first, second = await relay_tokens(caller, called)
    pipes = await asyncio.gather(RelayPipe.open(caller.address, first), RelayPipe.open(called.address, second))
    await asyncio.gather(*(pipe.joined() for pipe in pipes))
    return pipes[0], pipes[1]


async def relay_between(caller: Device, called: Device) -> tuple[RelayPipe, RelayPipe]:
    """The two ends of a pairing, ready for transfers."""
    pipes = await relay_sockets(caller, called)
    await asyncio.gather(*(pipe.greet() for pipe in pipes))
    return pipes
