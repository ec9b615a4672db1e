"""Networks that change in the middle of a file: it arrives all the same, or the page gives the reason."""

import re
import time
from pathlib import Path

import pytest
from coturn import PORT, serve_stun
from couple import DETAILS, greet, is_whole, meet_by_code, path_between, until_direct
from networks import HOME, NO_UDP, ONE_PORT, SLOW, Couple, neighbours, strangers
from person import Person, made_file, met
from results import Table
from translators import SYMMETRIC
from words import said, saying
from world import Host

MEBIBYTE = 1 << 20

#: The size of the file in bytes: at ``SLOW`` it takes ten seconds.
SIZE = 10 * MEBIBYTE

#: The time limit for the rest of the file, in seconds: browsers notice a dead path after half a minute at the latest,
#: and a device that was silent for half a minute may need as long again.
PATIENCE = 150

#: The length of a silence in seconds.
SILENCE = 30

#: The page's sentences while it waits.
WAITING = ("transfer.interrupted", "notice.offline", "transfer.waitConnection")
WAITS = re.compile("|".join(saying(key).pattern for key in WAITING))

#: The sentences of the page and of a file's card while there is no server and no other path.
AWAY = said("notice.offline")
BROKEN_OFF = said("transfer.interrupted")

#: The card of a complete file, at either end.
DONE = re.compile(r"(^Received| received) holiday\.mp4")

#: Sentences about a file that will not arrive, with the reason and the next step, up to the end of the line.
ENDS = (
    "end.break", "end.closed", "end.gaveUpByThem", "end.protocol", "end.reloaded", "end.storageByThem",
    "end.storageByUs", "end.unknown", "error.CALL_TIMEOUT", "error.NOT_CONNECTED", "error.PEER_LEFT",
    "error.PEER_LOST", "error.PEER_LOST_CODE", "error.PEER_NOT_FOUND", "error.RELAY_OFF", "error.SERVER_GONE",
)  # fmt: skip
FAILED = re.compile(f"^.*({'|'.join(saying(key).pattern for key in ENDS)}).*$", re.MULTILINE)

#: Counts the connections that the page makes.
CONNECTIONS = """
  window.connections = 0;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) { super(...options); connections += 1; }
  };
"""

#: The options of a server without relay and TURN.
CARRIES_NOTHING = ("--relay", "off", "--turn", "off")

#: Homes that cannot reach each other directly, while UDP reaches the server.
UNREACHABLE = {"nat": SYMMETRIC}

#: The homes, with the path on which the file begins there.
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

#: Changes of a device's address. Anna is the caller.
CHANGES = {
    "the home gets a new public address": lambda transfer: transfer.world.change_router(
        "annas-router", addresses=["198.51.100.77"]
    ),
    "the device goes to another network": lambda transfer: transfer.world.move(
        transfer.annas, "internet", "198.51.100.66/24"
    ),
    "the called device's home gets a new public address": lambda transfer: transfer.world.change_router(
        "bens-router", addresses=["198.51.100.88"]
    ),
}

#: The same with a server that relays nothing.
ALONE = {f"{row}, and the server relays nothing": change for row, change in CHANGES.items()}

NOTHING = "none"
KILLED_DIRECT = "the server is killed, direct"
KILLED_FOR_GOOD = {
    "the server is killed for good, through TURN": (UNREACHABLE, "TURN UDP"),
    "the server is killed for good, through the relay": (ONE_PORT, "relay"),
}

ROWS = [NOTHING, *CHANGES, *ALONE, *SILENCES, KILLED_DIRECT, *RESTARTS, *FORGOTTEN, *KILLED_FOR_GOOD]


@pytest.fixture(scope="module")
def table():
    table = Table("interruptions", ["event", "before", "after", "file, s", "outcome"], ROWS)
    yield table
    table.write()


