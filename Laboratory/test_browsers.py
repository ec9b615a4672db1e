"""Firefox, alone and with Chromium, where its ICE checks and its use of TURN differ."""

import pytest
from couple import exchange, meet_by_code
from internet import Internet
from person import Person, made_file
from results import Table
from translators import PORT_RESTRICTED_CONE, SYMMETRIC

ROWS = {
    "direct, Firefox begins": ("firefox", "chromium", PORT_RESTRICTED_CONE, "direct"),
    "direct, Chromium begins": ("chromium", "firefox", PORT_RESTRICTED_CONE, "direct"),
    "direct, two Firefoxes": ("firefox", "firefox", PORT_RESTRICTED_CONE, "direct"),
    "TURN, Firefox begins": ("firefox", "chromium", SYMMETRIC, "TURN"),
    "TURN, two Firefoxes": ("firefox", "firefox", SYMMETRIC, "TURN"),
}

SIZE = 2 << 20


@pytest.fixture(scope="module")
def table():
    columns = ["browsers", "expected", "path", "first word, s", "file, MB", "file, s", "whole"]
    table = Table("browsers", columns, list(ROWS))
    yield table
    table.write()


@pytest.mark.parametrize("row", ROWS)
def test_browsers_connect(stage, table, tmp_path, row):
    one, other, nat, expected = ROWS[row]
    world = Internet(tmp_path / "world")
    annas, bens = world.place("annas", nat), world.place("bens", nat)
    place = stage(world)
    anna = Person(getattr(place, one)(annas), place.url_for(annas))
    ben = Person(getattr(place, other)(bens), place.url_for(bens))
    meet_by_code(anna, ben)

    outcome = exchange(anna, ben, made_file(tmp_path / "mine", "holiday.mp4", SIZE))

    table.add(row, expected, *outcome.cells(SIZE))
    assert outcome.whole
    assert outcome.path.startswith(expected)
