"""A phone: 360 pixels wide, touch instead of a mouse."""

from accessibility import assert_accessible
from person import DIRECT, Person, digest, made_file
from words import said

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
    anna.device.find("button", f"Telephone, phone, {said('state.click')}").wait()

    anna.turn_to("Telephone")
    file = made_file(tmp_path / "mine", "a rather long name of a file that does not fit on a telephone.bin", 500_000)
    anna.offer(file)
    phone.device.find("button", said("transfer.accept")).wait()
    above = _place_of_row(phone)
    assert_accessible(phone.device)
    phone.accept()
    # The next control appears at the same place, and the shelf does not move anything below it.
    phone.has_received(file.name)
    assert _place_of_row(phone) == above
    _fits(phone)
    assert_accessible(phone.device)
    assert digest(phone.save(file.name)) == digest(file)
    phone.turn_to("Anna")
    _fits(phone)
    assert_accessible(phone.device)

    back = made_file(tmp_path / "mine", "photo.jpg", 300_000)
    phone.offer(back)
    anna.accept()
    anna.has_received(back.name)
    phone.goes(DIRECT)

    phone.device.find("button", "Back").click()
    phone.sees("Anna")


def _fits(person: Person) -> None:
    """Checks that the page does not scroll sideways."""
    wide, room = person.device.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room, f"the page is {wide} pixels wide on a screen of {room}"


def _place_of_row(person: Person) -> float:
    """The vertical position of the other device's row, in pixels."""
    return person.device.evaluate("() => document.querySelector('[data-device]').getBoundingClientRect().top")


def test_with_text_twice_as_large_on_a_small_screen_the_header_can_be_read(home):
    anna = Person(home.chromium(), home.server.url, "Anna")
    small = {**TELEPHONE, "viewport": {"width": 320, "height": 640}}
    device = home.chromium(profile=small)
    phone = Person(device, home.server.url, "Telephone")
    device.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    phone.turn_to("Anna")
    anna.turn_to("Telephone")
    anna.write("hello")
    phone.goes(DIRECT)
    _fits(phone)
    cut = "(part) => part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().right > innerWidth"
    parts = "document.querySelectorAll('.conversation-who > :not([hidden]), .conversation-who .name')"
    assert not device.evaluate(f"() => [...{parts}].filter({cut}).map((part) => part.outerHTML)")
