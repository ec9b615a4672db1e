"""Messages."""

import re

import pytest
from person import DIRECT, Person, met
from words import saying

#: The text of the newest message in the DOM, before white space is laid out.
LAST_TEXT = "() => [...document.querySelectorAll('.entries .text-words')].at(-1).textContent"


@pytest.mark.smoke
def test_messages_go_both_ways_and_links_can_be_followed(home):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)

    anna.write("Look: https://example.org/a?b=c, <b>not bold</b>")
    ben.reads("<b>not bold</b>")
    ben.write("你好 👋")
    anna.reads("你好 👋")

    anna.write("  if ready:\n    go()\n")
    ben.reads("go()")
    assert ben.device.evaluate(LAST_TEXT) == "  if ready:\n    go()\n"

    link = ben.device.find("link", "https://example.org/a?b=c")
    link.wait()
    anna.device.wait_for_text("Delivered")
    anna.goes(DIRECT)
    ben.goes(DIRECT)


def test_a_long_text_arrives_whole(home):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)

    anna.write("Wörter 词语 👋 " * 3000 + "the end")
    ben.device.find("button", "Show all").click(60)
    ben.reads(re.compile("the end$|the end\\s"), 60)
    anna.goes(DIRECT)


def test_a_text_over_the_limit_is_refused_with_its_size(home):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)

    anna.write("x" * 1_000_001)
    anna.device.wait_for_text(saying("composer.tooLong"))


def test_a_message_to_another_conversation_is_marked_unread(home):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    anna.sees()
    ben.sees()
    anna.turn_to()

    anna.write("first")
    anna.write("second")
    ben.device.find("button", re.compile("2 new$")).wait()
    assert ben.device.evaluate("() => document.title").startswith("(2)")
    ben.turn_to()
    ben.reads("second")
    ben.goes(DIRECT)
    ben.device.find("button", re.compile("new$")).wait_gone()
    assert ben.device.evaluate("() => document.title") == "Ferry"


def test_a_text_as_long_as_texts_may_be_arrives_whole(home):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)
    end = "the end 👋"
    text = ("words " * 200_000)[: 1_000_000 - len(end.encode())] + end

    anna.write(text)
    ben.device.find("button", "Show all").click(60)
    ben.reads(end, 60)
    shown = ben.device.find("list", "Messages and files").text()
    assert shown.count("words") == text.count("words")
    anna.device.wait_for_text("Delivered", 60)
    anna.goes(DIRECT)
