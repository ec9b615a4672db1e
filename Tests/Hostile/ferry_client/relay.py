"""A pipe through the relay (docs/protocol.md, Relay and Pipes)."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from .address import Address
from .device import PATIENCE
from .encryption import Seal

CONTROL = b"\0"
DATA = b"\1"
END = b"\2"

#: The `maxPayload` of this client, in bytes.
MAXIMUM_PAYLOAD = 65_536


class RelayPipe:
    """One end of a pairing. `open` returns it as soon as the server has accepted the socket."""

    def __init__(self, socket: ClientConnection):
        self.socket = socket
        #: The other side's `maxPayload`, from its `hello`.
        self.maximum_payload = 0
        #: The seals of sent and received messages, when the pipe is encrypted.
        self.seals: tuple[Seal, Seal] | None = None

    @classmethod
    async def open(cls, address: Address, token: str) -> "RelayPipe":
        """Connects with one half of a pairing. Raises `websockets.exceptions.InvalidStatus` when the server refuses."""
        loop = asyncio.get_running_loop()
        sock = await loop.run_in_executor(None, address.connect)
        sock.setblocking(False)
        return cls(
            await connect(
                address.url("/relay"),
                sock=sock,
                **address.encryption,
                subprotocols=["ferry.relay.1", token],
                compression=None,
                ping_interval=None,
                proxy=None,
                max_size=None,
                # Reading continues only as messages are taken, so the server notices a client that takes none.
                max_queue=4,
            )
        )

    async def joined(self, timeout: float = PATIENCE) -> "RelayPipe":
        """Waits for the empty message, which means that the other side is there."""
        async with asyncio.timeout(timeout):
            first = await self.socket.recv()
        assert first == b"", f"the pipe opened with {first!r}"
        return self

    async def greet(self) -> "RelayPipe":
        """Sends `hello`, and receives the other side's."""
        await self.send_control("hello", protocol=1, maxPayload=MAXIMUM_PAYLOAD)
        kind, hello = await self.receive()
        assert kind == "control" and hello["type"] == "hello" and hello["protocol"] == 1, hello
        self.maximum_payload = hello["maxPayload"]
        return self

    async def send_control(self, type: str, **fields: Any) -> None:
        """Sends a control message."""
        await self.send_raw(CONTROL + json.dumps({"type": type, **fields}, ensure_ascii=False).encode())

    async def send_data(self, frame: bytes) -> None:
        """Sends a frame."""
        await self.send_raw(DATA + frame)

    async def send_raw(self, message: bytes) -> None:
        """Sends any bytes as a binary message, sealed when the pipe is encrypted."""
        await self.socket.send(self.seals[0].close(message) if self.seals else message)

    async def receive(self, timeout: float = PATIENCE) -> tuple[str, Any]:
        """The next message: `('control', object)`, `('data', bytes)`, or `('end', None)`.

        Raises `SealError` on an encrypted pipe when it is not the other side's next message.
        """
        async with asyncio.timeout(timeout):
            message = await self.socket.recv()
        if self.seals:
            message = self.seals[1].open(message)
        if message == END:
            return "end", None
        match message[:1]:
            case b"\0":
                return "control", json.loads(message[1:])
            case b"\1":
                return "data", message[1:]
            case _:
                raise AssertionError(f"a message of no kind: {message[:20]!r}")

    async def close(self) -> None:
        """Ends the pipe with the agreed message."""
        # The other side may have ended it first.
        with suppress(ConnectionClosed):
            await self.send_raw(END)
        await self.socket.close()

    async def drop(self) -> None:
        """Cuts the connection without a message."""
        self.socket.transport.abort()
        await self.socket.wait_closed()
