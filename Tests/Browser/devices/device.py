"""The actions of a person in a browser, the same for Chromium, Firefox and WebKit."""

import os
import re
import signal
import time
from abc import ABC, abstractmethod
from pathlib import Path

from processes import tree

#: The time, in seconds, after which a person would call the page broken.
PATIENCE = 30.0

#: Time between the first two looks at the page, in seconds, and the factor by which it grows from look to look: a look
#: costs the page some milliseconds of CPU.
GLANCE = 0.03
GLANCE_GROWTH = 1.4

#: An accessible name to look for: the whole name, or a pattern somewhere in it.
Name = str | re.Pattern | None


class NotSeenError(AssertionError):
    """The error for an element that a person waited for and that did not appear."""


class Control:
    """An element of the page, identified by its ARIA role and accessible name, and looked up anew at each use."""

    def __init__(self, device: "Device", path: tuple[tuple[str, Name], ...]):
        self._device = device
        self._path = path

    def __repr__(self) -> str:
        steps = [role if name is None else f"{role} {getattr(name, 'pattern', name)!r}" for role, name in self._path]
        return f"{' > '.join(steps)} on {self._device}"

    def find(self, role: str, name: Name = None) -> "Control":
        """A control inside of this one."""
        return Control(self._device, (*self._path, (role, name)))

    def click(self, timeout: float = PATIENCE) -> None:
        """Clicks as soon as it is there and enabled."""
        self._device.until(lambda: self._device._click(self._one(enabled=True)), f"{self} to click", timeout)

    def fill(self, text: str) -> None:
        """Replaces the text of a field."""
        self._device.until(lambda: self._device._fill(self._one(enabled=True), text), f"{self} to fill")

    def choose_option(self, label: str) -> None:
        """Chooses an entry of a list of choices."""
        self._device.until(lambda: self._device._choose_option(self._one(enabled=True), label), f"{self} to choose in")

    def text(self) -> str:
        """The text that is shown inside, once it is there."""
        return self._device.until(lambda: self._device._text(self._one()), f"{self} to read")

    def is_shown(self) -> bool:
        """Whether at least one such control is shown now."""
        return bool(self._device._query(self._path))

    def count(self) -> int:
        """The number of these controls that are shown now."""
        return len(self._device._query(self._path))

    def wait(self, timeout: float = PATIENCE) -> "Control":
        """Waits until it is shown."""
        self._device.until(self._one, f"{self} to appear", timeout)
        return self

    def wait_gone(self, timeout: float = PATIENCE) -> None:
        """Waits until it is not shown any more."""
        self._device.until(lambda: _require(not self.is_shown()), f"{self} to go away", timeout)

    def wait_for_text(self, text: str | re.Pattern, timeout: float = PATIENCE) -> None:
        """Waits until `text` is shown inside."""
        self._device.until(
            lambda: _require(_matches(text, self._device._text(self._one()))), f"{text} in {self}", timeout
        )

    def wait_for_value(self, text: str) -> None:
        """Waits until a field holds `text` and nothing else."""
        self._device.until(lambda: _require(self._device._value(self._one()) == text), f"{text!r} in {self}")

    def choose_files(self, *files: Path) -> None:
        """Opens the file chooser behind this button and picks `files` in it."""
        self._device.until(self._one, f"{self} to appear")
        self._device._choose_files(self._path, [str(file) for file in files])

    def drop_files(self, *files: Path) -> None:
        """Drags `files` from the desktop onto this."""
        self._device.until(lambda: self._device._drop_files(self._one(), [str(file) for file in files]), f"{self}")

    def _one(self, enabled: bool = False):
        handles = self._device._query(self._path)
        _require(handles)
        if enabled:
            _require(self._device._is_enabled(handles[0]))
        return handles[0]


