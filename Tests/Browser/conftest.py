"""Fixtures of the browser tests."""

import os
from pathlib import Path

import pytest
from network.laboratory import Laboratory
from network.namespace import sweep
from places import Home, Internet
from playwright.sync_api import sync_playwright
from server import BINARY

#: The folder for screenshots and logs of failed tests.
RESULTS = Path(__file__).resolve().parents[2] / "test-results"

#: The files whose tests take longest. They begin, so that two workers end at about the same time.
LONGEST = ("test_memory.py", "test_paths.py", "test_interruptions.py", "test_denied_abilities.py", "test_strangers.py")


def pytest_configure(config):
    if os.geteuid() != 0:
        raise pytest.UsageError("the browser tests make network namespaces; run them as root: make test-browsers")
    if not BINARY.exists():
        raise pytest.UsageError(f"there is no {BINARY}; make build makes it")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture(scope="session")
def playwright():
    """Playwright, once for all Chromium devices."""
    sweep()
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def laboratory():
    """A laboratory of namespaces, removed after the test."""
    laboratory = Laboratory()
    yield laboratory
    laboratory.close()


@pytest.fixture
def home(request, playwright, laboratory, tmp_path):
    """A home network with a running server; `@pytest.mark.serve(...)` gives the server options."""
    yield from _place(request, Home(playwright, laboratory, tmp_path, _options(request)))


@pytest.fixture
def internet(request, playwright, laboratory, tmp_path):
    """A server on the Internet, and homes behind routers."""
    yield from _place(request, Internet(playwright, laboratory, tmp_path, _options(request)))


def _options(request) -> tuple[str, ...]:
    marker = request.node.get_closest_marker("serve")
    return marker.args if marker else ()


def _place(request, place):
    try:
        place.server.start()
        yield place
        if request.node.report_call.failed:
            place.keep_evidence(RESULTS / request.node.name)
        else:
            place.assert_quiet()
    finally:
        place.close()
