"""Simultaneous events."""

import json

import pytest
from person import DIRECT, RELAY, Person, digest, made_file, met


class Crossing:
    """A proxy between pages and the server that holds their messages from their first call until all have called."""

    def __init__(self, callers: int):
        self._missing = callers
        self._held: list[tuple] = []
        self._callers: set = set()

    def __call__(self, socket) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: self._said(server, message))
        server.on_message(socket.send)

    @property
    def is_over(self) -> bool:
        return self._missing == 0

    def _said(self, server, message: str) -> None:
        if json.loads(message)["type"] == "offer" and server not in self._callers:
            self._callers.add(server)
            self._missing -= 1
        if server not in self._callers:
            return server.send(message)
        self._held.append((server, message))
        if self.is_over:
            for held_server, held in self._held:
                held_server.send(held)
            self._held.clear()
        return None


def test_two_calls_that_cross_on_their_way_become_one_connection_for_both(home, tmp_path):
    crossing = Crossing(2)
    devices = [home.chromium(), home.chromium()]
    for device in devices:
        device.answer_sockets("**/signal", crossing)
    anna, ben = (Person(device, home.server.url) for device in devices)
    met(anna, ben)
    files = [made_file(tmp_path / "mine", name, 3_000_000) for name in ("from-anna.bin", "from-ben.bin")]

    anna.offer(files[0])
    ben.offer(files[1])
    anna.device.until(lambda: _require(crossing.is_over), "both calls")

    for person, other, file in ((ben, anna, files[0]), (anna, ben, files[1])):
        person.accept()
        person.has_received(file.name)
        other.has_sent(file.name)
        assert digest(person.save(file.name)) == digest(file)
    for person in (anna, ben):
        person.goes(DIRECT)


def test_two_people_who_call_each_other_at_once_both_succeed(home):
    anna, ben = Person(home.chromium(), home.server.url), Person(home.chromium(), home.server.url)
    met(anna, ben)
    anna.device.find("textbox", "Message").fill("from Anna")
    ben.device.find("textbox", "Message").fill("from Ben")

    anna.device.press("Enter")
    ben.device.press("Enter")

    anna.reads("from Ben")
    ben.reads("from Anna")
    anna.goes(DIRECT)
    ben.goes(DIRECT)


@pytest.mark.serve("--turn", "off")
def test_two_people_who_call_each_other_at_once_without_udp_both_succeed(home):
    anna = Person(home.chromium(), home.server.url)
    ben = Person(home.chromium(home.machine(udp=False)), home.server.url)
    met(anna, ben)
    anna.device.find("textbox", "Message").fill("from Anna")
    ben.device.find("textbox", "Message").fill("from Ben")

    anna.device.press("Enter")
    ben.device.press("Enter")

    anna.reads("from Ben")
    ben.reads("from Anna")
    anna.goes(RELAY)
    ben.goes(RELAY)


@pytest.mark.serve("--turn", "off")
def test_one_person_talks_with_two_others(home):
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(home.chromium(), home.server.url, "Ben")
    carla = Person(home.chromium(home.machine(udp=False)), home.server.url, "Carla")
    anna.sees("Ben")
    anna.sees("Carla")

    anna.turn_to("Ben")
    anna.write("to Ben")
    anna.turn_to("Carla")
    anna.write("to Carla")
    ben.turn_to("Anna")
    carla.turn_to("Anna")

    ben.reads("to Ben")
    carla.reads("to Carla")
    assert "to Carla" not in ben.device.text()
    ben.goes(DIRECT)
    carla.goes(RELAY)


def _require(condition) -> None:
    assert condition
