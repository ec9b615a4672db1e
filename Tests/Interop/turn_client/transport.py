"""Ways from a client to a TURN server."""

import select
import socket
import ssl
from abc import ABC, abstractmethod

from .message import HEADER_SIZE

#: Seconds for a connection to a machine that is on this one.
CONNECT_TIMEOUT = 5.0

#: More than any datagram.
LARGEST = 1 << 16


class Transport(ABC):
    """Carries whole messages."""

    #: Whether ChannelData is padded (RFC 8656, section 12.5).
    is_stream = False

    def __init__(self, connection: socket.socket):
        self.socket = connection

    @abstractmethod
    def send(self, message: bytes) -> None:
        """Sends a message."""

    @abstractmethod
    def receive(self, timeout: float) -> bytes | None:
        """The next message, None when none comes for `timeout` seconds."""

    @property
    def local(self) -> tuple[str, int]:
        """This end's address and port."""
        return self.socket.getsockname()[:2]

    def close(self) -> None:
        """Goes without a word."""
        self.socket.close()


class Datagrams(Transport):
    """UDP: a datagram, a message."""

    @classmethod
    def open(cls, host: str, port: int, source: str = "") -> "Datagrams":
        """A socket that talks to one server only, from the address `source` if there is one."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_DGRAM)
        if source:
            connection.bind((source, 0))
        connection.connect((host, port))
        return cls(connection)

    def send(self, message: bytes) -> None:
        self.socket.send(message)

    def receive(self, timeout: float) -> bytes | None:
        # Unlike `select`, `poll` takes more than a thousand descriptors.
        arrival = select.poll()
        arrival.register(self.socket, select.POLLIN)
        return self.socket.recv(LARGEST) if arrival.poll(timeout * 1000) else None


class Stream(Transport):
    """TCP or TLS: messages one behind the other."""

    is_stream = True

    def __init__(self, connection: socket.socket):
        super().__init__(connection)
        self._unread = b""

    @classmethod
    def open(cls, host: str, port: int, tls: ssl.SSLContext | None = None) -> "Stream":
        """A connection; over TLS with a context."""
        connection = socket.create_connection((host, port), CONNECT_TIMEOUT)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return cls(tls.wrap_socket(connection, server_hostname=host) if tls else connection)

    def send(self, message: bytes) -> None:
        self.socket.settimeout(CONNECT_TIMEOUT)
        self.socket.sendall(message + bytes(-len(message) % 4))

    def receive(self, timeout: float) -> bytes | None:
        self.socket.settimeout(timeout)
        while (message := self._message()) is None:
            try:
                data = self.socket.recv(LARGEST)
            except TimeoutError:
                return None
            if not data:
                raise ConnectionError("the server closed the connection")
            self._unread += data
        return message

    def _message(self) -> bytes | None:
        if len(self._unread) < 4:
            return None
        length = int.from_bytes(self._unread[2:4])
        size = 4 + length if self._unread[0] & 0xC0 == 0x40 else HEADER_SIZE + length
        padded = size + 3 & ~3
        if len(self._unread) < padded:
            return None
        message, self._unread = self._unread[:size], self._unread[padded:]
        return message
