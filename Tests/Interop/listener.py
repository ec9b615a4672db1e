"""A socket for datagrams that are, or are not, to arrive."""

import select
import socket

from network.laboratory import Machine


class Listener:
    """A UDP socket on all addresses of a machine, of both families."""

    def __init__(self, machine: Machine, port: int = 0):
        self._machine = machine
        self._socket: socket.socket = machine.call(_open, port)
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> "Listener":
        return self

    def __exit__(self, *_) -> None:
        self._socket.close()

    @property
    def address(self) -> tuple[str, int]:
        """Its IPv4 address and port on the network."""
        return self._machine.ipv4, self.port

    @property
    def address6(self) -> tuple[str, int]:
        """Its IPv6 address and port on the network."""
        return self._machine.ipv6, self.port

    def receive(self, timeout: float = 15) -> tuple[bytes, tuple[str, int]] | None:
        """The next datagram, with its sender; None when none arrives in time."""
        if not select.select([self._socket], [], [], timeout)[0]:
            return None
        data, sender = self._socket.recvfrom(1 << 16)
        return data, (sender[0].removeprefix("::ffff:"), sender[1])

    def send(self, data: bytes, to: tuple[str, int]) -> None:
        """Sends a datagram."""
        host, port = to
        self._socket.sendto(data, (host if ":" in host else f"::ffff:{host}", port))


def _open(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    listener.bind(("::", port))
    return listener
