"""Clients that wait for a time limit of the server. Their actions are in waits.py."""

import pytest
from waits import SCENARIOS, TLS_SCENARIOS, Waits

PAIRS = [
    *[("http", name) for name in SCENARIOS],
    *[("https", name) for name in (*SCENARIOS, *TLS_SCENARIOS)],
]


@pytest.mark.long
@pytest.mark.parametrize("scheme, scenario", PAIRS)
async def test_patience_has_an_end(waits: Waits, scenario: str) -> None:
    await waits.outcome(scenario)
