"""The relay: for browsers that cannot connect to each other, or have no WebRTC."""

import pytest
from person import DIRECT, RELAY, RELAY_WARNING, Person, digest, made_file, met

MEBIBYTE = 1 << 20

# TURN over TCP would work and take the relay's place.
pytestmark = pytest.mark.serve("--turn", "off")


@pytest.mark.smoke
def test_without_udp_the_file_goes_through_the_server(home, tmp_path):
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(home.machine(udp=False)), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "around.bin", 30 * MEBIBYTE + 1)

    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    anna.has_sent(file.name)

    assert digest(ben.save(file.name)) == digest(file)
    for person in (anna, ben):
        person.goes(RELAY)
        person.reads(RELAY_WARNING)


@pytest.mark.smoke
def test_webkit_without_webrtc_exchanges_files_and_text_through_the_server(home, tmp_path):
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.webkit(), home.server.url)
    met(anna, ben)
    hers = made_file(tmp_path / "mine", "hers.bin", 5 * MEBIBYTE)
    his = made_file(tmp_path / "mine", "his.bin", 5 * MEBIBYTE + 1)

    anna.offer(hers)
    ben.accept()
    ben.has_received(hers.name)
    assert digest(ben.save(hers.name)) == digest(hers)

    ben.offer(his)
    anna.accept()
    anna.has_received(his.name)
    assert digest(anna.save(his.name)) == digest(his)

    ben.write("and a word")
    anna.reads("and a word")
    for person in (anna, ben):
        person.goes(RELAY)
        person.reads(RELAY_WARNING)


def test_webkit_receives_a_batch(home, tmp_path):
    anna = Person(home.firefox(), home.server.url)
    ben = Person(home.webkit(), home.server.url)
    met(anna, ben)
    files = [made_file(tmp_path / "mine", f"{size}.bin", size) for size in (0, 10, 65_536, MEBIBYTE)]

    anna.offer(*files)
    ben.accept()
    ben.has_received("4 files")
    ben.device.find("button", "Save all").click()
    for file in files:
        assert digest(ben.device.wait_for_download(file.name)) == digest(file), file.name
    anna.goes(RELAY)
    ben.goes(RELAY)


def test_direct_only_means_never_through_the_server(home, tmp_path):
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(home.machine(udp=False)), home.server.url)
    met(anna, ben)

    anna.device.find("button", "Settings").click()
    anna.device.find("switch", "Direct connections only").click()
    anna.device.find("button", "Close").click()
    anna.write("not through the server")
    anna.device.wait_for_text("Not delivered", 60)
    assert not ben.device.find("button", RELAY).is_shown()
    assert "not through the server" not in ben.device.text()


def test_a_direct_path_that_opens_later_is_used_for_the_next_file(home, tmp_path):
    machine = home.machine(udp=False)
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(machine), home.server.url)
    met(anna, ben)

    anna.write("the long way")
    ben.reads("the long way")
    anna.goes(RELAY)

    machine.restore_udp()
    anna.goes(DIRECT, 60)
    file = made_file(tmp_path / "mine", "short way.bin", MEBIBYTE)
    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)
    ben.goes(DIRECT)
