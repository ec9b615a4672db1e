"""Networks and servers fail in the middle; the file arrives all the same."""

import pytest
from person import DIRECT, RELAY, RELAY_WARNING, Person, digest, made_file, met
from words import said

MEBIBYTE = 1 << 20

#: A rate in Mbit/s: 12 MiB take about five seconds.
SLOW = 20


@pytest.fixture
def slow_machine(home):
    machine = home.machine()
    machine.slow_down(SLOW)
    return machine


def test_a_direct_transfer_goes_on_while_the_server_is_away(home, slow_machine, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(slow_machine), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", 16 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    # On a slow machine the transfer may have begun through the server.
    for person in (anna, ben):
        person.goes(DIRECT)
    home.server.kill()
    anna.device.wait_for_text(said("notice.offline"))
    ben.has_received(file.name)
    assert digest(ben.save(file.name)) == digest(file)
    ben.goes(DIRECT)

    home.server.start()
    anna.device.wait_for_text("Visible on this network", 60)
    anna.write("back again")
    ben.reads("back again")
    anna.goes(DIRECT)


@pytest.mark.serve("--turn", "off")
def test_a_direct_path_that_breaks_is_replaced_by_the_server_in_the_middle_of_a_file(home, slow_machine, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(slow_machine), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", 24 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    ben.goes(DIRECT)
    slow_machine.drop_udp()
    ben.has_received(file.name, 120)
    anna.has_sent(file.name)

    assert digest(ben.save(file.name)) == digest(file)
    ben.goes(RELAY)
    ben.reads(RELAY_WARNING)


@pytest.mark.serve("--turn", "off")
def test_a_relayed_transfer_continues_after_the_server_has_restarted(home, slow_machine, tmp_path):
    slow_machine.drop_udp()
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(slow_machine), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", 16 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    ben.goes(RELAY)
    home.server.kill()
    anna.device.wait_for_text(said("notice.offline"))
    home.server.start()
    ben.has_received(file.name, 120)
    assert digest(ben.save(file.name)) == digest(file)
    ben.goes(RELAY)


@pytest.mark.smoke
def test_devices_return_under_their_names_after_the_server_has_restarted(home):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(), home.server.url, "Ben")
    anna.sees("Ben")

    home.server.stop()
    anna.device.wait_for_text(said("notice.offline"))
    home.server.start()
    # Until both are back, each may still list the other from before, and then no more.
    for person in (anna, ben):
        person.device.wait_for_text("Visible on this network", 60)
    ben.sees("Anna", 60)
    anna.sees("Ben", 60)
    assert anna.row(None).count() == 1


def test_the_sender_closing_its_page_ends_the_transfer_with_a_reason(home, slow_machine, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(slow_machine), home.server.url)
    met(anna, ben)

    anna.offer(made_file(tmp_path / "mine", "long.bin", 16 * MEBIBYTE))
    ben.accept()
    ben.device.find("progressbar").wait()
    ben.goes(DIRECT)
    anna.device.close()
    home.devices.remove(anna.device)
    ben.device.wait_for_text(said("end.closed", name="Anna"))


def test_a_killed_browser_cannot_be_accepted_from_as_if_it_was_there(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(), home.server.url)
    met(anna, ben)

    anna.offer(made_file(tmp_path / "mine", "small.bin", 1000))
    ben.device.find("button", "Accept").wait()
    ben.goes(DIRECT)
    home.devices.remove(anna.device)
    anna.device.kill()
    ben.accept()
    ben.device.wait_for_text(said("transfer.away", name="Anna"))


def test_a_transfer_goes_on_after_the_sender_has_slept_through_the_end_of_the_path(home, slow_machine, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(slow_machine), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", 16 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    ben.goes(DIRECT)
    anna.device.sleep()
    # Ben's browser gives up the path.
    ben.device.wait_for_text(said("transfer.interrupted"), 60)
    anna.device.wake_up()
    ben.has_received(file.name, 90)
    assert digest(ben.save(file.name)) == digest(file)
