"""The address of a client, by its own claims and by a proxy's."""

import asyncio
import json

import pytest
from conftest import Serve
from ferry_client import Address, Device
from ferry_client.raw import TEXT, RawSocket, client_frame, handshake

FORGED = {
    "X-Forwarded-For": {"X-Forwarded-For": "127.0.0.1"},
    "X-Forwarded-For of a neighbour": {"x-forwarded-for": "192.168.1.7, 10.0.0.1"},
    "Forwarded": {"Forwarded": "for=127.0.0.1"},
    "CF-Connecting-IP": {"CF-Connecting-IP": "192.168.1.7"},
    "True-Client-IP": {"True-Client-IP": "192.168.1.7"},
    "X-Real-IP": {"X-Real-IP": "192.168.1.7"},
    "X-Client-IP": {"X-Client-IP": "192.168.1.7"},
    "Via": {"Via": "1.1 proxy"},
    "an empty X-Forwarded-For": {"X-Forwarded-For": ""},
    "rubbish": {"X-Forwarded-For": "x" * 4_000},
    "a thousand hops": {"X-Forwarded-For": ",".join(["10.0.0.1"] * 800)},
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED.keys())
async def test_a_forwarding_header_that_nobody_vouches_for_opens_no_room(
    server: Address, headers: dict[str, str]
) -> None:
    neighbour = await Device.join(server, "Neighbour")
    stranger, other = await asyncio.gather(
        Device.join(server, "Stranger", headers=headers), Device.join(server, "Other", headers=headers)
    )
    for device in (stranger, other):
        assert device.welcome["room"] == {"kind": "none", "reason": "untrusted-proxy"}
        assert device.welcome["devices"] == []
    await neighbour.settle()
    assert stranger.id not in neighbour.devices
    await stranger.send("offer", to=neighbour.id, call="c", sdp="v=0")
    assert (await stranger.expect("error"))["code"] == "PEER_NOT_FOUND"
    await asyncio.gather(neighbour.leave(), stranger.leave(), other.leave())


def forwarded_for(value: str) -> dict[str, str]:
    return {"X-Forwarded-For": value}


async def test_a_trusted_proxy_is_believed_from_the_right(serve: Serve) -> None:
    """Everything to the left of the last trusted proxy's entry was written by the client."""
    async with serve("--trust-proxy", "127.0.0.1", "--trust-proxy", "10.0.0.0/8") as process:
        here = process.address
        members = {
            "203.0.113.9": "public",
            "192.168.1.7, 203.0.113.9": "public",
            "203.0.113.9, 10.1.2.3": "public",
            "127.0.0.1, 203.0.113.9, 10.1.2.3, 10.1.2.4": "public",
            "::ffff:203.0.113.9": "public",
        }
        seen = []
        for value, kind in members.items():
            device = await Device.join(here, value, headers=forwarded_for(value))
            assert device.welcome["room"]["kind"] == kind, value
            seen.append(device)
        assert len(seen[-1].welcome["devices"]) == len(members) - 1, "one address, one room"
        outsiders = {
            "203.0.113.10": "public",
            "203.0.113.9, 192.168.1.7": "lan",
            "2001:db8:1:2::9": "public",
            "203.0.113.9, unknown": "none",
            "203.0.113.9, evil": "none",
            "203.0.113.9,": "none",
            "100.64.0.1": "none",
            "0.0.0.0": "none",
        }
        for value, kind in outsiders.items():
            device = await Device.join(here, value, headers=forwarded_for(value))
            assert device.welcome["room"]["kind"] == kind, value
            assert device.welcome["devices"] == [], value
            seen.append(device)
        await asyncio.gather(*(device.leave() for device in seen))


async def test_other_words_for_an_address_count_for_nothing_by_a_trusted_proxy_too(serve: Serve) -> None:
    """A proxy that does not remove such a field forwards the client's own value."""
    async with serve("--trust-proxy", "127.0.0.1") as process:
        neighbour = await Device.join(process.address, "Neighbour", headers=forwarded_for("192.168.1.7"))
        for name in ("CF-Connecting-IP", "True-Client-IP", "X-Real-IP", "X-Client-IP"):
            # Alone, the field only shows that there is a proxy.
            alone = await Device.join(process.address, name, headers={name: "192.168.1.8"})
            assert alone.welcome["room"] == {"kind": "none", "reason": "untrusted-proxy"}, name
            # Beside the trusted proxy's field it has no effect.
            beside = await Device.join(
                process.address, name, headers={name: "192.168.1.8", **forwarded_for("203.0.113.9")}
            )
            assert beside.welcome["room"]["kind"] == "public", name
            assert alone.devices == {} and beside.devices == {}
            await asyncio.gather(alone.leave(), beside.leave())
        await neighbour.settle()
        assert neighbour.devices == {}
        await neighbour.leave()


