"""Minimal devices of docs/protocol.md."""

import ssl

from .contestants import Server
from .websocket import WebSocket

#: Options with which each socket of a crowd can name its own address in a forwarding header, and so have its own room;
#: TURN is offered as usual, which behind a proxy needs an external address.
CROWD = ("--trust-proxy", "127.0.0.0/8", "--external-ip", "203.0.113.7")


def device(server: Server, *, address: str | None = None, tls: ssl.SSLContext | None = None) -> WebSocket:
    """A socket on which nothing was sent; `address`: the client's address in its forwarding header."""
    port = server.secure_port if tls else server.port
    return WebSocket(port, "/signal", "ferry.signal.1", tls=tls, forwarded_for=address)


def hello(socket: WebSocket, name: str = "Device") -> None:
    """Sends `hello`."""
    socket.send(type="hello", protocol=1, name=name, kind="desktop", webrtc=True, availability="open")


def joined(server: Server, *, address: str | None = None, tls: ssl.SSLContext | None = None) -> tuple[WebSocket, str]:
    """A device in its room, and its ID."""
    socket = device(server, address=address, tls=tls)
    hello(socket)
    return socket, socket.receive("welcome")["id"]


def require_turn(server: Server) -> None:
    """Fails when a server offers no TURN, as people's servers do: its memory would be smaller."""
    socket = device(server, address=public_address(0))
    hello(socket)
    if not socket.receive("welcome")["server"]["turn"]:
        raise RuntimeError("Ferry offers no TURN")
    socket.close()


def public_address(number: int) -> str:
    """A public IPv4 address for each number below 2^24: a household of its own."""
    return f"20.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def relay_pair(server: Server) -> tuple[WebSocket, WebSocket]:
    """The two ends of a pairing, joined."""
    (caller, caller_id), (called, called_id) = joined(server), joined(server)
    caller.send(type="relay-request", to=called_id, call="c")
    called.receive("relay-request")
    called.send(type="relay-accept", to=caller_id, call="c")
    tokens = [socket.receive("relay-ready")["token"] for socket in (caller, called)]
    ends = tuple(WebSocket(server.port, "/relay", "ferry.relay.1", token) for token in tokens)
    for end in ends:
        _wait_until_open(end)
    for socket in (caller, called):
        socket.send(type="bye")
        socket.close()
    return ends


def _wait_until_open(end: WebSocket) -> None:
    """Waits for the server's first message, which means that both ends are there."""
    while not any(True for _ in end.frames()):
        end.feed(end.connection.recv(1024))
