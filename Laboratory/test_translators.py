"""All pairs of translators: the path, the time to open it, and whether the file arrived unchanged."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from couple import exchange, meet_by_code
from devices.device import Device
from internet import Internet
from person import Person, made_file
from results import Table
from stage import Stage
from translators import TRANSLATORS
from world import Host

#: The size of the file in bytes.
SIZE = 4 << 20

PAIRS = [(one, other) for one in TRANSLATORS for other in TRANSLATORS]


def is_direct(one: str, other: str) -> bool:
    """Whether a direct path between two translators is possible (RFC 5128 section 3.3, RFC 8445 section 2).

    Towards the other device, a symmetric translator uses a new port. The other device learns it from the first check
    that arrives (a peer-reflexive candidate), and none arrives through an address-and-port-dependent filter.
    """
    hard = {"symmetric", "port-restricted cone"}
    return "symmetric" not in (one, other) or not {one, other} <= hard


@dataclass
class Street:
    """Ten machines with a browser each, two behind every kind of translator: one for the caller, one for the callee."""

    stage: Stage
    places: dict[tuple[str, str], Host]
    browsers: dict[tuple[str, str], Device] = field(default_factory=dict)

    def person(self, side: str, kind: str) -> Person:
        """A person with a newly opened page, behind a translator of this kind."""
        browser = self.browsers.get((side, kind))
        if not browser:
            browser = self.browsers[side, kind] = self.stage.chromium(self.places[side, kind])
        return Person(browser, self.stage.url_for(self.places[side, kind]))

    def go_home(self) -> None:
        """Closes the page in all browsers."""
        for browser in self.browsers.values():
            browser.open("about:blank")


@pytest.fixture(scope="module")
def street(playwright, tmp_path_factory):
    folder = tmp_path_factory.mktemp("street")
    world = Internet(folder / "world")
    places = {
        (side, kind): world.place(f"{side}{number}", nat)
        for side in ("one", "other")
        for number, (kind, nat) in enumerate(TRANSLATORS.items())
    }
    stage = Stage(playwright, world.start(), folder)
    stage.server.start()
    yield Street(stage, places)
    stage.close()
    world.close()


@pytest.fixture(scope="module")
def table():
    columns = ["caller", "callee", "expected", "path", "first word, s", "file, MB", "file, s", "whole"]
    table = Table("translators", columns, [f"{one} | {other}" for one, other in PAIRS])
    yield table
    table.write()


@pytest.fixture
def file(tmp_path) -> Path:
    return made_file(tmp_path, "holiday.mp4", SIZE)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_devices_behind_translators_exchange_a_file(street, table, file, one, other):
    anna, ben = street.person("one", one), street.person("other", other)
    meet_by_code(anna, ben)

    outcome = exchange(anna, ben, file)

    expected = "direct" if is_direct(one, other) else "TURN"
    table.add(f"{one} | {other}", expected, *outcome.cells(SIZE))
    street.go_home()
    assert outcome.whole
    assert outcome.path.startswith(expected)
