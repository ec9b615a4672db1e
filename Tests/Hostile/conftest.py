"""The fixtures of every test: a server, and the check that it still serves two honest devices."""

import asyncio
import resource
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from ferry_client import Address
from ferry_server import FerryServer
from honest import still_works
from waits import Waits


def pytest_sessionstart() -> None:
    """Raises the descriptor limit: floods need descriptors on this side too."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts tests that wait for a time limit of the protocol last; the waiting itself begins with the session."""
    items.sort(key=lambda item: "waits" in getattr(item, "fixturenames", ()))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `over_tls` run twice."""
    if metafunc.definition.get_closest_marker("over_tls"):
        metafunc.parametrize("scheme", ["http", "https"])


@pytest.fixture
def scheme() -> str:
    """The scheme of the test's server: `http` or `https`."""
    return "http"


@pytest.fixture(scope="session")
def shared_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], FerryServer]]:
    """The servers of all tests that leave no state behind, by scheme, each started at its first use."""
    started: dict[str, FerryServer] = {}

    def server(scheme: str) -> FerryServer:
        if scheme not in started:
            started[scheme] = FerryServer(tmp_path_factory.mktemp(f"shared-{scheme}"), tls=scheme == "https")
        return started[scheme]

    yield server
    for one in started.values():
        one.stop()


@pytest_asyncio.fixture
async def process(shared_servers: Callable[[str], FerryServer], scheme: str) -> AsyncIterator[FerryServer]:
    """The shared server. After the test it must be the same process, and two devices must be able to send a file."""
    server = shared_servers(scheme)
    yield server
    await _proves_itself(server)


@pytest.fixture
def server(process: FerryServer) -> Address:
    """The shared server's address."""
    return process.address


Serve = Callable[..., AbstractAsyncContextManager[FerryServer]]


@pytest.fixture
def serve(tmp_path: Path, scheme: str) -> Serve:
    """Starts a test's own server, with options; it is checked at the end too."""

    @asynccontextmanager
    async def start(*options: str, **settings: Any) -> AsyncIterator[FerryServer]:
        server = await asyncio.to_thread(FerryServer, tmp_path, *options, tls=scheme == "https", **settings)
        try:
            yield server
            await _proves_itself(server)
        finally:
            await asyncio.to_thread(server.stop)

    return start


@pytest_asyncio.fixture(scope="session", autouse=True)
async def _waits(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Waits]]:
    wanted: dict[str, set[str]] = {}
    for item in request.session.items:
        if "waits" in getattr(item, "fixturenames", ()):
            parameters = item.callspec.params
            wanted.setdefault(parameters["scheme"], set()).add(parameters["scenario"])
    started: dict[str, Waits] = {}
    for scheme, scenarios in wanted.items():
        folder = tmp_path_factory.mktemp(f"waits-{scheme}")
        server = await asyncio.to_thread(FerryServer, folder, tls=scheme == "https")
        started[scheme] = Waits(server, scenarios)
    yield started
    for waits in started.values():
        await waits.stop()
        await asyncio.to_thread(waits.server.stop)


@pytest_asyncio.fixture
async def waits(_waits: dict[str, Waits], scheme: str) -> AsyncIterator[Waits]:
    """The scenarios that wait for time limits, all running since the session began."""
    yield _waits[scheme]
    await _proves_itself(_waits[scheme].server)


async def _proves_itself(server: FerryServer) -> None:
    assert server.is_running, server.log.read_text(errors="replace")
    await still_works(server.address)
