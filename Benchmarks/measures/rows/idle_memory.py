"""Row 4: the memory of an idle server."""

import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from .. import contestants
from ..contestants import Server
from ..figures import MEBIBYTE, median, spread
from ..outcome import Goal, Options, Outcome
from ..processes import Memory

TITLE = "Server at rest"

#: The time from the first response to the measurement, in seconds.
REST = 2.0


def measure(options: Options) -> Outcome:
    """Starts each server several times in turn, requests its health once, and reads its memory after a while."""
    starts = options.times(5, quick=2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificate = contestants.self_signed(folder)
        servers: dict[str, Callable[[], Server]] = {
            "Ferry": lambda: contestants.ferry(folder),
            "bare Hummingbird": lambda: contestants.bare_hummingbird(folder),
            "Ferry, HTTP and HTTPS": lambda: contestants.ferry(folder, certificate=certificate),
            "bare Hummingbird, HTTP and HTTPS": lambda: contestants.bare_hummingbird(folder, certificate),
            "bare Node `ws`": lambda: contestants.bare_relay(folder),
        }
        seen: dict[str, list[Memory]] = {name: [] for name in servers}
        for _ in range(starts):
            for name, start in servers.items():
                seen[name].append(_at_rest(start))

    outcome = Outcome(
        f"{starts} starts each, in turn; {REST:g} s after the first answer. MiB, median (least–most).",
        ["server", "anonymous", "resident"],
    )
    for name, memories in seen.items():
        anonymous = [memory.anonymous / MEBIBYTE for memory in memories]
        resident = [memory.resident / MEBIBYTE for memory in memories]
        outcome.lines.append([name, spread(anonymous), spread(resident)])
        if name.startswith("Ferry"):
            outcome.goals.append(Goal(f"{name}: anonymous, MiB", median(anonymous), 5))
            outcome.goals.append(Goal(f"{name}: resident, MiB", median(resident), 32 if "HTTPS" in name else 24))
    return outcome


def _at_rest(start: Callable[[], Server]) -> Memory:
    with start() as server:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/healthz") as answer:
            answer.read()
        time.sleep(REST)
        return server.memory
