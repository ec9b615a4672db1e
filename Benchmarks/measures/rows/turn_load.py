"""Row 11: the throughput of TURN, and its cost."""

import json
import subprocess
from dataclasses import dataclass

from .. import contestants
from ..figures import GIGABYTE, median, ratios, spread
from ..outcome import Goal, Options, Outcome
from ..relays import CONTESTANTS, Flow, Relay
from ..wire import Wire

TITLE = "TURN under load"

#: The number of allocations in use at once, and of packets in flight for each: a few times those of one connection.
FLOWS, WINDOW = 8, 16

#: Payload sizes in bytes: a small packet of a voice call, and a full one of a file.
SIZES = (120, 1_200)

#: Forms of data between the client and the relay: Chromium's, and Firefox's.
CARRIERS = {"channel": "ChannelData", "indication": "indications"}

DIRECTIONS = ("to-peer", "to-client")

BITS, MEGA = 8, 1e6


@dataclass(frozen=True)
class Load:
    """The figures of one load in one direction."""

    packets: int
    sent: int
    size: int
    seconds: float
    server_cpu: float
    client_cpu: float

    @property
    def gigabytes(self) -> float:
        """The delivered payload in GB."""
        return self.packets * self.size / GIGABYTE

    @property
    def rate(self) -> float:
        """Delivered packets per second."""
        return self.packets / self.seconds

    @property
    def lost(self) -> float:
        """Lost packets in per cent."""
        return 100 * (1 - self.packets / self.sent)


#: A comparison: carrier, size, direction.
Kind = tuple[str, int, str]


def measure(options: Options) -> Outcome:
    """Loads each server in turn, in every combination."""
    runs, seconds = options.times(3, quick=1), 0.3 if options.is_quick else 2
    kinds = [(carrier, size, direction) for carrier in CARRIERS for size in SIZES for direction in DIRECTIONS]
    loads: dict[str, dict[Kind, list[Load]]] = {name: {kind: [] for kind in kinds} for name in CONTESTANTS}
    for _ in range(runs):
        for name, start in CONTESTANTS.items():
            with Wire() as wire, start(wire) as relay:
                flows = {carrier: relay.flows(FLOWS, carrier == "channel") for carrier in CARRIERS}
                for kind in kinds:
                    loads[name][kind].append(_load(relay, flows[kind[0]], kind, seconds))

    outcome = Outcome(
        f"{runs} fresh servers each, in turn; {FLOWS} allocations over UDP, each with {WINDOW} packets under way for"
        f" {seconds:g} s, in one direction after the other; server and client at two ends of a virtual cable, on the"
        " same cores. Only delivered packets count; CPU and loss are of both directions together. Median (least–most).",
        ["packets", "server", "to peers, packets/s", "to clients, packets/s", "Mbit/s", "server CPU s/GB", "lost, %",
         "client CPU s/GB"],
    )  # fmt: skip
    for carrier, title in CARRIERS.items():
        for size in SIZES:
            for name in CONTESTANTS:
                both = [loads[name][carrier, size, direction] for direction in DIRECTIONS]
                outcome.lines.append([f"{title}, {size} bytes", name, *_figures(*both)])
    for carrier, title in CARRIERS.items():
        for size in SIZES:
            costs = {
                name: _costs(*(loads[name][carrier, size, direction] for direction in DIRECTIONS))
                for name in CONTESTANTS
            }
            ours, *others = costs
            for other in others:
                # Throughput per CPU second is the inverse of the cost.
                ratio = median(ratios(costs[other], costs[ours]))
                what = f"{title}, {size} bytes: throughput per CPU second, ratio to {other}"
                outcome.goals.append(Goal(what, ratio, 1, is_upper=False))
    return outcome


def _figures(out: list[Load], back: list[Load]) -> list[str]:
    pairs = list(zip(out, back, strict=True))
    megabits = [sum(load.rate * load.size for load in pair) / 2 * BITS / MEGA for pair in pairs]
    lost = [100 * (1 - sum(load.packets for load in pair) / sum(load.sent for load in pair)) for pair in pairs]
    client = [sum(load.client_cpu for load in pair) / sum(load.gigabytes for load in pair) for pair in pairs]
    return [
        spread([load.rate for load in out], 0),
        spread([load.rate for load in back], 0),
        spread(megabits, 0),
        spread(_costs(out, back)),
        spread(lost),
        spread(client),
    ]


def _costs(out: list[Load], back: list[Load]) -> list[float]:
    """The server's CPU seconds per GB, both directions together."""
    pairs = zip(out, back, strict=True)
    return [sum(load.server_cpu for load in pair) / sum(load.gigabytes for load in pair) for pair in pairs]


def _load(relay: Relay, flows: list[Flow], kind: Kind, seconds: float) -> Load:
    carrier, size, direction = kind
    descriptors = [(flow.client.transport.socket.fileno(), flow.peer.fileno()) for flow in flows]
    command = [contestants.load_client("turn-load"), carrier, direction, *map(str, (size, WINDOW, seconds))]
    command += [f"{one}:{other}:{flow.relayed[1]}" for (one, other), flow in zip(descriptors, flows, strict=True)]
    before = relay.server.cpu_seconds
    result = subprocess.run(command, pass_fds=sum(descriptors, ()), check=True, stdout=subprocess.PIPE, text=True)
    spent = relay.server.cpu_seconds - before
    load = json.loads(result.stdout)
    return Load(load["received"], load["sent"], size, load["seconds"], spent, load["cpu"])
