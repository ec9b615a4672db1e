"""Answers to offers, and changes of mind."""

import pytest
from person import DIRECT, RELAY, Person, digest, made_file, met
from words import said

MEBIBYTE = 1 << 20

#: A rate in Mbit/s that is slow enough for a person to act in the middle of a file.
SLOW = 20


@pytest.fixture
def slow_pair(home):
    slow = home.machine()
    slow.slow_down(SLOW)
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(slow), home.server.url)
    met(anna, ben)
    return anna, ben


@pytest.mark.smoke
def test_no_byte_moves_before_the_answer_and_declining_is_told(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "unwanted.bin", MEBIBYTE)

    anna.offer(file)
    ben.device.find("button", "Decline").wait()
    anna.device.wait_for_text("to accept…")
    anna.goes(DIRECT)
    ben.decline()
    ben.device.wait_for_text("You declined.")
    anna.device.wait_for_text("declined.")
    assert not list(ben.device.downloads.iterdir())

    anna.device.find("button", "Try again").click()
    ben.accept()
    ben.has_received(file.name)
    anna.has_sent(file.name)
    assert digest(ben.save(file.name)) == digest(file)


def test_the_sender_cancels_in_the_middle_and_tries_again(slow_pair, tmp_path):
    anna, ben = slow_pair
    file = made_file(tmp_path / "mine", "long.bin", 12 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    anna.device.find("button", "Cancel").click()
    anna.device.wait_for_text("You cancelled.")
    ben.device.wait_for_text("cancelled.")

    anna.device.find("button", "Try again").click()
    ben.accept()
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)
    ben.goes(DIRECT)


def test_the_receiver_cancels_in_the_middle(slow_pair, tmp_path):
    anna, ben = slow_pair
    file = made_file(tmp_path / "mine", "long.bin", 12 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    ben.device.find("button", "Cancel").click()
    ben.device.wait_for_text("You cancelled.")
    anna.device.wait_for_text("cancelled.")
    anna.goes(DIRECT)


def test_an_offer_is_withdrawn_before_it_is_answered(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)

    anna.offer(made_file(tmp_path / "mine", "mistake.bin", 1000))
    ben.device.find("button", "Accept").wait()
    anna.device.find("button", "Cancel").click()
    ben.device.find("button", "Accept").wait_gone()
    ben.goes(DIRECT)


def test_whoever_does_not_want_to_be_disturbed_is_shown_so(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(), home.server.url, "Ben")
    anna.sees("Ben")

    ben.device.find("button", "Settings").click()
    ben.device.find("switch", "Do not disturb").click()
    ben.device.find("button", "Close").click()
    anna.device.find("button", "Ben, computer, Do not disturb").wait()

    anna.turn_to("Ben")
    anna.write("are you there?")
    anna.device.wait_for_text("does not want to be disturbed")
    anna.device.wait_for_text("Not delivered")
    assert not ben.device.find("button", RELAY).is_shown()

    ben.device.find("button", "Settings").click()
    ben.device.find("switch", "Do not disturb").click()
    ben.device.find("button", "Close").click()
    anna.device.find("button", f"Ben, computer, {said('state.failed')}").wait()
    # One cause, so there is one button to try again.
    assert anna.device.find("button", "Try again").count() == 1
    anna.device.find("button", "Try again").click()
    ben.turn_to("Anna")
    ben.reads("are you there?")
    file = made_file(tmp_path / "mine", "now.bin", MEBIBYTE)
    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)