class Device(ABC):
    """One browser on a machine of the laboratory."""

    #: Whether the browser has WebRTC.
    has_webrtc = True

    #: The longest time between two looks at the page, in seconds; measurements need a shorter one.
    longest_glance = 0.2

    def __init__(self, name: str, home: Path):
        self.name = name
        #: The page's console messages, where the driver provides them.
        self.console: list[str] = []
        #: The types of dialogs that came up and were accepted, where the driver reports them.
        self.dialogs: list[str] = []
        #: The person's home directory on this device.
        self.home = home
        #: The browser's download folder.
        self.downloads = home / "Downloads"
        self.downloads.mkdir(parents=True, exist_ok=True)

    def __repr__(self) -> str:
        return self.name

    def find(self, role: str, name: Name = None) -> Control:
        """A control of the page."""
        return Control(self, ((role, name),))

    def text(self) -> str:
        """All text that the page shows."""
        return self.evaluate("() => document.body.innerText")

    def wait_for_text(self, text: str | re.Pattern, timeout: float = PATIENCE) -> None:
        """Waits until the page shows `text` somewhere."""
        self.until(lambda: _require(_matches(text, self.text())), f"{text!r} in the page of {self}", timeout)

    def wait_for_download(self, name: str, timeout: float = PATIENCE) -> Path:
        """Waits until the download folder holds `name` completely."""
        path = self.downloads / name

        def complete():
            _require(path.exists() and not self._is_downloading())
            return path

        return self.until(complete, f"{name} in the download folder of {self}", timeout)

    def wait_for_downloads(self, count: int, timeout: float = PATIENCE) -> list[Path]:
        """Waits until the download folder holds `count` files, all of them complete."""

        def complete():
            files = list(self.downloads.iterdir())
            _require(len(files) == count and not any(_is_partial(file) for file in files))
            return files

        return self.until(complete, f"{count} files in the download folder of {self}", timeout)

    def until(self, look, what: str, timeout: float = PATIENCE):
        """Calls `look` until it does not raise. The final error names `what` and contains the page's text."""
        deadline = time.monotonic() + timeout
        glance = GLANCE
        while True:
            try:
                return look()
            except self.transient as error:
                if time.monotonic() > deadline:
                    raise NotSeenError(f"waited {timeout:g} s for {what}\n{self._shown()}") from error
            self.pause(glance)
            glance = min(glance * GLANCE_GROWTH, self.longest_glance)

    def pause(self, seconds: float) -> None:
        """Lets the browser run for a while."""
        time.sleep(seconds)

    def _shown(self) -> str:
        try:
            return f"{self} shows:\n{self.text()}"
        except Exception as error:  # The browser itself may be broken.
            return f"{self} does not answer: {error}"

    def _is_downloading(self) -> bool:
        return any(_is_partial(path) for path in self.downloads.iterdir())

    #: Exceptions that looking at a changing page may raise.
    transient: tuple[type[BaseException], ...] = (AssertionError,)

    @abstractmethod
    def open(self, url: str) -> None:
        """Opens `url` in the device's tab."""

    @abstractmethod
    def reload(self) -> None:
        """Reloads the page."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Presses a key, in Playwright's names (`Enter`, `Tab`, `Shift+Tab`), where the focus is."""

    @abstractmethod
    def evaluate(self, function: str, *arguments):
        """Calls a function in the page, to inspect it or to run a checker; tests do not operate the page with it."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """Saves a screenshot as a PNG."""

    @abstractmethod
    def close(self) -> None:
        """Quits the browser."""

    def sleep(self) -> None:
        """Suspends the browser as on a machine whose lid is closed: none of its processes runs until `wake_up`."""
        for process in tree(self.process_id):
            os.kill(process, signal.SIGSTOP)

    def wake_up(self) -> None:
        """Resumes the browser."""
        for process in tree(self.process_id):
            os.kill(process, signal.SIGCONT)

    @property
    @abstractmethod
    def process_id(self) -> int:
        """The browser's first process."""

    @abstractmethod
    def _query(self, path) -> list: ...

    @abstractmethod
    def _click(self, handle) -> None: ...

    @abstractmethod
    def _fill(self, handle, text: str) -> None: ...

    @abstractmethod
    def _text(self, handle) -> str: ...

    @abstractmethod
    def _value(self, handle) -> str: ...

    @abstractmethod
    def _is_enabled(self, handle) -> bool: ...

    @abstractmethod
    def _choose_files(self, path, files: list[str]) -> None: ...

    def _choose_option(self, handle, label: str) -> None:
        raise NotImplementedError(f"the driver of {self} cannot choose options")

    def _drop_files(self, handle, files: list[str]) -> None:
        raise NotImplementedError(f"the driver of {self} cannot drop files")


def _is_partial(path: Path) -> bool:
    # Until Chromium knows the name of a file, its download has a hidden name.
    return path.name.startswith(".") or path.suffix in (".crdownload", ".part", ".wkdownload")


def _require(condition) -> None:
    if not condition:
        raise NotSeenError()


def _matches(text: str | re.Pattern, shown: str) -> bool:
    return text in shown if isinstance(text, str) else bool(text.search(shown))
