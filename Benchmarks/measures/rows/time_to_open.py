"""Row 9: the time from a click to a connection."""

from collections.abc import Callable

from ..couple import Couple
from ..figures import median, quantile, spread
from ..outcome import Goal, Options, Outcome
from ..stage import Stage

TITLE = "From a click to a connection"


def measure(options: Options) -> Outcome:
    """Sends a first message repeatedly, each time from newly loaded pages."""
    repetitions, fewer = options.times(20, quick=3), options.times(10, quick=1)
    outcome = Outcome(
        f"{repetitions} times each, the last two {fewer} times, both pages loaded anew every time; two Chromium"
        " processes on one machine. Milliseconds after the click on 'Send', median (least–most).",
        ["event", "ms", "p90"],
    )
    with Stage() as stage:
        server = stage.serve()
        _add(outcome, "data channel open", 300, _times(stage, server.url, repetitions, _until_channel_open))
        relayed = _times(stage, server.url, repetitions, _until_relayed, without_webrtc=True)
        _add(outcome, "first byte on the relay, partner without WebRTC", 300, relayed)
        stage.drop_udp()
        blocked = _times(stage, server.url, fewer, _until_channel_open)
        _add(outcome, "data channel open by TURN over TCP, UDP blocked", 300, blocked)
        server.kill()
        pages_only = stage.serve("--turn", "off")
        relayed = _times(stage, pages_only.url, fewer, _until_relayed)
        _add(outcome, "first byte on the relay, UDP blocked and no TURN", 300, relayed)
    return outcome


def _add(outcome: Outcome, what: str, goal: float, times: list[float]) -> None:
    milliseconds = [seconds * 1000 for seconds in times]
    outcome.lines.append([what, spread(milliseconds, 0), f"{quantile(milliseconds, 0.9):.0f}"])
    outcome.goals.append(Goal(f"{what}: p50, ms", median(milliseconds), goal, digits=0))


def _times(
    stage: Stage, url: str, count: int, end: Callable[[Couple], float], without_webrtc: bool = False
) -> list[float]:
    couple = stage.couple(url, without_webrtc=without_webrtc)
    try:
        times = [_once(couple, 0, end)]
        for number in range(1, count):
            couple.reload()
            times.append(_once(couple, number, end))
        return times
    finally:
        couple.close()


def _once(couple: Couple, number: int, end: Callable[[Couple], float]) -> float:
    text = f"message {number}"
    couple.sender.device.find("textbox", "Message").fill(text)
    couple.sender.device.find("button", "Send").click()
    couple.receiver.reads(text)
    return end(couple) - couple.sender.device.time_of("clicked")


def _until_channel_open(couple: Couple) -> float:
    return couple.sender.device.time_of("channelOpen")


def _until_relayed(couple: Couple) -> float:
    return couple.receiver.device.time_of("relayed")
