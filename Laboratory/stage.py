"""The laboratory's Internet with the real binary on its server and real browsers in its homes."""

from pathlib import Path

from certificates import Certificates
from devices.device import Device
from internet import Internet
from kernel import KernelInternet
from network.laboratory import Machine
from places import Place
from playwright.sync_api import Playwright
from server import HTTPS_PORT


class Stage(Place):
    """A started world, its server with HTTPS, and the browsers of its people."""

    def __init__(self, playwright: Playwright, world: Internet | KernelInternet, folder: Path, *options: str):
        self.world = world
        self._certificates = Certificates(folder / "certificates", *world.server_addresses)
        files = ("--tls-cert", str(self._certificates.certificate), "--tls-key", str(self._certificates.key))
        super().__init__(playwright, None, folder, (*files, *options))

    def url_over(self, family: int) -> str:
        """The address of the page over IPv4 or IPv6."""
        server = self.world.server
        return f"https://{server.ipv4 if family == 4 else f'[{server.ipv6}]'}:{HTTPS_PORT}/"

    def url_for(self, machine: Machine) -> str:
        """The address of the page for a browser on `machine`: over IPv6 where both have it, which browsers prefer."""
        return self.url_over(6 if machine.ipv6 and self.world.server.ipv6 else 4)

    def chromium(self, machine: Machine, **options):
        return self._named(super().chromium(machine, authority=self._certificates.authority, **options), machine)

    def firefox(self, machine: Machine, **options):
        return self._named(super().firefox(machine, authority=self._certificates.authority, **options), machine)

    @staticmethod
    def _named(device: Device, machine: Machine) -> Device:
        # All homes use the same private addresses.
        device.name = f"{type(device).__name__.lower()}@{machine.name}"
        return device

    def _server_machine(self) -> Machine:
        return self.world.server
