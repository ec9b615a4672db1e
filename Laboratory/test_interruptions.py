"""What happens to networks in the middle of a file: it arrives all the same, or the person gets a sentence."""

import re
import time
from pathlib import Path

import pytest
from couple import DETAILS, greet, is_whole, meet_by_code, path_between
from networks import HOME, NO_UDP, ONE_PORT, SLOW, Couple, neighbours, strangers
from person import Person, made_file, met
from results import Table
from translators import SYMMETRIC

MEBIBYTE = 1 << 20

#: Bytes of the file: at ``SLOW`` it takes ten seconds.
SIZE = 10 * MEBIBYTE

#: How long the rest of it may take, in seconds: browsers notice a dead path after half a minute at the latest, and
#: whoever was silent for half a minute may need as long again.
PATIENCE = 150

#: Seconds of silence.
SILENCE = 30

#: The sentences of the page while it waits.
WAITS = re.compile(r"Connection lost\. Goes on by itself|The server is not answering|Waiting for the connection")

#: What the page says of a file that is here.
ARRIVED = "In your downloads"

#: What it says when a file is here, or will not come.
ENDED = re.compile(
    rf"{ARRIVED}|No connection to .* came about|.* did not understand each other"
    r"|.* left before everything had arrived|.* has not been seen since|This device could not store"
)

#: Homes that cannot reach each other directly, while UDP reaches the server.
UNREACHABLE = {"nat": SYMMETRIC}

#: What the homes are like, and the path that the file begins on there.
SILENCES = {
    "30 s of silence": ({}, "direct"),
    "30 s of silence, through TURN over UDP": (UNREACHABLE, "TURN UDP"),
    "30 s of silence, through TURN over TCP": (NO_UDP, "TURN TCP"),
    "30 s of silence, through the relay": (ONE_PORT, "relay"),
}

#: The same for devices of one network, which find each other again by themselves.
RESTARTS = {
    "the server is killed and restarted, through TURN": (NO_UDP, "TURN TCP"),
    "the server is killed and restarted, through the relay": (ONE_PORT, "relay"),
}

#: The same for people who met by a code.
FORGOTTEN = {
    "the server is killed and restarted, through TURN, after meeting by a code": (UNREACHABLE, "TURN UDP"),
    "the server is killed and restarted, through the relay, after meeting by a code": (ONE_PORT, "relay"),
}

NEW_ADDRESS = "the home gets a new public address"
OTHER_NETWORK = "the device goes to another network"
KILLED_DIRECT = "the server is killed, direct"
KILLED_FOR_GOOD = "the server is killed for good, through the relay"

ROWS = [NEW_ADDRESS, OTHER_NETWORK, *SILENCES, KILLED_DIRECT, *RESTARTS, *FORGOTTEN, KILLED_FOR_GOOD]


@pytest.fixture(scope="module")
def table():
    table = Table("interruptions", ["what happens", "before", "after", "file, s", "what came of it"], ROWS)
    yield table
    table.write()


