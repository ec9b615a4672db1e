"""A device that breaks every rule of the protocol behind signaling, against the real page."""

import os
import re
from pathlib import Path

import pytest
from mallory import hostile_peer, still_works
from person import RELAY, Person

MARKUP = '<img src=x onerror="document.title=1">'
MARKUP_ROW = re.compile(f"^{re.escape(MARKUP)}, ")

#: Hostile file names, and the names that the page should show and save.
NAMES = {
    "../../etc/passwd": "_.._etc_passwd",
    f"{MARKUP}.txt": "_img src=x onerror=_document.title=1__.txt",
    "\u202egnp.exe": "gnp.exe",
    "a\0b\x1b[31mc.txt": "ab[31mc.txt",
    "R&D #1, 100% c++.txt": "R&D #1, 100% c++.txt",
}

#: The same for a browser that streams downloads, with names that are difficult in headers.
HEADER_NAMES = {
    **NAMES,
    'quote".txt': "quote_.txt",
    "line\r\nSet-Cookie: a=b.txt": "lineSet-Cookie_ a=b.txt",
    "n" * 251 + ".txt": "n" * 236 + ".txt",
    "ünïcödé 文件.txt": "ünïcödé 文件.txt",
}


@pytest.fixture
def mallory(home):
    """A device on its own machine, whose name is markup."""
    with hostile_peer(home, MARKUP) as peer:
        yield peer


@pytest.fixture
def anna(home):
    return Person(home.chromium(), home.server.url, "Anna")


def test_names_are_text_and_no_paths(home, anna, mallory, tmp_path):
    anna.device.wait_for_text(MARKUP)
    mallory.call("Anna")
    for offered in NAMES:
        _gives(mallory, anna, offered)
    anna.turn_to(MARKUP)
    for shown in NAMES.values():
        anna.device.find("group", f"Received {shown} from {MARKUP}").wait()
    assert anna.device.evaluate("() => document.title") != "1"
    still_works(home, anna, tmp_path)


@pytest.mark.serve("--tls", "auto")
def test_names_lead_no_download_out_of_its_folder(home, mallory, tmp_path):
    """A streamed download has its name in a header, which the service worker writes."""
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(home.chromium(authority=home.server.authority()), home.server.secure_url, "Ben")
    mallory.call("Ben")
    before = _all_files(ben)
    for offered in HEADER_NAMES:
        _gives(mallory, ben, offered)
    saved = ben.device.wait_for_downloads(len(HEADER_NAMES))
    assert {path.name for path in saved} == set(HEADER_NAMES.values())
    assert all(path.read_bytes() == b"x" for path in saved), saved
    strays = {path.name for path in _all_files(ben) - before if path.parent != ben.device.downloads}
    # The browser itself creates `Cookies`.
    assert not {name for name in strays if "passwd" in name or "set-cookie" in name.lower()}, strays
    still_works(home, anna, tmp_path)


def test_a_file_that_is_held_is_saved_under_the_name_that_is_shown(home, anna, mallory, tmp_path):
    mallory.call("Anna")
    for offered, shown in NAMES.items():
        _gives(mallory, anna, offered)
        anna.turn_to(MARKUP)
        anna.device.find("group", f"Received {shown} from {MARKUP}").find("button", "Save").click()
        assert anna.device.wait_for_download(shown).read_bytes() == b"x"
    assert {path.name for path in anna.device.wait_for_downloads(len(NAMES))} == set(NAMES.values())
    still_works(home, anna, tmp_path)


def test_the_name_of_a_device_is_text_wherever_it_is_shown(home, anna, mallory, tmp_path):
    dropped = tmp_path / "dropped.txt"
    dropped.write_text("for whom?")
    with hostile_peer(home, MARKUP):
        anna.device.until(lambda: _require(anna.device.find("button", MARKUP_ROW).count() == 2), "both of them")
        anna.device.find("heading", "Devices nearby").drop_files(dropped)
        dialog = anna.device.find("dialog", "Send to whom?")
        dialog.wait_for_text(MARKUP)
        dialog.find("button", "Close").click()
    anna.device.until(lambda: _require(anna.device.find("button", MARKUP_ROW).count() == 1), "one of them")
    mallory.call("Anna")
    anna.turn_to(MARKUP)
    anna.device.find("button", RELAY).click()
    inspector = anna.device.find("dialog", f"Connection to {MARKUP}")
    inspector.wait_for_text("Throughput")
    inspector.find("button", "Close").click()
    anna.rename(MARKUP)
    anna.device.find("button", "Settings").click()
    anna.device.find("dialog", "Settings").wait()
    anna.device.find("button", "Close").click()
    assert anna.device.evaluate("() => document.title") != "1"
    assert anna.device.evaluate("() => document.querySelectorAll('[onerror]').length") == 0
    anna.rename("Anna")
    still_works(home, anna, tmp_path)


