"""Received files: kept until discarded, and saved to the browser's downloads as often as wanted."""

import subprocess
import zipfile
from pathlib import Path

from devices.chromium import BLOCK
from person import Person, digest, made_file, met
from words import said, saying

MEBIBYTE = 1 << 20


def made_files(folder: Path, count: int) -> list[Path]:
    """`count` files of 1,000 bytes each."""
    return [made_file(folder, f"{number}.bin", 1000) for number in range(count)]


def receives(ben: Person, anna: Person, *files: Path) -> None:
    """Anna sends files, and Ben's page receives them."""
    anna.offer(*files)
    ben.accept()
    ben.has_received(files[0].name if len(files) == 1 else f"{len(files)} files")


def saves_all(ben: Person, count: int) -> None:
    """Ben saves everything, and the page shows the progress."""
    ben.device.find("button", said("transfer.saveAll")).click()
    ben.device.wait_for_text(saying("transfer.handingOver", total=count))


def has_saved(ben: Person, *files: Path) -> None:
    """Waits until everything is saved, and every file is in the downloads, unchanged."""
    ben.device.wait_for_text(said("transfer.handed"), 60)
    saved = ben.device.wait_for_downloads(len(files))
    assert {path.name: digest(path) for path in saved} == {path.name: digest(path) for path in files}
    ben.device.find("button", said("transfer.saveAllAgain")).wait()


def test_many_files_are_handed_over_one_after_the_other_and_then_as_one_zip(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(), home.server.url)
    met(anna, ben)
    files = made_files(tmp_path / "mine", 80)
    receives(ben, anna, *files)

    saves_all(ben, len(files))
    # A change of language rebuilds the page, and the downloads go on.
    ben.device.find("button", said("settings.open")).click()
    ben.device.find("combobox", said("settings.language")).choose_option("简体中文")
    ben.device.wait_for_text(saying("transfer.handingOver", "zh-Hans", total=len(files)))
    ben.device.find("combobox", said("settings.language", "zh-Hans")).choose_option("English")
    ben.device.press("Escape")
    has_saved(ben, *files)

    ben.device.find("button", said("transfer.saveArchive")).click()
    archive = ben.device.wait_for_download(said("transfer.archiveName", name="Anna"))
    subprocess.run(["unzip", "-q", archive, "-d", tmp_path / "out"], check=True)
    out = [tmp_path / "out" / file.name for file in files]
    assert [digest(path) for path in out] == [digest(path) for path in files]
    assert [int(path.stat().st_mtime) for path in out] == [int(path.stat().st_mtime) for path in files]


def test_firefox_takes_them_too(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.firefox(), home.server.url)
    met(anna, ben)
    files = made_files(tmp_path / "mine", 40)
    receives(ben, anna, *files)

    saves_all(ben, len(files))
    has_saved(ben, *files)
    ben.device.find("button", said("transfer.saveArchive")).click()
    with zipfile.ZipFile(ben.device.wait_for_download(said("transfer.archiveName", name="Anna"))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [file.name for file in files]


def test_leaving_is_asked_about_until_what_is_held_was_handed_over(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "once.bin", 1000)

    receives(ben, anna, file)
    ben.device.reload()
    assert ben.device.dialogs == ["beforeunload"]

    ben.device.dialogs.clear()
    anna.sees()
    ben.turn_to()
    receives(ben, anna, file)
    assert digest(ben.save(file.name)) == digest(file)
    ben.device.find("button", said("transfer.saveAgain")).wait()
    # The browser may still read the file for a moment.
    ben.device.until(lambda: leaves_freely(ben), "the page to be free to go")
    ben.device.reload()
    assert ben.device.dialogs == []


def leaves_freely(person: Person) -> None:
    """Fails while the page makes the browser ask before leaving."""
    assert not asks_before_leaving(person)


def asks_before_leaving(person: Person) -> bool:
    """Whether the page makes the browser ask before leaving; a synthetic event has no effect."""
    return person.device.evaluate("() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def test_a_download_that_the_browser_holds_back_is_no_loss(home, tmp_path):
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(site_settings={"mixed_script": BLOCK}), home.server.url)
    met(anna, ben)
    files = made_files(tmp_path / "mine", 3)
    receives(ben, anna, *files)

    ben.device.find("button", said("transfer.saveAll")).click()
    ben.device.wait_for_text(said("transfer.handed"))
    ben.device.wait_for_text(said("transfer.missingManyKeepHint"))
    assert not {path.name for path in ben.device.downloads.iterdir()} & {file.name for file in files}
    ben.device.find("button", said("transfer.saveAllAgain")).wait()


def test_a_download_that_fails_since_the_disk_is_full_is_no_loss(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)
    large = made_file(tmp_path / "mine", "large.bin", 4 * MEBIBYTE)
    receives(ben, anna, large)

    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", ben.device.downloads], check=True)
    try:
        ben.device.find("button", said("transfer.save")).click()
        ben.device.find("button", said("transfer.saveAgain")).wait()
        ben.device.until(lambda: leaves_freely(ben), "the download to have had its time")
        assert not (ben.device.downloads / large.name).exists()
    finally:
        subprocess.run(["umount", "--lazy", ben.device.downloads], check=True)
    ben.device.find("button", said("transfer.saveAgain")).click()
    assert digest(ben.device.wait_for_download(large.name)) == digest(large)
