"""The networks of the table. Each one builds a world and returns it with the machines of two people."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from internet import INTERNET, Internet
from server import HTTPS_PORT
from translators import PORT_RESTRICTED_CONE, SYMMETRIC
from world import Host

#: A good home router by RFC 4787.
HOME = PORT_RESTRICTED_CONE

#: A carrier's translator by RFC 6888: its customers can reach each other through it.
CARRIER = {**PORT_RESTRICTED_CONE, "hairpinning": True}

#: The proxy's address.
PROXY = "203.0.113.3"

#: The server's port for TURN over TLS.
TURNS_PORT = 5349

#: The rate of a slow line in bit/s, on which a file of a few MB takes long enough for a change in the middle.
SLOW = 8_000_000

Couple = tuple[Internet, Host, Host]


@dataclass
class Network:
    """A row of the table."""

    #: The name in docs/networks.md.
    name: str
    #: The expected path, as written there.
    expected: str
    #: Beginnings of the paths that count as expected.
    paths: tuple[str, ...]
    #: Builds the world.
    build: Callable[[Path], Couple]
    #: The size of the file in bytes.
    size: int = 2 << 20
    #: The time limit for the file, in seconds.
    patience: float = 60
    #: Whether the two see each other without a code, behind one public address.
    is_shared: bool = False
    #: Whether it may begin on TURN, since first checks of a direct path can be lost, and becomes direct some messages
    #: later.
    settles: bool = False


def neighbours(folder: Path, **home) -> Couple:
    """Two machines in one home."""
    world = Internet(folder)
    anna, ben = world.home("home", hosts=2, **home)
    return world, anna, ben


def strangers(folder: Path, anna: dict | None = None, ben: dict | None = None, **server) -> Couple:
    """A machine in each of two homes, which differ from a good home by these options."""
    world = Internet(folder, **server)
    return world, *[
        world.home(name, **{"nat": HOME, **(home or {})})[0] for name, home in (("annas", anna), ("bens", ben))
    ]


def behind_carriers(folder: Path, carrier: dict, are_both: bool) -> Couple:
    """A home behind a carrier's translator, and one behind the same or behind none."""
    world = Internet(folder)
    inside = world.segment("carrier")
    world.router(
        "carrier-router", inside=inside, outside=INTERNET, gateways=["100.64.0.1"],
        addresses=["198.51.100.99"], nat=carrier,
    )  # fmt: skip
    anna = world.home("annas", HOME, outside=inside, address="100.64.0.2")[0]
    other = {"outside": inside, "address": "100.64.0.3"} if are_both else {}
    return world, anna, world.home("bens", HOME, **other)[0]


def accept_only(address: str, *ports: int, rest: str = "drop") -> list[dict]:
    """Rules that let only TCP to some ports out; with `reject` as the `rest`, refusals are sent."""
    accepted = [{"verdict": "accept", "transport": "tcp", "destination": address, "port": port} for port in ports]
    return [*accepted, {"verdict": rest}]


HAIRPINNING = {**HOME, "hairpinning": True}
NO_UDP = {"rules": [{"verdict": "drop", "transport": "udp"}]}
ONE_PORT = {"rules": accept_only("203.0.113.1", HTTPS_PORT)}
ONE_PORT_TOLD = {"rules": accept_only("203.0.113.1", HTTPS_PORT, rest="reject")}
ONLY_TLS = {"rules": accept_only("203.0.113.1", HTTPS_PORT, TURNS_PORT)}

DIRECT = ("direct",)
TURN = ("TURN",)
TURN_STREAM = ("TURN TCP", "TURN TLS")
TURN_TLS = ("TURN TLS",)
RELAY = ("relay",)