def test_names_that_no_file_can_have_are_not_offered(home, anna, mallory, tmp_path):
    mallory.call("Anna")
    for name in ("", "x" * 300, "ü" * 128):
        assert mallory.expect("cancel", id=mallory.offer_names(name))["reason"] == "protocol", name
    assert not anna.device.find("button", "Accept").is_shown()
    still_works(home, anna, tmp_path)


def test_frames_that_were_not_agreed_end_the_transfer(home, anna, mallory, tmp_path):
    mallory.call("Anna")
    wrong = {
        "another file": (3, 0, b"12345"),
        "another number": (0, 7, b"12345"),
        "too short": (0, 0, b"1"),
        "too long": (0, 0, b"1234567"),
    }
    for frame in wrong.values():
        transfer = mallory.offer([{"name": "five.txt", "size": 5, "type": "", "modified": None}])
        anna.accept()
        mallory.expect("accept", id=transfer)
        mallory.send_frame(transfer, *frame)
        assert mallory.expect("cancel", id=transfer)["reason"] == "protocol"
    still_works(home, anna, tmp_path)


def test_frames_before_the_yes_and_of_no_transfer_are_nothing(home, anna, mallory, tmp_path):
    mallory.call("Anna")
    transfer = mallory.offer([{"name": "five.txt", "size": 5, "type": "", "modified": None}])
    anna.device.find("button", "Accept").wait()
    mallory.send_frame(transfer, 0, 0, b"EARLY")
    mallory.send_control("file-end", id=transfer, file=0, chunks=1)
    mallory.send_frame("nobodies", 0, 0, b"NEVER")
    # The answer to another offer shows that the page has handled everything before it.
    assert mallory.expect("decline", id=mallory.offer_names("second.txt"))["reason"] == "busy"
    anna.accept()
    mallory.expect("accept", id=transfer)
    mallory.send_frame(transfer, 0, 0, b"asked")
    mallory.send_control("file-end", id=transfer, file=0, chunks=1)
    mallory.expect("complete", id=transfer)
    anna.turn_to(MARKUP)
    anna.device.find("group", f"Received five.txt from {MARKUP}").find("button", "Save").click()
    assert anna.device.wait_for_download("five.txt").read_bytes() == b"asked"
    still_works(home, anna, tmp_path)


def test_a_manifest_over_the_limit_and_a_second_offer_are_refused(home, anna, mallory, tmp_path):
    mallory.call("Anna")
    entry = {"name": "n" * 200, "size": 1, "type": "", "modified": None}
    assert mallory.expect("cancel", id=mallory.offer([entry] * 100, count=20_001))["reason"] == "protocol"
    assert mallory.expect("decline", id=mallory.offer([entry] * 100, total=7))["reason"] == "invalid"
    assert mallory.expect("decline", id=mallory.offer([entry] * 20_000))["reason"] == "invalid"
    endless = mallory.offer([entry] * 40, count=20_000, more=True)
    for _ in range(600):
        mallory.send_control("offer-files", id=endless, files=[entry] * 40, more=True)
    assert mallory.expect("decline", id=endless)["reason"] == "invalid"
    assert not anna.device.find("button", "Accept").is_shown()
    waiting = mallory.offer_names("first.txt")
    anna.device.find("button", "Accept").wait()
    assert mallory.expect("decline", id=mallory.offer_names("second.txt"))["reason"] == "busy"
    mallory.send_control("cancel", id=waiting, reason="cancelled")
    anna.device.find("button", "Accept").wait_gone()
    still_works(home, anna, tmp_path)


def _gives(mallory, person: Person, name: str) -> None:
    """Mallory offers a file of one byte, and the person accepts."""
    transfer = mallory.offer_names(name)
    person.accept()
    mallory.expect("accept", id=transfer)
    mallory.send_frame(transfer, 0, 0, b"x")
    mallory.send_control("file-end", id=transfer, file=0, chunks=1)
    mallory.expect("complete", id=transfer)


def _all_files(person: Person) -> set[Path]:
    """The files in the person's home directory. `Path.rglob` fails there, since the browser changes it meanwhile."""
    return {Path(folder, name) for folder, _, names in os.walk(person.device.home) for name in names}


def _require(condition) -> None:
    assert condition
