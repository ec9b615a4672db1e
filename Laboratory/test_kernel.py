"""The kernel's own translators, as in home routers and servers, instead of the simulated ones."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from couple import exchange, meet_by_code
from kernel import MASQUERADE, MASQUERADE_FULLY_RANDOM, MASQUERADE_RANDOM, KernelInternet
from network.laboratory import Machine
from networks import DIRECT, TURN
from person import Person, made_file, met
from results import Table

SIZE = 2 << 20


@dataclass
class Row:
    """A row of the table."""

    #: The expected path, as written in docs/networks.md.
    expected: str
    #: Beginnings of the paths that count as expected.
    paths: tuple[str, ...]
    #: Builds the homes in a world, and returns the two people's machines.
    build: Callable[[KernelInternet], list[Machine]]
    #: Whether the two see each other without a code, behind one public address.
    is_shared: bool = False


def apart(one: str, other: str, **homes) -> Callable[[KernelInternet], list[Machine]]:
    """Two homes behind routers that translate with these statements."""
    return lambda world: [*world.home("annas", one, **homes), *world.home("bens", other, **homes)]


ROWS = {
    "masquerade on both sides": Row("direct", DIRECT, apart(MASQUERADE, MASQUERADE)),
    # Direct only if the first checks of both cross on the way, for which this network is too fast.
    "masquerade on both sides, and the routers answer strangers": Row(
        "TURN, unless both begin at once", (*TURN, *DIRECT), apart(MASQUERADE, MASQUERADE, drops_strangers=False)
    ),
    "masquerade random on both sides": Row("TURN", TURN, apart(MASQUERADE_RANDOM, MASQUERADE_RANDOM)),
    "masquerade fully-random on both sides": Row("TURN", TURN, apart(MASQUERADE_FULLY_RANDOM, MASQUERADE_FULLY_RANDOM)),
    "masquerade on one side, masquerade random on the other": Row("TURN", TURN, apart(MASQUERADE, MASQUERADE_RANDOM)),
    "one guest network, a bridge with isolated ports": Row(
        "TURN", TURN, lambda world: world.home("home", MASQUERADE, hosts=2, isolates_hosts=True), is_shared=True
    ),
}


@pytest.fixture(scope="module")
def table():
    columns = ["routers", "expected", "path", "first word, s", "file, MB", "file, s", "whole"]
    table = Table("kernel", columns, list(ROWS))
    yield table
    table.write()


@pytest.mark.parametrize("name", ROWS)
def test_devices_behind_the_kernels_translators_exchange_a_file(stage, table, tmp_path, name):
    row = ROWS[name]
    world = KernelInternet(tmp_path / "world")
    machines = row.build(world)
    place = stage(world)
    anna, ben = (Person(place.chromium(machine), place.url_for(machine)) for machine in machines)
    (met if row.is_shared else meet_by_code)(anna, ben)

    outcome = exchange(anna, ben, made_file(tmp_path / "mine", "holiday.mp4", SIZE))

    table.add(name, row.expected, *outcome.cells(SIZE))
    assert outcome.whole
    assert outcome.path.startswith(row.paths)
