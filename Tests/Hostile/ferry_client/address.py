"""Where a server is, and how to reach it."""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

#: Seconds for a connection to a machine that is on this one.
CONNECT_TIMEOUT = 10.0


def open_socket(host: str, port: int, source: str | None) -> socket.socket:
    """A TCP connection, from the address `source` if there is one."""
    return socket.create_connection((host, port), CONNECT_TIMEOUT, (source, 0) if source else None)


@dataclass(frozen=True)
class Address:
    """A server over HTTP or HTTPS, and the address of this machine to come from."""

    host: str
    port: int
    #: One of 127.0.0.0/8 makes a client of its own for limits that count by address.
    source: str | None = None
    #: Opens a TCP connection; another one can open it in another network namespace.
    opener: Callable[[str, int, str | None], socket.socket] = open_socket
    #: Which authorities vouch for the server; without it, it is spoken to over plain HTTP.
    trust: ssl.SSLContext | None = None

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
        return f"{'https' if self.trust else 'http'}://{self.authority}"

    def url(self, path: str) -> str:
        """Of a WebSocket."""
        return f"{'wss' if self.trust else 'ws'}://{self.authority}{path}"

    @property
    def encryption(self) -> dict[str, Any]:
        """Arguments of asyncio's and websockets' functions that make a connection TLS, if it is to be."""
        return {"ssl": self.trust, "server_hostname": self.host} if self.trust else {}

    @property
    def unencrypted(self) -> "Address":
        """The same port for those who do not shake hands there, and say what they like."""
        return replace(self, trust=None)

    def connect(self) -> socket.socket:
        """A TCP connection, before any TLS."""
        return self.opener(self.host, self.port, self.source)
