"""Where a server is, and how to reach it."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, replace

#: Seconds for a connection to a machine that is on this one.
CONNECT_TIMEOUT = 10.0


def open_socket(host: str, port: int, source: str | None) -> socket.socket:
    """A TCP connection, from the address `source` if there is one."""
    return socket.create_connection((host, port), CONNECT_TIMEOUT, (source, 0) if source else None)


@dataclass(frozen=True)
class Address:
    """A server over plain HTTP, and the address of this machine to come from."""

    host: str
    port: int
    #: One of 127.0.0.0/8 makes a client of its own for limits that count by address.
    source: str | None = None
    #: Opens a TCP connection; another one can open it in another network namespace.
    opener: Callable[[str, int, str | None], socket.socket] = open_socket

    def coming_from(self, source: str) -> "Address":
        """The same server seen from another address."""
        return replace(self, source=source)

    @property
    def authority(self) -> str:
        """As in `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """As in `Origin`, for a page this server serves."""
        return f"http://{self.authority}"

    def url(self, path: str) -> str:
        """Of a WebSocket."""
        return f"ws://{self.authority}{path}"

    def connect(self) -> socket.socket:
        """A TCP connection."""
        return self.opener(self.host, self.port, self.source)
