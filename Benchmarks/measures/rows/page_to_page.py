"""Row 1: a file from page to page, beside the bare data channel."""

from person import made_file

from ..figures import MEGABYTE, median, ratios, spread
from ..outcome import Goal, Options, Outcome
from ..stage import Stage
from ..transfers import Run, by_bare_channel, through_the_page

TITLE = "Page to page"

SIZES = (20, 200, 1000)

#: Alternations by size: a gigabyte takes a minute each way.
USUAL = {20: 7, 200: 7, 1000: 3}


def measure(options: Options) -> Outcome:
    """Ferry, bare, Ferry, bare, each in two new browser processes."""
    sizes = options.files(SIZES)
    counts = {size: options.times(USUAL.get(size, 7)) for size in sizes}
    outcome = Outcome(
        f"Alternations: {', '.join(f'{counts[size]} of {size} MB' for size in sizes)}. Two Chromium processes on one"
        " machine over HTTP; Ferry keeps the file for saving, the bare page throws it away. Ratios pair by pair;"
        " median (least–most).",
        ["MB", "contestant", "MB/s", "ratio to bare", "CPU s/GB of both", "CPU ratio"],
    )
    with Stage() as stage:
        server = stage.serve()
        for size in sizes:
            file = made_file(stage.folder / "files", f"{size}.bin", size * MEGABYTE)
            ours, bare = [], []
            for _ in range(counts[size]):
                ours.append(through_the_page(stage, server, file))
                bare.append(by_bare_channel(stage, file))
            compare(outcome, str(size), ours, bare, "bare channel")
            if size == 200 and not options.repetitions:
                parallel = [by_bare_channel(stage, file, 4) for _ in range(3)]
                outcome.lines.append(_line(str(size), "bare, 4 connections", parallel, "", ""))
            file.unlink()
    return outcome


def compare(outcome: Outcome, size: str, ours: list[Run], bare: list[Run], name: str, goal: float = 0.95) -> None:
    """Adds two lines and the goals of this size."""
    speed = ratios([run.rate for run in ours], [run.rate for run in bare])
    cost = ratios([run.browser_cpu for run in ours], [run.browser_cpu for run in bare])
    outcome.lines.append(_line(size, "Ferry", ours, spread(speed), spread(cost)))
    outcome.lines.append(_line(size, name, bare, "", ""))
    outcome.goals.append(Goal(f"{size} MB: speed, ratio to the {name}", median(speed), goal, is_upper=False))
    outcome.goals.append(Goal(f"{size} MB: CPU of both, ratio to the {name}", median(cost), 1.15))


def _line(size: str, name: str, runs: list[Run], speed: str, cost: str) -> list[str]:
    rates, cpu = [run.rate for run in runs], [run.browser_cpu for run in runs]
    return [size, name, spread(rates, 1), speed, spread(cpu, 1), cost]
