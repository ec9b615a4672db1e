"""Fixtures of the laboratory's tests."""

import os
from pathlib import Path

import pytest
from devices.device import Device
from network.namespace import sweep
from playwright.sync_api import sync_playwright
from server import BINARY as FERRY
from stage import Stage
from world import BINARY as NETWORK
from world import ROOT

#: The folder for screenshots and logs of failed tests.
RESULTS = ROOT / "test-results"

#: The file of tests that all others rely on.
EMULATION = "test_emulation"


def pytest_configure(config):
    if os.geteuid() != 0:
        raise pytest.UsageError("the laboratory makes network namespaces; run it as root: make lab")
    for binary in (FERRY, NETWORK):
        if not Path(binary).exists():
            raise pytest.UsageError(f"there is no {binary}; make lab makes it")
    # Times are measured by looking at pages, and reported in tenths of a second.
    Device.longest_glance = 0.05
    sweep()


def pytest_collection_modifyitems(items):
    # Puts tests of the networks first: a measurement means nothing unless the network is as configured.
    items.sort(key=lambda item: not is_about_emulation(item))


def is_about_emulation(item) -> bool:
    """Whether a test is about the networks themselves."""
    return item.path.stem == EMULATION


@pytest.fixture(scope="session")
def playwright():
    """Playwright, once for all Chromium devices."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def stage(request, playwright, tmp_path):
    """`stage(world, *options)` starts a world with a server; both end with the test."""
    stages = []

    def start(world, *options: str) -> Stage:
        stage = Stage(playwright, world.start(), tmp_path / "stage", *options)
        stages.append(stage)
        stage.server.start()
        return stage

    yield start
    for stage in stages:
        if request.node.report_call.failed:
            stage.keep_evidence(RESULTS / request.node.name)
        else:
            stage.assert_quiet()
        stage.close()
        stage.world.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    if report.failed and is_about_emulation(item):
        item.session.shouldfail = "the networks are not what they are said to be, so nothing is measured in them"
    return report
