"""Which way things go, in the words of the page, and that the better one is taken."""

import pytest
from person import DIRECT, ENCRYPTED, RELAY, RELAY_WARNING, TURN, Person, digest, made_file, met

MEBIBYTE = 1 << 20

#: What the page says before the first relayed byte that it has encrypted.
ENCRYPTED_NOTICE = "Through the server – encrypted, not verified"

#: Time until the direct path is tried again beside the relay, and to open, in seconds.
IMPROVEMENT = 60


@pytest.mark.serve("--tls", "auto", "--turn", "off")
@pytest.mark.parametrize("receiver", ["chromium", "firefox"])
def test_between_pages_under_https_the_relay_is_encrypted_and_not_verified(home, tmp_path, receiver):
    authority = home.server.authority()
    anna = Person(home.chromium(authority=authority), home.server.secure_url)
    device = home.chromium if receiver == "chromium" else home.firefox
    ben = Person(device(home.machine(udp=False), authority=authority), home.server.secure_url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "sealed.bin", 30 * MEBIBYTE + 1)

    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    anna.has_sent(file.name)

    assert digest(ben.device.wait_for_download(file.name)) == digest(file)
    for person in (anna, ben):
        person.goes(ENCRYPTED)
        person.reads(ENCRYPTED_NOTICE)
        assert RELAY_WARNING not in person.device.text()


@pytest.mark.serve("--tls", "auto", "--turn", "off")
def test_if_one_page_came_over_plain_http_both_say_that_the_server_could_read(home):
    anna = Person(home.chromium(authority=home.server.authority()), home.server.secure_url)
    ben = Person(home.chromium(home.machine(udp=False)), home.server.url)
    met(anna, ben)

    anna.write("an open word")
    ben.reads("an open word")
    for person in (anna, ben):
        person.goes(RELAY)
        person.reads(RELAY_WARNING)


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_without_udp_the_file_goes_by_turn_over_tcp(home, tmp_path, browser):
    anna = Person(home.chromium(), home.server.url)
    device = home.chromium if browser == "chromium" else home.firefox
    ben = Person(device(home.machine(udp=False)), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "around.bin", 10 * MEBIBYTE + 1)

    anna.offer(file)
    ben.accept()
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)

    for person in (anna, ben):
        person.goes(TURN)
        assert RELAY_WARNING not in person.device.text()
    ben.device.find("button", TURN).click()
    ben.device.find("dialog").wait_for_text("Only the two devices; the relay carries encrypted packets")
    ben.device.find("dialog").wait_for_text("TURN relay")


def test_direct_only_means_no_turn_either(home):
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(home.machine(udp=False)), home.server.url)
    met(anna, ben)

    anna.device.find("button", "Settings").click()
    anna.device.find("switch", "Direct connections only").click()
    anna.device.find("button", "Close").click()
    anna.write("not by a relay")
    anna.device.wait_for_text("Not delivered", 60)
    assert not anna.device.find("button", TURN).is_shown()
    assert "not by a relay" not in ben.device.text()


@pytest.mark.serve("--turn", "off")
def test_a_file_on_its_way_through_the_server_goes_on_directly(home, tmp_path):
    machine = home.machine(udp=False)
    machine.slow_down(12)
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(machine), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", 72 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    anna.goes(RELAY)
    machine.restore_udp()
    anna.goes(DIRECT, IMPROVEMENT)
    assert anna.device.find("progressbar").is_shown()
    machine.speed_up()
    ben.has_received(file.name, 120)
    anna.has_sent(file.name)

    assert digest(ben.save(file.name)) == digest(file)
    ben.reads("Directly again, past the server")
