"""A person's actions in Ferry's page, by the page's own texts."""

import hashlib
import random
import re
from pathlib import Path

from devices.device import PATIENCE, Control, Device
from words import said

#: The path in the head of a conversation.
DIRECT = re.compile("^" + re.escape(said("state.direct")))
RELAY = re.compile("^(" + "|".join(re.escape(said(key)) for key in ("state.readable", "path.readable")) + ")")
ENCRYPTED = re.compile("^" + re.escape(said("state.encrypted")))
TURN = re.compile("^" + re.escape(said("state.turn")))

#: A row of the list of devices: name, kind, state.
ROW = re.compile(", (phone|tablet|computer|terminal|this browser, another tab), ")

#: The size of a write, in bytes.
BLOCK = 1 << 20

#: The page's notice before the first relayed byte.
RELAY_WARNING = said("entry.readable")


class Person:
    """A person at a device with the page open."""

    def __init__(self, device: Device, url: str, name: str | None = None):
        self.device = device
        #: The name that this person gave the device; None while it has its initial one.
        self.name: str | None = None
        self.device.open(url)
        self.device.find("button", "Change name").wait()
        if name:
            self.rename(name)

    def __repr__(self) -> str:
        return f"person at {self.device}"

    # MARK: The list

    def rename(self, name: str) -> None:
        """Renames this device."""
        self.device.find("button", "Change name").click()
        self.device.find("textbox", "Name of this device").fill(name)
        self.device.find("button", "Save name").click()
        self.device.wait_for_text(name)
        self.name = name

    def row(self, name: str | None = None) -> Control:
        """The row of a device in the list; without a name, of any device."""
        return self.device.find("button", re.compile(f"^{re.escape(name)}, ") if name else ROW)

    def sees(self, name: str | None = None, timeout: float = PATIENCE) -> None:
        """Waits until a device is in the list."""
        self.row(name).wait(timeout)

    def turn_to(self, name: str | None = None) -> None:
        """Opens the conversation with a device."""
        self.row(name).click()
        self.device.find("textbox", "Message").wait()

    # MARK: The conversation

    def partner(self) -> str:
        """The name of the device whose conversation is open."""
        return self.device.find("region", re.compile("^Conversation with ")).find("heading").text()

    def write(self, text: str) -> None:
        """Writes a message and sends it by Enter."""
        self.device.find("textbox", "Message").fill(text)
        self.device.press("Enter")

    def reads(self, text: str, timeout: float = PATIENCE) -> None:
        """Waits until the conversation shows a message."""
        self.device.find("list", "Messages and files").wait_for_text(text, timeout)

    def offer(self, *files: Path) -> None:
        """Sends files with the file chooser."""
        self.device.find("button", "Attach files").choose_files(*files)

    def card(self, what: str) -> Control:
        """The card of a transfer; `what` is the file's name, or a text such as '3 files'."""
        return self.device.find("group", re.compile(rf"\b{re.escape(what)}"))

    def accept(self, timeout: float = PATIENCE) -> None:
        """Accepts the open offer, wherever the page shows it."""
        self.device.find("button", "Accept").click(timeout)

    def decline(self) -> None:
        """Declines the open offer."""
        self.device.find("button", "Decline").click()

    def has_sent(self, what: str, timeout: float = 60) -> None:
        """Waits until the page reports that the other device has received everything."""
        self.device.find("group", re.compile(f" received {re.escape(what)}$")).wait(timeout)

    def has_received(self, what: str, timeout: float = 60) -> None:
        """Waits until the page reports that everything was received."""
        self.device.find("group", re.compile(f"^Received {re.escape(what)}")).wait(timeout)

    def save(self, name: str) -> Path:
        """Saves the only received file, and returns its path in the download folder."""
        self.device.find("button", "Save").click()
        return self.device.wait_for_download(name)

    def goes(self, way: re.Pattern, timeout: float = PATIENCE) -> None:
        """Waits until the open conversation shows this path."""
        self.device.find("button", way).wait(timeout)


def made_file(folder: Path, name: str, size: int) -> Path:
    """A file of `size` bytes in which every block differs; the same name gives the same contents."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    noise = random.Random(name)
    with path.open("wb") as file:
        while size > 0:
            size -= file.write(noise.randbytes(min(size, BLOCK)))
    return path


def met(one: Person, other: Person) -> None:
    """Waits until two people see each other, and opens the conversation on both sides.

    Both need names when other devices are listed, including ones that left a moment ago.
    """
    one.sees(other.name)
    other.sees(one.name)
    one.turn_to(other.name)
    other.turn_to(one.name)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
