"""What every test of the suite has: a server, and the proof that it still serves two honest devices."""

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
    """Floods need descriptors on this side too."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever waits for a time limit of the protocol comes last: the waiting itself begins with the session."""
    items.sort(key=lambda item: "waits" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FerryServer]:
    """The server of all tests that leave no trace."""
    server = FerryServer(tmp_path_factory.mktemp("shared"))
    yield server
    server.stop()


@pytest_asyncio.fixture
async def process(shared_server: FerryServer) -> AsyncIterator[FerryServer]:
    """The shared server. When the test is over it must still be the same process, and move a file."""
    yield shared_server
    await _proves_itself(shared_server)


@pytest.fixture
def server(process: FerryServer) -> Address:
    """The shared server's address."""
    return process.address


Serve = Callable[..., AbstractAsyncContextManager[FerryServer]]


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Starts a server of the test's own, with options; it has to prove itself at the end as well."""

    @asynccontextmanager
    async def start(*options: str, **settings: Any) -> AsyncIterator[FerryServer]:
        server = await asyncio.to_thread(FerryServer, tmp_path, *options, **settings)
        try:
            yield server
            await _proves_itself(server)
        finally:
            await asyncio.to_thread(server.stop)

    return start


@pytest_asyncio.fixture(scope="session", autouse=True)
async def _waits(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Waits | None]:
    wanted = {
        item.callspec.params["scenario"]
        for item in request.session.items
        if "waits" in getattr(item, "fixturenames", ())
    }
    if not wanted:
        yield None
        return
    server = await asyncio.to_thread(FerryServer, tmp_path_factory.mktemp("waits"))
    waits = Waits(server, wanted)
    yield waits
    await waits.stop()
    await asyncio.to_thread(server.stop)


@pytest_asyncio.fixture
async def waits(_waits: Waits) -> AsyncIterator[Waits]:
    """The scenarios that wait for time limits, all of them under way since the session began."""
    yield _waits
    await _proves_itself(_waits.server)


async def _proves_itself(server: FerryServer) -> None:
    assert server.is_running, server.log.read_text(errors="replace")
    await still_works(server.address)
