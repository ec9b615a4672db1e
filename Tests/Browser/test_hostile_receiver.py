"""Receivers that grant everything, read nothing, and disconnect."""

import pytest
from hostile_browser import HostileBrowser
from mallory import hostile_peer, still_works
from memory import proportional_set_size
from person import Person
from words import said

MEBIBYTE = 1 << 20

#: A file larger than all buffers between two devices together.
SIZE = 96 * MEBIBYTE

PAYLOAD = 65_536
CHUNKS = SIZE // PAYLOAD

#: The sender's status while no byte leaves it.
STUCK = said("transfer.stalledPath")
LOST = said("transfer.interrupted")


@pytest.fixture
def anna(home):
    return Person(home.chromium(), home.server.url, "Anna")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "large.bin"
    with path.open("wb") as content:
        content.truncate(SIZE)
    return path


def accepted(id: str, acked: int = 0) -> dict:
    """The fields of `accept` and `resume` of a receiver that grants the whole file at once."""
    return {"id": id, "payload": PAYLOAD, "acked": acked, "granted": CHUNKS}


def goes_on(anna: Person, mallory, id: str, name: str) -> None:
    """Mallory answers the call with which the page looks for another path, and receives the whole file there."""
    mallory.answer(30)
    mallory.expect("move", id=id)
    mallory.send_control("resume", **accepted(id))
    mallory.store(id, CHUNKS)
    anna.has_sent(name)


def test_a_relay_that_breaks_while_the_sender_waits_for_it_to_drain_is_replaced(home, anna, file, tmp_path):
    with hostile_peer(home, "Mallory") as mallory:
        before = proportional_set_size(anna.device.process_id)
        anna.turn_to("Mallory")
        anna.offer(file)
        mallory.answer()
        id = mallory.expect("offer")["id"]
        mallory.send_control("accept", **accepted(id))
        anna.device.wait_for_text(STUCK)
        grown = proportional_set_size(anna.device.process_id) - before
        assert grown < 80 * MEBIBYTE, f"the page grew by {grown >> 20} MiB for a file nobody takes"

        mallory.drop()
        anna.device.wait_for_text(LOST)
        goes_on(anna, mallory, id, file.name)
    still_works(home, anna, tmp_path)


def test_a_receiver_that_leaves_while_the_sender_waits_for_it_to_drain_is_told_of(home, anna, file, tmp_path):
    with hostile_peer(home, "Mallory") as mallory:
        anna.turn_to("Mallory")
        anna.offer(file)
        mallory.answer()
        id = mallory.expect("offer")["id"]
        mallory.send_control("accept", **accepted(id))
        anna.device.wait_for_text(STUCK)
    anna.device.wait_for_text(said("error.PEER_LEFT", name="Mallory"), 60)
    anna.device.find("button", "Try again").wait()
    still_works(home, anna, tmp_path)


@pytest.mark.parametrize("what", ["data", "control", "connection"])
def test_a_channel_that_closes_while_the_sender_waits_for_it_to_drain_is_replaced(home, anna, file, tmp_path, what):
    machine = home.machine()
    with hostile_peer(home, "Mallory", machine, webrtc=True) as mallory:
        browser = HostileBrowser(home.chromium(machine), mallory)
        anna.turn_to("Mallory")
        # A browser always reads what arrives, so the slow line has to hold the bytes back.
        machine.slow_down(4)
        anna.offer(file)
        browser.answer()
        id = browser.expect("offer")["id"]
        browser.say("accept", **accepted(id))
        # The browser buffers within a moment what takes the line many seconds.
        anna.card(file.name).wait_for_text(said("transfer.sendingShort"))

        browser.close(what)
        anna.device.wait_for_text(LOST)
        machine.speed_up()
        goes_on(anna, mallory, id, file.name)
    still_works(home, anna, tmp_path)
