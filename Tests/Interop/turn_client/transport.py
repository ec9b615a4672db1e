"""Transports between a client and a TURN server."""

import select
import socket
import ssl
from abc import ABC, abstractmethod

from .message import HEADER_SIZE

#: The timeout for a connection to a machine on this host, in seconds.
CONNECT_TIMEOUT = 5.0

#: A buffer size larger than any datagram.
LARGEST = 1 << 16


class Transport(ABC):
    """A carrier of whole messages."""

    #: Whether ChannelData is padded (RFC 8656, section 12.5).
    is_stream = False

    def __init__(self, connection: socket.socket):
        self.socket = connection

    @abstractmethod
    def send(self, message: bytes) -> None:
        """Sends a message."""

    @abstractmethod
    def receive(self, timeout: float) -> bytes | None:
        """The next message; None when none arrives for `timeout` seconds."""

    @property
    def local(self) -> tuple[str, int]:
        """This end's address and port."""
        return self.socket.getsockname()[:2]

    def close(self) -> None:
        """Closes the connection without a message."""
        self.socket.close()


class Datagrams(Transport):
    """UDP: a message in each datagram."""

    @classmethod
    def open(cls, host: str, port: int, source: str = "") -> "Datagrams":
        """A socket connected to one server, from the address `source` if given."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_DGRAM)
        if source:
            connection.bind((source, 0))
        connection.connect((host, port))
        return cls(connection)

    def send(self, message: bytes) -> None:
        self.socket.send(message)

    def receive(self, timeout: float) -> bytes | None:
        # Unlike `select`, `poll` supports more than a thousand descriptors.
        arrival = select.poll()
        arrival.register(self.socket, select.POLLIN)
        return self.socket.recv(LARGEST) if arrival.poll(timeout * 1000) else None


class Stream(Transport):
    """TCP or TLS: a stream of messages."""

    is_stream = True

    def __init__(self, connection: socket.socket):
        super().__init__(connection)
        self._unread = b""

    @classmethod
    def open(cls, host: str, port: int, tls: ssl.SSLContext | None = None) -> "Stream":
        """A connection; with a context, over TLS."""
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
