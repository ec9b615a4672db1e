"""Closing or reloading a page in the middle of an activity."""

import re

import pytest
from person import DIRECT, Person, digest, made_file, met
from words import said

MEBIBYTE = 1 << 20


def test_leaving_during_a_transfer_is_warned_about_and_otherwise_is_not(home, tmp_path):
    slow = home.machine()
    slow.slow_down(20)
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(slow), home.server.url)
    met(anna, ben)

    ben.write("hello")
    anna.reads("hello")
    anna.device.reload()
    assert anna.device.dialogs == []

    anna.sees()
    anna.turn_to()
    # A page may show the warning only after an interaction.
    anna.write("still here")
    # The path has to be open first: opening it may take longer than the file.
    anna.goes(DIRECT)
    anna.offer(made_file(tmp_path / "mine", "long.bin", 16 * MEBIBYTE))
    ben.accept()
    anna.device.find("progressbar").wait()
    anna.device.open("about:blank")
    assert anna.device.dialogs == ["beforeunload"]


@pytest.mark.parametrize("sender", ["chromium", "firefox"])
def test_an_offer_ends_with_the_page_that_made_it_and_its_place_is_free_for_the_next(home, sender, tmp_path):
    anna = Person(getattr(home, sender)(), home.server.url, "Anna")
    ben = Person(home.chromium(), home.server.url, "Ben")
    met(anna, ben)
    file = made_file(tmp_path / "mine", "small.bin", 1000)

    anna.offer(file)
    ben.device.find("button", "Accept").wait()
    anna.device.reload()
    # A page that takes more than a second to come back counts as closed.
    ends = [re.escape(said(f"end.{end}", name="Anna")) for end in ("reloaded", "closed")]
    ben.device.wait_for_text(re.compile("|".join(ends)))
    assert not ben.device.find("button", "Accept").is_shown()
    assert ben.row("Anna").is_shown()

    anna.turn_to("Ben")
    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)

    anna.offer(file)
    ben.device.find("button", "Accept").wait()
    anna.device.open("about:blank")
    ben.device.find("button", "Accept").wait_gone()
    ben.device.wait_for_text(said("end.closed", name="Anna"))


def test_what_waits_for_an_answer_is_offered_again_to_the_page_after_the_reload(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url, "Ben")
    met(anna, ben)
    file = made_file(tmp_path / "mine", "small.bin", 1000)

    anna.offer(file)
    ben.device.find("button", "Accept").wait()
    ben.device.reload()
    ben.accept()
    anna.has_sent(file.name)
    assert not anna.device.find("button", said("common.tryAgain")).is_shown()
