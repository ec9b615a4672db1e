"""A cheap WebSocket client: thousands of them fit beside the server that they load."""

import json
import socket
import ssl
import struct
from typing import Any

#: The time to wait for a server on this machine, in seconds.
PATIENCE = 20.0

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

#: The key may be the same each time, since the accept value is not verified.
HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
)


def frame(opcode: int, payload: bytes) -> bytes:
    """A client's frame. The mask is zero, which a server has to apply all the same."""
    length = len(payload)
    if length < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | length)
    elif length < 1 << 16:
        head = struct.pack("!BBH", 0x80 | opcode, 0xFE, length)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0xFF, length)
    return head + bytes(4) + payload


def secure_context() -> ssl.SSLContext:
    """A TLS context that trusts any server; only the cost of TLS matters here."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class WebSocket:
    """One connection, blocking until `connection.setblocking(False)`."""

    def __init__(
        self,
        port: int,
        path: str = "/",
        *subprotocols: str,
        tls: ssl.SSLContext | None = None,
        forwarded_for: str | None = None,
        host: str = "127.0.0.1",
        source: str | None = None,
    ):
        """`forwarded_for`: the client's address in `X-Forwarded-For`, which the server trusts.

        `source`: the local address. A port of a bound address is not soon reused; ten thousand devices after ten
        thousand others would find none.
        """
        bind = (source, 0) if source else None
        self.connection: socket.socket = socket.create_connection((host, port), PATIENCE, bind)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            self.connection = tls.wrap_socket(self.connection)
        self._unread = bytearray()
        more = f"Sec-WebSocket-Protocol: {', '.join(subprotocols)}\r\n" if subprotocols else ""
        if forwarded_for:
            more += f"X-Forwarded-For: {forwarded_for}\r\nX-Forwarded-Proto: http\r\n"
        self.connection.sendall(HANDSHAKE.format(path=path, host=host, port=port, more=more).encode())
        self._unread += self._handshake_answer()

    def send(self, **message: Any) -> None:
        """Sends a signaling message."""
        self.connection.sendall(frame(TEXT, json.dumps(message).encode()))

    def receive(self, kind: str | None = None) -> dict[str, Any]:
        """The next message, or the next one of type `kind`; messages before it are dropped."""
        while True:
            for opcode, payload in self.frames():
                if opcode == PING:
                    self.connection.sendall(frame(PONG, payload))
                elif opcode == CLOSE:
                    raise ConnectionError(f"closed: {payload!r}")
                elif opcode == TEXT:
                    message = json.loads(payload)
                    if kind is None or message["type"] == kind:
                        return message
                    if message["type"] == "error":
                        raise ConnectionError(message)
            self.feed(self.connection.recv(1 << 16))

    def feed(self, data: bytes) -> None:
        """Handles bytes read from the connection."""
        if not data:
            raise ConnectionError("the server closed the connection")
        self._unread += data

    def frames(self):
        """The complete frames read so far: opcode and payload."""
        while len(self._unread) >= 2:
            length, start = self._unread[1] & 0x7F, 2
            if length >= 126:
                start = 4 if length == 126 else 10
                length = int.from_bytes(self._unread[2:start])
            if len(self._unread) < max(start, start + length):
                return
            opcode, payload = self._unread[0] & 0x0F, bytes(self._unread[start : start + length])
            del self._unread[: start + length]
            yield opcode, payload

    def close(self) -> None:
        """Closes the connection without a close frame."""
        self.connection.close()

    def _handshake_answer(self) -> bytes:
        answer = b""
        while b"\r\n\r\n" not in answer:
            data = self.connection.recv(4096)
            if not data:
                raise ConnectionError(f"no handshake: {answer.decode()}")
            answer += data
        head, _, rest = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(head.decode())
        return rest
