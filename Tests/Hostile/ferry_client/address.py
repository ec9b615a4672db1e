"""The address of a server, and the way to connect to it."""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

#: The timeout for a connection to a machine on this host, in seconds.
CONNECT_TIMEOUT = 10.0


def open_socket(host: str, port: int, source: str | None) -> socket.socket:
    """A TCP connection, from the address `source` if there is one."""
    return socket.create_connection((host, port), CONNECT_TIMEOUT, (source, 0) if source else None)


@dataclass(frozen=True)
class Address:
    """A server over HTTP or HTTPS, and the local address to connect from."""

    host: str
    port: int
    #: The local address. Each one of 127.0.0.0/8 is a separate client for limits by address.
    source: str | None = None
    #: Opens a TCP connection; a replacement can do so in another network namespace.
    opener: Callable[[str, int, str | None], socket.socket] = open_socket
    #: The trusted authorities; without them, plain HTTP is used.
    trust: ssl.SSLContext | None = None

    def coming_from(self, source: str) -> "Address":
        """The same server seen from another address."""
        return replace(self, source=source)

    @property
    def authority(self) -> str:
        """The value of `Host`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The value of `Origin` of a page from this server."""
        return f"{'https' if self.trust else 'http'}://{self.authority}"

    def url(self, path: str) -> str:
        """The URL of a WebSocket."""
        return f"{'wss' if self.trust else 'ws'}://{self.authority}{path}"

    @property
    def encryption(self) -> dict[str, Any]:
        """Arguments for asyncio and websockets that make a connection use TLS, if needed."""
        return {"ssl": self.trust, "server_hostname": self.host} if self.trust else {}

    @property
    def unencrypted(self) -> "Address":
        """The same port without a TLS handshake, for sending arbitrary bytes."""
        return replace(self, trust=None)

    def connect(self) -> socket.socket:
        """A TCP connection, before any TLS."""
        return self.opener(self.host, self.port, self.source)
