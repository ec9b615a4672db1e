"""What every test of the laboratory may ask for."""

import os
from pathlib import Path

import pytest
from network.namespace import sweep
from server import BINARY as FERRY
from world import BINARY as NETWORK
from world import ROOT

#: Where screenshots and logs of failed tests are kept.
RESULTS = ROOT / "test-results"


def pytest_configure(config):
    if os.geteuid() != 0:
        raise pytest.UsageError("the laboratory makes network namespaces; run it as root: make lab")
    for binary in (FERRY, NETWORK):
        if not Path(binary).exists():
            raise pytest.UsageError(f"there is no {binary}; make lab makes it")
    sweep()