async def welcome_to(server: Address, *fields: tuple[str, str]) -> dict:
    """The `welcome` of a device whose handshake has fields that no library would send."""
    raw = await RawSocket.connect(server)
    await raw.write(handshake(server, "/signal", *fields))
    assert (await raw.response()).status == 101
    hello = b'{"type":"hello","protocol":1,"name":"Stranger","kind":"phone","webrtc":true,"availability":"open"}'
    await raw.write(client_frame(TEXT, hello))
    frame = await raw.frame()
    assert frame is not None
    await raw.write(client_frame(TEXT, b'{"type":"bye"}'))
    assert await raw.close_code() == 1000
    await raw.close()
    return json.loads(frame[1])


async def test_a_client_cannot_hide_what_a_trusted_proxy_adds(serve: Serve) -> None:
    """Open quotes, and prepended marks that join the comma behind them into one character."""
    async with serve("--trust-proxy", "127.0.0.1") as process:
        neighbour = await Device.join(process.address, "Neighbour", headers=forwarded_for("192.168.1.7"))
        for forged in (
            'for=192.168.1.8;x="',
            'for=192.168.1.8;x="\\',
            "for=192.168.1.8;x=\u0600",
            "for=192.168.1.8;",
            'for="192.168.1.8',
        ):
            for fields in (
                [("Forwarded", f"{forged}, for=203.0.113.9")],
                [("Forwarded", forged), ("Forwarded", "for=203.0.113.9")],
            ):
                welcome = await welcome_to(process.address, *fields)
                assert welcome["room"]["kind"] in ("none", "public"), forged
                assert welcome["devices"] == []
        both = await Device.join(
            process.address, "Both", headers={"Forwarded": "for=192.168.1.8", "X-Forwarded-For": "203.0.113.9"}
        )
        assert both.welcome["room"] == {"kind": "none", "reason": "untrusted-proxy"}
        await asyncio.gather(both.leave(), neighbour.leave())


async def test_rooms_of_public_addresses_are_one_address_or_one_64(serve: Serve) -> None:
    async with serve("--trust-proxy", "127.0.0.1") as process:

        async def join(address: str) -> Device:
            return await Device.join(process.address, address, headers=forwarded_for(address))

        a, same_net, other_net, v4 = [
            await join(address)
            for address in ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1", "203.0.113.9")
        ]
        await a.sees(same_net.id)
        assert set(a.devices) == {same_net.id}
        assert other_net.devices == {} and v4.devices == {}
        await asyncio.gather(*(device.leave() for device in (a, same_net, other_net, v4)))


async def test_public_addresses_meet_only_by_codes_when_the_operator_says_so(serve: Serve) -> None:
    async with serve("--trust-proxy", "127.0.0.1", "--group-public", "off") as process:
        headers = forwarded_for("203.0.113.9")
        one, two = [await Device.join(process.address, name, headers=headers) for name in ("One", "Two")]
        assert two.welcome["room"] == {"kind": "none", "reason": "public-off"}
        assert one.devices == {} and two.devices == {}
        await asyncio.gather(one.leave(), two.leave())


async def test_rooms_are_no_names_a_client_can_say(server: Address) -> None:
    """A device's room follows from its address alone, not from its name or a code."""
    neighbour = await Device.join(server, "Neighbour")
    for name in ("lan", "127.0.0.1", "public:203.0.113.9", "__proto__", neighbour.id, "7-amber-canoe"):
        stranger = await Device.join(server, name, headers=forwarded_for("203.0.113.9"))
        assert stranger.devices == {}
        await stranger.send("code-join", code=name[:64])
        assert (await stranger.expect("error"))["code"] in ("CODE_WRONG", "CODE_LIMIT")
        await neighbour.settle()
        assert stranger.id not in neighbour.devices
        await stranger.leave()
    await neighbour.leave()
