"""Invalid messages."""

import asyncio
import json

import pytest
from ferry_client import Address, Device
from ferry_client.raw import BINARY, TEXT, RawSocket, client_frame

HELLO = {"type": "hello", "protocol": 1, "name": "M", "kind": "phone", "webrtc": True, "availability": "open"}
SOMEBODY = "A" * 22


def without(field: str) -> str:
    return json.dumps({name: value for name, value in HELLO.items() if name != field})


def with_(**fields: object) -> str:
    return json.dumps(HELLO | fields)


FIRST_MESSAGES = {
    "nothing": "",
    "white space": " \n",
    "no JSON": "hello",
    "half an object": '{"type":"hello"',
    "two objects": json.dumps(HELLO) * 2,
    "null": "null",
    "a number": "1e400",
    "a string": '"hello"',
    "an array": f"[{json.dumps(HELLO)}]",
    "an empty object": "{}",
    "a type that is no string": '{"type":5}',
    "a type that is null": '{"type":null}',
    "a type that is an object": '{"type":{"type":"hello"}}',
    "a type no client sends": '{"type":"welcome"}',
    "a type that is a property of objects": '{"type":"__proto__"}',
    "another first message": '{"type":"ping"}',
    "a call before hello": json.dumps({"type": "offer", "to": SOMEBODY, "call": "c", "sdp": ""}),
    "a comment": '{"type":"hello"/**/}',
    "a lone quote": '{"type":"hello',
    "a trailing comma": '{"type":"ping",}',
    "NaN": '{"type":"hello","protocol":NaN}',
    "a number too large": '{"type":"hello","protocol":1e999}',
    "a fraction": with_(protocol=1.5),
    "a huge integer": with_(protocol=10**400),
    "a protocol that is a string": with_(protocol="1"),
    "a boolean that is a number": with_(webrtc=1),
    "a kind nobody has": with_(kind="toaster"),
    "an availability nobody has": with_(availability="maybe"),
    "a name that is an array": with_(name=["x"]),
    "a name that is null": with_(name=None),
    "a token that is a number": with_(token=7),
    "a token too long": with_(token="x" * 10_000),
    "deep arrays": '{"type":"hello","x":' + "[" * 20_000 + "]" * 20_000 + "}",
    "deep arrays without an end": '{"type":"hello","x":' + "[" * 60_000,
    "deep objects": '{"x":' * 10_000 + "1" + "}" * 10_000,
    "just too deep": '{"type":"ping","x":' + "[" * 16 + "]" * 16 + "}",
    **{f"hello without {field}": without(field) for field in HELLO},
}


@pytest.mark.parametrize("text", FIRST_MESSAGES.values(), ids=FIRST_MESSAGES.keys())
async def test_a_first_message_that_is_no_hello_is_answered_and_costs_the_socket(server: Address, text: str) -> None:
    device = await Device.open(server)
    await device.send_text(text)
    assert (await device.expect("error"))["code"] == "BAD_MESSAGE"
    assert (await device.until_closed()).code == 1008


LATER_MESSAGES = {
    "a call without a peer": {"type": "offer", "call": "c", "sdp": "v=0"},
    "a peer that is null": {"type": "offer", "to": None, "call": "c", "sdp": "v=0"},
    "a peer that is a room": {"type": "offer", "to": "lan", "call": "c", "sdp": "v=0"},
    "a peer that is an address": {"type": "offer", "to": "127.0.0.1", "call": "c", "sdp": "v=0"},
    "a peer that is a list": {"type": "end", "to": [SOMEBODY, SOMEBODY]},
    "a call that is empty": {"type": "offer", "to": SOMEBODY, "call": "", "sdp": "v=0"},
    "a call that is too long": {"type": "offer", "to": SOMEBODY, "call": "c" * 33, "sdp": "v=0"},
    "a call with other characters": {"type": "offer", "to": SOMEBODY, "call": "a/b", "sdp": "v=0"},
    "a description that is too long": {"type": "offer", "to": SOMEBODY, "call": "c", "sdp": "x" * 32_769},
    "a description that is an object": {"type": "answer", "to": SOMEBODY, "call": "c", "sdp": {"type": "answer"}},
    "a candidate that is too long": {"type": "candidate", "to": SOMEBODY, "call": "c", "candidate": "x" * 1_025},
    "a line below zero": {"type": "candidate", "to": SOMEBODY, "call": "c", "candidate": "", "line": -1},
    "a line too high": {"type": "candidate", "to": SOMEBODY, "call": "c", "candidate": "", "line": 65_536},
    "a mid that is too long": {"type": "candidate", "to": SOMEBODY, "call": "c", "candidate": "", "mid": "m" * 17},
    "an error of the server's": {"type": "error", "to": SOMEBODY, "call": "c", "code": "PEER_NOT_FOUND", "message": ""},
    "an error of nobody's": {"type": "error", "to": SOMEBODY, "call": "c", "code": "OOPS", "message": ""},
    "an error too wordy": {"type": "error", "to": SOMEBODY, "call": "c", "code": "CALL_FAILED", "message": "x" * 513},
    "a code that is a number": {"type": "code-join", "code": 7},
    "a code that is too long": {"type": "code-join", "code": "7-" + "x" * 100},
    "an update to nobody": {"type": "update", "name": 5},
    "an availability nobody has": {"type": "update", "availability": "asleep"},
}


