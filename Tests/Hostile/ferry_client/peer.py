"""A hostile device for tests of the page: it follows the rules of signaling only.

All methods block, so that tests can use it between two actions in a browser.
"""

import asyncio
import secrets
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from websockets.exceptions import ConnectionClosed

from . import frames
from .address import Address
from .device import Device
from .relay import RelayPipe
from .transfer import LONGEST_CONTROL

Result = TypeVar("Result")

#: The time to wait for a page, in seconds; a browser on a busy machine takes longer than a server.
PATIENCE = 30.0

#: The time to wait for further messages, in seconds.
MOMENT = 0.05


class HostilePeer:
    """A device in the room. Pages talk to it through the relay, since it has no WebRTC; with `webrtc` it announces
    WebRTC, and the owner of a connection signals with `tell` and `hear`.

    with HostilePeer(Address("10.77.0.2", 8080), name="Mallory") as mallory:
        mallory.call(name="Alice")
        transfer = mallory.offer([{"name": "../../etc/passwd", "size": 5, "type": "", "modified": None}])
        accept = mallory.expect("accept", id=transfer)
        mallory.send_frame(transfer, 0, 0, b"12345")
    """

    def __init__(self, address: Address, name: str = "Mallory", *, webrtc: bool = False):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="hostile-peer", daemon=True)
        self._thread.start()
        self._pipe: RelayPipe | None = None
        #: Control messages that arrived and were not taken yet, oldest first.
        self.inbox: list[dict[str, Any]] = []
        #: Received frames, without the leading byte.
        self.frames: list[bytes] = []
        self.device = self._run(Device.join(address, name, webrtc=webrtc))

    def __enter__(self) -> "HostilePeer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leaves the room."""
        if self._pipe is not None:
            self._run(self._pipe.drop())
        self._run(self.device.leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # Conversations

    def find(self, name: str, timeout: float = PATIENCE) -> str:
        """The ID of the device called `name`; waits until this device sees it."""
        return self._run(self.device.finds(name, timeout))["id"]

    def call(self, name: str, timeout: float = PATIENCE) -> None:
        """Opens a pipe to the device called `name`; its page is expected to accept by itself."""
        peer = self.find(name, timeout)
        call = secrets.token_urlsafe(6)

        async def open() -> RelayPipe:
            await self.device.send("relay-request", to=peer, call=call)
            ready = await self.device.expect("relay-ready", timeout, peer=peer, call=call)
            return await self._greeted(ready["token"])

        self._pipe = self._run(open())

    def answer(self, timeout: float = PATIENCE) -> None:
        """Accepts the next relayed call. Direct calls are refused, as a device without WebRTC does."""

        async def open() -> RelayPipe:
            request = await self.device.expect("relay-request", timeout)
            await self.device.send("relay-accept", to=request["from"], call=request["call"])
            ready = await self.device.expect("relay-ready", timeout, peer=request["from"], call=request["call"])
            return await self._greeted(ready["token"])

        self._pipe = self._run(open())

    def drop(self) -> None:
        """Cuts the pipe without a message; the device stays in the room."""
        self._run(self._opened().drop())
        self._pipe = None

    def tell(self, type: str, **fields: Any) -> None:
        """Sends a message on the signaling socket."""
        self._run(self.device.send(type, **fields))

    def settle(self) -> None:
        """Waits until the server has handled all signaling messages sent before."""
        self._run(self.device.settle())

    def hear(self, type: str, timeout: float = PATIENCE) -> dict[str, Any]:
        """The next message of this type on the signaling socket."""
        return self._run(self.device.expect(type, timeout))

    def candidates(self) -> list[dict[str, Any]]:
        """The candidates that arrived on the signaling socket since the last call."""

        async def take() -> list[dict[str, Any]]:
            found = [message for message in self.device.inbox if message["type"] == "candidate"]
            self.device.inbox = [message for message in self.device.inbox if message not in found]
            return found

        return self._run(take())

    def forget(self) -> None:
        """Forgets the messages on the signaling socket, including failed calls."""

        async def clear() -> None:
            self.device.inbox.clear()

        self._run(clear())

    # Messages that honest senders send too

    def offer(self, files: list[dict[str, Any]], **overrides: Any) -> str:
        """Offers `files`, whose entries are sent unchanged, in as many messages as they need.

        Returns the transfer's ID. `overrides` replace fields of the first message: `count`, `total`, `more`.
        """
        transfer = overrides.pop("id", secrets.token_urlsafe(6))
        pages = _pages(files)
        for number, page in enumerate(pages):
            fields: dict[str, Any] = {"id": transfer, "files": page, "more": number < len(pages) - 1}
            if number == 0:
                sizes = (file.get("size", 0) for file in files)
                fields |= {"count": len(files), "total": sum(size for size in sizes if isinstance(size, int))}
                fields |= overrides
            self.send_control("offer" if number == 0 else "offer-files", **fields)
        return transfer

    def offer_names(self, *names: str, size: int = 1) -> str:
        """Offers files with these names."""
        return self.offer([{"name": name, "size": size, "type": "", "modified": None} for name in names])

    def send_frame(self, transfer: str, file: int, sequence: int, payload: bytes) -> None:
        """Sends a frame, granted or not."""
        self.send_bytes(b"\x01" + frames.frame(transfer, file, sequence, payload))

    def send_control(self, type: str, **fields: Any) -> None:
        """Sends a control message."""
        self._run(self._opened().send_control(type, **fields))

    def send_bytes(self, message: bytes) -> None:
        """Sends any bytes as one binary message."""
        self._run(self._opened().send_raw(message))

    # Received messages

    def expect(self, type: str, timeout: float = PATIENCE, **fields: Any) -> dict[str, Any]:
        """The next control message of this type and with these fields; messages before it stay in `inbox`."""

        def matches(message: dict[str, Any]) -> bool:
            return message.get("type") == type and all(message.get(name) == value for name, value in fields.items())

        def found() -> dict[str, Any] | None:
            return next((message for message in self.inbox if matches(message)), None)

        async def look() -> dict[str, Any]:
            try:
                async with asyncio.timeout(timeout):
                    while (message := found()) is None:
                        await self._receive()
            except TimeoutError:
                raise AssertionError(f"no {type} came within {timeout} s, but {self.inbox}") from None
            self.inbox.remove(message)
            return message

        return self._run(look())

    def news(self, type: str) -> list[dict[str, Any]]:
        """The control messages of this type that have arrived, after a short wait for more."""

        async def look() -> list[dict[str, Any]]:
            try:
                async with asyncio.timeout(MOMENT):
                    while True:
                        await self._receive()
            except TimeoutError:
                pass
            found = [message for message in self.inbox if message.get("type") == type]
            self.inbox = [message for message in self.inbox if message.get("type") != type]
            return found

        return self._run(look())

    def store(self, transfer: str, chunks: int, timeout: float = 60.0) -> None:
        """Receives `chunks` further frames, all of them granted, and the end of the file, and sends `complete`."""
        wanted = len(self.frames) + chunks

        async def take() -> None:
            async with asyncio.timeout(timeout):
                while len(self.frames) < wanted:
                    await self._receive()

        self._run(take())
        self.expect("file-end", timeout, id=transfer)
        self.send_control("complete", id=transfer)

    def expect_silence(self, seconds: float) -> None:
        """Fails when a control message arrives within this time."""

        async def look() -> None:
            try:
                async with asyncio.timeout(seconds):
                    while not self.inbox:
                        await self._receive()
            except TimeoutError:
                return
            raise AssertionError(f"the page said {self.inbox}")

        self._run(look())

    def expect_end(self, timeout: float = PATIENCE) -> int | None:
        """Waits until the pipe is closed, and returns the close code."""

        async def look() -> int | None:
            async with asyncio.timeout(timeout):
                try:
                    while True:
                        await self._receive()
                except ConnectionClosed:
                    return self._opened().socket.close_code

        return self._run(look())

    async def _receive(self) -> None:
        kind, message = await self._opened().receive(timeout=3600)
        if kind == "control":
            self.inbox.append(message)
        elif kind == "data":
            self.frames.append(message)

    async def _greeted(self, token: str) -> RelayPipe:
        return await (await (await RelayPipe.open(self.device.address, token)).joined()).greet()

    def _opened(self) -> RelayPipe:
        assert self._pipe is not None, "call or answer first"
        return self._pipe

    def _run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


def _pages(files: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The files, split into pages that fit into control messages."""
    pages: list[list[dict[str, Any]]] = [[]]
    bytes_left = LONGEST_CONTROL - 200
    for file in files:
        # Estimated with \uXXXX for every character, the worst case: pages only have to be small enough.
        size = 6 * sum(len(str(value)) for value in file.values()) + 80
        if size > bytes_left and pages[-1]:
            pages.append([])
            bytes_left = LONGEST_CONTROL - 200
        pages[-1].append(file)
        bytes_left -= size
    return pages
