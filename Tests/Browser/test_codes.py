"""Codes connect devices on different networks."""

import re

import pytest
from person import DIRECT, RELAY, Person, digest, made_file
from words import said, saying

MEBIBYTE = 1 << 20

#: A code: number, word, word.
CODE = re.compile(r"\b\d+-[a-z]+-[a-z]+\b")


@pytest.mark.smoke
@pytest.mark.serve("--turn", "off")
def test_two_homes_meet_by_a_code_and_exchange_a_file(internet, tmp_path):
    anna, ben = _two_homes(internet)
    code = _create_code(anna)

    _enter_code(ben, code)
    ben.device.find("textbox", "Message").wait()
    anna.device.find("textbox", "Message").wait()
    anna.device.wait_for_text(said("code.met", name="Ben"))
    assert anna.partner() == "Ben"
    assert not anna.device.find("dialog").is_shown()
    file = made_file(tmp_path / "mine", "far.bin", 3 * MEBIBYTE)
    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)
    # Neither can resolve the other's mDNS name, and without STUN there is no direct path.
    anna.goes(RELAY)
    ben.goes(RELAY)


@pytest.mark.serve("--turn", "off")
def test_a_link_with_a_code_joins_at_once(internet):
    anna, ben = _two_homes(internet)
    code = _create_code(anna)

    ben.device.open("about:blank")
    ben.device.open(f"{internet.server.url}#code={code}")
    ben.device.find("textbox", "Message").wait()
    anna.device.find("textbox", "Message").wait()
    anna.write("welcome")
    ben.reads("welcome")
    anna.goes(RELAY)
    assert code not in ben.device.evaluate("() => location.href")


@pytest.mark.serve("--turn", "off")
def test_after_the_server_has_forgotten_a_code_a_new_one_lets_the_offer_go_on(internet, tmp_path):
    anna, ben = _two_homes(internet)
    _enter_code(ben, _create_code(anna))
    ben.device.find("textbox", "Message").wait()
    anna.device.find("textbox", "Message").wait()
    file = made_file(tmp_path / "mine", "far.bin", MEBIBYTE)
    anna.offer(file)
    ben.device.find("button", "Accept").wait()

    internet.server.kill()
    anna.device.wait_for_text(said("notice.offline"))
    internet.server.start()
    for person in (anna, ben):
        person.device.wait_for_text(saying("entry.lost-code"), 60)
    lost = [said("error.PEER_LOST_CODE", name="Ben"), said("error.PEER_LOST_CODEHint", name="Ben")]
    anna.device.wait_for_text(" ".join(lost))
    assert " left" not in anna.device.text()

    # Both pages still hold the offer, so an interruption does not end it.
    _enter_code(ben, _create_code(anna, "code.createNew"))
    ben.device.wait_for_text(saying("entry.back"))
    ben.accept()
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)


def test_a_wrong_guess_ends_the_code_and_its_creator_is_told_but_a_slip_is_caught_in_the_page(internet):
    anna, ben = _two_homes(internet)
    code = _create_code(anna)
    number, first, second = code.split("-")

    # Text that cannot be a code is not sent to the server, where it could use up the code that it resembles.
    for slip, answer in (
        ("", said("code.problem.empty")),
        (f"{number}-{first}", said("code.problem.incomplete")),
        (f"{number}-{first}-{second}q", said("code.problem.unknown", word=f"{second}q")),
    ):
        _enter_code(ben, slip)
        ben.device.wait_for_text(answer)
        ben.device.find("button", said("common.close")).click()
    assert CODE.findall(anna.device.find("dialog").text())

    _enter_code(ben, f"{number}-{'zoo' if first != 'zoo' else 'zone'}-{second}")
    ben.device.wait_for_text(said("code.failed.CODE_WRONG"))
    anna.device.wait_for_text(said("code.ended.wrong-guess"))
    ben.device.find("textbox", "Code").fill(code)
    ben.device.find("button", "Join").click()
    ben.device.wait_for_text(said("code.failed.CODE_WRONG"))
    assert not ben.row().is_shown()


def test_strangers_behind_different_addresses_do_not_see_each_other(internet):
    anna, ben = _two_homes(internet)
    carla = Person(internet.chromium(internet.machine("a")), internet.server.url, "Carla")

    anna.sees("Carla")
    anna.device.wait_for_text(said("notice.public"))
    carla.turn_to("Anna")
    carla.write("same home")
    anna.turn_to("Carla")
    anna.reads("same home")
    carla.goes(DIRECT)
    assert not ben.row().is_shown()


def _two_homes(internet) -> tuple[Person, Person]:
    anna = Person(internet.chromium(internet.machine("a")), internet.server.url, "Anna")
    ben = Person(internet.chromium(internet.machine("b")), internet.server.url, "Ben")
    return anna, ben


def _create_code(person: Person, button: str = "code.create") -> str:
    person.device.find("button", "Connect with a code").click()
    person.device.find("button", said(button)).click()
    person.device.wait_for_text(saying("code.remaining"))
    return CODE.findall(person.device.find("dialog").text())[0]


def _enter_code(person: Person, code: str) -> None:
    person.device.find("button", "Connect with a code").click()
    person.device.find("textbox", "Code").fill(code)
    person.device.find("button", "Join").click()
