"""Starts the server under test, and observes it from outside."""

import asyncio
import contextlib
import http.client
import os
import random
import resource
import signal
import socket
import ssl
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from ferry_client import Address

ROOT = Path(__file__).resolve().parents[2]

#: The release binary, or the one named by `FERRY_BINARY`.
BINARY = Path(os.environ.get("FERRY_BINARY", ROOT / "bin" / "ferry")).resolve()

#: The limit on the time to start or to stop, in seconds.
START_PATIENCE = 20.0

#: The time between two looks at something that is changing, in seconds.
GLANCE = 0.05


class FerryServer:
    """A running `ferry serve` on a free port of loopback."""

    def __init__(
        self,
        state: Path,
        *options: str,
        listen: str = "127.0.0.1",
        tls: bool = False,
        descriptors: tuple[int, int] | None = None,
        banner: int | None = None,
        errors: int | None = None,
    ):
        """A server that listens on `listen`; clients connect to 127.0.0.1.

        `tls`: `address` is HTTPS, with a certificate of the server's own authority. `descriptors`: the soft and the
        hard limit on file descriptors. `banner`, `errors`: files for standard output and standard error, instead of
        `log`.
        """
        if not BINARY.is_file():
            raise FileNotFoundError(f"no server at {BINARY}: run `make build`, or set FERRY_BINARY")
        state.mkdir(parents=True, exist_ok=True)
        self.state = state
        self.options = ("--host", listen, *options)
        self.descriptors = descriptors
        self._outputs = banner, errors
        self.log = state / "log.txt"
        #: The address of plain HTTP, which the server also serves when `address` is HTTPS.
        self.plain = Address("127.0.0.1", _free_port())
        secure = Address("127.0.0.1", _free_port())
        if tls:
            self.options += ("--tls", "auto", "--tls-port", str(secure.port))
        self._process = self._start()
        self.address = replace(secure, trust=self._authority()) if tls else self.plain

    def _start(self) -> subprocess.Popen:
        limits = self.descriptors
        banner, errors = self._outputs
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [
                    BINARY,
                    "serve",
                    "--port",
                    str(self.plain.port),
                    "--state",
                    self.state / "state",
                    *self.options,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log if banner is None else banner,
                stderr=log if errors is None else errors,
                preexec_fn=None if limits is None else lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limits),
            )
        self._process = process
        deadline = time.monotonic() + START_PATIENCE
        while True:
            try:
                if self.get("/healthz")[0] == 200:
                    return process
            except OSError:
                pass
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise RuntimeError(f"ferry did not start: {self.log.read_text(errors='replace')}")
            time.sleep(0.02)

    def restart(self) -> None:
        """Restarts the server on the same port with the same state."""
        self.stop()
        self._process = self._start()

    def stop(self) -> None:
        """Stops the server as an operator does; fails when it takes longer than the promised time and a margin."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(START_PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()

    @property
    def exit_code(self) -> int | None:
        """The exit code of the process, None while it runs; negative when a signal ended it."""
        return self._process.poll()

    @property
    def is_running(self) -> bool:
        """Whether the started process is still running."""
        return self._process.poll() is None

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page."""
        status, body = self._fetch(path)
        return status, body.decode()

    def _authority(self) -> ssl.SSLContext:
        """Trust in the server's authority only, downloaded as the page describes."""
        status, certificate = self._fetch("/ca.crt")
        assert status == 200, certificate
        return ssl.create_default_context(cadata=certificate)

    def _fetch(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.plain.host, self.plain.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def metric(self, name: str) -> float:
        """The value of one metric, with its labels: `ferry_devices{room="lan"}`."""
        status, text = self.get("/metrics")
        assert status == 200, text
        for line in text.splitlines():
            if line.startswith(f"{name} "):
                return float(line.split(" ")[1])
        raise KeyError(f"{name} is not among the metrics")

    async def settles(self, name: str, value: float, timeout: float = 20.0) -> None:
        """Waits until a metric has a value. A server out of descriptors does not answer and so has not settled."""
        now: float | OSError | None = None
        try:
            async with asyncio.timeout(timeout):
                while now != value:
                    await asyncio.sleep(0 if now is None else GLANCE)
                    try:
                        now = await asyncio.to_thread(self.metric, name)
                    except OSError as error:
                        now = error
        except TimeoutError:
            raise AssertionError(f"{name} is {now!r} and not {value} after {timeout} s") from None

    async def shrinks(self, limit: int, timeout: float = 20.0) -> int:
        """Waits until the server's own memory has fallen to `limit` bytes; returns its size then."""
        deadline = time.monotonic() + timeout
        while self.anonymous_memory > limit and time.monotonic() < deadline:
            await asyncio.sleep(GLANCE)
        return self.anonymous_memory

    @property
    def anonymous_memory(self) -> int:
        """The private (anonymous) memory of the process, in bytes."""
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("the kernel does not tell")

    @property
    def open_descriptors(self) -> int:
        """Number of file descriptors that the process has open."""
        return len(os.listdir(f"/proc/{self._process.pid}/fd"))


def _free_port() -> int:
    """A port below the ephemeral range, so that no other socket takes it before the server does."""
    while True:
        with contextlib.suppress(OSError), socket.socket() as probe:
            port = random.randrange(10_000, 32_000)
            probe.bind(("127.0.0.1", port))
            return port
