"""A device can have sixteen conversations at once; tests of the seventeenth."""

import pytest
from ferry_client import HostilePeer
from ferry_client.device import ServerError
from mallory import hostile_peer, still_works
from person import Person

LIMIT = 16


@pytest.fixture
def crowd(home):
    """Devices on one machine that receive messages and acknowledge none."""
    machine = home.machine()
    peers = [hostile_peer(home, f"Number {number}", machine) for number in range(1, LIMIT + 2)]
    yield peers
    for peer in peers:
        peer.close()


def test_the_seventeenth_conversation_waits_until_another_is_over(home, crowd, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    *talking, late = crowd
    texts = [_tell(anna, peer, number) for number, peer in enumerate(talking, start=1)]

    with pytest.raises(ServerError) as refused:
        late.call("Anna")
    assert refused.value.code in ("PEER_BUSY", "CALL_DECLINED")

    # A device that has received its message and leaves makes room.
    first = talking[0]
    first.send_control("text-received", id=texts[0])
    anna.turn_to("Number 1")
    anna.device.wait_for_text("Delivered")
    first.tell("end", to=first.find("Anna"))
    first.settle()
    late.call("Anna")
    late.send_control("text", id="latetext", part=0, parts=1, text="at last")
    late.expect("text-received", id="latetext")
    anna.turn_to(f"Number {LIMIT + 1}")
    anna.reads("at last")
    still_works(home, anna, tmp_path)


def test_the_conversation_that_was_idle_for_longest_makes_room(home, crowd, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    *talking, late = crowd
    for number, peer in enumerate(talking, start=1):
        text = _tell(anna, peer, number)
        peer.send_control("text-received", id=text)
        anna.device.wait_for_text("Delivered")

    _tell(anna, late, LIMIT + 1)
    talking[0].hear("end")
    # It is called again like any other device, and the next one replaces it.
    _tell(anna, talking[0], 1)
    talking[1].hear("end")
    still_works(home, anna, tmp_path)


def _tell(anna: Person, peer: HostilePeer, number: int) -> str:
    """Anna writes to a device, which receives the message and does not acknowledge it. Returns the message's ID."""
    anna.turn_to(f"Number {number}")
    anna.write("hello")
    peer.answer()
    return peer.expect("text", text="hello")["id"]
