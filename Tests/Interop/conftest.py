"""Fixtures of all tests: a home with a server, and two devices in a conversation."""

import os
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from network.laboratory import Laboratory, Machine
from network.namespace import sweep
from party import Loop, Party, at_server
from places import Home
from playwright.sync_api import sync_playwright
from server import BINARY, HTTP_PORT, HTTPS_PORT, Server
from turn_client import TurnClient, choose

#: The folder for screenshots and logs of failed tests.
RESULTS = Path(__file__).resolve().parents[2] / "test-results"


def pytest_configure(config):
    if os.geteuid() != 0:
        raise pytest.UsageError("these tests make network namespaces; run them as root: make test-interop")
    if not BINARY.exists():
        raise pytest.UsageError(f"there is no {BINARY}; make build makes it")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Iterator[Home]:
    """A home network with a server that also speaks TLS, for all tests."""
    sweep()
    laboratory = Laboratory()
    with sync_playwright() as playwright:
        home = Home(playwright, laboratory, tmp_path_factory.mktemp("home"), ("--tls", "auto"))
        try:
            home.server.start()
            yield home
        finally:
            home.close()
            laboratory.close()


@pytest.fixture(autouse=True)
def _still_running(home) -> Iterator[None]:
    yield
    assert home.server.is_running(), home.server.log.read_text(errors="replace")


@pytest.fixture(scope="session")
def machines(home) -> list[Machine]:
    """Anna's machine, Ben's, and one outside of their conversation."""
    return [home.machine() for _ in range(3)]


@pytest.fixture
def isolated(home) -> tuple[Machine, Machine]:
    """Two machines that reach the server but not each other."""
    pair = home.machine(), home.machine()
    for machine in pair:
        machine.isolate()
    return pair


@pytest.fixture(scope="session")
def tls(home) -> ssl.SSLContext:
    """A TLS context that trusts the server's authority."""
    return ssl.create_default_context(cadata=home.server.authority().read_bytes())


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    """An event loop on which signaling goes on while a test does something else."""
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture
def browsers(request, home) -> Iterator[Home]:
    """The home, with browsers that are closed at the end."""
    yield home
    try:
        if request.node.report_call.failed:
            home.keep_evidence(RESULTS / "interop" / request.node.name)
        else:
            home.assert_quiet()
    finally:
        while home.devices:
            home.devices.pop().close()


@pytest.fixture
def party(home, loop, tls) -> Iterator:
    """Makes devices that leave at the end: `party(machine, "Anna")`."""
    parties: list[Party] = []

    def join(machine: Machine, name: str) -> Party:
        # Only a device that came over HTTPS trusts the authority and is offered TLS.
        address = at_server(machine, home.server.machine.ipv4, HTTPS_PORT, tls)
        parties.append(Party(loop, machine, address, name))
        return parties[-1]

    yield join
    for one in parties:
        one.leave()


@pytest.fixture
def anna(party, machines) -> Party:
    """One device of the conversation."""
    return party(machines[0], "Anna")


@pytest.fixture
def ben(party, machines) -> Party:
    """The other device of the conversation."""
    return party(machines[1], "Ben")


@pytest.fixture
def stranger(machines) -> Machine:
    """A machine at home outside of Anna's and Ben's conversation."""
    return machines[2]


@pytest.fixture
def client(anna, ben, tls) -> Iterator:
    """Creates TURN clients on Anna's machine with her credentials towards Ben: `client("tcp")`."""
    clients: list[TurnClient] = []
    entries = anna.servers_towards(ben)

    def open(transport: str = "udp") -> TurnClient:
        server = choose(entries, transport)
        clients.append(anna.machine.call(TurnClient.open, server, tls))
        return clients[-1]

    yield open
    for one in clients:
        one.close()


@pytest.fixture
def elsewhere(home, machines, loop, tmp_path):
    """Starts another, unused server on a machine of its own or on `machine`, and connects two devices to it:
    `elsewhere("--turn", "off")`.
    """
    servers: list[Server] = []
    parties: list[Party] = []

    def start(*options: str, machine: Machine | None = None) -> tuple[Server, list[Party]]:
        servers.append(Server(machine or home.machine(), tmp_path, *options).start())
        for one in machines[:2]:
            address = at_server(one, servers[0].machine.ipv4, HTTP_PORT)
            parties.append(Party(loop, one, address, one.name))
        return servers[0], parties

    yield start
    for party in parties:
        party.leave()
    for server in servers:
        server.stop()
