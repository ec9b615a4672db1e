"""Two people who meet by a code, send a message and a file, and report path and times."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from person import DIRECT, Person, digest

#: A code: number, word, word.
CODE = re.compile(r"\b\d+-[a-z]+-[a-z]+\b")

#: The button in a conversation's head that names the path and opens its details.
DETAILS = re.compile("connection details$")

#: The page's descriptions of candidates, with their types in RFC 8445.
CANDIDATES = {
    "own address": "host",
    "seen by the server": "server-reflexive",
    "seen through NAT": "server-reflexive",
    "found on the way": "peer-reflexive",
    "TURN relay": "relayed",
}

#: The lines of the details about the path and its two ends.
LINES = re.compile(
    r"Path\s+(Direct|Through [^\n]*|Encrypted, [^\n]*).*This device\s(.*)Other device\s(.*)Round trip", re.DOTALL
)

#: The time between two messages while waiting for a better path, in seconds: each message starts a new attempt.
PAUSE = 5

#: The path of a device that reaches the other's relayed address directly.
TURN_OF_OTHER = "TURN of the other"


@dataclass
class Outcome:
    """The result of one exchange."""

    #: The time from the first message's Enter to the other side reading it, in seconds.
    opened: float
    #: The time from 'Accept' to the sender's 'received', in seconds.
    carried: float
    #: The final path, as ``path_between`` names it.
    path: str
    #: Whether the received file is identical to the sent one.
    whole: bool

    def cells(self, size: int) -> list[str]:
        """The outcome of a file of `size` bytes as cells of a table."""
        whole = "yes" if self.whole else "**no**"
        return [self.path, f"{self.opened:.1f}", f"{size / 1e6:.1f}", f"{self.carried:.1f}", whole]


def meet_by_code(one: Person, other: Person) -> None:
    """Connects two people with a code, which opens their conversation."""
    one.device.find("button", "Connect with a code").click()
    one.device.find("button", "Create a code").click()
    one.device.wait_for_text(re.compile("Valid for"))
    code = CODE.findall(one.device.find("dialog").text())[0]
    other.device.find("button", "Connect with a code").click()
    other.device.find("textbox", "Code").fill(code)
    other.device.find("button", "Join").click()
    for person in (one, other):
        person.device.find("textbox", "Message").wait()


def greet(one: Person, other: Person, text: str = "hello", timeout: float = 60) -> float:
    """Sends a message and returns the seconds until the other side has read it."""
    start = time.monotonic()
    one.write(text)
    other.reads(text, timeout)
    return time.monotonic() - start


def send(one: Person, other: Person, file: Path, timeout: float = 120) -> float:
    """Sends a file, waits until both sides report its arrival, and returns the seconds that it took."""
    one.offer(file)
    other.accept()
    start = time.monotonic()
    other.has_received(file.name, timeout)
    one.has_sent(file.name, timeout)
    return time.monotonic() - start


def is_whole(person: Person, file: Path) -> bool:
    """Whether the received file is identical to the sent one."""
    # Over HTTPS a file is streamed into the downloads by itself.
    if person.device.find("button", "Save").is_shown():
        person.save(file.name)
    return digest(person.device.wait_for_download(file.name)) == digest(file)


def path_of(person: Person) -> str:
    """The path of the open conversation by its details: `direct (own candidate, other's candidate)`, `TURN` with the
    transport to the relay, or `relay`.
    """
    person.device.find("button", DETAILS).click()
    dialog = person.device.find("dialog").wait()
    dialog.wait_for_text(LINES)
    way, own, others = LINES.search(dialog.text()).groups()
    person.device.find("button", "Close").click()
    if "through the server" in way.lower():
        return "relay, encrypted" if "encrypted" in way else "relay"
    if relayed := re.search(r"TURN relay, (\w+)", own):
        return f"TURN {relayed[1]}"
    return TURN_OF_OTHER if "TURN relay" in others else f"direct ({kind_of(own)}, {kind_of(others)})"


def path_between(one: Person, other: Person) -> str:
    """The path by `one`'s details; with TURN, the transport of each side that uses it."""
    paths = [path_of(person) for person in (one, other)]
    turns = sorted({path for path in paths if path.startswith("TURN") and path != TURN_OF_OTHER})
    return " and ".join(turns) or paths[0]


def until_direct(one: Person, other: Person, patience: float) -> None:
    """Sends messages now and then until both pages show a direct path."""
    deadline = time.monotonic() + patience
    number = 0
    while not all(person.device.find("button", DIRECT).is_shown() for person in (one, other)):
        assert time.monotonic() < deadline, f"not direct: {path_between(one, other)}"
        greet(one, other, f"word {number}")
        number += 1
        one.device.pause(PAUSE)


def kind_of(candidate: str) -> str:
    """The type in RFC 8445 of a candidate that the details describe."""
    return next((kind for words, kind in CANDIDATES.items() if words in candidate), "unknown")


def exchange(one: Person, other: Person, file: Path, timeout: float = 120) -> Outcome:
    """Exchanges a message and a file, and reads the path on both sides."""
    opened = greet(one, other)
    carried = send(one, other, file, timeout)
    return Outcome(opened, carried, path_between(one, other), is_whole(other, file))
