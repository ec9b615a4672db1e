"""Row 3: the memory of the receiver of a file."""

import threading
import time
from dataclasses import dataclass

from memory import proportional_set_size
from person import DIRECT, Person, made_file
from server import Server

from ..figures import MEBIBYTE, MEGABYTE, median, spread
from ..outcome import Goal, Options, Outcome
from ..stage import Stage
from ..transfers import PATIENCE

TITLE = "Memory of the receiver"

SIZES = (200, 1000)

#: The time between two looks, in seconds.
GLANCE = 0.25

#: The time in which a browser returns unused memory, in seconds.
GIVING_BACK = 30.0

#: The time, in seconds, for which the URL of a saved file stays valid, also after discarding it: the browser may be
#: reading it.
KEPT_AFTER_SAVING = 60.0


#: The memory, in MB, that may remain after a file, and by which a streamed gigabyte may exceed 200 MB. It is a third of
#: the goal for streaming, and small beside the changes of the browser's own processes.
SLACK = 40.0

STREAMING, KEEPING = "HTTPS, streaming", "HTTP"


@dataclass
class Run:
    """The size of the receiving browser's process tree, in bytes."""

    before: int
    peak: int
    after: int

    @property
    def growth(self) -> int:
        """The peak minus the size before."""
        return self.peak - self.before

    @property
    def left(self) -> int:
        """The memory that was not returned."""
        return self.after - self.before


def measure(options: Options) -> Outcome:
    """Receives by streaming (HTTPS), and into memory until saved (HTTP)."""
    sizes, repetitions = options.files(SIZES), options.times(3)
    outcome = Outcome(
        f"{repetitions} new browsers each, in turn. PSS of the receiving Chromium with all its processes, MiB: before,"
        f" at its peak, and after the file was saved: {GIVING_BACK:g} s later over HTTPS, where it streams into the"
        f" downloads, and {KEPT_AFTER_SAVING + GIVING_BACK:g} s later over HTTP, where it was discarded and its address"
        f" is good for {KEPT_AFTER_SAVING:g} s. Median (least–most).",
        ["page", "MB", "before", "peak", "growth", "after, beyond before"],
    )
    runs: dict[tuple[str, int], list[Run]] = {(kind, size): [] for size in sizes for kind in (STREAMING, KEEPING)}
    with Stage() as stage:
        server = stage.serve("--tls", "auto")
        for size in sizes:
            file = made_file(stage.folder / "files", f"{size}.bin", size * MEGABYTE)
            for _ in range(repetitions):
                for kind in (STREAMING, KEEPING):
                    runs[kind, size].append(_receive(stage, server, file, kind == STREAMING))
            file.unlink()
    for (kind, size), of_kind in runs.items():
        figures = [[run.before, run.peak, run.growth, run.left] for run in of_kind]
        columns = [spread([bytes / MEBIBYTE for bytes in column], 0) for column in zip(*figures, strict=True)]
        outcome.lines.append([kind, str(size), *columns])
    _set_goals(outcome, runs, sizes)
    return outcome


def _set_goals(outcome: Outcome, runs: dict[tuple[str, int], list[Run]], sizes: tuple[int, ...]) -> None:
    growth = {key: median([run.growth for run in of_kind]) / MEGABYTE for key, of_kind in runs.items()}
    for kind, size in runs:
        if kind == STREAMING:
            outcome.goals.append(Goal(f"{kind}, {size} MB: growth, MB", growth[kind, size], 120, digits=0))
        else:
            outcome.goals.append(Goal(f"{kind}, {size} MB: growth, times the file", growth[kind, size] / size, 1.1))
        left = median([run.left for run in runs[kind, size]]) / MEGABYTE
        outcome.goals.append(Goal(f"{kind}, {size} MB: not given back, MB", left, SLACK, digits=0))
    more = growth[STREAMING, sizes[-1]] - growth[STREAMING, sizes[0]]
    what = f"{STREAMING}: growth with {sizes[-1]} MB beyond that with {sizes[0]} MB, MB"
    outcome.goals.append(Goal(what, more, SLACK, digits=0))


def _receive(stage: Stage, server: Server, file, is_streaming: bool) -> Run:
    authority = server.authority() if is_streaming else None
    receiver_url = server.secure_url if is_streaming else server.url
    couple = stage.couple(server.url, receiver_url, authority=authority)
    receiver = couple.receiver.device
    try:
        couple.connect(DIRECT)
        couple.sender.offer(file)
        receiver.find("button", "Accept").wait()
        receiver.pause(2)
        before = proportional_set_size(receiver.process_id)
        with Peak(receiver.process_id) as peak:
            couple.receiver.accept()
            receiver.time_of("received", PATIENCE)
            _keep(couple.receiver, file.name, is_streaming)
        if not is_streaming:
            receiver.find("button", "Discard").click()
        receiver.pause(GIVING_BACK if is_streaming else KEPT_AFTER_SAVING + GIVING_BACK)
        return Run(before, peak.bytes, proportional_set_size(receiver.process_id))
    finally:
        couple.close()


def _keep(person: Person, name: str, is_streaming: bool) -> None:
    saved = person.device.wait_for_download(name, 120) if is_streaming else person.save(name)
    saved.unlink()


class Peak:
    """The largest size of a process tree during observation."""

    def __init__(self, process_id: int):
        self._process_id = process_id
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.bytes = 0

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            self.bytes = max(self.bytes, proportional_set_size(self._process_id))
            time.sleep(GLANCE)
