"""A cable with a server at one end and all its clients at the other, away from the network.

Relays refuse to send to loopback, so the packets go through two network stacks, as between real machines.
"""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from network.laboratory import Laboratory, Machine
from network.namespace import sweep

#: The server's address, and the prefix length of the network that has an address for each client.
SERVER, PREFIX = "10.77.0.1", 16


class Wire:
    """Two machines and a cable, until the end of a `with`."""

    def __enter__(self) -> "Wire":
        sweep()
        self._stack = ExitStack()
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        laboratory = Laboratory()
        self._stack.callback(laboratory.close)
        self.server: Machine = laboratory.machine("server")
        self.client: Machine = laboratory.machine("client")
        end = ("peer", "name", "eth0", "netns", self.client.name)
        self.server.run("ip", "link", "add", "eth0", "type", "veth", *end)
        for machine in (self.server, self.client):
            machine.run("ip", "link", "set", "eth0", "up")
        self.server.run("ip", "address", "add", f"{SERVER}/{PREFIX}", "dev", "eth0")
        self.server.ipv4 = SERVER
        self._addresses = 0
        return self

    def __exit__(self, *_) -> None:
        self._stack.close()

    def client_address(self) -> str:
        """Another address at the clients' end."""
        self._addresses += 1
        address = f"10.77.{self._addresses >> 8 | 1}.{self._addresses & 255}"
        self.client.run("ip", "address", "add", f"{address}/{PREFIX}", "dev", "eth0")
        return address
