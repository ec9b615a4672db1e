"""Hundreds of strangers: the page accepts their calls, and keeps a bounded amount of data."""

import secrets

from mallory import hostile_peer, still_works
from memory import proportional_set_size
from person import ROW, Person

MEBIBYTE = 1 << 20

#: The number of strangers. With a text of the longest kind each, they send many times what a page may keep.
STRANGERS = 400
LONGEST = 1_000_000
PART = 16_000


def test_hundreds_of_identities_that_call_and_write_leave_little_behind(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    machine = home.machine()
    before = proportional_set_size(anna.device.process_id)
    for number in range(STRANGERS):
        with hostile_peer(home, f"Mallory {number}", machine) as mallory:
            mallory.call("Anna")
            _write(mallory, f"{number} ".ljust(LONGEST, "x"))

    def bounded() -> None:
        grown = proportional_set_size(anna.device.process_id) - before
        assert grown < 160 * MEBIBYTE, f"the page grew by {grown >> 20} MiB"

    anna.device.until(bounded, "what was kept for a moment to be given back", 120)
    rows = anna.device.find("button", ROW).count()
    assert 0 < rows <= 50, f"{rows} devices are listed"
    still_works(home, anna, tmp_path)


def test_hundreds_of_identities_that_only_call_leave_nothing_behind(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    machine = home.machine()
    for number in range(STRANGERS):
        with hostile_peer(home, f"Mallory {number}", machine) as mallory:
            mallory.call("Anna")
    anna.device.find("button", ROW).wait_gone()
    still_works(home, anna, tmp_path)


def test_whoever_is_declined_again_and_again_is_not_shown_any_more(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    with hostile_peer(home, "Mallory") as mallory:
        mallory.call("Anna")
        for number in range(4):
            transfer = mallory.offer_names(f"{number}.txt")
            anna.decline()
            assert mallory.expect("decline", id=transfer)["reason"] == "declined"
        assert mallory.expect("decline", id=mallory.offer_names("more.txt"))["reason"] == "busy"
        assert not anna.device.find("button", "Accept").is_shown()
        still_works(home, anna, tmp_path)


def _write(mallory, text: str) -> None:
    """Sends a text, and waits for its receipt."""
    id = secrets.token_urlsafe(6)
    parts = [text[start : start + PART] for start in range(0, len(text), PART)]
    for number, part in enumerate(parts):
        mallory.send_control("text", id=id, part=number, parts=len(parts), text=part)
    mallory.expect("text-received", id=id)
