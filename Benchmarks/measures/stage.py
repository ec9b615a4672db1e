"""The stage of rows with browsers: one machine of the test laboratory with everything on it, away from the network."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from network.laboratory import Laboratory
from network.namespace import sweep
from person import Person
from playwright.sync_api import sync_playwright
from server import Server

from .browser import Browser
from .couple import Couple

#: Drops all incoming datagrams, so that no direct path opens.
WITHOUT_UDP = """
table inet bench {
    chain input {
        type filter hook input priority 0;
        meta l4proto udp drop;
    }
}
"""

#: The address of the machine, which is alone on its switch.
ADDRESS = "10.77.0.1"


class Stage:
    """The machine, until the end of a `with`."""

    def __enter__(self) -> "Stage":
        sweep()
        self._stack = ExitStack()
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._playwright = self._stack.enter_context(sync_playwright())
        laboratory = Laboratory()
        self._stack.callback(laboratory.close)
        self.machine = laboratory.machine("bench")
        self.machine.plug(laboratory.switch("lan"), f"{ADDRESS}/24")
        # Chromium finds its own addresses by asking for the route to the Internet.
        self.machine.route_by("10.77.0.254")
        self._browsers = 0
        return self

    def __exit__(self, *_) -> None:
        self._stack.close()

    def drop_udp(self) -> None:
        """Blocks UDP, which leaves only the relay."""
        self.machine.run("nft", "-f", "-", text=WITHOUT_UDP)

    def serve(self, *options: str) -> Server:
        """Starts Ferry; it ends with the stage at the latest."""
        server = Server(self.machine, self.folder, *options).start()
        self._stack.callback(lambda: server.is_running() and server.kill())
        return server

    def browser(self, authority: Path | None = None, without_webrtc: bool = False) -> Browser:
        """A new process with a new profile. Close it after use."""
        self._browsers += 1
        home = self.folder / f"browser{self._browsers}"
        home.mkdir()
        return Browser(self._playwright, self.machine, home, authority, without_webrtc)

    def couple(self, url: str, receiver_url: str | None = None, **receiver) -> Couple:
        """Two people with new browsers; `receiver` are options of the second one."""
        sender = Person(self.browser(), url)
        return Couple(sender, Person(self.browser(**receiver), receiver_url or url), self._browsers)

    def secure_couple(self, server: Server) -> Couple:
        """Two people with new browsers that trust the server's authority, over HTTPS."""
        authority = server.authority()
        people = [Person(self.browser(authority), server.secure_url) for _ in range(2)]
        return Couple(*people, self._browsers)
