"""Debian's coturn as an independent STUN server and client."""

import re
import subprocess
import time
from pathlib import Path

from internet import Internet
from kernel import KernelInternet
from network.laboratory import Machine

#: STUN's port.
PORT = 3478

#: The output of `turnutils_natdiscovery`, with the laboratory's terms.
BEHAVIOR = re.compile(
    r"NAT with (Endpoint Independent|Address Dependent|Address and Port Dependent) (Mapping|Filtering)!"
)

#: Limit on the server's start, in seconds.
START = 10


def serve_stun(world: Internet | KernelInternet, folder: Path) -> subprocess.Popen:
    """Starts a STUN server on all IPv4 addresses of a world's server; with two of them it supports RFC 5780."""
    folder.mkdir(parents=True, exist_ok=True)
    addresses = [address for address in world.server_addresses if ":" not in address]
    listening = [option for address in addresses for option in ("-L", address)]
    process = world.server.spawn(
        "turnserver", "-n", *listening, "--listening-port", str(PORT), "--stun-only", "--no-tls", "--no-dtls",
        "--no-cli", "--userdb", str(folder / "turndb"), "--pidfile", str(folder / "turnserver.pid"),
        "--log-file", "stdout", "--simple-log",
        stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
    )  # fmt: skip
    wait_for_answer(world.server, addresses[0])
    return process


def wait_for_answer(host: Machine, address: str) -> None:
    """Waits until a STUN server answers `host`."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        client = host.spawn(
            "turnutils_stunclient", address, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            if "reflexive addr" in client.communicate(timeout=1)[0]:
                return
        except subprocess.TimeoutExpired:
            client.kill()
            client.communicate()
        time.sleep(0.1)
    raise TimeoutError(f"no STUN server at {address}")


def start_discovery(host: Machine, server: str, *tests: str) -> subprocess.Popen:
    """Starts RFC 5780's tests from `host`: `-m` mapping, `-f` filtering, `-H` hairpinning."""
    return host.spawn(
        "turnutils_natdiscovery", *tests, server, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def discovered(process: subprocess.Popen) -> dict[str, str]:
    """The findings of the tests: `mapping` and `filtering`, in the words of a scenario."""
    output = process.communicate(timeout=60)[0]
    found = {what.lower(): name.lower().replace(" ", "-") for name, what in BEHAVIOR.findall(output)}
    assert found, output
    return found
