"""A server with another version than the page."""

import json

from person import Person
from words import said


def test_a_page_of_another_version_reloads_once_and_then_says_so(home):
    device = home.chromium()
    greetings = []

    def newer_server(socket) -> None:
        def hear(message: str) -> None:
            greetings.append(json.loads(message)["type"])
            error = {"type": "error", "code": "VERSION_MISMATCH", "message": "This server speaks version 2."}
            socket.send(json.dumps(error))
            socket.close(code=4002)

        socket.on_message(hear)

    # The old server has served the page, and is updated while it is open.
    ben = Person(home.chromium(), home.server.url, "Ben")
    device.answer_sockets("**/signal", newer_server)
    device.open(home.server.url)
    device.wait_for_text(said("notice.mismatch"))
    device.wait_for_text("Clear the cache of this page")
    assert greetings == ["hello", "hello"], "it was loaded, and loaded again once"

    # Once the versions match again, the button is enough.
    device.answer_sockets("**/signal", lambda socket: socket.connect_to_server())
    device.find("button", "Reload").click()
    ben.sees()
    device.wait_for_text("Visible on this network")
