"""axe-core finds no violation in any state of the page, light or dark."""

import pytest
from accessibility import assert_accessible
from person import DIRECT, Person, made_file, met
from words import said, saying

MEBIBYTE = 1 << 20


@pytest.fixture(params=["light", "dark"])
def look(request):
    return {"color_scheme": request.param, "reduced_motion": "reduce", "viewport": {"width": 1280, "height": 800}}


@pytest.mark.smoke
def test_alone_and_in_every_dialog(home, look):
    anna = Person(home.chromium(profile=look), home.server.url)
    anna.device.wait_for_text(said("devices.none"))
    assert_accessible(anna.device)

    anna.device.find("button", "Settings").click()
    assert_accessible(anna.device)
    anna.device.find("button", "Close").click()

    anna.device.find("button", "Connect with a code").click()
    assert_accessible(anna.device)
    anna.device.find("button", "Create a code").click()
    anna.device.wait_for_text(saying("code.remaining"))
    assert_accessible(anna.device)
    anna.device.find("button", "Close").click()

    anna.device.find("button", "Change name").click()
    assert_accessible(anna.device)


def test_a_conversation_from_the_offer_to_the_end(home, look, tmp_path):
    slow = home.machine()
    slow.slow_down(20)
    anna = Person(home.chromium(profile=look), home.server.url)
    ben = Person(home.chromium(slow, profile=look), home.server.url)
    met(anna, ben)
    assert_accessible(anna.device)

    ben.write("a link: https://example.org")
    anna.reads("a link")
    anna.offer(*[made_file(tmp_path / "mine", f"{size}.bin", size) for size in (1000, 12 * MEBIBYTE)])
    ben.device.find("button", "Accept").wait()
    assert_accessible(ben.device)
    assert_accessible(anna.device)

    ben.accept()
    ben.device.find("progressbar").wait()
    ben.device.find("button", "Show files").click()
    assert_accessible(ben.device)
    assert_accessible(anna.device)

    ben.has_received("2 files")
    assert_accessible(ben.device)
    ben.device.find("button", DIRECT).click()
    ben.device.find("dialog").wait()
    assert_accessible(ben.device)


def test_errors(home, look):
    anna, ben = Person(home.chromium(profile=look), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)

    ben.device.open("about:blank")
    anna.device.wait_for_text(saying("conversation.away"))
    assert_accessible(anna.device)
    home.server.stop()
    anna.device.wait_for_text(said("notice.offline"))
    assert_accessible(anna.device)
