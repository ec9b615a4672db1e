"""A telephone: 360 pixels wide, touch instead of a mouse."""

from accessibility import assert_accessible
from person import DIRECT, Person, digest, made_file

TELEPHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/156.0.0.0 Mobile Safari/537.36",
}


def test_a_telephone_receives_and_sends(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    phone = Person(home.chromium(profile=TELEPHONE), home.server.url, "Telephone")
    _fits(phone)
    assert_accessible(phone.device)
    anna.device.find("button", "Telephone, phone, Ready").wait()

    anna.turn_to("Telephone")
    file = made_file(tmp_path / "mine", "a rather long name of a file that does not fit on a telephone.bin", 500_000)
    anna.offer(file)
    phone.accept()
    phone.turn_to("Anna")
    phone.has_received(file.name)
    _fits(phone)
    assert_accessible(phone.device)
    assert digest(phone.save(file.name)) == digest(file)

    back = made_file(tmp_path / "mine", "photo.jpg", 300_000)
    phone.offer(back)
    anna.accept()
    anna.has_received(back.name)
    phone.goes(DIRECT)

    phone.device.find("button", "Back").click()
    phone.sees("Anna")


def _fits(person: Person) -> None:
    """Nothing makes the page scroll sideways."""
    wide, room = person.device.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room, f"the page is {wide} pixels wide on a screen of {room}"
