"""Row 10: the rate of answered Binding requests."""

import json

from .. import contestants
from ..figures import median, ratios, spread
from ..outcome import Goal, Options, Outcome
from ..relays import CONTESTANTS, TURN_PORT
from ..wire import Wire

TITLE = "STUN answers"

#: The number of clients, and of requests in flight for each.
SOCKETS, WINDOW = 16, 8

MICROSECONDS = 1e6


def measure(options: Options) -> Outcome:
    """Loads each server in turn as fast as it answers."""
    runs, seconds = options.times(5, quick=1), 0.5 if options.is_quick else 2
    rates, costs, losses, clients = ({name: [] for name in CONTESTANTS} for _ in range(4))
    for _ in range(runs):
        for name, start in CONTESTANTS.items():
            with Wire() as wire, start(wire) as relay:
                # The clients' end of the wire needs an address.
                wire.client_address()
                before = relay.server.cpu_seconds
                result = _ask(wire, relay.server.host, seconds)
                spent = relay.server.cpu_seconds - before
            answers = result["received"]
            rates[name].append(answers / result["seconds"])
            costs[name].append(spent / answers * MICROSECONDS)
            losses[name].append(100 * (1 - answers / result["sent"]))
            clients[name].append(result["cpu"] / answers * MICROSECONDS)

    outcome = Outcome(
        f"{runs} fresh servers each, in turn; {seconds:g} s of Binding requests over UDP from {SOCKETS} sockets with"
        f" {WINDOW} each under way; server and client at two ends of a virtual cable. Median (least–most).",
        ["server", "answers a second", "server CPU µs an answer", "unanswered, %", "client CPU µs an answer"],
    )
    for name in CONTESTANTS:
        figures = (spread(rates[name], 0), spread(costs[name]), spread(losses[name]), spread(clients[name]))
        outcome.lines.append([name, *figures])
    names = list(CONTESTANTS)
    for other in names[1:]:
        ratio = median(ratios(costs[names[0]], costs[other]))
        outcome.goals.append(Goal(f"CPU an answer, ratio to {other}", ratio, 1))
    return outcome


def _ask(wire: Wire, host: str, seconds: float) -> dict:
    command = [str(contestants.load_client("stun-load")), host, *map(str, (TURN_PORT, SOCKETS, WINDOW, seconds))]
    return json.loads(wire.client.run(*command))
