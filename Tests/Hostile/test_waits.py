"""Those who wait for the server to lose its patience. What they do is in waits.py."""

import pytest
from waits import SCENARIOS, Waits


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_patience_has_an_end(waits: Waits, scenario: str) -> None:
    await waits.outcome(scenario)
