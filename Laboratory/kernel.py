"""A second Internet, built from Linux's own parts: bridges, cables, and routers that translate with nftables.

The network of `internet` is a model; most home routers run these real parts.
"""

from pathlib import Path

from internet import SERVER_ADDRESSES
from network.laboratory import Laboratory, Machine, translate
from translators import INDEPENDENT, PORT

#: Translates to the router's address, and keeps ports where possible.
MASQUERADE = "masquerade"

#: The same with a random port for every connection; there are two statements for it.
MASQUERADE_RANDOM = "masquerade random"
MASQUERADE_FULLY_RANDOM = "masquerade fully-random"

#: The translators' behavior in the terms of RFC 4787.
KERNEL_TRANSLATORS = {
    MASQUERADE: {"mapping": INDEPENDENT, "filtering": PORT},
    MASQUERADE_RANDOM: {"mapping": PORT, "filtering": PORT},
    MASQUERADE_FULLY_RANDOM: {"mapping": PORT, "filtering": PORT},
}


class KernelInternet:
    """A world like `internet.Internet`, which runs from its creation on."""

    def __init__(self, folder: Path):
        #: The folder of this world's files.
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._laboratory = Laboratory()
        self._internet = self._laboratory.switch("internet")
        self._homes = 0
        self.server = self._laboratory.machine("server")
        self.server.plug(self._internet, *SERVER_ADDRESSES)
        self.server_addresses = [address.split("/")[0] for address in SERVER_ADDRESSES]

    def home(
        self, name: str, statement: str, hosts: int = 1, isolates_hosts: bool = False, drops_strangers: bool = True
    ) -> list[Machine]:
        """Builds a home behind a router that translates with `statement`, and returns its machines.

        With `drops_strangers` the router drops unsolicited packets for itself, as home routers do.
        """
        self._homes += 1
        lan = self._laboratory.switch(f"{name}-lan")
        router = self._laboratory.router(f"{name}-router")
        outside = router.plug(self._internet, f"203.0.113.{10 + self._homes}/24")
        router.plug(lan, "192.168.1.1/24")
        translate(router, outside)
        if statement != MASQUERADE:
            # Before the plain rule, which no packet reaches then.
            rule = f'insert rule ip ferry_nat postrouting oifname "{outside}" {statement}'
            router.run("nft", "-f", "-", text=rule)
        if drops_strangers:
            router.run("nft", "-f", "-", text=STRANGERS_DROPPED.format(port=outside))
        machines = [self._machine(f"{name}{index + 1}", lan, index + 2) for index in range(hosts)]
        if isolates_hosts:
            for machine in machines:
                machine.isolate()
        return machines

    def start(self) -> "KernelInternet":
        """Does nothing: the world runs already."""
        return self

    def close(self) -> None:
        """Removes all machines and routers."""
        self._laboratory.close()

    def _machine(self, name: str, lan, number: int) -> Machine:
        machine = self._laboratory.machine(name)
        machine.plug(lan, f"192.168.1.{number}/24")
        machine.route_by("192.168.1.1")
        return machine


STRANGERS_DROPPED = """
table ip ferry_firewall {{
    chain input {{ type filter hook input priority filter; iifname "{port}" ct state new drop; }}
}}
"""
