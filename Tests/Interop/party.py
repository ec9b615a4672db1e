"""A device with signaling on a machine of the laboratory, for sequential tests."""

import asyncio
import functools
import secrets
import ssl
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from ferry_client import Address, Device
from ferry_client.address import open_socket
from network.laboratory import Machine

Result = TypeVar("Result")

#: The part of SDP that a server may parse (RFC 8866), to be followed by candidates (RFC 8839).
DESCRIPTION = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"

CANDIDATE = "candidate:1 1 udp 2122260223 {address} {port} typ host"


def at_server(machine: Machine, host: str, port: int, trust: ssl.SSLContext | None = None) -> Address:
    """The server as `machine` reaches it, over HTTPS when there is trust."""
    return Address(host, port, opener=functools.partial(machine.call, open_socket), trust=trust)


class Loop:
    """An event loop on a thread of its own."""

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="signaling", daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Runs a coroutine to its end, and returns its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def close(self) -> None:
        """Ends the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Party:
    """One side of a conversation."""

    def __init__(self, loop: Loop, machine: Machine, address: Address, name: str):
        self._loop = loop
        self.machine = machine
        self.device: Device = loop.run(Device.join(address, name))

    @property
    def probe(self) -> dict[str, Any]:
        """The entry of `iceServers` for the probe, by which the server sees an address."""
        return self.device.welcome["server"]["probe"]

    def servers_towards(self, other: "Party") -> list[dict[str, Any]]:
        """The `iceServers` for a conversation with `other`."""

        async def ask() -> list[dict[str, Any]]:
            await self.device.sees(other.device.id)
            await self.device.send("turn-request", to=other.device.id)
            return (await self.device.expect("turn", peer=other.device.id))["iceServers"]

        return self._loop.run(ask())

    def converse(self, other: "Party", *addresses: str) -> None:
        """Calls `other`, which answers with candidates at these addresses."""

        async def talk() -> None:
            call = secrets.token_urlsafe(6)
            await self.device.sees(other.device.id)
            await self.device.send("offer", to=other.device.id, call=call, sdp=DESCRIPTION)
            await other.device.expect("offer", call=call)
            lines = [f"a={CANDIDATE.format(address=address, port=9)}\r\n" for address in addresses[::2]]
            await other.device.send("answer", to=self.device.id, call=call, sdp=DESCRIPTION + "".join(lines))
            await self.device.expect("answer", call=call)
            for address in addresses[1::2]:
                candidate = CANDIDATE.format(address=address, port=9)
                await other.device.send(
                    "candidate", to=self.device.id, call=call, candidate=candidate, mid="0", line=0, ufrag=None
                )
                await self.device.expect("candidate", call=call)

        self._loop.run(talk())

    def end(self, other: "Party") -> None:
        """Ends the conversation; returns when the server has handled it."""

        async def say() -> None:
            await self.device.send("end", to=other.device.id)
            await self.device.settle()

        self._loop.run(say())

    def leave(self) -> None:
        """Leaves with `bye`."""
        self._loop.run(self.device.leave())

    def drop(self) -> None:
        """Cuts the signaling connection without a message."""
        self._loop.run(self.device.drop())
