"""One transfer between two new browser processes, by the page and by the bare pages."""

from dataclasses import dataclass
from pathlib import Path

from person import DIRECT, ENCRYPTED, RELAY
from server import Server

from . import processes
from .browser import Browser
from .figures import GIGABYTE, MEGABYTE
from .paths import BARE
from .stage import Stage

#: Parameters of the bare channel's page, by its own description.
CHANNEL = {
    "pcs": 1, "chans": 1, "chunk": 65536, "ordered": True, "src": "bigslice",
    "high": 4194304, "low": 1048576, "sink": "count",
}  # fmt: skip

#: Parameters of the bare socket's page.
SOCKET = {"chunk": 65536, "high": 8388608}

#: The time limit for a gigabyte on a busy machine, in seconds.
PATIENCE = 900

#: The bare relay's port on the stage.
RELAY_PORT = 9000


@dataclass
class Run:
    """The figures of one transfer."""

    #: The time from the moment data may flow to the receiving page's last byte, in seconds.
    seconds: float
    #: CPU seconds per GB of both browsers.
    browser_cpu: float
    #: CPU seconds per GB of the server.
    server_cpu: float
    #: The file's size in bytes.
    size: int

    @property
    def rate(self) -> float:
        """The rate in MB per second."""
        return self.size / MEGABYTE / self.seconds


class Meter:
    """Measures the CPU time of browsers and server from its creation on."""

    def __init__(self, browsers: tuple[Browser, Browser], server: int | None = None):
        self._browsers = browsers
        self._server = server
        self._before = self._spent()

    def run(self, seconds: float, size: int) -> Run:
        """The run so far, for `size` bytes."""
        browsers, server = (after - before for before, after in zip(self._before, self._spent(), strict=True))
        return Run(seconds, browsers / size * GIGABYTE, server / size * GIGABYTE, size)

    def _spent(self) -> tuple[float, float]:
        return (
            sum(browser.cpu_seconds for browser in self._browsers),
            processes.cpu_seconds(self._server) if self._server else 0.0,
        )


def through_the_page(stage: Stage, server: Server, file: Path, way=DIRECT, is_secure: bool = False) -> Run:
    """Measures Ferry, from the click on 'Accept' to the card that says 'Received'; the path is open before."""
    couple = stage.secure_couple(server) if is_secure else stage.couple(server.url)
    browsers = (couple.sender.device, couple.receiver.device)
    try:
        couple.connect(way)
        couple.sender.offer(file)
        browsers[1].find("button", "Accept").wait()
        meter = Meter(browsers, server.process_id)
        couple.receiver.accept()
        received = browsers[1].time_of("received", PATIENCE)
        run = meter.run(received - browsers[1].time_of("clicked"), file.stat().st_size)
        couple.receiver.goes(way)
        return run
    finally:
        couple.close()


def by_bare_channel(stage: Stage, file: Path, connections: int = 1) -> Run:
    """Measures the bare data channel; with more `connections`, as many in parallel."""
    options = CHANNEL | {"pcs": connections}
    one, other = stage.browser(), stage.browser()
    try:
        for browser in (one, other):
            browser.open((BARE / "bare-channel.html").as_uri())
        one.pick(file)
        offers = one.evaluate("(options) => offer(options)", options)
        size = file.stat().st_size
        answers = other.evaluate("(options, offers, size) => answer(options, offers, size)", options, offers, size)
        one.evaluate("(answers) => accept(answers)", answers)
        meter = Meter((one, other))
        start = one.evaluate("() => send()")
        end = other.evaluate("() => rx.done")
        return meter.run((end - start) / 1000, size)
    finally:
        _close(one, other)


def by_bare_socket(stage: Stage, file: Path) -> Run:
    """Measures the bare socket through the bare relay on Node."""
    environment = {"PORT": str(RELAY_PORT), "NODE_PATH": "/usr/share/nodejs", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    relay = stage.machine.spawn("node", str(BARE / "bare-relay.js"), env=environment)
    one, other = stage.browser(), stage.browser()
    try:
        stage.machine.wait_for_port(RELAY_PORT)
        for browser in (one, other):
            browser.open((BARE / "bare-socket.html").as_uri())
            browser.evaluate("(url, options) => join(url, options)", f"ws://127.0.0.1:{RELAY_PORT}/", SOCKET)
        one.pick(file)
        size = file.stat().st_size
        other.evaluate("(size) => expect(size)", size)
        meter = Meter((one, other), relay.pid)
        start = one.evaluate("() => send()")
        end = other.evaluate("() => rx.done")
        return meter.run((end - start) / 1000, size)
    finally:
        _close(one, other)
        relay.terminate()
        relay.wait()


def through_the_relay(stage: Stage, server: Server, file: Path, is_secure: bool = False) -> Run:
    """Measures Ferry's relay, on a stage without UDP."""
    return through_the_page(stage, server, file, ENCRYPTED if is_secure else RELAY, is_secure)


def _close(*browsers: Browser) -> None:
    for browser in browsers:
        browser.close()
