"""WebKitGTK's MiniBrowser, driven by WebKitWebDriver under Xvfb. Debian's build has no WebRTC."""

import contextlib
import glob
import os
import subprocess
from pathlib import Path

from network.laboratory import Machine
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.file_detector import UselessFileDetector
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.webkitgtk.options import Options

from .device import Device
from .roles import CANDIDATES, FILE_CHOOSER, is_named, is_role
from .webdriver import calling, keys_of, returned

#: WebKitWebDriver's port; every device has its own loopback.
PORT = 4444


class WebKit(Device):
    """WebKitGTK on a machine of the laboratory."""

    transient = (AssertionError, WebDriverException)
    has_webrtc = False

    def __init__(self, machine: Machine, home: Path):
        super().__init__(f"webkit@{machine.ipv4}", home)
        self._machine = machine
        self._log = (home / "log").open("w")
        self._environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **SOFTWARE_RENDERING}
        self._download_folder()
        self._environment["DISPLAY"] = self._start_display()
        self._process = self._spawn("WebKitWebDriver", "--host=127.0.0.1", f"--port={PORT}")
        machine.wait_for_port(PORT)
        self._driver = machine.call(self._connect)

    @property
    def process_id(self) -> int:
        return self._process.pid

    def open(self, url: str) -> None:
        self._call(self._driver.get, url)

    def reload(self) -> None:
        self._call(self._driver.refresh)

    def press(self, key: str) -> None:
        self._call(lambda: self._driver.switch_to.active_element.send_keys(*keys_of(key, Keys)))

    def evaluate(self, function: str, *arguments):
        return returned(self._call(self._driver.execute_async_script, calling(function), list(arguments)))

    def screenshot(self, path: Path) -> None:
        self._call(self._driver.save_screenshot, str(path))

    def close(self) -> None:
        try:
            self._call(self._driver.quit)
        finally:
            for process in (self._process, self._display):
                process.terminate()
                process.wait()
            self._log.close()

    def _call(self, function, *arguments):
        # Every request may open a new connection, so each must start on the device's machine.
        return self._machine.call(function, *arguments)

    def _spawn(self, *arguments: str, **options) -> subprocess.Popen:
        return self._machine.spawn(
            *arguments, env=self._environment, stderr=self._log, **{"stdout": self._log, **options}
        )

    def _start_display(self) -> str:
        reading, writing = os.pipe()
        self._display = self._spawn(
            "Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp", pass_fds=[writing]
        )
        os.close(writing)
        with os.fdopen(reading) as numbers:
            return f":{numbers.readline().strip()}"

    def _connect(self) -> webdriver.Remote:
        options = Options()
        options.binary_location = MINI_BROWSER
        options.add_argument("--automation")
        options.unhandled_prompt_behavior = "accept"
        driver = webdriver.Remote(f"http://127.0.0.1:{PORT}", options=options)
        # The files are on this computer, so they need not be uploaded to the driver.
        driver.file_detector = UselessFileDetector()
        driver.set_script_timeout(60)
        return driver

    def _download_folder(self) -> None:
        settings = self.home / ".config"
        settings.mkdir()
        (settings / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')

    def _is_downloading(self) -> bool:
        # A blob is written under its final name right away.
        return super()._is_downloading() or _is_open_in(self.downloads)

    def _query(self, path) -> list:
        return self._call(self._query_inside, path)

    def _query_inside(self, path) -> list:
        here: list = [self._driver]
        for role, name in path:
            found = [element for parent in here for element in parent.find_elements(By.CSS_SELECTOR, CANDIDATES[role])]
            here = [element for element in found if self._is(element, role, name)]
        return here

    def _is(self, element: WebElement, role: str, name) -> bool:
        return element.is_displayed() and is_role(role, element.aria_role) and is_named(name, element.accessible_name)

    def _click(self, handle: WebElement) -> None:
        self._call(handle.click)

    def _fill(self, handle: WebElement, text: str) -> None:
        self._call(handle.clear)
        self._call(handle.send_keys, text)

    def _text(self, handle: WebElement) -> str:
        # WebDriver's text omits elements that are scrolled out of sight.
        return self._call(handle.get_property, "innerText")

    def _value(self, handle: WebElement) -> str:
        return self._call(handle.get_property, "value")

    def _is_enabled(self, handle: WebElement) -> bool:
        return self._call(handle.is_enabled)

    def _choose_files(self, path, files: list[str]) -> None:
        chooser = self._call(self._query(path)[0].find_element, By.XPATH, FILE_CHOOSER)
        self._call(chooser.send_keys, "\n".join(files))


def _is_open_in(folder: Path) -> bool:
    """Whether any process has a file of this folder open."""
    for descriptor in glob.iglob("/proc/[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if Path(os.readlink(descriptor)).parent == folder:
                return True
    return False


#: Debian's MiniBrowser is not on the path.
MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"

#: There is no graphics card in the laboratory.
SOFTWARE_RENDERING = {"LIBGL_ALWAYS_SOFTWARE": "1"}
