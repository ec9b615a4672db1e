"""The measured servers, each in its own process."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import processes
from .paths import BARE, BENCHMARKS, BUILT, FERRY

if TYPE_CHECKING:
    from network.laboratory import Machine

#: Limit on the time to start, and to stop, in seconds.
PATIENCE = 20.0

#: The folder of Debian's packages for Node. Only Debian's own Node searches it by default.
NODE_PATH = "/usr/share/nodejs"


@dataclass(frozen=True)
class Certificate:
    """PEM files for HTTPS."""

    chain: Path
    key: Path


class Server:
    """A server on loopback or on a machine of the laboratory, until the end of a `with`."""

    def __init__(
        self,
        name: str,
        command: list[str],
        ports: list[int],
        folder: Path,
        machine: "Machine | None" = None,
        **environment: str,
    ):
        self.name = name
        #: The server's address.
        self.host = machine.ipv4 if machine else "127.0.0.1"
        self._machine = machine
        self.port = ports[0]
        #: The port of HTTPS, if there is one.
        self.secure_port = ports[-1]
        self._log = folder / f"{name}.log"
        command = machine.command(*command) if machine else command
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **environment}
            )
        for port in ports:
            self._wait_for(port)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def cpu_seconds(self) -> float:
        """The CPU time used so far."""
        return processes.cpu_seconds(self._process.pid)

    def pin(self, core: int) -> None:
        """Restricts the server to one core from now on."""
        processes.pin(self._process.pid, core)

    @property
    def memory(self) -> processes.Memory:
        """The present memory."""
        return processes.memory(self._process.pid)

    def _wait_for(self, port: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._connect(port).close()
                return
            except OSError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    self._process.kill()
                    raise RuntimeError(f"{self.name} does not start:\n{self._log.read_text()}") from error
                time.sleep(0.02)

    def _connect(self, port: int) -> socket.socket:
        if self._machine:
            return self._machine.call(socket.create_connection, (self.host, port), 1)
        return socket.create_connection((self.host, port), 1)


def ferry(folder: Path, *options: str, certificate: Certificate | None = None) -> Server:
    """`ferry serve` with its own state folder."""
    ports = _free_ports(2 if certificate else 1)
    command = [str(FERRY), "serve", "--host", "127.0.0.1", "--port", str(ports[0]), "--state", str(folder / "state")]
    command += ["--qr", "never", "--log-level", "warning", *options]
    if certificate:
        command += [
            "--tls-port",
            str(ports[1]),
            "--tls-cert",
            str(certificate.chain),
            "--tls-key",
            str(certificate.key),
        ]
    return Server("ferry", command, ports, folder)


def bare_hummingbird(folder: Path, certificate: Certificate | None = None) -> Server:
    """Hummingbird with one response, built with Ferry's flags."""
    program = BENCHMARKS / "BareHummingbird" / ".build" / "release" / "BareHummingbird"
    if not program.exists():
        raise SystemExit("bench: the bare Hummingbird is not built; Benchmarks/BareHummingbird/build builds it")
    ports = _free_ports(2 if certificate else 1)
    secure = [str(ports[-1]), str(certificate.chain), str(certificate.key)] if certificate else []
    return Server("bare-hummingbird", [str(program), str(ports[0]), *secure], ports, folder)


def bare_relay(folder: Path) -> Server:
    """The forwarder of ten lines on Node and `ws`."""
    return _node(folder, BARE / "bare-relay.js")


def bare_signaling(folder: Path) -> Server:
    """The minimal signaling server on Node and `ws`."""
    return _node(folder, BENCHMARKS / "node" / "bare-signaling.js")


def self_signed(folder: Path) -> Certificate:
    """A certificate for loopback with an elliptic curve key, like those of `--tls auto`."""
    certificate = Certificate(folder / "loopback.crt", folder / "loopback.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "1"]
        + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        + ["-out", str(certificate.chain), "-keyout", str(certificate.key)],
        check=True,
        capture_output=True,
    )
    return certificate


def load_client(name: str) -> Path:
    """A client of `load`, compiled if its source is newer."""
    source = BENCHMARKS / "load" / f"{name}.c"
    program = BUILT / name
    newest = max(path.stat().st_mtime for path in (source, *source.parent.glob("*.h")))
    if not program.exists() or program.stat().st_mtime < newest:
        BUILT.mkdir(exist_ok=True)
        subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", str(program), str(source)], check=True)
    return program


def _node(folder: Path, script: Path) -> Server:
    port = _free_ports(1)[0]
    return Server(script.stem, ["node", str(script)], [port], folder, PORT=str(port), NODE_PATH=NODE_PATH)


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
