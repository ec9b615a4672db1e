"""Each side learns which side ended or stalled a transfer, and neither is blamed for the other's fault."""

import subprocess

import pytest
from person import Person, made_file, met
from words import said, saying

MEBIBYTE = 1 << 20

#: Free space, in MiB, in the downloads of the device whose disk is full: less than the file's size.
ROOM = 8


@pytest.fixture
def small_disk(tmp_path):
    """Mounts a file system of size `ROOM` on a folder until the test is over."""
    mounted = []

    def mount(folder):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}m", "none", folder], check=True)
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_file_that_is_gone_when_it_is_read_is_the_senders(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(), home.server.url, "Ben")
    met(anna, ben)
    file = made_file(tmp_path / "mine", "gone.bin", 4 * MEBIBYTE)

    anna.offer(file)
    ben.device.find("button", said("transfer.accept")).wait()
    file.unlink()
    ben.accept()
    anna.device.wait_for_text(said("end.unreadableByUs"))
    ben.device.wait_for_text(said("end.unreadableByThem", name="Anna"))
    assert said("end.unreadableByThem", name="Ben") not in anna.device.text()


@pytest.mark.serve("--tls", "auto")
def test_a_full_disk_is_not_told_as_somebodys_wish(home, small_disk, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(home.chromium(authority=home.server.authority()), home.server.secure_url, "Ben")
    small_disk(ben.device.downloads)
    met(anna, ben)

    anna.offer(made_file(tmp_path / "mine", "large.bin", 4 * ROOM * MEBIBYTE))
    ben.accept()
    ben.device.wait_for_text(said("end.stoppedByUs"), 30)
    anna.device.wait_for_text(said("end.stoppedByThem", name="Ben"))
    for person, other in ((anna, "Ben"), (ben, "Anna")):
        shown = person.device.text()
        assert said("end.cancelledByUs") not in shown
        assert said("end.cancelledByThem", name=other) not in shown


def test_do_not_disturb_is_told_as_that(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(), home.server.url, "Ben")
    met(anna, ben)
    anna.write("hello")
    ben.reads("hello")
    _do_not_disturb(ben)

    anna.offer(made_file(tmp_path / "mine", "photo.bin", 1_000))
    anna.device.wait_for_text(said("error.CALL_DECLINED", name="Ben"))
    assert not ben.card("photo.bin").is_shown()
    # A device without a conversation learns it from the server.
    carla = Person(home.chromium(), home.server.url, "Carla")
    carla.turn_to("Ben")
    carla.write("hello")
    carla.device.wait_for_text(said("error.CALL_DECLINED", name="Ben"))


def test_a_proxy_that_passes_no_websockets_is_told_apart_from_a_server_that_is_silent(internet):
    url = internet.proxy("--no-upgrade")
    device = internet.chromium(internet.machine("a"))
    device.open(url)
    device.wait_for_text(said("notice.noWebSocket"), 30)
    device.wait_for_text(said("notice.noWebSocketHint"))
    assert said("notice.offline") not in device.text()
    assert any("/healthz" in line for line in device.console)


def test_a_line_that_carries_nothing_is_nobodys_disk(home, tmp_path):
    machine = home.machine()
    machine.slow_down(20)
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(machine), home.server.url, "Ben")
    met(anna, ben)
    anna.offer(made_file(tmp_path / "mine", "long.bin", 48 * MEBIBYTE))
    ben.accept()
    ben.device.find("progressbar").wait()
    ben.device.wait_for_text(saying("speed"))
    machine.lose_all()
    seen = set()

    def waits_for_the_way():
        seen.update(key for key in ("transfer.stalledOut", "transfer.stalledPath") if _shows(anna, key))
        assert "transfer.stalledPath" in seen

    anna.device.until(waits_for_the_way, "the page to say that nothing comes through")
    assert "transfer.stalledOut" not in seen, "Ben's disk was blamed for the line"
    ben.device.wait_for_text(said("transfer.stalledPath"), 20)


def _shows(person: Person, key: str) -> bool:
    return said(key, name="Ben") in person.device.text()


def _do_not_disturb(person: Person) -> None:
    person.device.find("button", said("settings.open")).click()
    person.device.find("switch", said("settings.busy")).click()
    person.device.press("Escape")