class Transfer:
    """A file in transfer from Anna to Ben, through a slow line."""

    def __init__(self, stage, couple: Couple, carries_nothing: bool = False):
        """Two people of one home see each other; others meet by a code.

        A server that `carries_nothing` has no STUN either, and names an independent one.
        """
        self.world, self.annas, bens = couple
        stun = f"stun:{self.world.server_addresses[0]}:{PORT}"
        self.place = stage(self.world, *((*CARRIES_NOTHING, "--ice-server", stun) if carries_nothing else ()))
        if carries_nothing:
            serve_stun(self.world, self.world.folder / "coturn")
        self.anna, self.ben = (self._person(machine) for machine in (self.annas, bens))
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
        """Kills the server, and starts it again when Anna's page has noticed."""
        self.place.server.kill()
        self.anna.device.wait_for_text(WAITS)
        self.place.server.start()

    def arrives(self, table: Table, row: str) -> None:
        """Waits for the whole file, and keeps the row whatever the outcome."""
        assert self.ends(table, row) == "arrived whole"

    def ends(self, table: Table, row: str) -> str:
        """Waits until both pages report the whole file, or a reason and the next step; keeps the row and returns the
        outcome.
        """
        here, there = (self._end_at(person) for person in (self.ben, self.anna))
        took = time.monotonic() - self.start
        is_open = all(person.device.find("button", DETAILS).is_shown() for person in (self.anna, self.ben))
        after = path_between(self.anna, self.ben) if is_open else "closed"
        if here == there == "done":
            end = "arrived whole" if is_whole(self.ben, self.file) else "**arrived damaged**"
        else:
            end = f"both read: '{here}'" if here == there else f"one reads: '{here}', who sends: '{there}'"
        table.add(row, self.before, after, f"{took:.0f}", end)
        return end

    def connections(self) -> list[int]:
        """The number of connections each page has made, Anna's first."""
        return [person.device.evaluate("() => connections") for person in (self.anna, self.ben)]

    def _person(self, machine: Host) -> Person:
        browser = self.place.chromium(machine)
        browser.inject(CONNECTIONS)
        return Person(browser, self.place.url_for(machine))

    @staticmethod
    def _end_at(person: Person) -> str:
        """Waits until one page reports the end: `done`, or its sentence without the other device's name."""

        def look() -> str:
            if person.device.find("group", DONE).is_shown():
                return "done"
            sentence = FAILED.search(person.device.text())
            assert sentence
            return sentence[0].strip().replace(person.partner(), "…")

        return person.device.until(look, "the end of the file", PATIENCE)


def apart(folder: Path, home: dict | None = None) -> Couple:
    """Two homes of this kind, Anna's with a slow line."""
    return strangers(folder / "world", {"rate": SLOW, **(home or {})}, home)


def together(folder: Path, home: dict) -> Couple:
    """One guest network that isolates its devices, with a slow line."""
    return neighbours(folder / "world", nat=HOME, isolates_hosts=True, rate=SLOW, **home)


def test_nothing_happens(stage, table, tmp_path):
    """The file without an interruption, for comparison."""
    Transfer(stage, apart(tmp_path)).arrives(table, NOTHING)


@pytest.mark.parametrize("row", CHANGES)
def test_an_address_changes(stage, table, tmp_path, row):
    transfer = Transfer(stage, apart(tmp_path))
    CHANGES[row](transfer)
    transfer.arrives(table, row)
    until_direct(transfer.anna, transfer.ben, PATIENCE)


@pytest.mark.parametrize("row", ALONE)
def test_an_address_changes_and_only_a_restart_of_ice_can_save_the_file(stage, table, tmp_path, row):
    transfer = Transfer(stage, apart(tmp_path), carries_nothing=True)
    ALONE[row](transfer)
    transfer.arrives(table, row)
    assert path_between(transfer.anna, transfer.ben).startswith("direct")
    assert transfer.connections() == [1, 1]


@pytest.mark.parametrize("row", SILENCES)
def test_silence(stage, table, tmp_path, row):
    homes, way = SILENCES[row]
    transfer = Transfer(stage, apart(tmp_path, homes))
    assert transfer.before.startswith(way)
    transfer.world.silence("annas-router")
    time.sleep(SILENCE)
    transfer.world.change_link("annas-router", rate=SLOW)
    transfer.arrives(table, row)
    if way == "direct":
        until_direct(transfer.anna, transfer.ben, PATIENCE)


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
    end = transfer.ends(table, row)
    assert end.startswith("both read: ")
    assert saying("error.PEER_LOST_CODE").search(end)
    assert said("error.PEER_LOST_CODEHint") in end


@pytest.mark.parametrize("row", KILLED_FOR_GOOD)
def test_the_server_is_killed_for_good(stage, table, tmp_path, row):
    homes, way = KILLED_FOR_GOOD[row]
    transfer = Transfer(stage, apart(tmp_path, homes))
    assert transfer.before.startswith(way)
    transfer.place.server.kill()
    for person in (transfer.anna, transfer.ben):
        person.device.wait_for_text(AWAY, PATIENCE)
        person.card(transfer.file.name).wait_for_text(BROKEN_OFF, PATIENCE)
        person.device.find("button", DETAILS).wait_gone(PATIENCE)
    # All three are true at both ends at the same time.
    for person in (transfer.anna, transfer.ben):
        assert AWAY in person.device.text() and BROKEN_OFF in person.card(transfer.file.name).text()
    both = f"both read: '{AWAY}', and of the file: '{BROKEN_OFF}'"
    table.add(row, transfer.before, "none", "", both)
