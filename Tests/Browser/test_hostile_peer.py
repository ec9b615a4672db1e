"""A device that keeps to no rule behind signaling, against the real page."""

import pytest
from ferry_client import Address, HostilePeer
from ferry_client.address import open_socket
from person import DIRECT, Person, digest, made_file
from server import HTTP_PORT

MARKUP = '<img src=x onerror="document.title=1">'

#: Names as no file should have them, and as the page should show and save them.
NAMES = {
    "../../etc/passwd": "_.._etc_passwd",
    f"{MARKUP}.txt": "_img src=x onerror=_document.title=1__.txt",
    "\u202egnp.exe": "gnp.exe",
    "a\0b\x1b[31mc.txt": "ab[31mc.txt",
}


@pytest.fixture
def mallory(home):
    """A device on a machine of its own, whose name is markup."""
    machine = home.machine()
    address = Address(home.server.machine.ipv4, HTTP_PORT, opener=lambda *where: machine.call(open_socket, *where))
    with HostilePeer(address, MARKUP) as peer:
        yield peer


@pytest.fixture
def anna(home):
    return Person(home.chromium(), home.server.url, "Anna")


def still_works(home, anna: Person, tmp_path) -> None:
    """Two honest people still move a file."""
    ben = Person(home.chromium(), home.server.url, "Ben")
    anna.device.find("button", "Ben, computer, Ready").click()
    ben.turn_to("Anna")
    file = made_file(tmp_path / "mine", "honest.bin", 300_000)
    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)
    ben.goes(DIRECT)


def test_names_are_text_and_no_paths(home, anna, mallory, tmp_path):
    anna.device.wait_for_text(MARKUP)
    mallory.call("Anna")
    for offered in NAMES:
        transfer = mallory.offer_names(offered)
        anna.accept()
        mallory.expect("accept", id=transfer)
        mallory.send_frame(transfer, 0, 0, b"x")
        mallory.send_control("file-end", id=transfer, file=0, chunks=1)
        mallory.expect("complete", id=transfer)
    anna.turn_to(MARKUP)
    for shown in NAMES.values():
        anna.device.find("group", f"Received {shown} from {MARKUP}").wait()
    assert anna.device.evaluate("() => document.title") != "1"
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


def test_a_manifest_over_the_limit_and_a_second_offer_are_refused(home, anna, mallory, tmp_path):
    mallory.call("Anna")
    entry = {"name": "n" * 200, "size": 1, "type": "", "modified": None}
    assert mallory.expect("cancel", id=mallory.offer([entry] * 100, count=20_001))["reason"] == "protocol"
    assert mallory.expect("decline", id=mallory.offer([entry] * 100, total=7))["reason"] == "invalid"
    waiting = mallory.offer_names("first.txt")
    anna.device.find("button", "Accept").wait()
    assert mallory.expect("decline", id=mallory.offer_names("second.txt"))["reason"] == "busy"
    mallory.send_control("cancel", id=waiting, reason="cancelled")
    anna.device.find("button", "Accept").wait_gone()
    still_works(home, anna, tmp_path)
