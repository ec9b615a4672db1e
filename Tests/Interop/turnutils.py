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

#: The time limit for a tool that repeats its tests, in seconds.
PATIENCE = 60

#: The number of messages that a client sends.
MESSAGES = 100

#: The interval between messages, in milliseconds. Over TLS the client treats everything that it reads at once as one
#: message, so messages must not follow each other closely.
INTERVAL, TLS_INTERVAL = 5, 40

#: The size of a message on a channel, and of one in a Data indication, in bytes: 100 of payload, and the headers.
CHANNEL_SIZE, INDICATION_SIZE = 104, 136


@dataclass(frozen=True)
class Run:
    """The result of a tool."""

    status: int
    text: str

    @property
    def lost(self) -> int:
        """The number of packets that did not come back, by the statistics of `turnutils_uclient`."""
        return int(self._number(r"Total lost packets (\d+)"))

    @property
    def received(self) -> int:
        """The number of messages that came back."""
        return int(self._number(r"tot_send_msgs=\d+, tot_recv_msgs=(\d+)$"))

    def read(self, size: int) -> int:
        """The number of messages of this size that came back over TLS, computed from the sizes of reads: the statistics
        count only the first message of a read.
        """
        # The text before contains responses to requests.
        sending = self.text.partition("start_mclient")[2]
        readings = [int(reading) for reading in re.findall(r"response received: size=(\d+)", sending)]
        return sum(reading // size for reading in readings if reading % size == 0)

    @property
    def reflexive(self) -> set[str]:
        """The reflexive addresses, without port."""
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
    """Runs `turnutils_peer`, which returns everything that arrives at this address of the machine."""
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

    `-c`: no second allocation for RTCP; `-v`: prints what it reads. By default it binds channels.
    """
    transport = {"udp": [], "tcp": ["-t"], "tls": ["-t", "-S"]}[server.transport]
    interval = TLS_INTERVAL if server.transport == "tls" else INTERVAL
    return run(
        machine, "uclient", *transport, "-c", "-v", "-p", str(server.port), "-u", server.name or "", "-w",
        server.password or "", "-n", str(MESSAGES), "-z", str(interval), *options, server.host,
    )  # fmt: skip
