"""Sockets on which anything can be sent."""

import asyncio
import base64
import contextlib
import os
import ssl
import struct
import time
from dataclasses import dataclass

from .address import Address
from .device import PATIENCE

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
CONTINUATION = 0x0

#: The exceptions of a connection that the other side has ended.
ENDED = (ConnectionError, ssl.SSLError)


def request(path: str, *fields: tuple[str, str], method: str = "GET") -> bytes:
    """A request head with exactly these fields."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode()


def handshake(
    address: Address,
    path: str = "/signal",
    *extra: tuple[str, str],
    host: str | None = None,
    protocols: str | None = "ferry.signal.1",
) -> bytes:
    """A WebSocket handshake, with further fields at the end."""
    fields = [
        ("Host", host or address.authority),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", base64.b64encode(os.urandom(16)).decode()),
        ("Sec-WebSocket-Version", "13"),
        *([("Sec-WebSocket-Protocol", protocols)] if protocols else []),
    ]
    return request(path, *fields, *extra)


def client_frame(
    opcode: int,
    payload: bytes = b"",
    *,
    final: bool = True,
    reserved: int = 0,
    masked: bool = True,
    length: bytes | None = None,
) -> bytes:
    """A client's frame, valid or not.

    `length` replaces the length field, without the mask bit.
    """
    size = len(payload)
    if length is None:
        if size < 126:
            length = bytes([size])
        elif size < 65_536:
            length = b"\x7e" + struct.pack(">H", size)
        else:
            length = b"\x7f" + struct.pack(">Q", size)
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    head += bytes([length[0] | (0x80 if masked else 0)]) + length[1:]
    if not masked:
        return head + payload
    mask = os.urandom(4)
    repeated = (mask * (size // 4 + 1))[:size]
    body = (int.from_bytes(payload) ^ int.from_bytes(repeated)).to_bytes(size) if size else b""
    return head + mask + body


@dataclass(frozen=True)
class Response:
    """An HTTP response."""

    status: int
    fields: dict[str, str]
    body: bytes


class RawSocket:
    """A TCP connection, with just enough HTTP and WebSocket to read the server's responses."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begun: float):
        self.reader = reader
        self.writer = writer
        #: The time when connecting began. The server's time limits begin later, but perhaps before this client notices.
        self.begun = begun

    @classmethod
    async def connect(cls, address: Address) -> "RawSocket":
        """A connection on which nothing was sent."""
        begun = time.monotonic()
        sock = await asyncio.get_running_loop().run_in_executor(None, address.connect)
        sock.setblocking(False)
        return cls(*await asyncio.open_connection(sock=sock, **address.encryption), begun)

    @classmethod
    async def upgraded(cls, address: Address, path: str = "/signal", protocols: str = "ferry.signal.1") -> "RawSocket":
        """A WebSocket on which nothing was sent."""
        raw = await cls.connect(address)
        await raw.write(handshake(address, path, protocols=protocols))
        response = await raw.response()
        assert response.status == 101, response
        return raw

    async def write(self, data: bytes) -> None:
        """Writes bytes; ignores that the connection may be closed."""
        try:
            self.writer.write(data)
            await self.writer.drain()
        except ENDED:
            pass

    async def response(self, timeout: float = PATIENCE) -> Response:
        """The next HTTP response. One with `Connection: close` and no length is read to its end."""
        async with asyncio.timeout(timeout):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.split("\r\n")[:-2]
            fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            status = int(first.split(" ")[1])
            body = b""
            if status != 101 and "content-length" in fields:
                body = await self.reader.readexactly(int(fields["content-length"]))
            return Response(status, fields, body)

    async def frame(self, timeout: float = PATIENCE) -> tuple[int, bytes] | None:
        """The server's next frame, as opcode and payload; None when the connection ends."""
        try:
            async with asyncio.timeout(timeout):
                first, second = await self.reader.readexactly(2)
                assert not second & 0x80, "a server does not mask"
                size = second & 0x7F
                if size == 126:
                    (size,) = struct.unpack(">H", await self.reader.readexactly(2))
                elif size == 127:
                    (size,) = struct.unpack(">Q", await self.reader.readexactly(8))
                return first & 0x0F, await self.reader.readexactly(size)
        except (asyncio.IncompleteReadError, *ENDED):
            return None

    async def close_code(self, timeout: float = PATIENCE) -> int | None:
        """The server's close code; None when it ends the connection without one."""
        async with asyncio.timeout(timeout):
            while (frame := await self.frame(timeout)) is not None:
                opcode, payload = frame
                if opcode == CLOSE:
                    return struct.unpack(">H", payload[:2])[0] if payload else None
        return None

    async def ended(self, timeout: float = PATIENCE) -> None:
        """Waits until the server has ended the connection, and ignores what it still sends."""
        async with asyncio.timeout(timeout):
            try:
                while await self.reader.read(65_536):
                    pass
            except ENDED:
                pass

    async def close(self) -> None:
        """Ends the connection."""
        self.writer.transport.abort()


async def ask(address: Address, data: bytes) -> Response:
    """The response to one request."""
    raw = await RawSocket.connect(address)
    try:
        await raw.write(data)
        return await raw.response()
    finally:
        await raw.close()


def client_hello(address: Address) -> bytes:
    """The first bytes of a TLS client to this server: its ClientHello."""
    assert address.trust is not None, "there is no TLS on this address"
    said = ssl.MemoryBIO()
    with contextlib.suppress(ssl.SSLWantReadError):
        address.trust.wrap_bio(ssl.MemoryBIO(), said, server_hostname=address.host).do_handshake()
    return said.read()
