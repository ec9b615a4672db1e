"""Ten devices at once: all are listed, found by name, and gone when they leave."""

from accessibility import assert_accessible
from ferry_client import Address, HostilePeer
from ferry_client.address import open_socket
from person import Person
from server import HTTP_PORT
from words import said


def test_ten_devices_come_and_go(home):
    anna = Person(home.chromium(), home.server.url)
    machine = home.machine()
    address = Address(home.server.machine.ipv4, HTTP_PORT, opener=lambda *where: machine.call(open_socket, *where))
    # These peers are not hostile: they are used as devices without a screen.
    crowd = [HostilePeer(address, f"Number {number}") for number in range(10)]
    try:
        for number in range(10):
            anna.sees(f"Number {number}")
        assert_accessible(anna.device)
    finally:
        for peer in crowd:
            peer.close()
    anna.device.wait_for_text(said("devices.none"))
