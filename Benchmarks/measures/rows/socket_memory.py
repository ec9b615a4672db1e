"""Row 5: the memory of a connected, idle device."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from .. import contestants, signaling
from ..contestants import Server
from ..crowd import Crowd
from ..figures import KIBIBYTE, MEBIBYTE, median, spread
from ..outcome import Goal, Options, Outcome
from ..websocket import WebSocket, secure_context

TITLE = "Memory of a signaling socket"

#: The time in which the last joins settle, in seconds.
SETTLING = 1.0

#: Goals in KiB per socket.
PLAIN_GOAL, TLS_GOAL = 8, 28


def measure(options: Options) -> Outcome:
    """Connects crowds in which each device is alone, with its own public address in a forwarding header."""
    repetitions = options.times(3)
    context = secure_context()

    def plain(server: Server) -> Callable[[int], WebSocket]:
        return lambda number: signaling.joined(server, address=signaling.public_address(number))[0]

    def secure(server: Server) -> Callable[[int], WebSocket]:
        return lambda number: signaling.joined(server, address=signaling.public_address(number), tls=context)[0]

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificate = contestants.self_signed(folder)
        kinds: dict[str, tuple[Callable[[], Server], Callable[[Server], Callable[[int], WebSocket]], float | None]] = {
            "Ferry, HTTP": (lambda: contestants.ferry(folder, *signaling.CROWD), plain, PLAIN_GOAL),
            "Ferry, HTTPS": (
                lambda: contestants.ferry(folder, *signaling.CROWD, certificate=certificate),
                secure,
                TLS_GOAL,
            ),
            "bare Node `ws`, HTTP": (lambda: contestants.bare_signaling(folder), plain, None),
        }
        outcome = Outcome(
            f"{repetitions} fresh servers each, in turn; growth of resident memory from one device to all, divided by"
            " their number, each device in a room of its own. Median (least–most).",
            ["server", "devices", "KiB a socket", "resident with all, MiB", "joins a second"],
        )
        with contestants.ferry(folder, *signaling.CROWD) as server:
            signaling.require_turn(server)
        for count in (1_000, 10_000):
            grown: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in kinds}
            for _ in range(repetitions):
                for kind, (start, maker, _) in kinds.items():
                    grown[kind].append(_grow(start, maker, count))
            for kind, measured in grown.items():
                per_socket, resident, rate = ([column[i] for column in measured] for i in range(3))
                outcome.lines.append([kind, f"{count:,}", spread(per_socket, 1), spread(resident, 1), spread(rate, 0)])
                if goal := kinds[kind][2]:
                    outcome.goals.append(Goal(f"{kind}, {count:,} devices: KiB a socket", median(per_socket), goal))
    return outcome


def _grow(
    start: Callable[[], Server], maker: Callable[[Server], Callable[[int], WebSocket]], count: int
) -> tuple[float, float, float]:
    """KiB per socket, MiB of all, joins per second."""
    with start() as server, Crowd() as crowd:
        make = maker(server)
        # A server allocates some memory once, with its first device.
        crowd.add(make(count))
        crowd.tend(SETTLING)
        before = server.memory.resident
        seconds = crowd.open(count, make)
        crowd.tend(SETTLING)
        after = server.memory.resident
    return (after - before) / count / KIBIBYTE, after / MEBIBYTE, count / seconds
