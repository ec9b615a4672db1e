"""Those who wait for the server to lose its patience. What they do is in waits.py."""

import pytest
from waits import SCENARIOS, TLS_SCENARIOS, Waits

PAIRS = [
    *[("http", name) for name in SCENARIOS],
    *[("https", name) for name in (*SCENARIOS, *TLS_SCENARIOS)],
]


@pytest.mark.parametrize("scheme, scenario", PAIRS)
async def test_patience_has_an_end(waits: Waits, scenario: str) -> None:
    await waits.outcome(scenario)
