"""The laboratory's Internet: a public server, and homes behind routers."""

from pathlib import Path

from world import Host, World

#: The segment through which all homes reach the server.
INTERNET = "internet"

#: The server's public addresses. RFC 5780's tests need the second one.
SERVER_ADDRESSES = ("203.0.113.1/24", "203.0.113.2/24")
SERVER_IPV6 = "2001:db8:1::1/64"


class Internet(World):
    """A world with a server in its centre."""

    def __init__(self, folder: Path, seed: int = 1, server_addresses: tuple[str, ...] = SERVER_ADDRESSES, **link):
        super().__init__(folder, seed)
        self.segment(INTERNET)
        self.server = self.host("server", INTERNET, *server_addresses, **link)
        #: The same without prefix lengths.
        self.server_addresses = [address.split("/")[0] for address in server_addresses]
        self._homes = 0

    def home(
        self,
        name: str,
        nat: dict | None,
        hosts: int = 1,
        outside: str = INTERNET,
        address: str | None = None,
        isolates_hosts: bool = False,
        ipv4: bool = True,
        ipv6: bool = False,
        rules: list[dict] | None = None,
        **link,
    ) -> list[Host]:
        """Builds a home behind a router that translates IPv4 and firewalls IPv6, and returns its machines. `link` is
        the router's uplink.

        Every home uses the same private network inside, as homes do.
        """
        self._homes += 1
        number = self._homes
        lan = self.segment(name, isolates_hosts)
        public = address or f"198.51.100.{number}"
        self.router(
            f"{name}-router",
            inside=lan,
            outside=outside,
            gateways=["192.168.1.1"] * ipv4 + [f"2001:db8:{number:x}00::1"] * ipv6,
            addresses=[public] * ipv4 + [f"2001:db8:ffff::{number:x}"] * ipv6,
            routes=[f"2001:db8:{number:x}00::/64"] * ipv6,
            nat=nat,
            firewall="address-and-port-dependent",
            rules=rules or [],
            link=link,
        )
        return [
            self.host(
                f"{name}{index + 1}",
                lan,
                *[f"192.168.1.{index + 2}/24"] * ipv4,
                *[f"2001:db8:{number:x}00::{index + 2:x}/64"] * ipv6,
            )
            for index in range(hosts)
        ]

    def public_host(self, name: str, **link) -> Host:
        """A machine with its own public address."""
        self._homes += 1
        return self.host(name, INTERNET, f"198.51.100.{self._homes}/24", **link)

    def place(self, name: str, nat: dict | None) -> Host:
        """One machine behind a translator of this kind, or with a public address."""
        return self.public_host(name) if nat is None else self.home(name, nat)[0]