class Transfer:
    """A file on its way from Anna to Ben, through a slow line."""

    def __init__(self, stage, couple: Couple):
        """Two people of one home see each other; others meet by a code."""
        self.world, self.annas, bens = couple
        self.place = stage(self.world)
        self.anna = Person(self.place.chromium(self.annas), self.place.url_for(self.annas))
        self.ben = Person(self.place.chromium(bens), self.place.url_for(bens))
        (met if self.annas.segment == bens.segment else meet_by_code)(self.anna, self.ben)
        greet(self.anna, self.ben)
        self.file = made_file(self.world.folder, "holiday.mp4", SIZE)
        self.anna.offer(self.file)
        self.ben.accept()
        self.start = time.monotonic()
        self.ben.device.find("progressbar").wait()
        self.before = path_between(self.anna, self.ben)
        assert not self.ben.device.find("group", re.compile("^Received ")).is_shown(), "too fast to be interrupted"

    def restart_server(self) -> None:
        """Kills the server and starts it again when Anna has noticed."""
        self.place.server.kill()
        self.anna.device.wait_for_text(WAITS)
        self.place.server.start()

    def arrives(self, table: Table, row: str) -> None:
        """Waits for the whole file; keeps the row whatever comes of it."""
        assert self.ends(table, row) == "arrived whole"

    def ends(self, table: Table, row: str) -> str:
        """Waits for the whole file, or for a sentence that says why not; keeps the row and says which."""
        page = self.ben.device
        page.wait_for_text(ENDED, PATIENCE)
        took = time.monotonic() - self.start
        sentence = ENDED.search(page.text())[0]
        is_open = all(person.device.find("button", DETAILS).is_shown() for person in (self.anna, self.ben))
        after = path_between(self.anna, self.ben) if is_open else "closed since"
        if sentence == ARRIVED:
            self.ben.has_received(self.file.name)
            self.anna.has_sent(self.file.name)
            end = "arrived whole" if is_whole(self.ben, self.file) else "**arrived damaged**"
        else:
            end = f"'{sentence}'"
        table.add(row, self.before, after, f"{took:.0f}", end)
        return end


def apart(folder: Path, home: dict | None = None) -> Couple:
    """Two homes of that kind, Anna's with a slow line."""
    return strangers(folder / "world", {"rate": SLOW, **(home or {})}, home)


def together(folder: Path, home: dict) -> Couple:
    """One guest network that keeps its devices apart, with a slow line."""
    return neighbours(folder / "world", nat=HOME, isolates_hosts=True, rate=SLOW, **home)


def test_the_home_gets_a_new_public_address(stage, table, tmp_path):
    transfer = Transfer(stage, apart(tmp_path))
    transfer.world.change_router("annas-router", addresses=["198.51.100.77"])
    transfer.arrives(table, NEW_ADDRESS)


def test_the_device_goes_to_another_network(stage, table, tmp_path):
    transfer = Transfer(stage, apart(tmp_path))
    transfer.world.move(transfer.annas, "internet", "198.51.100.66/24")
    transfer.arrives(table, OTHER_NETWORK)


@pytest.mark.parametrize("row", SILENCES)
def test_silence(stage, table, tmp_path, row):
    homes, way = SILENCES[row]
    transfer = Transfer(stage, apart(tmp_path, homes))
    assert transfer.before.startswith(way)
    transfer.world.silence("annas-router")
    time.sleep(SILENCE)
    transfer.world.change_link("annas-router", rate=SLOW)
    transfer.arrives(table, row)


def test_the_server_is_killed_under_a_direct_path(stage, table, tmp_path):
    transfer = Transfer(stage, apart(tmp_path))
    transfer.place.server.kill()
    transfer.arrives(table, KILLED_DIRECT)


@pytest.mark.parametrize("row", RESTARTS)
def test_the_server_is_killed_and_restarted(stage, table, tmp_path, row):
    home, way = RESTARTS[row]
    transfer = Transfer(stage, together(tmp_path, home))
    assert transfer.before.startswith(way)
    transfer.restart_server()
    transfer.arrives(table, row)


@pytest.mark.parametrize("row", FORGOTTEN)
def test_a_server_that_restarts_has_forgotten_who_met_by_a_code(stage, table, tmp_path, row):
    homes, way = FORGOTTEN[row]
    transfer = Transfer(stage, apart(tmp_path, homes))
    assert transfer.before.startswith(way)
    transfer.restart_server()
    assert "has not been seen since" in transfer.ends(table, row)


def test_the_server_is_killed_for_good(stage, table, tmp_path):
    transfer = Transfer(stage, apart(tmp_path, ONE_PORT))
    transfer.place.server.kill()
    for person in (transfer.anna, transfer.ben):
        person.device.wait_for_text("The server is not answering", PATIENCE)
        person.device.wait_for_text(WAITS)
    both = "both read: 'The server is not answering. Trying again by itself'"
    table.add(KILLED_FOR_GOOD, transfer.before, "none", "", both)
