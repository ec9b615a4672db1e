"""Things that happen at the same moment."""

import pytest
from person import DIRECT, RELAY, Person, met


def test_two_people_who_call_each_other_at_once_both_succeed(home):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)
    anna.device.find("textbox", "Message").fill("from Anna")
    ben.device.find("textbox", "Message").fill("from Ben")

    anna.device.press("Enter")
    ben.device.press("Enter")

    anna.reads("from Ben")
    ben.reads("from Anna")
    anna.goes(DIRECT)
    ben.goes(DIRECT)


@pytest.mark.serve("--turn", "off")
def test_two_people_who_call_each_other_at_once_without_udp_both_succeed(home):
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(home.machine(udp=False)), home.server.url)
    met(anna, ben)
    anna.device.find("textbox", "Message").fill("from Anna")
    ben.device.find("textbox", "Message").fill("from Ben")

    anna.device.press("Enter")
    ben.device.press("Enter")

    anna.reads("from Ben")
    ben.reads("from Anna")
    anna.goes(RELAY)
    ben.goes(RELAY)


@pytest.mark.serve("--turn", "off")
def test_one_person_talks_with_two_others(home):
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(home.chromium(), home.server.url, "Ben")
    carla = Person(home.chromium(home.machine(udp=False)), home.server.url, "Carla")
    anna.sees("Ben")
    anna.sees("Carla")

    anna.turn_to("Ben")
    anna.write("to Ben")
    anna.turn_to("Carla")
    anna.write("to Carla")
    ben.turn_to("Anna")
    carla.turn_to("Anna")

    ben.reads("to Ben")
    carla.reads("to Carla")
    assert "to Carla" not in ben.device.text()
    ben.goes(DIRECT)
    carla.goes(RELAY)