@pytest.mark.parametrize("message", LATER_MESSAGES.values(), ids=LATER_MESSAGES.keys())
async def test_a_wrong_field_is_answered_and_costs_the_socket(server: Address, message: dict) -> None:
    device = await Device.join(server)
    await device.send_text(json.dumps(message))
    assert (await device.expect("error"))["code"] == "BAD_MESSAGE"
    assert (await device.until_closed()).code == 1008


@pytest.mark.over_tls
async def test_a_message_may_be_64_kib_and_not_a_byte_more(server: Address) -> None:
    for length, code in ((65_536, None), (65_537, 1009), (10_000_000, 1009)):
        device = await Device.join(server)
        start = '{"type":"ping","x":"'
        await device.send_text(f'{start}{"x" * (length - len(start) - 2)}"}}')
        if code is None:
            await device.expect("pong")
            await device.leave()
        else:
            assert (await device.until_closed()).code == code


async def test_unknown_fields_and_the_last_of_equal_ones(server: Address) -> None:
    """Unknown members are ignored, as the protocol says, however many there are."""
    device = await Device.open(server)
    members = ",".join(f'"x{number}":{number}' for number in range(5_000))
    await device.send_text(f'{{{members},{json.dumps(HELLO)[1:-1]},"__proto__":{{"kind":"admin"}},"constructor":1}}')
    welcome = await device.expect("welcome")
    assert welcome["you"]["kind"] == "phone"
    await device.leave()


async def test_another_version_is_told_to_reload(server: Address) -> None:
    for version in (0, 2, -1, 2**62):
        device = await Device.open(server)
        await device.send_text(json.dumps({"type": "hello", "protocol": version}))
        assert (await device.expect("error"))["code"] == "VERSION_MISMATCH"
        assert (await device.until_closed()).code == 4002


async def test_a_binary_message_costs_the_socket(server: Address) -> None:
    raw = await RawSocket.upgraded(server)
    await raw.write(client_frame(BINARY, json.dumps(HELLO).encode()))
    assert await raw.close_code() == 1003
    await raw.close()


@pytest.mark.long
@pytest.mark.over_tls
async def test_a_flood_of_messages_is_cut_off(server: Address) -> None:
    witness = await Device.join(server, "Witness")
    raw = await RawSocket.upgraded(server)
    await raw.write(client_frame(TEXT, json.dumps(HELLO | {"name": "Flood"}).encode()))
    flood = await witness.finds("Flood")
    await raw.write(client_frame(TEXT, b'{"type":"ping"}') * 5_000)
    said = []
    while (frame := await raw.frame()) is not None:
        said.append(frame)
    errors = [json.loads(payload) for opcode, payload in said if opcode == TEXT and b"RATE_LIMITED" in payload]
    assert [error["type"] for error in errors] == ["error"]
    pongs = sum(payload == b'{"type":"pong"}' for _, payload in said)
    assert 150 <= pongs <= 400, f"{pongs} pings were answered"
    await raw.close()
    await witness.misses(flood["id"])
    await witness.leave()


async def test_a_flood_of_updates_reaches_nobody_one_by_one(server: Address) -> None:
    """Changes are batched, so that one device's 150 names are not 150 messages for each other device."""
    witness = await Device.join(server, "Witness")
    fickle = await Device.join(server, "Name 0")
    await witness.sees(fickle.id)
    before = len(witness.inbox)
    for number in range(150):
        await fickle.send("update", name=f"Name {number}")
    async with asyncio.timeout(10):
        while witness.devices[fickle.id]["name"] != "Name 149":
            await asyncio.sleep(0.02)
    assert len(witness.inbox) - before <= 30
    await asyncio.gather(fickle.leave(), witness.leave())
