"""Everything works without a mouse."""

from person import DIRECT, Person, digest, made_file


def tab_to(person: Person, what: str) -> None:
    """Presses Tab until the focus is on a control whose name begins with `what`."""
    for _ in range(40):
        person.device.press("Tab")
        if person.device.evaluate(
            "() => document.activeElement?.ariaLabel ?? document.activeElement?.innerText"
        ).startswith(what):
            return
    raise AssertionError(f"Tab does not reach {what} on {person}")


def test_a_message_and_a_file_by_keyboard(home, tmp_path):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(), home.server.url, "Ben")
    anna.sees("Ben")
    ben.sees("Anna")

    tab_to(anna, "Ben")
    anna.device.press("Enter")
    anna.device.find("textbox", "Message").wait()
    # The focus is in the text field.
    anna.device.press("h")
    anna.device.press("i")
    anna.device.press("Enter")

    tab_to(ben, "Anna")
    ben.device.press("Enter")
    ben.reads("hi")
    file = made_file(tmp_path / "mine", "photo.bin", 100_000)
    anna.offer(file)
    ben.device.find("button", "Accept").wait()
    ben.device.press("F8")
    ben.device.press("Enter")
    ben.has_received(file.name)
    tab_to(ben, "Save")
    ben.device.press("Enter")
    assert digest(ben.device.wait_for_download(file.name)) == digest(file)
    ben.goes(DIRECT)


def test_a_message_is_copied_and_pasted(home):
    anna, ben = Person(home.chromium(), home.server.url, "Anna"), Person(home.chromium(), home.server.url, "Ben")
    anna.turn_to("Ben")
    ben.turn_to("Anna")
    anna.write("a password, perhaps")
    ben.reads("a password, perhaps")
    ben.device.find("list", "Messages and files").find("button", "Copy").click()
    ben.device.find("textbox", "Message").click()
    ben.device.press("Control+v")
    ben.device.find("textbox", "Message").wait_for_value("a password, perhaps")
    ben.goes(DIRECT)
