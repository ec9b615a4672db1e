"""Row 12: the memory of an allocation."""

import time

from ..figures import KIBIBYTE, MEBIBYTE, median, spread
from ..outcome import Goal, Options, Outcome
from ..relays import CONTESTANTS, Flow
from ..wire import Wire

TITLE = "Memory of an allocation"

#: The number of measured allocations, and of ones before: a server allocates some memory once, with the first ones.
COUNT, FIRST = 1_000, 8

#: The size of a packet in bytes: memory for reading is allocated when the first one arrives.
PACKET = 1_200

#: The time in which the last allocations settle, in seconds.
SETTLING = 1.0

#: The goal in KiB per allocation.
GOAL = 16


def measure(options: Options) -> Outcome:
    """Makes allocations, each with a channel to its peer, and measures the growth of the server."""
    runs = options.times(3, quick=1)
    grown: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    whole: dict[str, list[float]] = {name: [] for name in CONTESTANTS}
    for _ in range(runs):
        for name, start in CONTESTANTS.items():
            with Wire() as wire, start(wire) as relay:
                _use(relay.flows(FIRST, by_channel=True))
                time.sleep(SETTLING)
                before = relay.server.memory.resident
                _use(relay.flows(COUNT, by_channel=True))
                time.sleep(SETTLING)
                after = relay.server.memory.resident
            grown[name].append((after - before) / COUNT / KIBIBYTE)
            whole[name].append(after / MEBIBYTE)

    outcome = Outcome(
        f"{runs} fresh servers each, in turn; growth of resident memory by {COUNT:,} allocations over UDP, each with a"
        f" channel that carried a packet of {PACKET:,} bytes each way, divided by their number; Ferry's figure includes"
        " the signaling of their devices. Median (least–most).",
        ["server", "KiB an allocation", "resident with all, MiB"],
    )
    for name in CONTESTANTS:
        outcome.lines.append([name, spread(grown[name], 1), spread(whole[name], 1)])
    ours = next(iter(CONTESTANTS))
    outcome.goals.append(Goal(f"{ours}: KiB an allocation", median(grown[ours]), GOAL))
    return outcome


def _use(flows: list[Flow]) -> None:
    for flow in flows:
        flow.exchange(bytes(PACKET))
