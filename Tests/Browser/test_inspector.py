"""The connection's details: path, addresses, speed."""

import pytest
from person import DIRECT, RELAY, Person, made_file, met
from words import said

MEBIBYTE = 1 << 20


def looked_at(person: Person, way) -> str:
    """The details of the open connection, once there are counts."""
    person.device.find("button", way).click()
    dialog = person.device.find("dialog").wait()
    dialog.wait_for_text(" at best")
    return dialog.text()


def test_a_direct_connection_shows_its_candidates_and_its_round_trip(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)
    anna.offer(made_file(tmp_path / "mine", "some.bin", 2 * MEBIBYTE))
    ben.accept()
    ben.has_received("some.bin")

    for person in (anna, ben):
        shown = looked_at(person, DIRECT)
        assert "Direct" in shown
        # The type of an end's address depends on whose check came first.
        assert "own address" in shown or "seen by the server" in shown
        assert "UDP" in shown
        assert " ms" in shown
        assert " MB" in shown


@pytest.mark.serve("--turn", "off")
def test_a_relayed_connection_says_so_and_what_went_through(home, tmp_path):
    anna = Person(home.chromium(home.machine(udp=False)), home.server.url)
    ben = Person(home.chromium(), home.server.url)
    met(anna, ben)
    anna.offer(made_file(tmp_path / "mine", "some.bin", 2 * MEBIBYTE))
    ben.accept()
    ben.has_received("some.bin")

    shown = looked_at(anna, RELAY)
    assert said("path.readable") in shown
    assert "2.10 MB" in shown
