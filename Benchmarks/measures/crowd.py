"""Many devices at once, served by one loop."""

import select
import ssl
import time
from collections.abc import Callable
from contextlib import suppress

from .websocket import CLOSE, PING, PONG, WebSocket, frame

#: The number of sockets opened between two turns of the loop, so that pings of open ones are answered.
GROUP = 500


class Crowd:
    """Sockets that read, answer pings and count the other messages."""

    def __init__(self):
        self.sockets: list[WebSocket] = []
        #: Messages received, without pings and pongs.
        self.messages = 0
        #: Bytes of those messages, without frame headers.
        self.bytes = 0
        #: The time of the last message, by the monotonic clock.
        self.last_message = 0.0
        #: Called with each payload.
        self.heard: Callable[[bytes], None] = lambda payload: None
        self._poll = select.epoll()
        self._by_descriptor: dict[int, WebSocket] = {}

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_) -> None:
        self._poll.close()
        for socket in self.sockets:
            socket.close()

    def open(self, count: int, make: Callable[[int], WebSocket]) -> float:
        """Adds `count` sockets; `make` gets their numbers from 0. Returns the seconds that it took."""
        start = time.monotonic()
        for number in range(count):
            self.add(make(number))
            if number % GROUP == GROUP - 1:
                self.tend(0)
        return time.monotonic() - start

    def add(self, socket: WebSocket) -> None:
        """Adds a socket."""
        socket.connection.setblocking(False)
        self.sockets.append(socket)
        self._by_descriptor[socket.connection.fileno()] = socket
        self._poll.register(socket.connection, select.EPOLLIN)

    def remove(self, count: int) -> list[WebSocket]:
        """Removes `count` sockets from the loop, still open."""
        removed, self.sockets = self.sockets[:count], self.sockets[count:]
        for socket in removed:
            self._poll.unregister(socket.connection)
            del self._by_descriptor[socket.connection.fileno()]
        return removed

    def tend(self, seconds: float) -> None:
        """Reads messages for a while; with 0, the ones already there."""
        deadline = time.monotonic() + seconds
        while True:
            left = max(0.0, deadline - time.monotonic())
            events = self._poll.poll(left, maxevents=4096)
            for descriptor, _ in events:
                self._read(self._by_descriptor[descriptor])
            if not events and left == 0:
                return
            if seconds and time.monotonic() > deadline:
                return

    def tend_until_quiet(self, quiet: float, most: float = 60) -> None:
        """Reads until nothing has arrived for `quiet` seconds, at most for `most` seconds."""
        end = time.monotonic() + most
        self.last_message = time.monotonic()
        while time.monotonic() < min(end, self.last_message + quiet):
            self.tend(min(0.05, quiet))

    def _read(self, socket: WebSocket) -> None:
        with suppress(BlockingIOError, ssl.SSLWantReadError):
            while True:
                data = socket.connection.recv(1 << 18)
                socket.feed(data)
                if len(data) < 1 << 14:
                    break
        for opcode, payload in socket.frames():
            if opcode == PING:
                socket.connection.send(frame(PONG, payload))
            elif opcode == CLOSE:
                raise ConnectionError(f"the server closed a socket of the crowd: {payload!r}")
            elif opcode != PONG:
                self.messages += 1
                self.bytes += len(payload)
                self.last_message = time.monotonic()
                self.heard(payload)
