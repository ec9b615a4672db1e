"""Row 7: the time of a message to another device and its answer back."""

import os
import tempfile
import time
from pathlib import Path

from .. import contestants, signaling
from ..contestants import Server
from ..crowd import Crowd
from ..figures import median, quantile, ratios, spread
from ..outcome import Goal, Options, Outcome

TITLE = "Signaling round trip"

IDLE = 1_000

#: The round trips of a block. A new pair for each block keeps within the 200 messages that a client may send at once.
ROUND_TRIPS = 150

#: Round trips that warm up the caches of both sides, not counted.
WARM_UP = 20

#: The size of the candidate in each message, in bytes: with the other fields, about 600.
PADDING = 480


def measure(options: Options) -> Outcome:
    """Runs two servers with a thousand idle devices each; pairs talk on one, then on the other."""
    blocks = options.times(41, quick=5)
    cores = sorted(os.sched_getaffinity(0))
    # Waking another core costs more than either server's work: without pinning, this would measure the kernel's choice.
    places = {"with the client on one core": cores[0], "on a core of its own": cores[-1]}
    times: dict[str, dict[str, list[list[float]]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            contestants.ferry(folder, *signaling.CROWD) as ferry,
            contestants.bare_signaling(folder) as node,
            Crowd() as crowd,
        ):
            signaling.require_turn(ferry)
            for server in (ferry, node):
                crowd.open(IDLE, lambda number, server=server: _joined(server, number)[0])
            _talk(ferry, WARM_UP)
            _talk(node, ROUND_TRIPS * 10)
            os.sched_setaffinity(0, {cores[0]})
            try:
                for place, core in places.items():
                    times[place] = {"Ferry": [], "bare Node `ws`": []}
                    for server in (ferry, node):
                        server.pin(core)
                    for _ in range(blocks):
                        for kind, server in (("Ferry", ferry), ("bare Node `ws`", node)):
                            crowd.tend(0)
                            times[place][kind].append(_talk(server, ROUND_TRIPS))
            finally:
                os.sched_setaffinity(0, cores)

    outcome = Outcome(
        f"{blocks} blocks of {ROUND_TRIPS} round trips on each server and in each place, in turn, {IDLE:,} idle devices"
        " on both. Milliseconds from sending to the answer, in one client that does the same work for both.",
        ["server", "where it runs", "p50 of all", "p99 of all", "p50 of the blocks", "p99 of the blocks"],
    )
    for place, measured in times.items():
        _compare(outcome, place, measured)
    return outcome


def _compare(outcome: Outcome, place: str, measured: dict[str, list[list[float]]]) -> None:
    """Adds the lines and goals of one place."""
    for kind, blocks in measured.items():
        everything = [seconds * 1000 for block in blocks for seconds in block]
        outcome.lines.append(
            [
                kind,
                place,
                f"{median(everything):.3f}",
                f"{quantile(everything, 0.99):.3f}",
                spread([median(block) * 1000 for block in blocks], 3),
                spread([quantile(block, 0.99) * 1000 for block in blocks], 3),
            ]
        )
    ours, theirs = measured.values()
    p50, p99 = (
        ratios([quantile(block, share) for block in ours], [quantile(block, share) for block in theirs])
        for share in (0.5, 0.99)
    )
    outcome.lines.append(["ratio, block by block", place, "", "", spread(p50), spread(p99)])
    for name, ratio in (("p50", p50), ("p99", p99)):
        outcome.goals.append(Goal(f"{place}: {name}, ratio to bare Node, median", median(ratio), 1))


def _joined(server: Server, number: int):
    return signaling.joined(server, address=signaling.public_address(number))


def _talk(server: Server, count: int) -> list[float]:
    """Lets two new devices of one household talk, and returns the time of each round trip in seconds."""
    (one, one_id), (other, other_id) = _joined(server, IDLE), _joined(server, IDLE)
    one.send(type="offer", to=other_id, call="c", sdp="v=0")
    other.receive("offer")
    other.send(type="answer", to=one_id, call="c", sdp="v=0")
    one.receive("answer")
    candidate = {"type": "candidate", "call": "c", "candidate": "x" * PADDING, "mid": "0", "line": 0, "ufrag": None}
    times = []
    for _ in range(count):
        start = time.perf_counter()
        one.send(**candidate, to=other_id)
        other.receive("candidate")
        other.send(**candidate, to=one_id)
        one.receive("candidate")
        times.append(time.perf_counter() - start)
    one.close()
    other.close()
    return times
