"""Row 1: a file from page to page, beside the bare data channel."""

from person import made_file

from ..figures import MEGABYTE, median, ratios, spread
from ..outcome import Goal, Options, Outcome
from ..stage import Stage
from ..transfers import Run, by_bare_channel, through_the_page

TITLE = "Page to page"

SIZES = (20, 200, 1000)

#: The number of alternations for a size.
USUAL = 7

#: The file size, in MB, for several connections in parallel, and their number.
PARALLEL_SIZE, CONNECTIONS = 200, 4


def measure(options: Options) -> Outcome:
    """Measures Ferry and bare in turn, each in two new browser processes."""
    sizes = options.files(SIZES)
    alternations = options.times(USUAL)
    outcome = Outcome(
        f"{alternations} alternations of each size. Two Chromium processes on one"
        " machine over HTTP; Ferry keeps the file for saving, the bare page discards it."
        f" With {PARALLEL_SIZE} MB the bare page has a second turn with {CONNECTIONS} connections side by side."
        " Ratios pair by pair; median (least–most).",
        ["MB", "contestant", "MB/s", "ratio to bare", "CPU s/GB of both", "CPU ratio"],
    )
    with Stage() as stage:
        server = stage.serve()
        for size in sizes:
            file = made_file(stage.folder / "files", f"{size}.bin", size * MEGABYTE)
            ours, bare, parallel = [], [], []
            for _ in range(alternations):
                ours.append(through_the_page(stage, server, file))
                bare.append(by_bare_channel(stage, file))
                if size == PARALLEL_SIZE:
                    parallel.append(by_bare_channel(stage, file, CONNECTIONS))
            _compare(outcome, str(size), ours, bare)
            if parallel:
                outcome.lines.append(_line(str(size), f"bare, {CONNECTIONS} connections", parallel, bare))
            file.unlink()
    return outcome


def _compare(outcome: Outcome, size: str, ours: list[Run], bare: list[Run]) -> None:
    """Adds two lines and the goals of this size."""
    speed, cost = _ratios(ours, bare)
    outcome.lines.append(_line(size, "Ferry", ours, bare))
    outcome.lines.append(_line(size, "bare channel", bare))
    outcome.goals.append(Goal(f"{size} MB: speed, ratio to the bare channel", median(speed), 0.95, is_upper=False))
    outcome.goals.append(Goal(f"{size} MB: CPU of both, ratio to the bare channel", median(cost), 1.15))


def _line(size: str, name: str, runs: list[Run], bare: list[Run] | None = None) -> list[str]:
    """A line of the table, with ratios to `bare` if given."""
    rates, cpu = [run.rate for run in runs], [run.browser_cpu for run in runs]
    speed, cost = (spread(ratio) for ratio in _ratios(runs, bare)) if bare else ("", "")
    return [size, name, spread(rates, 1), speed, spread(cpu, 1), cost]


def _ratios(ours: list[Run], theirs: list[Run]) -> tuple[list[float], list[float]]:
    """The ratios of speed and of CPU, pair by pair."""
    return (
        ratios([run.rate for run in ours], [run.rate for run in theirs]),
        ratios([run.browser_cpu for run in ours], [run.browser_cpu for run in theirs]),
    )
