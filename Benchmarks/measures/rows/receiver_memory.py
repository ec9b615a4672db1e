"""Row 3: what a received file takes of the receiver's memory."""

import threading
import time
from dataclasses import dataclass

from memory import proportional_set_size
from person import DIRECT, Person, made_file
from server import Server

from ..figures import MEBIBYTE, MEGABYTE
from ..outcome import Goal, Options, Outcome
from ..stage import Stage
from ..transfers import PATIENCE

TITLE = "Memory of the receiver"

SIZES = (200, 1000)

#: Seconds between two looks.
GLANCE = 0.25

#: Seconds in which a browser gives back what it does not need.
GIVING_BACK = 30.0

#: Seconds for which the page keeps a saved file, because the browser may still be reading it.
KEPT_AFTER_SAVING = 60.0


@dataclass
class Run:
    """Bytes of the receiving browser's whole process tree."""

    before: int
    peak: int
    after: int


def measure(options: Options) -> Outcome:
    """Receives by streaming (HTTPS), and into memory until it is saved (HTTP)."""
    sizes = options.files(SIZES)
    outcome = Outcome(
        "One run each. PSS of the receiving Chromium with all its processes, MiB: before, the most, and after the file"
        f" was saved, {GIVING_BACK:g} s later over HTTPS, where it is in the downloads by itself, and"
        f" {KEPT_AFTER_SAVING + GIVING_BACK:g} s later over HTTP, where the page keeps it for {KEPT_AFTER_SAVING:g} s.",
        ["page", "MB", "before", "peak", "growth", "after, beyond before"],
    )
    with Stage() as stage:
        server = stage.serve("--tls", "auto")
        for size in sizes:
            file = made_file(stage.folder / "files", f"{size}.bin", size * MEGABYTE)
            for kind in ("HTTPS, streaming", "HTTP"):
                run = _receive(stage, server, file, kind == "HTTPS, streaming")
                growth, left = (bytes / MEBIBYTE for bytes in (run.peak - run.before, run.after - run.before))
                columns = [f"{value:.0f}" for value in (run.before / MEBIBYTE, run.peak / MEBIBYTE, growth, left)]
                outcome.lines.append([kind, str(size), *columns])
                if kind == "HTTP":
                    share = growth * MEBIBYTE / (size * MEGABYTE)
                    outcome.goals.append(Goal(f"HTTP, {size} MB: growth, times the file", share, 1.1))
                else:
                    outcome.goals.append(Goal(f"HTTPS, {size} MB: growth, MB", growth * MEBIBYTE / MEGABYTE, 120))
            file.unlink()
    return outcome


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
        receiver.pause(GIVING_BACK if is_streaming else KEPT_AFTER_SAVING + GIVING_BACK)
        return Run(before, peak.bytes, proportional_set_size(receiver.process_id))
    finally:
        couple.close()


def _keep(person: Person, name: str, is_streaming: bool) -> None:
    saved = person.device.wait_for_download(name, 120) if is_streaming else person.save(name)
    saved.unlink()


class Peak:
    """The largest size of a process tree while it is watched."""

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
