"""Two people who meet by a code, send a word and a file, and report path and times."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from person import DIRECT, Person, digest

#: Number, word, word.
CODE = re.compile(r"\b\d+-[a-z]+-[a-z]+\b")

#: The button in a conversation's head that names the path and opens its details.
DETAILS = re.compile("connection details$")

#: Descriptions of a candidate in the details, and its name in RFC 8445.
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

#: Seconds between two words while a better path is waited for: each is a reason to look for one.
PAUSE = 5

#: The path of a device that reaches the other's relayed address directly.
TURN_OF_OTHER = "TURN of the other"


@dataclass
class Outcome:
    """The result of one exchange."""

    #: Seconds from the first word's Enter to the other reading it.
    opened: float
    #: Seconds from 'Accept' to the sender reading that it was received.
    carried: float
    #: The path in the end, as ``path_between`` names it.
    path: str
    #: Whether the received file is the one that was sent.
    whole: bool

    def cells(self, size: int) -> list[str]:
        """The outcome of a file of `size` bytes as cells of a table."""
        whole = "yes" if self.whole else "**no**"
        return [self.path, f"{self.opened:.1f}", f"{size / 1e6:.1f}", f"{self.carried:.1f}", whole]


def meet_by_code(one: Person, other: Person) -> None:
    """Joins two people by a code; their conversation is open then."""
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
    """Says a word and returns the seconds until the other has read it."""
    start = time.monotonic()
    one.write(text)
    other.reads(text, timeout)
    return time.monotonic() - start


def send(one: Person, other: Person, file: Path, timeout: float = 120) -> float:
    """Sends a file, waits until both say that it is there, and returns the seconds it took."""
    one.offer(file)
    other.accept()
    start = time.monotonic()
    other.has_received(file.name, timeout)
    one.has_sent(file.name, timeout)
    return time.monotonic() - start


def is_whole(person: Person, file: Path) -> bool:
    """Whether the file a person received is the one that was sent."""
    # Over HTTPS a file streams into the downloads by itself.
    if person.device.find("button", "Save").is_shown():
        person.save(file.name)
    return digest(person.device.wait_for_download(file.name)) == digest(file)


def path_of(person: Person) -> str:
    """The path of the open conversation as its details tell it: `direct (own candidate, other's candidate)`, `TURN`
    and how the relay is reached, or `relay`."""
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
    """The path as `one` tells it; with TURN, over what each side that uses it reaches it."""
    paths = [path_of(person) for person in (one, other)]
    turns = sorted({path for path in paths if path.startswith("TURN") and path != TURN_OF_OTHER})
    return " and ".join(turns) or paths[0]


def until_direct(one: Person, other: Person, patience: float) -> None:
    """Writes a word now and then until both pages say that the path is direct."""
    deadline = time.monotonic() + patience
    number = 0
    while not all(person.device.find("button", DIRECT).is_shown() for person in (one, other)):
        assert time.monotonic() < deadline, f"not direct: {path_between(one, other)}"
        greet(one, other, f"word {number}")
        number += 1
        one.device.pause(PAUSE)


def kind_of(candidate: str) -> str:
    """The name in RFC 8445 of a candidate that the details describe."""
    return next((kind for words, kind in CANDIDATES.items() if words in candidate), "unknown")


def exchange(one: Person, other: Person, file: Path, timeout: float = 120) -> Outcome:
    """A word, a file, and a look at the path on both sides."""
    opened = greet(one, other)
    carried = send(one, other, file, timeout)
    return Outcome(opened, carried, path_between(one, other), is_whole(other, file))
