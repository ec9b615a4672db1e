"""Chromium with Firefox, by the direct path, without any preference for WebRTC."""

import pytest
from person import DIRECT, Person, digest, made_file, met

MEBIBYTE = 1 << 20


@pytest.fixture
def pair(home):
    chromium, firefox = Person(home.chromium(), home.server.url), Person(home.firefox(), home.server.url)
    met(chromium, firefox)
    return chromium, firefox


@pytest.mark.smoke
@pytest.mark.parametrize("direction", ["from chromium to firefox", "from firefox to chromium"])
def test_files_go_directly(pair, direction, tmp_path):
    sender, receiver = pair if direction == "from chromium to firefox" else reversed(pair)
    files = [made_file(tmp_path / "mine", f"{size}.bin", size) for size in (0, 65_536, 10 * MEBIBYTE + 7)]

    sender.offer(*files)
    receiver.accept()
    receiver.has_received("3 files")
    sender.has_sent("3 files")

    receiver.device.find("button", "Save all").click()
    for file in files:
        assert digest(receiver.device.wait_for_download(file.name)) == digest(file), file.name
    sender.goes(DIRECT)
    receiver.goes(DIRECT)
