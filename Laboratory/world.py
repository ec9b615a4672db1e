"""A world of namespaces: every machine has one TUN device, and all of them are attached to one simulated network."""

import json
import os
import subprocess
from pathlib import Path

from network.laboratory import Machine
from network.namespace import Namespace

ROOT = Path(__file__).resolve().parents[1]

#: The laboratory's router, or the program named by `NETWORK_LABORATORY`.
BINARY = Path(os.environ.get("NETWORK_LABORATORY", ROOT / "bin" / "network-laboratory"))

#: The name of every machine's only interface. Browsers take `tun0` for a VPN.
INTERFACE = "eth0"

#: The MTU in bytes, as on Ethernet.
MTU = 1500

#: The number of packets that the device queues for the router, as a network card does.
QUEUE = 2000


class Host(Machine):
    """A machine whose interface is attached to the simulated network."""

    def __init__(self, name: str, segment: str, addresses: tuple[str, ...], link: dict):
        super().__init__(name)
        self.label = name
        self.link = link
        self.segment = segment
        self.addresses: list[str] = []
        self._take(addresses)

    def plug_in(self) -> None:
        """Configures the interface, once it exists, with its addresses and default routes."""
        self.run("ip", "link", "set", INTERFACE, "mtu", str(MTU), "txqueuelen", str(QUEUE), "addrgenmode", "none")
        self.run("ip", "link", "set", INTERFACE, "up")
        for address in self.addresses:
            self._add(address)
        self.set_routes()

    def set_routes(self) -> None:
        """Sets default routes to the network, for the families of its addresses."""
        for family, has in (("-4", self.ipv4), ("-6", self.ipv6)):
            if has:
                self.run("ip", family, "route", "replace", "default", "dev", INTERFACE)

    def readdress(self, *addresses: str) -> None:
        """Replaces the addresses, as on a change of network."""
        old = self.addresses
        self._take(addresses)
        for address in self.addresses:
            if address not in old:
                self._add(address)
        for address in old:
            if address not in self.addresses:
                self.run("ip", "address", "delete", address, "dev", INTERFACE)
        self.set_routes()

    def description(self) -> dict:
        """The scenario's description of this machine."""
        return {
            "name": self.label,
            "segment": self.segment,
            "namespace": f"/run/netns/{self.name}",
            "interface": INTERFACE,
            "addresses": self.bare_addresses(),
            "link": self.link,
        }

    def bare_addresses(self) -> list[str]:
        """The addresses without prefix lengths."""
        return [address.split("/")[0] for address in self.addresses]

    def _take(self, addresses: tuple[str, ...]) -> None:
        self.ipv4 = next((a.split("/")[0] for a in addresses if ":" not in a), None)
        self.ipv6 = next((a.split("/")[0] for a in addresses if ":" in a), None)
        # Multicast over IPv6 is sent from a link-local address.
        local = [f"fe80::{self.ipv6.rpartition(':')[2]}/64"] if self.ipv6 else []
        self.addresses = [*addresses, *local]

    def _add(self, address: str) -> None:
        # `nodad` makes an IPv6 address usable at once instead of after a second of duplicate address detection.
        options = ["nodad"] if ":" in address else []
        self.run("ip", "address", "add", address, "dev", INTERFACE, *options)


class World:
    """Segments, hosts and routers, described first and then started together."""

    def __init__(self, folder: Path, seed: int = 1):
        #: The folder of this world's files.
        self.folder = folder
        self._scenario = {"seed": seed, "segments": [], "hosts": [], "routers": []}
        self._hosts: list[Host] = []
        self._process: subprocess.Popen | None = None

    # MARK: Building

    def segment(self, name: str, isolates_hosts: bool = False) -> str:
        """A network in which machines reach each other without a router, unless they are isolated."""
        self._scenario["segments"].append({"name": name, "isolatesHosts": isolates_hosts})
        return name

    def host(self, name: str, segment: str, *addresses: str, **link) -> Host:
        """A machine with the given addresses (`192.168.1.2/24`). `link` has `delay`, `loss`, `rate` and so on."""
        host = Host(name, segment, addresses, link)
        self._hosts.append(host)
        return host

    def router(self, name: str, inside: str, outside: str, **description) -> str:
        """A router; `description` as in a scenario: `gateways`, `addresses`, `routes`, `nat`, `firewall`, `rules`."""
        self._scenario["routers"].append({"name": name, "inside": inside, "outside": outside, **description})
        return name

    def start(self) -> "World":
        """Creates the devices and starts to forward packets."""
        self._scenario["hosts"] = [host.description() for host in self._hosts]
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "scenario.json"
        path.write_text(json.dumps(self._scenario, indent=2))
        self._process = subprocess.Popen(
            [BINARY, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        if self._process.stdout.readline() != "{}\n":
            raise RuntimeError(f"{BINARY} did not start")
        for host in self._hosts:
            host.plug_in()
        return self

    # MARK: Changing

    def change_link(self, name: str, direction: str = "both", **link) -> None:
        """Changes the link of a host, or a router's uplink; properties that are not named become ideal."""
        self._ask({"set": "link", "name": name, "direction": direction, **link})

    def silence(self, name: str) -> None:
        """Drops everything to and from a host or router silently."""
        self.change_link(name, loss=1)

    def change_router(self, name: str, **changes) -> None:
        """Restarts a router with parts of its description changed."""
        router = next(router for router in self._scenario["routers"] if router["name"] == name)
        router.update(changes)
        self._ask({"set": "router", **router})

    def move(self, host: Host, segment: str, *addresses: str) -> None:
        """Moves a host to another segment, as a phone that leaves the Wi-Fi."""
        host.segment = segment
        host.readdress(*addresses)
        self._ask({"set": "host", "name": host.label, "segment": segment, "addresses": host.bare_addresses()})

    def drops(self) -> dict[str, int]:
        """The number of dropped packets, by reason."""
        return self._ask({"get": "drops"})

    def close(self) -> None:
        """Stops the network and removes the machines."""
        if self._process:
            self._process.stdin.close()
            self._process.wait(5)
            self._process.stdout.close()
        for host in self._hosts:
            Namespace.delete(host)

    def _ask(self, command: dict) -> dict:
        self._process.stdin.write(json.dumps(command) + "\n")
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer
