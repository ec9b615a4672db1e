"""The places of the tests: a home with a server, and the Internet with homes behind routers."""

import re
import shutil
import sys
from pathlib import Path

from devices.chromium import Chromium
from devices.device import Device
from devices.firefox import Firefox
from devices.webkit import WebKit
from network.laboratory import Laboratory, Machine, Switch, translate
from playwright.sync_api import Playwright
from server import HTTP_PORT, Server

#: Console errors of browsers when a server is unreachable, and their warning about every file saved on plain HTTP.
NETWORK = re.compile("net::ERR_|WebSocket connection to|Failed to load resource|loaded over an insecure connection")

PROXY = Path(__file__).with_name("proxy.py")


class Place:
    """A network with a server, on which devices are started one by one."""

    def __init__(self, playwright: Playwright, laboratory: Laboratory, folder: Path, options: tuple[str, ...]):
        self.playwright = playwright
        self._laboratory = laboratory
        self._folder = folder
        self.devices: list[Device] = []
        self.server = Server(self._server_machine(), folder, *options)

    def chromium(self, machine: Machine, **options) -> Chromium:
        """Chromium on `machine`."""
        return self._keep(Chromium(self.playwright, machine, self._home_of(machine), **options))

    def firefox(self, machine: Machine, **options) -> Firefox:
        """Firefox on `machine`."""
        return self._keep(Firefox(machine, self._home_of(machine), **options))

    def webkit(self, machine: Machine, **options) -> WebKit:
        """WebKitGTK on `machine`."""
        return self._keep(WebKit(machine, self._home_of(machine), **options))

    def keep_evidence(self, folder: Path) -> None:
        """Keeps screenshots and logs of a failed test."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if self.server.log.exists():
            shutil.copy(self.server.log, folder)
        for device in self.devices:
            try:
                device.screenshot(folder / f"{device}.png")
                (folder / f"{device}.txt").write_text("\n".join([device.text(), *device.console]))
            except Exception as error:  # The browser itself may have crashed.
                (folder / f"{device}.txt").write_text(f"no evidence: {error}")

    def assert_quiet(self) -> None:
        """Fails when a page threw an error or violated its own Content-Security-Policy. Network errors do not count."""
        for device in self.devices:
            complaints = [line for line in device.console if line.startswith("error:") and not NETWORK.search(line)]
            assert not complaints, f"console of {device}:\n" + "\n".join(complaints)

    def close(self) -> None:
        """Quits the browsers and the server."""
        for device in self.devices:
            device.close()
        if self.server.is_running():
            self.server.kill()

    def _server_machine(self) -> Machine:
        raise NotImplementedError

    def _keep(self, device):
        self.devices.append(device)
        return device

    def _home_of(self, machine: Machine) -> Path:
        home = self._folder / machine.name
        home.mkdir()
        return home


class Home(Place):
    """A home with one switch; the server runs on the machine that is the devices' router."""

    def machine(self, udp: bool = True) -> Machine:
        """Another machine at home; without `udp`, it receives and sends no datagrams."""
        number = self._machines = self._machines + 1
        machine = self._laboratory.machine(f"device{number}")
        machine.plug(self._switch, f"10.77.0.{number}/24", f"fd77::{number}/64")
        # Chromium finds its own addresses by asking for the route to the Internet.
        machine.route_by("10.77.0.1")
        machine.route_by("fd77::1")
        if not udp:
            machine.drop_udp()
        return machine

    def chromium(self, machine: Machine | None = None, **options) -> Chromium:
        return super().chromium(machine or self.machine(), **options)

    def firefox(self, machine: Machine | None = None, **options) -> Firefox:
        return super().firefox(machine or self.machine(), **options)

    def webkit(self, machine: Machine | None = None, **options) -> WebKit:
        return super().webkit(machine or self.machine(), **options)

    def _server_machine(self) -> Machine:
        self._switch = self._laboratory.switch("lan")
        self._machines = 1
        machine = self._laboratory.machine("server")
        machine.plug(self._switch, "10.77.0.1/24", "fd77::1/64")
        return machine


class Internet(Place):
    """A server with a public address (from the documentation ranges), and homes behind routers with NAT."""

    def machine(self, home: str) -> Machine:
        """A machine in the home `home`, whose machines share one public address."""
        if home not in self._homes:
            self._homes[home] = self._build_home(home)
        self._machines += 1
        machine = self._laboratory.machine(f"{home}{self._machines}")
        machine.plug(self._homes[home], f"192.168.1.{self._machines + 1}/24")
        machine.route_by("192.168.1.1")
        return machine

    def proxy(self, *options: str) -> str:
        """Puts a reverse proxy, `203.0.113.2`, in front of the server, with options of `proxy.py`; returns its URL."""
        machine = self._laboratory.machine("proxy")
        machine.plug(self._internet, "203.0.113.2/24")
        machine.spawn(sys.executable, str(PROXY), str(HTTP_PORT), self.server.machine.ipv4, str(HTTP_PORT), *options)
        machine.wait_for_port(HTTP_PORT)
        return f"http://{machine.ipv4}:{HTTP_PORT}/"

    def _build_home(self, name: str) -> Switch:
        switch = self._laboratory.switch(f"{name}-lan")
        router = self._laboratory.router(f"{name}-router")
        outside = router.plug(self._internet, f"203.0.113.{len(self._homes) + 10}/24")
        router.plug(switch, "192.168.1.1/24")
        translate(router, outside)
        return switch

    def _server_machine(self) -> Machine:
        self._internet = self._laboratory.switch("internet")
        self._homes: dict[str, Switch] = {}
        self._machines = 0
        machine = self._laboratory.machine("server")
        machine.plug(self._internet, "203.0.113.1/24")
        return machine
