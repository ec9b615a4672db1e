"""The networks of the table: the file arrives, or the page gives the reason; nothing hangs."""

import sys

import pytest
from couple import exchange, meet_by_code, until_direct
from networks import NETWORKS, PROXY, accept_only, strangers
from person import Person, made_file, met
from places import PROXY as PROXY_PROGRAM
from results import Table
from server import HTTP_PORT

#: The row with a proxy in front of the server.
THROUGH_PROXY = "only HTTP, through a proxy that passes WebSocket"


@pytest.fixture(scope="module")
def table():
    columns = ["network", "expected", "path", "first word, s", "file, MB", "file, s", "whole"]
    table = Table("networks", columns, [*(network.name for network in NETWORKS), THROUGH_PROXY])
    yield table
    table.write()


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)
def test_two_people_exchange_a_file(stage, table, tmp_path, network):
    world, annas, bens = network.build(tmp_path / "world")
    place = stage(world)
    anna, ben = (Person(place.chromium(machine), place.url_for(machine)) for machine in (annas, bens))
    (met if network.is_shared else meet_by_code)(anna, ben)

    outcome = exchange(anna, ben, made_file(tmp_path / "mine", "holiday.mp4", network.size), network.patience)

    table.add(network.name, network.expected, *outcome.cells(network.size))
    assert outcome.whole
    assert not network.paths or outcome.path.startswith(network.paths)
    if network.settles:
        until_direct(anna, ben, network.patience)


def test_only_http_through_a_proxy(stage, table, tmp_path):
    only_proxy = {"rules": accept_only(PROXY, HTTP_PORT)}
    world, annas, bens = strangers(tmp_path / "world", only_proxy, only_proxy)
    proxy = world.host("proxy", "internet", f"{PROXY}/24")
    place = stage(world, "--trust-proxy", f"{PROXY}/32")
    proxy.spawn(sys.executable, str(PROXY_PROGRAM), str(HTTP_PORT), world.server.ipv4, str(HTTP_PORT))
    proxy.wait_for_port(HTTP_PORT)
    url = f"http://{PROXY}:{HTTP_PORT}/"
    anna, ben = Person(place.chromium(annas), url), Person(place.chromium(bens), url)
    meet_by_code(anna, ben)

    size = 2 << 20
    outcome = exchange(anna, ben, made_file(tmp_path / "mine", "holiday.mp4", size))

    table.add(THROUGH_PROXY, "the relay", *outcome.cells(size))
    assert outcome.whole
    assert outcome.path == "relay"
