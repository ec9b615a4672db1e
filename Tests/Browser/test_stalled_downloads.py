"""A browser that has stopped writing: no bytes accumulate in front of it, whatever the sender does."""

import pytest
from mallory import hostile_peer, still_works
from memory import proportional_set_size
from person import Person, digest, made_file, met
from words import said

MEBIBYTE = 1 << 20

#: The bytes that a receiver grants beyond what it has received (docs/protocol.md, Credit).
WINDOW = 8 * MEBIBYTE

pytestmark = pytest.mark.serve("--tls", "auto")


class Flood:
    """A sender that sends as much as it may, at once."""

    def __init__(self, mallory, accept: dict):
        self._mallory = mallory
        self.transfer = accept["id"]
        self.payload = accept["payload"]
        self.granted = accept["granted"]
        self.acked = accept["acked"]
        self.sent = 0

    def send(self) -> None:
        """Sends one more chunk, granted or not."""
        self._mallory.send_frame(self.transfer, 0, self.sent, bytes(self.payload))
        self.sent += 1

    def go_on(self) -> None:
        """Sends everything that is granted, and reads whether more is granted."""
        while self.sent < self.granted:
            self.send()
        for credit in self._mallory.news("credit"):
            self.granted, self.acked = credit["granted"], credit["acked"]


def test_a_paused_download_holds_a_hostile_sender_to_its_credit(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(home.chromium(authority=home.server.authority()), home.server.secure_url, "Ben")
    with hostile_peer(home, "Mallory") as mallory:
        mallory.call("Ben")
        id = mallory.offer([{"name": "endless.bin", "size": 1 << 30, "type": "", "modified": None}])
        ben.accept()
        ben.turn_to("Mallory")
        flood = Flood(mallory, mallory.expect("accept", id=id))
        while flood.acked == 0:
            flood.go_on()
        ben.device.in_downloads("Pause")
        watched = (ben.device.process_id, home.server.process_id)
        before = [proportional_set_size(process) for process in watched]
        most = before

        def look() -> None:
            nonlocal most
            most = [max(old, proportional_set_size(process)) for old, process in zip(most, watched, strict=True)]

        def stands_still() -> None:
            flood.go_on()
            look()
            assert said("transfer.stalledStoring") in ben.device.text()
            assert flood.sent == flood.granted

        def has_read() -> None:
            mallory.send_control("ping")
            assert mallory.news("pong")

        ben.device.until(stands_still, "the transfer to stand still")
        assert (flood.granted - flood.acked) * flood.payload <= WINDOW
        assert flood.sent * flood.payload < 64 * MEBIBYTE, "the browser took it all, though nobody writes it"

        flood.send()
        assert mallory.expect("cancel", id=id)["reason"] == "protocol"
        ben.device.wait_for_text(said("end.protocol", name="Mallory"))
        # It keeps sending, and the page keeps none of it.
        for _ in range(5):
            for _ in range(4):
                for _ in range(200):
                    flood.send()
                look()
            ben.device.until(has_read, "the page to have read what was sent")
        page, server = (new - old for old, new in zip(before, most, strict=True))
        assert page < 100 * MEBIBYTE, f"the page grew by {page >> 20} MiB"
        assert server < 16 * MEBIBYTE, f"the server grew by {server >> 10} KiB"
        assert not (ben.device.downloads / "endless.bin").exists()
    still_works(home, anna, tmp_path)


def test_a_paused_download_holds_an_honest_sender_and_then_goes_on(home, tmp_path):
    slow = home.machine()
    slow.slow_down(30)
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(home.chromium(slow, authority=home.server.authority()), home.server.secure_url, "Ben")
    met(anna, ben)
    file = made_file(tmp_path / "mine", "long.bin", 96 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    ben.device.in_downloads("Pause")
    sizes = [proportional_set_size(person.device.process_id) for person in (anna, ben)]
    anna.device.wait_for_text(said("transfer.stalledOut", name="Ben"))
    ben.device.wait_for_text(said("transfer.stalledStoring"))
    for person, before in zip((anna, ben), sizes, strict=True):
        grown = proportional_set_size(person.device.process_id) - before
        assert grown < 64 * MEBIBYTE, f"the page of {person} grew by {grown >> 20} MiB while nothing moved"

    slow.speed_up()
    ben.device.in_downloads("Resume")
    ben.has_received(file.name)
    anna.has_sent(file.name)
    assert digest(ben.device.wait_for_download(file.name)) == digest(file)
