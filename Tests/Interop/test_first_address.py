"""The address that the server shows first, by the kernel's facts. A namespace has no hardware, so these machines are
like containers; all other kinds are in `ReachableAddressTests.swift`.
"""

import fcntl
import os
import re
import struct
import time

import pytest
from network.laboratory import Laboratory, Machine
from server import Server

#: Constants from <linux/if_tun.h>.
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000

#: The time in which Linux notices a new port of a bridge, in seconds.
PATIENCE = 10


@pytest.fixture
def laboratory():
    """A laboratory of namespaces, removed after the test."""
    laboratory = Laboratory()
    yield laboratory
    laboratory.close()


@pytest.fixture
def shown(tmp_path):
    """Starts a server on a machine and returns the hosts of its URLs, best first: `shown(machine)`."""
    servers: list[Server] = []

    def start(machine: Machine) -> list[str]:
        # With its own sysfs, as in a container; `nsenter` keeps that of the outer machine.
        machine.command = lambda *arguments: ["ip", "netns", "exec", machine.name, *arguments]
        servers.append(Server(machine, tmp_path, "--turn", "off").start())
        return re.findall(r"^    http://(\S+):8080$", servers[0].log.read_text(), re.MULTILINE)

    yield start
    for server in servers:
        server.stop()


def add_bridge(machine: Machine, name: str, address: str) -> None:
    """A bridge with a container, as Docker creates them."""
    machine.run("ip", "link", "add", name, "type", "bridge", "forward_delay", "0")
    machine.run("ip", "link", "add", f"v{name}", "type", "veth", "peer", "name", f"p{name}")
    machine.run("ip", "link", "set", f"v{name}", "master", name, "up")
    machine.run("ip", "link", "set", f"p{name}", "up")
    machine.run("ip", "address", "add", address, "dev", name)
    machine.run("ip", "link", "set", name, "up")
    deadline = time.monotonic() + PATIENCE
    while "state UP" not in machine.run("ip", "link", "show", name):
        assert time.monotonic() < deadline, f"{name} does not come up"
        time.sleep(0.02)


def open_tunnel(machine: Machine, address: str) -> int:
    """Creates `tun0` as a VPN does; returns the descriptor that keeps it."""

    def open_device() -> int:
        device = os.open("/dev/net/tun", os.O_RDWR)
        fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", b"tun0", IFF_TUN | IFF_NO_PI))
        return device

    device = machine.call(open_device)
    machine.run("ip", "address", "add", address, "dev", "tun0")
    machine.run("ip", "link", "set", "tun0", "up")
    return device


def test_a_container_shows_the_address_of_its_default_route(laboratory, shown):
    machine = laboratory.machine("container")
    add_bridge(machine, "inner", "172.18.0.1/16")
    switch = laboratory.switch("outer")
    machine.plug(switch, "172.17.0.2/16", "fd17::2/64")
    machine.route_by("172.17.0.1")
    assert shown(machine) == ["172.17.0.2", "172.18.0.1", "[fd17::2]"]


def test_of_two_default_routes_the_one_that_is_used_counts_and_a_tunnel_comes_last(laboratory, shown):
    machine = laboratory.machine("routes")
    device = open_tunnel(machine, "10.8.0.6/24")
    try:
        switch = laboratory.switch("two")
        for number, metric in ((1, 600), (2, 100)):
            port = machine.plug(switch, f"192.168.{number}.5/24")
            gateway = f"192.168.{number}.1"
            machine.run("ip", "route", "add", "default", "via", gateway, "dev", port, "metric", str(metric))
        assert shown(machine) == ["192.168.2.5", "192.168.1.5", "10.8.0.6"]
    finally:
        os.close(device)


def test_a_machine_with_ipv6_alone_shows_what_the_network_gave_it(laboratory, shown):
    machine = laboratory.machine("six")
    add_bridge(machine, "inner", "fd18::1/64")
    port = machine.plug(laboratory.switch("only"), "fd17::2/64")
    machine.run("ip", "-6", "route", "add", "default", "via", "fd17::1", "dev", port)
    assert shown(machine) == ["[fd17::2]", "[fd18::1]"]
