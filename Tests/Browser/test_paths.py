"""Paths as the page names them, and the change to a better path."""

import re

import pytest
from person import DIRECT, ENCRYPTED, RELAY, RELAY_WARNING, TURN, Person, digest, made_file, met
from words import said

MEBIBYTE = 1 << 20

#: The page's notice before the first relayed byte of an encrypted relay.
ENCRYPTED_NOTICE = said("entry.encrypted")

#: The time until the direct path is tried again beside the relay, and opens, in seconds.
IMPROVEMENT = 60

#: The size in bytes of a file that takes longer than that, and the rate of its line in Mbit/s.
LONG, SLOW = 48 * MEBIBYTE, 4


def is_counted(home, person: Person, metric: str) -> None:
    """Waits until `/metrics` shows it: a device's report arrives after the page shows the path."""
    line = re.compile(rf"^{re.escape(metric)} [1-9]", re.MULTILINE)

    def look() -> None:
        report = home.server.get("metrics").decode()
        assert line.search(report), [line for line in report.splitlines() if line.startswith("ferry_path")]

    person.device.until(look, f"{metric} in /metrics")


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
    is_counted(home, anna, 'ferry_paths_total{path="relay"}')


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


#: Stops the caller from asking for the relay too after 2.5 s, since a slow machine may need longer for TURN.
PATIENT = """
  const { setTimeout } = window;
  window.setTimeout = (action, delay, ...rest) => setTimeout(action, delay === 2500 ? 30_000 : delay, ...rest);
"""


@pytest.mark.smoke
@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_without_udp_the_file_goes_by_turn_over_tcp(home, tmp_path, browser):
    caller = home.chromium()
    caller.inject(PATIENT)
    anna = Person(caller, home.server.url)
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
    is_counted(home, anna, 'ferry_paths_total{path="turn-tcp"}')
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
    is_counted(home, anna, 'ferry_path_failures_total{code="NO_PATH"}')
    assert not anna.device.find("button", TURN).is_shown()
    assert "not by a relay" not in ben.device.text()


@pytest.mark.serve("--turn", "off")
def test_a_file_on_its_way_through_the_server_goes_on_directly(home, tmp_path):
    machine = home.machine(udp=False)
    machine.slow_down(SLOW)
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(machine), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", LONG)

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
    ben.reads(said("entry.direct"))


#: Counts the page's ICE restarts.
CONNECTIONS = """
  window.restarts = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) { super(...options); this.number = restarts.push(0) - 1; }
    restartIce() { restarts[this.number] += 1; super.restartIce(); }
  };
"""


@pytest.mark.parametrize("obstacle", ["isolation", "no UDP"])
def test_while_turn_carries_the_page_looks_for_a_way_past_it_and_the_file_goes_on(home, tmp_path, obstacle):
    machines = [home.machine(), home.machine(udp=obstacle == "isolation")]
    if obstacle == "isolation":
        for machine in machines:
            machine.isolate()
    machines[1].slow_down(SLOW)
    devices = [home.chromium(machine) for machine in machines]
    for device in devices:
        device.inject(CONNECTIONS)
    anna, ben = (Person(device, home.server.url) for device in devices)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", LONG)

    anna.offer(file)
    ben.accept()
    anna.goes(TURN)

    def has_looked() -> None:
        assert any(sum(device.evaluate("() => restarts")) > 0 for device in devices)

    anna.device.until(has_looked, "the page to look for a way past TURN", IMPROVEMENT)
    anna.goes(TURN)
    assert anna.device.find("progressbar").is_shown()
    if obstacle == "isolation":
        machines[1].end_isolation()
    else:
        machines[1].restore_udp()
    for person in (anna, ben):
        person.goes(DIRECT, 2 * IMPROVEMENT)
    machines[1].speed_up()
    ben.has_received(file.name, 120)
    anna.has_sent(file.name)

    assert digest(ben.save(file.name)) == digest(file)
    for device in devices:
        assert len(device.evaluate("() => restarts")) == 1, "one connection did it all"


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
@pytest.mark.parametrize("obstacle", ["isolation", "no UDP"])
def test_a_file_on_its_way_over_turn_goes_on_directly(home, tmp_path, obstacle, browser):
    first, second = home.machine(), home.machine(udp=obstacle == "isolation")
    if obstacle == "isolation":
        first.isolate()
        second.isolate()
    second.slow_down(SLOW)
    device = home.chromium if browser == "chromium" else home.firefox
    anna, ben = Person(home.chromium(first), home.server.url), Person(device(second), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", LONG)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    for person in (anna, ben):
        person.goes(TURN)
    if obstacle == "isolation":
        second.end_isolation()
    else:
        second.restore_udp()
    for person in (anna, ben):
        person.goes(DIRECT, IMPROVEMENT)
    assert anna.device.find("progressbar").is_shown()
    second.speed_up()
    ben.has_received(file.name, 120)
    anna.has_sent(file.name)

    assert digest(ben.save(file.name)) == digest(file)
