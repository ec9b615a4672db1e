"""Row 8: the throughput of the relay, and its memory for a stopped receiver."""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .. import contestants, signaling
from ..contestants import Server
from ..figures import GIGABYTE, MEBIBYTE, MEGABYTE, median, spread
from ..outcome import Goal, Options, Outcome
from ..websocket import WebSocket

TITLE = "Relay under load"

#: The number of pairs that stop receiving.
STOPPED = 16

#: The most bytes pushed into a pair whose receiver has stopped.
MOST_PUSHED = 300 * MEGABYTE

#: The time, in seconds, after which the bytes for a stopped receiver no longer move.
SETTLING = 0.5

Pair = tuple[WebSocket, WebSocket]


@dataclass
class Run:
    """The figures of one load."""

    rate: float
    server_cpu: float
    client_cpu: float


def measure(options: Options) -> Outcome:
    """Fills one pair, four pairs and the bare relay in turn; then pairs whose receivers have stopped."""
    runs, size = options.times(5, quick=2), (1 if options.is_quick else 4) * GIGABYTE
    kinds: dict[str, tuple[Callable[[Path], Server], Callable[[Server], Pair], int]] = {
        "Ferry, 1 pair": (contestants.ferry, signaling.relay_pair, 1),
        "Ferry, 4 pairs": (contestants.ferry, signaling.relay_pair, 4),
        "bare Node `ws`, 1 pair": (contestants.bare_relay, _bare_pair, 1),
    }
    measured: dict[str, list[Run]] = {kind: [] for kind in kinds}
    for _ in range(runs):
        for kind, (start, make, count) in kinds.items():
            # The bare relay is slower, and a longer run would not tell more.
            measured[kind].append(_load(start, make, count, size if "Ferry" in kind else size // 4))

    outcome = Outcome(
        f"{runs} fresh servers each, in turn; {size / GIGABYTE:g} GB (the bare relay a quarter of it) in messages of"
        " 64 KiB, pipes always full, TLS off; client and server share this machine's cores. Median (least–most).",
        ["relay", "MB/s", "server CPU s/GB", "client CPU s/GB"],
    )
    for kind, loads in measured.items():
        columns = [[run.rate for run in loads], [run.server_cpu for run in loads], [run.client_cpu for run in loads]]
        outcome.lines.append([kind, spread(columns[0], 0), spread(columns[1]), spread(columns[2])])
    one = measured["Ferry, 1 pair"]
    outcome.goals.append(Goal("1 pair: MB/s", median([run.rate for run in one]), 800, is_upper=False, digits=0))
    outcome.goals.append(Goal("1 pair: server CPU s/GB", median([run.server_cpu for run in one]), 1.0))

    stops = range(options.times(3))
    kept = [_kept_for_stopped(contestants.ferry, signaling.relay_pair, STOPPED) for _ in stops]
    bare = [_kept_for_stopped(contestants.bare_relay, _bare_pair, 1)]
    outcome.lines.append([f"Ferry, {STOPPED} stopped receivers, growth", f"{spread(kept)} MiB a pair", "", ""])
    outcome.lines.append(["bare Node `ws`, 1 stopped receiver, growth", f"{spread(bare, 0)} MiB a pair", "", ""])
    outcome.goals.append(Goal("stopped receiver: MiB a pair", median(kept), 4))
    return outcome


def _load(start: Callable[[Path], Server], make: Callable[[Server], Pair], count: int, size: int) -> Run:
    with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as server:
        pairs = [make(server) for _ in range(count)]
        before = server.cpu_seconds
        result = _push(pairs, size // count)
        spent = server.cpu_seconds - before
        gigabytes = result["received"] / GIGABYTE
        _close(pairs)
    return Run(result["received"] / MEGABYTE / result["seconds"], spent / gigabytes, result["cpu"] / gigabytes)


def _kept_for_stopped(start: Callable[[Path], Server], make: Callable[[Server], Pair], count: int) -> float:
    """The server's growth per pair, in MiB, once it takes no more."""
    with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as server:
        pairs = [make(server) for _ in range(count)]
        before = server.memory.resident
        _push(pairs, MOST_PUSHED, "--stopped")
        time.sleep(SETTLING)
        grown = server.memory.resident - before
        _close(pairs)
    return grown / count / MEBIBYTE


def _push(pairs: list[Pair], size: int, *options: str) -> dict:
    descriptors = [[end.connection.fileno() for end in pair] for pair in pairs]
    command = [
        contestants.load_client("relay-load"),
        *options,
        str(size),
        *(f"{sender}:{taker}" for sender, taker in descriptors),
    ]
    result = subprocess.run(command, pass_fds=sum(descriptors, []), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(result.stdout)


def _bare_pair(server: Server) -> Pair:
    return WebSocket(server.port), WebSocket(server.port)


def _close(pairs: list[Pair]) -> None:
    for pair in pairs:
        for end in pair:
            end.close()
