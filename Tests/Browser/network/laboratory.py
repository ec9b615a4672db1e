"""Networks of namespaces: machines on switches, and routers between switches."""

import socket
import time

from .namespace import Namespace


class Machine(Namespace):
    """A namespace with one or more Ethernet ports."""

    def __init__(self, name: str):
        super().__init__(name)
        self._cables: list[tuple[Switch, str]] = []
        #: The first IPv4 address and the first IPv6 address, without prefix length.
        self.ipv4: str | None = None
        self.ipv6: str | None = None

    def plug(self, switch: "Switch", *addresses: str) -> str:
        """Adds a port on `switch` with the given addresses (`10.77.0.2/24`) and returns the interface's name."""
        port = f"eth{len(self._cables)}"
        self._cables.append((switch, switch.attach(self, port)))
        for address in addresses:
            # `nodad` makes an IPv6 address usable at once instead of after a second of duplicate address detection.
            options = ["nodad"] if ":" in address else []
            self.run("ip", "address", "add", address, "dev", port, *options)
            bare = address.split("/")[0]
            if ":" in address:
                self.ipv6 = self.ipv6 or bare
            else:
                self.ipv4 = self.ipv4 or bare
        return port

    def route_by(self, gateway: str) -> None:
        """Sets the default route to `gateway`."""
        self.run("ip", "route", "add", "default", "via", gateway)

    def wait_for_port(self, port: int, timeout: float = 30) -> None:
        """Waits at most `timeout` seconds until this machine accepts TCP connections to `port` on its loopback."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                self.call(socket.create_connection, ("127.0.0.1", port), 1).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def drop_udp(self) -> None:
        """Drops every UDP datagram in and out silently; TCP still works."""
        for switch, port in self._cables:
            switch.run("nft", "-f", "-", text=UDP_DROPPED.format(port=port))

    def restore_udp(self) -> None:
        """Undoes `drop_udp`."""
        for switch, port in self._cables:
            switch.run("nft", "delete", "table", "bridge", f"udp_{port}")

    def isolate(self) -> None:
        """Isolates this machine from other isolated ones on its switches, as guest Wi-Fi does."""
        for switch, port in self._cables:
            switch.run("bridge", "link", "set", "dev", port, "isolated", "on")

    def end_isolation(self) -> None:
        """Undoes `isolate`."""
        for switch, port in self._cables:
            switch.run("bridge", "link", "set", "dev", port, "isolated", "off")

    def lose_all(self) -> None:
        """Drops every packet in and out silently, as Wi-Fi out of range does."""
        for switch, port in self._cables:
            switch.run("nft", "-f", "-", text=ALL_DROPPED.format(port=port))

    def slow_down(self, megabits: int) -> None:
        """Limits the rate in each direction to this many Mbit/s, as weak Wi-Fi does."""
        for number, (switch, port) in enumerate(self._cables):
            for end, device in ((switch, port), (self, f"eth{number}")):
                limit = ["tbf", "rate", f"{megabits}mbit", "burst", "128kb", "latency", "100ms"]
                end.run("tc", "qdisc", "replace", "dev", device, "root", *limit)

    def speed_up(self) -> None:
        """Undoes `slow_down`."""
        for number, (switch, port) in enumerate(self._cables):
            for end, device in ((switch, port), (self, f"eth{number}")):
                end.run("tc", "qdisc", "delete", "dev", device, "root")


class Switch(Namespace):
    """An Ethernet segment: a bridge in a namespace of its own."""

    def __init__(self, name: str):
        super().__init__(name)
        self._ports = 0
        self.run("ip", "link", "add", "bridge", "type", "bridge", "forward_delay", "0", "mcast_snooping", "0")
        self.run("ip", "link", "set", "bridge", "up")

    def attach(self, machine: Machine, interface: str) -> str:
        """Connects a free port of the switch to the machine's new `interface`; returns the port's name."""
        mine = f"port{self._ports}"
        self._ports += 1
        self.run("ip", "link", "add", mine, "type", "veth", "peer", "name", interface, "netns", machine.name)
        self.run("ip", "link", "set", mine, "master", "bridge", "up")
        machine.run("sysctl", "-qw", f"net.ipv6.conf.{interface}.accept_dad=0")
        machine.run("ip", "link", "set", interface, "up")
        return mine


class Laboratory:
    """Creates machines and switches, and removes them all at the end."""

    def __init__(self):
        self._namespaces: list[Namespace] = []

    def machine(self, name: str) -> Machine:
        """A machine without a port."""
        return self._keep(Machine(name))

    def switch(self, name: str) -> Switch:
        """A switch without machines."""
        return self._keep(Switch(name))

    def router(self, name: str) -> Machine:
        """A machine that forwards packets."""
        router = self.machine(name)
        router.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1")
        return router

    def close(self) -> None:
        """Removes all machines and switches, the last created first."""
        while self._namespaces:
            self._namespaces.pop().delete()

    def _keep(self, namespace):
        self._namespaces.append(namespace)
        return namespace


def translate(router: Machine, port: str) -> None:
    """Hides the machines behind `router` under its own address on `port`, as a home router does."""
    router.run("nft", "-f", "-", text=MASQUERADE.format(port=port))


UDP_DROPPED = """
table bridge udp_{port} {{
    chain forward {{
        type filter hook forward priority 0;
        iifname "{port}" meta l4proto udp drop
        oifname "{port}" meta l4proto udp drop
    }}
}}
"""

ALL_DROPPED = """
table bridge all_{port} {{
    chain forward {{
        type filter hook forward priority 0;
        iifname "{port}" drop
        oifname "{port}" drop
    }}
}}
"""

MASQUERADE = """
table ip ferry_nat {{
    chain postrouting {{ type nat hook postrouting priority srcnat; oifname "{port}" masquerade; }}
}}
"""
