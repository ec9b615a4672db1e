"""Received bytes do not accumulate, neither in the tab nor in the server."""

import re
import time

import pytest
from memory import proportional_set_size
from person import DIRECT, RELAY, Person, digest, made_file, met

MEBIBYTE = 1 << 20


@pytest.mark.serve("--tls", "auto")
def test_a_streamed_file_does_not_stay_in_the_browser(home, tmp_path):
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(authority=home.server.authority()), home.server.secure_url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "large.bin", 400 * MEBIBYTE)
    before = proportional_set_size(ben.device.process_id)

    anna.offer(file)
    ben.accept()
    most = _most_while_receiving(ben, file.name)

    assert most - before < 150 * MEBIBYTE, f"grew from {before >> 20} to {most >> 20} MiB"
    assert digest(ben.device.wait_for_download(file.name)) == digest(file)
    ben.goes(DIRECT)


def test_memory_is_given_back_when_a_file_is_discarded(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "large.bin", 200 * MEBIBYTE)
    before = proportional_set_size(ben.device.process_id)

    anna.offer(file)
    ben.accept()
    ben.has_received(file.name, 120)
    ben.goes(DIRECT)
    ben.device.find("button", "Discard").click()

    def given_back():
        now = proportional_set_size(ben.device.process_id)
        assert now - before < 100 * MEBIBYTE, f"grew from {before >> 20} to {now >> 20} MiB"

    # The browser decides when to collect garbage.
    ben.device.until(given_back, "the memory of the discarded file", 120)


@pytest.mark.serve("--turn", "off")
def test_the_server_holds_little_for_a_slow_receiver(home, tmp_path):
    slow = home.machine(udp=False)
    slow.slow_down(40)
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(slow), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", 40 * MEBIBYTE)
    before = proportional_set_size(home.server.process_id)

    anna.offer(file)
    ben.accept()
    most = _most_while_receiving(ben, file.name, home.server.process_id)

    assert most - before < 16 * MEBIBYTE, f"grew from {before >> 10} to {most >> 10} KiB"
    assert digest(ben.save(file.name)) == digest(file)
    ben.goes(RELAY)


def _most_while_receiving(person: Person, name: str, process_id: int | None = None) -> int:
    """The largest size of a process tree (the browser's, by default) until the file is there."""
    most = 0
    deadline = time.monotonic() + 180
    received = person.device.find("group", re.compile(f"^Received {re.escape(name)}"))
    while not received.is_shown():
        assert time.monotonic() < deadline, f"{name} did not arrive\n{person.device.text()}"
        most = max(most, proportional_set_size(process_id or person.device.process_id))
        # Adding up the memory of a browser takes a tenth of a second of CPU.
        person.device.pause(0.5)
    return most
