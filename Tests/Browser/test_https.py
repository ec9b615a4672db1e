"""The differences with HTTPS, with the server's own authority imported into the browser's store."""

import pytest
from accessibility import assert_accessible
from person import DIRECT, RELAY, Person, digest, made_file, met
from test_languages import CHINESE
from words import said

MEBIBYTE = 1 << 20

pytestmark = pytest.mark.serve("--tls", "auto")


@pytest.mark.smoke
@pytest.mark.parametrize("receiver", ["chromium", "firefox"])
def test_the_large_files_of_a_batch_stream_into_the_downloads_and_the_small_ones_are_held(home, tmp_path, receiver):
    authority = home.server.authority()
    anna = Person(home.chromium(authority=authority), home.server.secure_url)
    device = home.chromium if receiver == "chromium" else home.firefox
    ben = Person(device(authority=authority), home.server.secure_url)
    met(anna, ben)
    files = [made_file(tmp_path / "mine", f"{size}.bin", size) for size in (0, 65_536, 40 * MEBIBYTE + 5, 3)]

    anna.offer(*files)
    ben.accept()
    ben.has_received("4 files", 120)
    anna.has_sent("4 files")

    large = files[2]
    assert digest(ben.device.wait_for_download(large.name)) == digest(large)
    ben.device.find("button", "Show files").click()
    ben.device.wait_for_text(said("transfer.handed"))
    ben.device.find("button", "Save all").click()
    for file in files:
        assert digest(ben.device.wait_for_download(file.name)) == digest(file), file.name
    anna.goes(DIRECT)
    ben.goes(DIRECT)


@pytest.mark.serve("--tls", "auto", "--turn", "off")
def test_streaming_through_the_server_keeps_the_tab_small(home, tmp_path):
    authority = home.server.authority()
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(home.machine(udp=False), authority=authority), home.server.secure_url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "large.bin", 300 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.has_received(file.name, 180)

    assert digest(ben.device.wait_for_download(file.name)) == digest(file)
    anna.goes(RELAY)
    ben.goes(RELAY)


def test_devices_on_http_and_https_share_a_room(home):
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(home.chromium(authority=home.server.authority()), home.server.secure_url, "Ben")

    anna.sees("Ben")
    ben.sees("Anna")


def test_cancelling_a_streamed_file_leaves_nothing_that_looks_whole(home, tmp_path):
    authority = home.server.authority()
    machine = home.machine()
    machine.slow_down(20)
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(machine, authority=authority), home.server.secure_url)
    met(anna, ben)
    file = made_file(tmp_path / "mine", "half.bin", 12 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    ben.device.find("progressbar").wait()
    anna.device.find("button", "Cancel").click()
    ben.device.wait_for_text("cancelled.")
    assert not (ben.device.downloads / file.name).exists()
    ben.goes(DIRECT)


def test_a_page_over_the_own_authority_shows_others_the_plain_address_and_the_secure_one_beside_it(home):
    device = home.chromium(authority=home.server.authority())
    device.open(home.server.secure_url)

    plain, secure = home.server.url.rstrip("/"), home.server.secure_url.rstrip("/")
    device.find("img", said("add.qrAlt", address=plain)).wait()
    device.wait_for_text(said("add.secureBeside"))
    assert secure in device.text()


def test_the_page_about_trust_speaks_the_language_of_the_browser_and_leads_on_to_https(home):
    device = home.chromium(authority=home.server.authority(), profile=CHINESE)
    device.open(home.server.url + "trust")
    device.find("heading", "信任这台 Ferry 服务器").wait()
    assert device.evaluate("() => document.documentElement.lang") == "zh-Hans"
    assert not device.find("heading", "Trust this Ferry server").is_shown()
    assert_accessible(device)

    device.find("link", "English").click()
    device.find("heading", "Trust this Ferry server").wait()
    assert not device.find("heading", "信任这台 Ferry 服务器").is_shown()
    device.find("link", "Open the secure address").click()

    def is_secure():
        assert device.evaluate("() => location.href") == home.server.secure_url

    device.until(is_secure, "the page by its secure address")
