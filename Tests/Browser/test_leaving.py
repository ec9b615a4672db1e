"""Closing a tab in the middle of something."""

from person import DIRECT, Person, made_file, met

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
    # A page may warn only someone who has done something in it.
    anna.write("still here")
    # Before there is anything to leave in the middle of: the way may take longer than the file.
    anna.goes(DIRECT)
    anna.offer(made_file(tmp_path / "mine", "long.bin", 16 * MEBIBYTE))
    ben.accept()
    anna.device.find("progressbar").wait()
    anna.device.open("about:blank")
    assert anna.device.dialogs == ["beforeunload"]
