"""`iceServers` of signaling messages: URLs of RFC 7064 and RFC 7065 with their credentials."""

import re
from dataclasses import dataclass
from typing import Any

URL = re.compile(
    r"(?P<scheme>stuns?|turns?):(?P<host>\[[^]]+\]|[^:?]+)(:(?P<port>\d+))?(\?transport=(?P<transport>\w+))?"
)

DEFAULT_PORTS = {"stun": 3478, "turn": 3478, "stuns": 5349, "turns": 5349}


@dataclass(frozen=True)
class IceServer:
    """A parsed URL with its credentials."""

    scheme: str
    host: str
    port: int
    #: `udp`, `tcp` or `tls`.
    transport: str
    name: str | None = None
    password: str | None = None


def servers(entries: list[dict[str, Any]]) -> list[IceServer]:
    """The servers of all URLs."""
    found = []
    for entry in entries:
        urls = [entry["urls"]] if isinstance(entry["urls"], str) else entry["urls"]
        for url in urls:
            parts = URL.fullmatch(url)
            assert parts, f"{url} is no URL of STUN or TURN"
            scheme = parts["scheme"]
            secure = scheme.endswith("s")
            found.append(
                IceServer(
                    scheme,
                    parts["host"].strip("[]"),
                    int(parts["port"] or DEFAULT_PORTS[scheme]),
                    "tls" if secure else parts["transport"] or "udp",
                    entry.get("username"),
                    entry.get("credential"),
                )
            )
    return found


def choose(entries: list[dict[str, Any]], transport: str = "udp", version: int = 4) -> IceServer:
    """The TURN server for `udp`, `tcp` or `tls`, with an IPv4 or an IPv6 address."""
    for server in servers(entries):
        if (
            server.scheme.startswith("turn")
            and server.transport == transport
            and (":" in server.host) == (version == 6)
        ):
            return server
    raise AssertionError(f"no TURN over {transport} and IPv{version} in {entries}")


def stun_address(entries: list[dict[str, Any]]) -> tuple[str, int]:
    """The address for Binding requests: every TURN server over UDP answers them."""
    server = next(server for server in servers(entries) if server.transport == "udp")
    return server.host, server.port
