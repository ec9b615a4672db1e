"""Row 9: how long after a click two devices are connected."""

from collections.abc import Callable

from person import Person

from ..figures import quantile, spread
from ..outcome import Goal, Options, Outcome
from ..stage import Stage

TITLE = "From a click to a connection"

#: Seconds for the page to find itself again after a reload.
PATIENCE = 30


def measure(options: Options) -> Outcome:
    """Sends a first message again and again, each time from pages that were loaded anew."""
    repetitions = options.times(20, quick=3)
    outcome = Outcome(
        f"{repetitions} times each, both pages loaded anew every time; two Chromium processes on one machine."
        " Milliseconds after the click on 'Send', median (least–most).",
        ["what", "ms", "p90"],
    )
    with Stage() as stage:
        server = stage.serve()
        _add(outcome, "data channel open", 300, _times(stage, server.url, repetitions, _until_channel_open))
        relayed = _times(stage, server.url, repetitions, _until_relayed, without_webrtc=True)
        _add(outcome, "first byte on the relay, partner without WebRTC", 300, relayed)
        stage.drop_udp()
        blocked = _times(stage, server.url, options.times(5, quick=1), _until_relayed)
        _add(outcome, "first byte on the relay, UDP blocked", None, blocked)
    return outcome


def _add(outcome: Outcome, what: str, goal: float | None, times: list[float]) -> None:
    milliseconds = [seconds * 1000 for seconds in times]
    outcome.lines.append([what, spread(milliseconds, 0), f"{quantile(milliseconds, 0.9):.0f}"])
    if goal:
        outcome.goals.append(Goal(f"{what}: p50, ms", quantile(milliseconds, 0.5), goal, digits=0))


def _times(
    stage: Stage, url: str, count: int, end: Callable[[Person, Person], float], without_webrtc: bool = False
) -> list[float]:
    one, other = stage.couple(url, without_webrtc=without_webrtc)
    try:
        times = [_once(one, other, 0, end)]
        for number in range(1, count):
            for person in (one, other):
                person.device.reload()
            for person in (one, other):
                person.sees(timeout=PATIENCE)
                person.turn_to()
            times.append(_once(one, other, number, end))
        return times
    finally:
        one.device.close()
        other.device.close()


def _once(one: Person, other: Person, number: int, end: Callable[[Person, Person], float]) -> float:
    text = f"message {number}"
    one.device.find("textbox", "Message").fill(text)
    one.device.find("button", "Send").click()
    other.reads(text, PATIENCE)
    return end(one, other) - one.device.time_of("clicked")


def _until_channel_open(one: Person, other: Person) -> float:
    return one.device.time_of("channelOpen")


def _until_relayed(one: Person, other: Person) -> float:
    return other.device.time_of("relayed")
