"""Hostile devices for the browser tests, and a check that honest devices still work afterwards."""

from pathlib import Path

from ferry_client import Address, HostilePeer
from ferry_client.address import open_socket
from network.laboratory import Machine
from person import DIRECT, Person, digest, made_file
from places import Home
from server import HTTP_PORT
from words import said


def hostile_peer(home: Home, name: str, machine: Machine | None = None, *, webrtc: bool = False) -> HostilePeer:
    """A device that follows the rules of signaling only, by default on a machine of its own."""
    machine = machine or home.machine()
    address = Address(home.server.machine.ipv4, HTTP_PORT, opener=lambda *where: machine.call(open_socket, *where))
    return HostilePeer(address, name, webrtc=webrtc)


def still_works(home: Home, anna: Person, folder: Path) -> None:
    """Checks that two honest people can still send a file."""
    ben = Person(home.chromium(), home.server.url, "Honest Ben")
    anna.device.find("button", f"Honest Ben, computer, {said('state.click')}").click()
    ben.turn_to("Anna")
    file = made_file(folder / "mine", "honest.bin", 300_000)
    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)
    ben.goes(DIRECT)
