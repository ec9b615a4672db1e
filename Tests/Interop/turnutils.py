"""coturn's own clients."""

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from network.laboratory import Machine
from turn_client import IceServer

#: Seconds after which a tool that repeats itself is not waited for any more.
PATIENCE = 60

#: Messages a client sends.
MESSAGES = 100

#: Milliseconds between them. Over TLS the client takes what it reads at once for one message, so that they must not
#: come close behind each other.
INTERVAL, TLS_INTERVAL = 5, 40

#: Bytes of a message on a channel, and of one in a Data indication: 100 of payload, and what stands before them.
CHANNEL_SIZE, INDICATION_SIZE = 104, 136


@dataclass(frozen=True)
class Run:
    """What a tool said."""

    status: int
    text: str

    @property
    def lost(self) -> int:
        """Packets that did not come back, by the statistics of `turnutils_uclient`."""
        return int(self._number(r"Total lost packets (\d+)"))

    @property
    def received(self) -> int:
        """Messages that came back."""
        return int(self._number(r"tot_send_msgs=\d+, tot_recv_msgs=(\d+)$"))

    def read(self, size: int) -> int:
        """Messages of this size that came back over TLS, by the sizes of what was read: the statistics do not count
        those behind the first one of a reading.
        """
        # Before, there are answers to requests.
        sending = self.text.partition("start_mclient")[2]
        readings = [int(reading) for reading in re.findall(r"response received: size=(\d+)", sending)]
        return sum(reading // size for reading in readings if reading % size == 0)

    @property
    def reflexive(self) -> set[str]:
        """The addresses, without port, that the server saw."""
        return {address.rpartition(":")[0] for address in re.findall(r"UDP reflexive addr: (\S+)", self.text)}

    def _number(self, pattern: str) -> str:
        found = re.findall(pattern, self.text, re.MULTILINE)
        assert found, f"status {self.status}\n{self.text}"
        return found[-1]


def run(machine: Machine, tool: str, *arguments: str) -> Run:
    """Runs `turnutils_<tool>` to its end."""
    result = subprocess.run(
        machine.command(f"turnutils_{tool}", *arguments),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE,
    )  # fmt: skip
    return Run(result.returncode, result.stdout)


@contextmanager
def echo(machine: Machine, host: str, port: int) -> Iterator[None]:
    """`turnutils_peer`, which sends back what comes to this address of the machine."""
    process = machine.spawn("turnutils_peer", "-L", host, "-p", str(port))
    try:
        machine.call(_wait_for_echo, host, port)
        yield
    finally:
        process.kill()
        process.wait()


def _wait_for_echo(host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((host, port))
        probe.settimeout(0.1)
        while True:
            try:
                probe.send(b"Are you there?")
                probe.recv(100)
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise


def uclient(machine: Machine, server: IceServer, *options: str) -> Run:
    """`turnutils_uclient` with the credentials and over the transport of `server`.

    `-c`: without a second allocation for RTCP; `-v`: says what it reads. By default it binds channels.
    """
    transport = {"udp": [], "tcp": ["-t"], "tls": ["-t", "-S"]}[server.transport]
    interval = TLS_INTERVAL if server.transport == "tls" else INTERVAL
    return run(
        machine, "uclient", *transport, "-c", "-v", "-p", str(server.port), "-u", server.name or "", "-w",
        server.password or "", "-n", str(MESSAGES), "-z", str(interval), *options, server.host,
    )  # fmt: skip
