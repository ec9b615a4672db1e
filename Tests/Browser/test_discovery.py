"""Devices on one network find each other by themselves."""

import re

from person import Person
from words import said, saying


def test_three_browsers_see_each_other_and_notice_when_one_leaves(home):
    url = home.server.url
    anna = Person(home.chromium(), url, "Anna")
    ben = Person(home.firefox(), url, "Ben")
    carla = Person(home.webkit(), url, "Carla")

    for person, others in ((anna, ("Ben", "Carla")), (ben, ("Anna", "Carla")), (carla, ("Anna", "Ben"))):
        for other in others:
            person.sees(other)

    carla.device.open("about:blank")
    anna.row("Carla").wait_gone()
    ben.row("Carla").wait_gone()
    assert anna.row("Ben").is_shown()


def test_ipv4_and_ipv6_lead_into_the_same_room(home):
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(home.chromium(), f"http://[{home.server.machine.ipv6}]:8080/", "Ben")

    anna.sees("Ben")
    ben.sees("Anna")


def test_a_lonely_person_is_told_the_address_for_the_other_device(home):
    anna = Person(home.chromium(), home.server.url)

    anna.device.wait_for_text(said("devices.none"))
    anna.device.find("heading", "Open this address on the other device").wait()
    anna.device.wait_for_text("10.77.0.1:8080")
    assert "localhost" not in anna.device.text()


def test_a_name_is_kept_and_shown_to_others(home):
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(home.chromium(), home.server.url)
    ben.sees("Anna")

    anna.rename("Anna’s 笔记本")
    ben.sees("Anna’s 笔记本")

    anna.device.reload()
    anna.device.wait_for_text("Anna’s 笔记本")
    ben.sees("Anna’s 笔记本")
    ben.row("Anna").wait_gone()


def test_another_tab_of_the_same_browser_is_called_that_and_a_namesake_is_not(home):
    anna = Person(home.chromium(), home.server.url, "Anna")
    namesake = Person(home.chromium(), home.server.url, "Anna")
    anna.sees("Anna")

    anna.device.evaluate("() => void open(location.href)")
    kind = said("devices.ownTab")
    row = anna.device.find("button", saying("devices.rowLabel", name="Anna", kind=kind))
    row.wait()
    assert row.count() == 1
    anna.device.until(lambda: _require(namesake.row("Anna").count() == 2), "both tabs at the namesake")
    assert not namesake.device.find("button", saying("devices.rowLabel", kind=kind)).is_shown()

    row.click()
    anna.device.find("region", saying("conversation.label", name="Anna")).wait_for_text(re.compile(kind, re.I))


def _require(condition: bool) -> None:
    assert condition
