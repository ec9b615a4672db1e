"""The server under test: the release binary on a machine of the laboratory."""

import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from network.laboratory import Machine

#: The release binary, or the one named by `FERRY`.
BINARY = Path(os.environ.get("FERRY", Path(__file__).resolve().parents[2] / "bin" / "ferry"))

#: A folder to serve the page from (web/ of the source), so that a change of the page can be tried without a build.
ASSETS = ("--assets", os.environ["FERRY_ASSETS"]) if "FERRY_ASSETS" in os.environ else ()

#: The default ports.
HTTP_PORT = 8080
HTTPS_PORT = 8443

#: Limits on the time to start and to stop, in seconds. The server promises to stop within five, but the machine may be
#: busy.
START = 20
STOP = 15


class Server:
    """`ferry serve` with a state directory of its own, which a restart keeps."""

    def __init__(self, machine: Machine, folder: Path, *options: str):
        self.machine = machine
        self.state = folder / "state"
        self.log = folder / "server.log"
        self._options = options
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """The address of the page on the network."""
        return f"http://{self.machine.ipv4}:{HTTP_PORT}/"

    @property
    def secure_url(self) -> str:
        """The HTTPS address of the page, if the options enable it."""
        return f"https://{self.machine.ipv4}:{HTTPS_PORT}/"

    @property
    def process_id(self) -> int:
        assert self._process, "the server is not running"
        return self._process.pid

    def start(self) -> "Server":
        """Starts the server and waits until it reports that it is healthy."""
        with self.log.open("a") as log:
            self._process = self.machine.spawn(
                str(BINARY), "serve", "--state", str(self.state), "--qr", "never", *ASSETS, *self._options,
                env={"HOME": str(self.state.parent), "PATH": "/usr/bin:/bin"}, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + START
        while True:
            try:
                assert self.get("healthz")
                return self
            except OSError as error:
                assert self._process.poll() is None, f"the server ended:\n{self.log.read_text()}"
                assert time.monotonic() < deadline, f"the server does not answer: {error}\n{self.log.read_text()}"
            time.sleep(0.05)

    def get(self, path: str) -> bytes:
        """The response of the server on its own loopback."""

        def fetch():
            with urllib.request.urlopen(f"http://127.0.0.1:{HTTP_PORT}/{path}", timeout=5) as response:
                return response.read()

        return self.machine.call(fetch)

    def authority(self) -> Path:
        """The certificate of the local authority, downloaded as the page describes."""
        path = self.log.with_name("ferry-authority.crt")
        path.write_bytes(self.get("ca.crt"))
        return path

    def stop(self) -> None:
        """Stops the server as an administrator does; fails when it does not stop in time."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kills the server, as a power cut would."""
        self._end(signal.SIGKILL)

    def is_running(self) -> bool:
        """Whether the process is running."""
        return self._process is not None and self._process.poll() is None

    def _end(self, how: signal.Signals) -> None:
        assert self._process, "the server is not running"
        self._process.send_signal(how)
        self._process.wait(STOP)
        self._process = None
