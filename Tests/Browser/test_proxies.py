"""A proxy in front of the server hides which devices are near each other, until the operator names it."""

import pytest
from person import DIRECT, Person
from words import said


def test_behind_a_proxy_nobody_named_strangers_never_see_each_other(internet):
    url = internet.proxy()
    anna = Person(internet.chromium(internet.machine("a")), url, "Anna")
    ben = Person(internet.chromium(internet.machine("b")), url, "Ben")

    for person in (anna, ben):
        person.device.wait_for_text(said("notice.room.untrusted-proxy"))
        person.device.wait_for_text("--trust-proxy")
        assert not person.row().is_shown()
    assert "--trust-proxy" in internet.server.log.read_text()


@pytest.mark.serve("--trust-proxy", "203.0.113.2/32")
def test_behind_a_trusted_proxy_each_home_has_a_room_of_its_own(internet):
    url = internet.proxy()
    anna = Person(internet.chromium(internet.machine("a")), url, "Anna")
    ben = Person(internet.chromium(internet.machine("b")), url, "Ben")
    carla = Person(internet.chromium(internet.machine("a")), url, "Carla")

    anna.sees("Carla")
    carla.sees("Anna")
    assert not ben.row().is_shown()
    anna.turn_to("Carla")
    anna.write("hello")
    carla.turn_to("Anna")
    carla.reads("hello")
    anna.goes(DIRECT)


@pytest.mark.serve("--group-public", "off")
def test_a_server_may_list_nobody_from_the_internet(internet):
    anna = Person(internet.chromium(internet.machine("a")), internet.server.url, "Anna")
    carla = Person(internet.chromium(internet.machine("a")), internet.server.url, "Carla")

    for person in (anna, carla):
        person.device.wait_for_text(said("notice.room.public-off"))
        assert not person.row().is_shown()
