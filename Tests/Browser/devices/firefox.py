"""Firefox ESR, driven by Marionette: headless, with a profile of its own."""

import base64
import json
import subprocess
from pathlib import Path

from marionette_driver import By, errors
from marionette_driver.keys import Keys
from marionette_driver.marionette import Marionette, WebElement
from network.laboratory import Machine

from .device import Device
from .roles import CANDIDATES, FILE_CHOOSER, is_named, is_role
from .trust import import_authority
from .webdriver import calling, keys_of, returned

EXECUTABLE = "/usr/bin/firefox-esr"

#: Marionette's default port; every device has its own loopback.
PORT = 2828

#: Makes every tab run the script in the data shared with content processes, as soon as it has a window.
INJECT = """
  Services.ppmm.sharedData.set('injected', arguments[0]);
  Services.ppmm.sharedData.flush();
  if (globalThis.isInjecting) return;
  globalThis.isInjecting = true;
  const run = `addEventListener('DOMWindowCreated', ({ target: { defaultView: page } }) => {
    const sandbox = new Cu.Sandbox(page, { sandboxPrototype: page, wantXrays: false });
    Cu.evalInSandbox(Services.cpmm.sharedData.get('injected'), sandbox);
  }, true);`;
  Services.mm.loadFrameScript(`data:application/javascript;charset=utf-8,${encodeURIComponent(run)}`, true);
"""

#: Time for Firefox to start on a busy machine, in seconds.
START = 60


class Firefox(Device):
    """Firefox ESR on a machine of the laboratory."""

    transient = (AssertionError, errors.MarionetteException)

    def __init__(self, machine: Machine, home: Path, authority: Path | None = None):
        super().__init__(f"firefox@{machine.ipv4}", home)
        self._machine = machine
        profile = home / "profile"
        profile.mkdir()
        if authority:
            import_authority(profile, authority)
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in self._preferences().items()]
        (profile / "user.js").write_text("\n".join(lines) + "\n")
        self._process = machine.spawn(
            EXECUTABLE, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote",
            "--profile", str(profile),
            env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MOZ_HEADLESS_WIDTH": "1280",
                 "MOZ_HEADLESS_HEIGHT": "900"},
            stdout=(home / "log").open("w"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._marionette = machine.call(self._connect)

    @property
    def process_id(self) -> int:
        return self._process.pid

    def open(self, url: str) -> None:
        self._marionette.navigate(url)

    def reload(self) -> None:
        self._marionette.refresh()

    def press(self, key: str) -> None:
        self._marionette.get_active_element().send_keys(*keys_of(key, Keys))

    def prefer(self, settings: dict) -> None:
        """Changes the preferences (`about:config`) for pages opened from now on; None restores a default."""
        self._marionette.set_prefs(settings)

    def inject(self, script: str) -> None:
        """Runs a script before the page's own in every page from now on, and replaces the script before."""
        with self._marionette.using_context(Marionette.CONTEXT_CHROME):
            self._marionette.execute_script(INJECT, script_args=[script], sandbox="system")

    def open_private_window(self) -> None:
        """Continues in a private window."""
        self._marionette.switch_to_window(self._marionette.open(type="window", private=True)["handle"])

    def evaluate(self, function: str, *arguments):
        result = self._marionette.execute_async_script(calling(function), script_args=[list(arguments)], sandbox=None)
        return returned(result)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._marionette.screenshot(full=False)))

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _connect(self) -> Marionette:
        marionette = Marionette(host="127.0.0.1", port=PORT, socket_timeout=60)
        marionette.raise_for_port(timeout=START, check_process_status=False)
        marionette.start_session({"strictFileInteractability": False, "unhandledPromptBehavior": "accept"})
        marionette.timeout.script = 60
        return marionette

    def _preferences(self) -> dict:
        return {
            "browser.download.folderList": 2,
            "browser.download.dir": str(self.downloads),
            "browser.download.useDownloadDir": True,
            "browser.shell.checkDefaultBrowser": False,
            "browser.startup.page": 0,
            "browser.aboutwelcome.enabled": False,
            "datareporting.policy.dataSubmissionEnabled": False,
            "toolkit.telemetry.enabled": False,
            "app.update.enabled": False,
            "marionette.port": PORT,
        }

    def _query(self, path) -> list:
        here: list = [self._marionette]
        for role, name in path:
            found = [element for parent in here for element in parent.find_elements(By.CSS_SELECTOR, CANDIDATES[role])]
            here = [element for element in found if self._is(element, role, name)]
        return here

    def _is(self, element: WebElement, role: str, name) -> bool:
        return (
            element.is_displayed() and is_role(role, element.computed_role) and is_named(name, element.computed_label)
        )

    def _click(self, handle: WebElement) -> None:
        handle.click()

    def _fill(self, handle: WebElement, text: str) -> None:
        handle.clear()
        handle.send_keys(text)

    def _text(self, handle: WebElement) -> str:
        return handle.get_property("innerText")

    def _value(self, handle: WebElement) -> str:
        return handle.get_property("value")

    def _is_enabled(self, handle: WebElement) -> bool:
        return handle.is_enabled()

    def _choose_files(self, path, files: list[str]) -> None:
        chooser = self._query(path)[0].find_element(By.XPATH, FILE_CHOOSER)
        # All files at once, as from one dialog; WebDriver separates paths by line breaks.
        chooser.send_keys("\n".join(files))
