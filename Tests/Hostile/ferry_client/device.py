"""A device on the signaling socket (docs/protocol.md, Signaling)."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from .address import Address

#: The time to wait for an immediate answer of the server, in seconds.
PATIENCE = 10.0

Message = dict[str, Any]


class ClosedError(Exception):
    """The error of a socket that the server closed."""

    def __init__(self, code: int | None, reason: str):
        super().__init__(f"closed with {code} {reason}")
        self.code = code
        self.reason = reason


class ServerError(Exception):
    """The error of a received `error` message."""

    def __init__(self, message: Message):
        super().__init__(f"{message['code']}: {message['message']}")
        self.code = message["code"]
        self.message = message


class Device:
    """One signaling socket. Make it with `join`, or with `open` to send something other than `hello` first."""

    def __init__(self, address: Address, socket: ClientConnection):
        self.address = address
        self.socket = socket
        #: Messages that arrived and were not taken yet, oldest first.
        self.inbox: list[Message] = []
        #: The devices this one sees, by ID.
        self.devices: dict[str, Message] = {}
        self.welcome: Message = {}
        self.closed: ClosedError | None = None
        self._news = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, address: Address, headers: dict[str, str] | None = None, origin: str | None = None) -> "Device":
        """A socket on which nothing was sent."""
        loop = asyncio.get_running_loop()
        sock = await loop.run_in_executor(None, address.connect)
        sock.setblocking(False)
        return cls(
            address,
            await connect(
                address.url("/signal"),
                sock=sock,
                **address.encryption,
                subprotocols=["ferry.signal.1"],
                additional_headers=headers,
                origin=origin,
                compression=None,
                ping_interval=None,
                proxy=None,
            ),
        )

    @classmethod
    async def join(
        cls,
        address: Address,
        name: str = "Honest",
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        availability: str = "open",
        webrtc: bool = False,
    ) -> "Device":
        """A device in its room."""
        device = await cls.open(address, headers)
        await device.hello(name, token=token, availability=availability, webrtc=webrtc)
        return device

    @property
    def id(self) -> str:
        return self.welcome["id"]

    @property
    def token(self) -> str:
        return self.welcome["token"]

    async def hello(
        self, name: str, *, token: str | None = None, availability: str = "open", webrtc: bool = False
    ) -> Message:
        """Sends `hello` and waits for `welcome`."""
        await self.send(
            "hello",
            protocol=1,
            name=name,
            kind="terminal",
            webrtc=webrtc,
            availability=availability,
            **({"token": token} if token else {}),
        )
        self.welcome = await self.expect("welcome")
        return self.welcome

    async def send(self, type: str, **fields: Any) -> None:
        """Sends one message."""
        await self.send_text(json.dumps({"type": type, **fields}))

    async def send_text(self, text: str) -> None:
        """Sends any text as one message."""
        await self.socket.send(text)

    async def expect(self, type: str, timeout: float = PATIENCE, **fields: Any) -> Message:
        """The oldest message of this type and with these fields that was not taken yet; waits for it.

        Raises `ServerError` for an unexpected error, and `ClosedError` when the socket is closed.
        """

        def matches(message: Message) -> bool:
            return message["type"] == type and all(message.get(name) == value for name, value in fields.items())

        def fails(message: Message) -> bool:
            return message["type"] == "error"

        found = await self._first(lambda message: matches(message) or fails(message), timeout)
        if not matches(found):
            raise ServerError(found)
        return found

    async def expect_either(self, *types: str, timeout: float = PATIENCE) -> Message:
        """The oldest message of one of these types that was not taken yet; waits for it."""
        return await self._first(lambda message: message["type"] in types, timeout)

    async def until_closed(self, timeout: float = PATIENCE) -> ClosedError:
        """Waits until the server closes the socket, and returns how."""
        async with self._news, asyncio.timeout(timeout):
            await self._news.wait_for(lambda: self.closed is not None)
        assert self.closed is not None
        return self.closed

    async def sees(self, id: str, timeout: float = PATIENCE) -> Message:
        """The device with this ID; waits until this device sees it."""
        async with self._news, asyncio.timeout(timeout):
            await self._news.wait_for(lambda: id in self.devices or self.closed)
        return self.devices[id]

    async def finds(self, name: str, timeout: float = PATIENCE) -> Message:
        """The device called `name`; waits until this device sees it."""

        def found() -> Message | None:
            return next((device for device in self.devices.values() if device["name"] == name), None)

        async with self._news, asyncio.timeout(timeout):
            await self._news.wait_for(lambda: found() or self.closed)
        device = found()
        if device is None:
            raise self.closed or AssertionError(name)
        return device

    async def misses(self, id: str, timeout: float = PATIENCE) -> None:
        """Waits until this device does not see the one with this ID."""
        async with self._news, asyncio.timeout(timeout):
            await self._news.wait_for(lambda: id not in self.devices or self.closed)

    async def settle(self) -> None:
        """Waits until the server has handled all messages sent before."""
        await self.send("ping")
        await self.expect("pong")

    async def leave(self) -> None:
        """Leaves with `bye`."""
        if self.closed is None:
            try:
                await self.send("bye")
                await self.until_closed()
            except ConnectionClosed:
                pass
        await self.drop()

    async def drop(self) -> None:
        """Cuts the connection without a message."""
        self._reader.cancel()
        self.socket.transport.abort()
        await asyncio.gather(self._reader, return_exceptions=True)

    async def _first(self, wanted: Callable[[Message], bool], timeout: float) -> Message:
        """Removes the oldest matching message from the inbox."""
        async with self._news, asyncio.timeout(timeout):
            while True:
                for message in self.inbox:
                    if wanted(message):
                        self.inbox.remove(message)
                        return message
                if self.closed:
                    raise self.closed
                await self._news.wait()

    async def _read(self) -> None:
        try:
            async for text in self.socket:
                await self._take(json.loads(text))
        except ConnectionClosed:
            pass
        async with self._news:
            self.closed = ClosedError(self.socket.close_code, self.socket.close_reason or "")
            self._news.notify_all()

    async def _take(self, message: Message) -> None:
        async with self._news:
            match message["type"]:
                case "welcome":
                    self.devices = {device["id"]: device for device in message["devices"]}
                case "presence":
                    for device in message["joined"] + message["changed"]:
                        self.devices[device["id"]] = device
                    for id in message["left"]:
                        self.devices.pop(id, None)
            self.inbox.append(message)
            self._news.notify_all()
