"""Files between two Chromium browsers on plain HTTP, by the direct path."""

import pytest
from person import DIRECT, Person, digest, made_file, met
from words import said

MEBIBYTE = 1 << 20

#: Sizes around the size of a chunk, which is a power of two up to 256 KiB.
SIZES = (0, 1, 65_535, 65_536, 65_537, 262_144, MEBIBYTE)


@pytest.fixture
def pair(home):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)
    return anna, ben


@pytest.mark.smoke
def test_a_file_is_offered_accepted_and_saved(pair, tmp_path):
    anna, ben = pair
    file = made_file(tmp_path / "mine", "Ferien 2026 – 照片.bin", 5 * MEBIBYTE + 3)

    anna.offer(file)
    ben.device.find("group", f"{ben.partner()} wants to send {file.name}").wait()
    assert "5.24 MB" in ben.device.text()
    ben.accept()
    ben.has_received(file.name)
    anna.has_sent(file.name)

    assert digest(ben.save(file.name)) == digest(file)
    anna.goes(DIRECT)
    ben.goes(DIRECT)


def test_sizes_around_the_chunk_arrive_in_one_batch(pair, tmp_path):
    anna, ben = pair
    files = [made_file(tmp_path / "mine", f"{size} bytes.bin", size) for size in SIZES]

    anna.offer(*files)
    ben.accept()
    ben.has_received(f"{len(files)} files")
    anna.has_sent(f"{len(files)} files")

    ben.device.find("button", "Save all").click()
    for file in files:
        assert digest(ben.device.wait_for_download(file.name)) == digest(file), file.name
    ben.goes(DIRECT)


def test_files_dropped_on_the_conversation_are_offered(pair, tmp_path):
    anna, ben = pair
    file = made_file(tmp_path / "mine", "dropped.bin", 300_000)

    anna.device.find("textbox", "Message").drop_files(file)
    ben.accept()
    ben.has_received(file.name)

    assert digest(ben.save(file.name)) == digest(file)
    ben.goes(DIRECT)


def test_a_dropped_folder_is_sent_as_flat_files_and_says_so(pair, tmp_path):
    anna, ben = pair
    folder = tmp_path / "mine" / "holiday"
    (folder / "day 1").mkdir(parents=True)
    made_file(folder, "a.bin", 1000)
    made_file(folder / "day 1", "b.bin", 2000)

    anna.device.find("textbox", "Message").drop_files(folder)
    ben.accept()
    ben.has_received("2 files")
    anna.reads(said("entry.flattened"))

    ben.device.find("button", "Save all").click()
    saved = ben.device.wait_for_downloads(2)
    assert {digest(path) for path in saved} == {digest(folder / "a.bin"), digest(folder / "day 1" / "b.bin")}
    assert all("holiday" in path.name for path in saved)
    ben.goes(DIRECT)


def test_files_go_both_ways_at_once(pair, tmp_path):
    anna, ben = pair
    hers = made_file(tmp_path / "mine", "hers.bin", 20 * MEBIBYTE)
    his = made_file(tmp_path / "mine", "his.bin", 20 * MEBIBYTE)

    anna.offer(hers)
    ben.offer(his)
    ben.accept()
    anna.accept()
    ben.has_received(hers.name)
    anna.has_received(his.name)

    assert digest(ben.save(hers.name)) == digest(hers)
    assert digest(anna.save(his.name)) == digest(his)
    anna.goes(DIRECT)
