"""The first steps of a newcomer: drop a file before any device is there, choose a device, answer an offer, go back."""

import pytest
from accessibility import assert_accessible
from person import Person, digest, made_file, met
from test_saving import asks_before_leaving
from test_small_screen import TELEPHONE
from words import said, saying

MEBIBYTE = 1 << 20


def test_files_dropped_with_nobody_near_wait_and_go_to_the_first_who_comes(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    files = [made_file(tmp_path / "mine", name, 40_000) for name in ("one.bin", "two.bin")]
    anna.device.find("heading", said("add.emptyTitle")).drop_files(*files)
    anna.device.wait_for_text(said("waiting.files", count=2, size="80.0 kB"))
    anna.device.wait_for_text(said("waiting.nobody"))
    assert_accessible(anna.device)
    assert asks_before_leaving(anna)
    # A change of language rebuilds the page.
    anna.device.find("button", said("settings.open")).click()
    anna.device.find("combobox", said("settings.language")).choose_option("简体中文")
    anna.device.wait_for_text(said("waiting.files", "zh-Hans", count=2, size="80.0 kB"))
    anna.device.find("combobox", said("settings.language", "zh-Hans")).choose_option("English")
    anna.device.press("Escape")

    ben = Person(home.chromium(), home.server.url, "Ben")
    # With one device here, the page shows the conversation first, and no longer the address.
    anna.device.find("heading", said("conversation.emptyTitle", name="Ben")).wait()
    assert not anna.device.find("heading", said("add.title")).is_shown()
    assert_accessible(anna.device)
    anna.device.find("button", said("waiting.send", name="Ben")).click()
    ben.accept()
    ben.has_received("2 files")
    anna.has_sent("2 files")
    assert not anna.device.find("button", said("waiting.forget")).is_shown()


def test_with_several_near_the_person_chooses_and_may_change_their_mind(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben, carla = (Person(home.chromium(), home.server.url, name) for name in ("Ben", "Carla"))
    anna.sees("Ben")
    anna.sees("Carla")
    file = made_file(tmp_path / "mine", "chosen.bin", 40_000)

    anna.device.find("heading", said("near.several", count=2)).drop_files(file)
    dialog = anna.device.find("dialog", said("recipient.title"))
    dialog.find("button", said("common.close")).click()
    anna.device.find("button", said("waiting.forget")).click()
    anna.device.find("button", said("waiting.forget")).wait_gone()

    anna.device.find("heading", said("near.several", count=2)).drop_files(file)
    dialog.find("button", "Carla").click()
    carla.accept()
    carla.has_received(file.name)
    assert not ben.device.find("button", said("transfer.accept")).is_shown()


def test_an_offer_is_accepted_and_saved_where_it_came(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(), home.server.url, "Ben")
    anna.turn_to("Ben")
    photo = made_file(tmp_path / "mine", "photo.bin", MEBIBYTE)
    anna.offer(photo)
    anna.offer(made_file(tmp_path / "mine", "next.bin", 1000))
    anna.card("next.bin").wait_for_text(said("transfer.waitTurn", name="Ben"))

    shelf = ben.device.find("region", said("offers.title"))
    shelf.find("button", said("transfer.accept")).click()
    ben.has_received(photo.name)
    shelf.find("button", said("transfer.save")).click()
    assert digest(ben.device.wait_for_download(photo.name)) == digest(photo)


@pytest.mark.serve("--tls", "auto")
def test_a_file_too_large_over_plain_http_leads_to_the_secure_page(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    phone = Person(home.chromium(profile=TELEPHONE), home.server.url, "Telephone")
    anna.turn_to("Telephone")
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(600_000_000)
    anna.offer(film)
    shelf = phone.device.find("region", said("offers.title"))
    shelf.wait_for_text(said("transfer.tooLargePlain", limit="500 MB"))
    shelf.find("link", said("transfer.openSecure")).wait()
    assert phone.device.evaluate("() => document.querySelector('.secure-link:not([hidden])').href").startswith("https:")


def test_back_closes_the_dialog_first_and_a_lost_server_is_told_in_the_conversation(home):
    anna = Person(home.chromium(), home.server.url, "Anna")
    phone = Person(home.chromium(profile=TELEPHONE), home.server.url, "Telephone")
    met(anna, phone)
    anna.write("hello")
    phone.reads("hello")
    phone.device.find("button", saying("state.direct")).click()
    phone.device.find("dialog").wait()
    phone.device.evaluate("() => history.back()")
    phone.device.find("dialog").wait_gone()
    phone.device.find("textbox", said("composer.message")).wait()

    home.server.stop()
    phone.device.find("region", saying("conversation.label")).wait_for_text(said("notice.offline"))
    phone.device.evaluate("() => history.back()")
    phone.device.find("textbox", said("composer.message")).wait_gone()
    phone.sees("Anna")