NETWORKS = [
    Network("one home", "direct, inside the home", DIRECT, lambda f: neighbours(f, nat=HOME), is_shared=True),
    Network(
        "one home, hairpinning", "direct, inside the home", DIRECT,
        lambda f: neighbours(f, nat=HAIRPINNING), is_shared=True,
    ),
    Network(
        "one guest network that keeps devices apart", "TURN", TURN,
        lambda f: neighbours(f, nat=HOME, isolates_hosts=True), is_shared=True,
    ),
    Network(
        "a guest network whose router hairpins", "direct, by way of the router", DIRECT,
        lambda f: neighbours(f, nat=HAIRPINNING, isolates_hosts=True), is_shared=True,
    ),
    Network("UDP blocked on one side", "TURN over TCP or TLS", TURN_STREAM, lambda f: strangers(f, NO_UDP)),
    Network("UDP blocked on both sides", "TURN over TCP or TLS", TURN_STREAM, lambda f: strangers(f, NO_UDP, NO_UDP)),
    Network(
        "only TCP to the server's ports for HTTPS and TURN over TLS", "TURN over TLS", TURN_TLS,
        lambda f: strangers(f, ONLY_TLS),
    ),
    Network(
        "the same two ports on both sides", "TURN over TLS", TURN_TLS, lambda f: strangers(f, ONLY_TLS, ONLY_TLS),
    ),
    Network("only TCP to the server's HTTPS port", "the relay", RELAY, lambda f: strangers(f, ONE_PORT)),
    Network("only that port on both sides", "the relay", RELAY, lambda f: strangers(f, ONE_PORT, ONE_PORT)),
    Network(
        "only that port on both sides, and the rest is refused", "the relay", RELAY,
        lambda f: strangers(f, ONE_PORT_TOLD, ONE_PORT_TOLD),
    ),
    Network(
        "IPv6 only", "direct, through both firewalls", DIRECT,
        lambda f: strangers(f, {"ipv4": False, "ipv6": True}, {"ipv4": False, "ipv6": True},
                            server_addresses=("2001:db8:1::1/64",)),
    ),
    Network(
        "IPv4 only on one side, both families on the other", "direct over IPv4", DIRECT,
        lambda f: strangers(f, {}, {"ipv6": True}, server_addresses=("203.0.113.1/24", "2001:db8:1::1/64")),
    ),
    Network(
        "IPv4 only on one side, IPv6 only on the other", "TURN, which has both families", TURN,
        lambda f: strangers(f, {}, {"ipv4": False, "ipv6": True},
                            server_addresses=("203.0.113.1/24", "2001:db8:1::1/64")),
    ),
    Network("a carrier's translator behind the home's", "direct", DIRECT, lambda f: behind_carriers(f, CARRIER, False)),
    Network(
        "both behind one carrier that hairpins", "direct, by way of the carrier", DIRECT,
        lambda f: behind_carriers(f, CARRIER, True), is_shared=True,
    ),
    Network(
        "a carrier's symmetric translator", "TURN", TURN, lambda f: behind_carriers(f, SYMMETRIC, False),
    ),
    Network(
        "1 % loss each way", "direct, at once or soon", (), lambda f: strangers(f, {"loss": 0.01}), settles=True,
    ),
    Network(
        "5 % loss each way", "direct, at once or soon", (), lambda f: strangers(f, {"loss": 0.05}),
        patience=120, settles=True,
    ),
    Network(
        "5 % loss each way, on both lines", "direct, at once or soon", (),
        lambda f: strangers(f, {"loss": 0.05}, {"loss": 0.05}), patience=120, settles=True,
    ),
    Network(
        "20 % loss each way", "1 MB within two minutes, or an error message", (), lambda f: strangers(f, {"loss": 0.2}),
        size=1_000_000, patience=120,
    ),
    Network("50 ms of round trip", "direct", DIRECT, lambda f: strangers(f, {"delay": 0.0125}, {"delay": 0.0125})),
    Network("300 ms of round trip", "direct", DIRECT, lambda f: strangers(f, {"delay": 0.075}, {"delay": 0.075})),
]  # fmt: skip
