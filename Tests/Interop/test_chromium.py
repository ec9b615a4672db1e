"""Browsers whose only path is our relay."""

from pathlib import Path

import pytest
from network.laboratory import Machine
from person import TURN, Person, digest, made_file, met
from relayed_chromium import RelayedChromium

SIZE = 3_000_001

#: Patterns of the URLs for each transport.
URLS = {"udp": "^turn:.*transport=udp", "tcp": "^turn:.*transport=tcp", "tls": "^turns:"}


@pytest.mark.parametrize("transport", URLS)
def test_a_file_goes_through_turn(browsers, tmp_path, transport):
    """For TCP and TLS, all UDP is dropped."""
    secure = transport == "tls"
    url = browsers.server.secure_url if secure else browsers.server.url
    authority = browsers.server.authority() if secure else None

    def browser(machine: Machine) -> RelayedChromium:
        if transport != "udp":
            machine.drop_udp()
        folder: Path = tmp_path / machine.name
        folder.mkdir()
        device = RelayedChromium(browsers.playwright, machine, folder, URLS[transport], authority)
        browsers.devices.append(device)
        return device

    # Distinct names, since devices of the test before remain listed for some seconds.
    anna = Person(browser(browsers.machine()), url, f"Anna by {transport}")
    ben = Person(browser(browsers.machine()), url, f"Ben by {transport}")
    met(anna, ben)
    anna.write("Is there a way?")
    ben.reads("Is there a way?")
    assert anna.device.relay_protocol() == transport
    assert ben.device.relay_protocol() == transport
    # On a slow machine the message may have gone through the server's relay; the file has to go through TURN.
    for person in (anna, ben):
        person.goes(TURN)

    file = made_file(tmp_path / "mine", f"over {transport}.bin", SIZE)
    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    anna.has_sent(file.name)
    # Over HTTPS the file is streamed into the downloads by itself.
    arrived = ben.device.wait_for_download(file.name) if secure else ben.save(file.name)
    assert digest(arrived) == digest(file)
    assert anna.device.relayed_bytes() > SIZE
