"""Chromium, driven by Playwright over a pipe: the system's browser, one process and profile per device."""

import json
import os
import signal
import stat
from pathlib import Path

from network.laboratory import Machine
from playwright.sync_api import Dialog, Error, Page, Playwright
from processes import tree

from .device import PATIENCE, Device
from .trust import import_authority

EXECUTABLE = "/usr/bin/chromium"

#: A program that starts Chromium and keeps its process ID. It disables two features beside those that Playwright
#: disables, in the same list, because Chromium reads only the last one: with them, every window loads the suggestions
#: below its address bar as pages of their own, shown or not, which costs half a second of CPU.
LAUNCHER = """#!/bin/sh
echo $$ > "{home}/pid"
for argument; do
    shift
    case $argument in --disable-features=*) argument=$argument,WebUIOmniboxPopup,WebUIOmniboxAimPopup ;; esac
    set -- "$@" "$argument"
done
exec {command} "$@"
"""

#: The value of 'Block' in the browser's site settings.
BLOCK = 2


class Chromium(Device):
    """Chromium on a machine of the laboratory."""

    transient = (AssertionError, Error)

    def __init__(
        self,
        playwright: Playwright,
        machine: Machine,
        home: Path,
        authority: Path | None = None,
        profile: dict | None = None,
        site_settings: dict | None = None,
    ):
        """`profile` are Playwright's context options, such as a device descriptor or `color_scheme`; `site_settings`
        are the person's defaults for all sites in the browser's settings, such as `{"cookies": BLOCK}`.
        """
        super().__init__(f"chromium@{machine.ipv4}", home)
        if authority:
            import_authority(home / ".pki" / "nssdb", authority)
        self._settings(site_settings or {})
        self._context = playwright.chromium.launch_persistent_context(
            home / "profile",
            executable_path=self._launcher(machine),
            headless=True,
            args=["--no-sandbox"],
            env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            **(profile or {"viewport": {"width": 1280, "height": 800}}),
        )
        #: The tab with the browser's list of downloads, once it was opened.
        self._list = None
        self._use(self._context.pages[0])

    def _use(self, page: Page) -> None:
        """Makes a tab the active one."""
        self._page = page
        self._session = self._context.new_cdp_session(page)
        # Playwright redirects downloads from the profile's folder; this restores the default.
        self._session.send("Browser.setDownloadBehavior", {"behavior": "default"})
        page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        page.on("dialog", self._answer)
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))

    @property
    def process_id(self) -> int:
        return int((self.home / "pid").read_text())

    def inject(self, script: str) -> None:
        """Runs a script in every page before the page's own, to record its calls to the browser."""
        self._context.add_init_script(script)

    def open_tab(self, script: str = "") -> None:
        """Opens another tab, in which `script` runs before the page's own, and closes the one before."""
        tab = self._context.new_page()
        if script:
            tab.add_init_script(script)
        self._page.close()
        self._use(tab)

    def deny(self, *permissions: str) -> None:
        """Denies permissions that the browser would ask the person for, in Chromium's names."""
        for name in permissions:
            self._session.send("Browser.setPermission", {"permission": {"name": name}, "setting": "denied"})

    def grant(self, *permissions: str) -> None:
        """Grants permissions that the browser would ask the person for, in Playwright's names."""
        self._context.grant_permissions(list(permissions))

    def answer_sockets(self, pattern: str, handler) -> None:
        """Lets `handler` be the server behind the WebSockets whose address matches (Playwright's `WebSocketRoute`)."""
        self._context.route_web_socket(pattern, handler)

    def in_downloads(self, action: str) -> None:
        """Chooses from the menu of the newest entry in the browser's own list of downloads: `Pause`, `Resume`."""
        if self._list is None:
            self._list = self._context.new_page()
            self._list.goto("chrome://downloads")
        self._list.locator("#more-actions").first.click(timeout=PATIENCE * 1000)
        self._list.get_by_role("menuitem", name=action, exact=True).click(timeout=PATIENCE * 1000)

    def open(self, url: str) -> None:
        self._page.goto(url)

    def reload(self) -> None:
        self._page.reload()

    def press(self, key: str) -> None:
        self._page.keyboard.press(key)

    def evaluate(self, function: str, *arguments):
        return self._page.evaluate(f"(list) => ({function})(...list)", list(arguments))

    def screenshot(self, path: Path) -> None:
        self._page.screenshot(path=path)

    def pause(self, seconds: float) -> None:
        self._page.wait_for_timeout(seconds * 1000)

    def kill(self) -> None:
        """Ends the browser as a crash does."""
        for process in tree(self.process_id):
            os.kill(process, signal.SIGKILL)

    def close(self) -> None:
        self._context.close()

    def _query(self, path) -> list:
        return [handle for handle in self._locator(path).all() if handle.is_visible()]

    def _locator(self, path):
        here = self._page
        for role, name in path:
            here = here.get_by_role(role, name=name, exact=isinstance(name, str) or None)
        return here

    def _click(self, handle) -> None:
        handle.click(timeout=PATIENCE * 1000)

    def _fill(self, handle, text: str) -> None:
        handle.fill(text, timeout=PATIENCE * 1000)

    def _choose_option(self, handle, label: str) -> None:
        handle.select_option(label=label, timeout=PATIENCE * 1000)

    def _text(self, handle) -> str:
        return handle.inner_text(timeout=PATIENCE * 1000)

    def _value(self, handle) -> str:
        return handle.input_value(timeout=PATIENCE * 1000)

    def _is_enabled(self, handle) -> bool:
        return handle.is_enabled(timeout=PATIENCE * 1000)

    def _choose_files(self, path, files: list[str]) -> None:
        with self._page.expect_file_chooser() as chooser:
            self._locator(path).first.click()
        chooser.value.set_files(files)

    def _drop_files(self, handle, files: list[str]) -> None:
        self._drag(handle, {"items": [], "files": files, "dragOperationsMask": 1})

    def _drag(self, handle, data: dict) -> None:
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        for kind in ("dragEnter", "dragOver", "drop"):
            self._session.send("Input.dispatchDragEvent", {"type": kind, **point, "data": data})

    def drop_words(self, control, words: dict[str, str]) -> None:
        """Drags text or a link from another window onto a control; `words` maps media types to the data."""
        items = [{"mimeType": kind, "data": data} for kind, data in words.items()]
        self._drag(control._one(), {"items": items, "dragOperationsMask": 1})

    def _answer(self, dialog: Dialog) -> None:
        """Accepts every dialog, including the one before leaving a page."""
        self.dialogs.append(dialog.type)
        dialog.accept()

    def _launcher(self, machine: Machine) -> Path:
        """A program that starts the browser on `machine` and keeps its process ID."""
        launcher = self.home / "chromium"
        launcher.write_text(LAUNCHER.format(home=self.home, command=" ".join(machine.command(EXECUTABLE))))
        launcher.chmod(launcher.stat().st_mode | stat.S_IXUSR)
        return launcher

    def _settings(self, site_settings: dict) -> None:
        preferences = self.home / "profile" / "Default" / "Preferences"
        preferences.parent.mkdir(parents=True)
        settings = {
            "download": {"default_directory": str(self.downloads), "prompt_for_download": False},
            "profile": {
                "default_content_setting_values": {
                    # The value 'Allow' of 'Download multiple files'.
                    "automatic_downloads": 1,
                    # On plain HTTP, Chromium holds back most types of files until the person chooses 'Keep' in its list
                    # of downloads. This is the site setting 'Insecure content: Allow', which answers for all of them.
                    "mixed_script": 1,
                    **site_settings,
                }
            },
        }
        preferences.write_text(json.dumps(settings))
