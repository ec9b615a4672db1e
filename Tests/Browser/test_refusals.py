"""The page says when something is impossible, and what to do about it."""

import pytest
from person import RELAY, Person, met
from test_paths import is_counted
from test_small_screen import TELEPHONE
from words import said, saying

MEGABYTE = 1_000_000


def test_a_file_too_large_for_a_telephone_on_a_plain_address_is_refused_before_it_moves(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    phone = Person(home.chromium(profile=TELEPHONE), home.server.url, "Telephone")
    anna.turn_to("Telephone")
    phone.turn_to("Anna")
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(600 * MEGABYTE)

    anna.offer(film)
    phone.device.wait_for_text(said("transfer.tooLargePlain", limit="500 MB"))
    # This server has no HTTPS address.
    phone.device.wait_for_text(said("transfer.tooLargeSingle"))
    assert not phone.device.find("button", "Accept").is_shown()
    phone.decline()
    anna.device.wait_for_text("Telephone cannot take files this large.")


#: A browser with a policy that forbids WebRTC.
FORBIDDEN = """
window.RTCPeerConnection = class {
  constructor() { throw new DOMException('forbidden', 'NotAllowedError'); }
};
"""


def test_a_browser_that_refuses_connections_says_so_and_goes_by_the_server(home):
    device = home.chromium()
    device.inject(FORBIDDEN)
    anna = Person(device, home.server.url, "Anna")
    ben = Person(home.chromium(), home.server.url, "Ben")
    met(anna, ben)
    assert said("notice.refusesConnections") not in device.text()

    anna.write("hello")
    ben.reads("hello")
    anna.goes(RELAY)
    device.wait_for_text(said("notice.refusesConnections"))
    device.wait_for_text(said("notice.refusesConnectionsHint"))


@pytest.mark.serve("--relay", "off", "--turn", "off")
def test_without_udp_and_without_a_relay_the_attempt_ends_with_a_reason(home):
    anna = Person(home.chromium(home.machine(udp=False)), home.server.url, "Anna")
    ben = Person(home.chromium(), home.server.url, "Ben")
    met(anna, ben)
    anna.write("are you there?")
    anna.device.wait_for_text(saying("error.RELAY_OFF"), 40)
    anna.device.wait_for_text(said("error.RELAY_OFFHint"))
    is_counted(home, anna, 'ferry_path_failures_total{code="RELAY_OFF"}')
    is_counted(home, anna, 'ferry_paths_total{path="none"}')
