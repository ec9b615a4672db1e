"""Row 6: a thousand devices in one room."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .. import contestants, signaling
from ..crowd import Crowd
from ..figures import MEGABYTE, median, spread
from ..outcome import Goal, Options, Outcome

TITLE = "A thousand devices in one room"

DEVICES = 1_000

#: The time of silence, in seconds, after which all messages have arrived; the server batches changes for 0.05.
QUIET = 0.5

#: The same after devices vanish: the server waits 5 seconds for them to come back.
QUIET_AFTER_VANISHING = 6.0

#: A field that is once in every description of a device, and nowhere else.
DEVICE_FIELD = b'"webrtc":'


@dataclass
class Phase:
    """The cost of one change of the whole room."""

    cpu: float
    seconds: float
    messages: int
    bytes: int


def measure(options: Options) -> Outcome:
    """Opens all sockets; all send `hello` at once, half of them `bye` at once, and all but one of the rest vanish."""
    repetitions = options.times(5)
    names = ("opening 1,000 sockets", "1,000 joining at once", "500 saying bye at once", "499 vanishing at once")
    phases: dict[str, list[Phase]] = {name: [] for name in names}
    for _ in range(repetitions):
        for name, phase in zip(names, _fill_and_empty(), strict=True):
            phases[name].append(phase)
    outcome = Outcome(
        f"{repetitions} fresh servers with `--room-members {DEVICES}`. Time is until the last message has arrived;"
        " messages and bytes are those to all devices together. Median (least–most).",
        ["phase", "server CPU, s", "time, s", "messages", "MB"],
    )
    for name, measured in phases.items():
        outcome.lines.append(
            [
                name,
                spread([phase.cpu for phase in measured]),
                spread([phase.seconds for phase in measured]),
                spread([phase.messages for phase in measured], 0),
                spread([phase.bytes / MEGABYTE for phase in measured], 1),
            ]
        )
    opening, joining = (phases[name] for name in names[:2])
    both = [one.cpu + other.cpu for one, other in zip(opening, joining, strict=True)]
    alone = median([phase.cpu for phase in joining])
    outcome.goals.append(Goal("1,000 joining: server CPU, s", alone, 0.5))
    outcome.goals.append(Goal("1,000 joining, with the opening of their sockets: server CPU, s", median(both), 0.5))
    return outcome


def _fill_and_empty() -> list[Phase]:
    told = 0

    def count(payload: bytes) -> None:
        nonlocal told
        told += payload.count(DEVICE_FIELD)

    limits = ("--room-members", str(DEVICES), "--sockets-per-address", str(DEVICES * 2))
    with tempfile.TemporaryDirectory() as folder, contestants.ferry(Path(folder), *limits) as server, Crowd() as crowd:
        crowd.heard = count
        marks = [(server.cpu_seconds, crowd.messages, crowd.bytes)]
        seconds = []

        def end_of_phase(taken: float) -> None:
            seconds.append(taken)
            marks.append((server.cpu_seconds, crowd.messages, crowd.bytes))

        end_of_phase(crowd.open(DEVICES, lambda number: signaling.device(server)))

        start = time.monotonic()
        for number, socket in enumerate(crowd.sockets):
            signaling.hello(socket, f"Device {number}")
        crowd.tend_until_quiet(QUIET)
        end_of_phase(crowd.last_message - start)
        # Every device gets the descriptions of itself and of all others.
        if told != DEVICES * DEVICES:
            raise RuntimeError(f"{DEVICES} devices were told of {told} and not of {DEVICES * DEVICES}")

        leaving = crowd.remove(DEVICES // 2)
        start = time.monotonic()
        for socket in leaving:
            socket.send(type="bye")
        crowd.tend_until_quiet(QUIET)
        end_of_phase(crowd.last_message - start)
        for socket in leaving:
            socket.close()

        start = time.monotonic()
        for socket in crowd.remove(len(crowd.sockets) - 1):
            socket.connection.close()
        crowd.tend_until_quiet(QUIET_AFTER_VANISHING)
        end_of_phase(crowd.last_message - start)
    return [
        Phase(after[0] - before[0], taken, after[1] - before[1], after[2] - before[2])
        for before, after, taken in zip(marks, marks[1:], seconds, strict=False)
    ]
