"""Identities: a device is who the server knows it to be, whatever it claims."""

import asyncio
import base64

import pytest
from conftest import Serve
from ferry_client import Address, Device
from ferry_client.raw import TEXT, RawSocket, client_frame


@pytest.mark.over_tls
async def test_another_devices_id_cannot_be_taken(server: Address) -> None:
    victim = await Device.join(server, "Victim")
    witness = await Device.join(server, "Witness")
    await witness.sees(victim.id)
    signature = victim.token.split(".")[1]
    forgeries = [
        victim.id,
        f"{victim.id}.",
        f"{victim.id}.{signature[:-1]}",
        f"{victim.id}.{signature[:-2]}{'A' if signature[-2] != 'A' else 'B'}{signature[-1]}",
        f"{victim.id}.{base64.urlsafe_b64encode(bytes(32)).decode().rstrip('=')}",
        f"{victim.id}.{witness.token.split('.')[1]}",
        f"{witness.id}.{signature}",
        f"{victim.token}.{signature}",
        f" {victim.token}",
        ".",
        "\0" * 66,
    ]
    for forgery in forgeries:
        thief = await Device.join(server, "Thief", token=forgery)
        assert thief.id not in (victim.id, witness.id), forgery
        await thief.leave()
    await victim.settle()
    assert victim.closed is None
    assert (await witness.sees(victim.id))["name"] == "Victim"
    await asyncio.gather(victim.leave(), witness.leave())


@pytest.mark.over_tls
async def test_a_message_cannot_name_its_sender(server: Address) -> None:
    alice, bob, mallory = await asyncio.gather(*(Device.join(server, name) for name in ("Alice", "Bob", "Mallory")))
    await mallory.sees(bob.id)
    await mallory.send("offer", to=bob.id, call="forged", sdp="v=0", **{"from": alice.id, "id": alice.id})
    offer = await bob.expect("offer")
    assert offer["from"] == mallory.id
    assert "to" not in offer and "id" not in offer
    await asyncio.gather(alice.leave(), bob.leave(), mallory.leave())


@pytest.mark.over_tls
async def test_a_device_that_comes_back_before_its_old_socket_has_gone_keeps_its_place(server: Address) -> None:
    witness = await Device.join(server, "Witness")
    old = await Device.join(server, "Traveller")
    await witness.sees(old.id)
    new = await Device.join(server, "Traveller", token=old.token)
    assert new.id == old.id
    assert (await old.until_closed()).code == 4001
    # The late end of the old connection does not end the device.
    await old.drop()
    assert new.id not in new.devices, "a device sees itself"
    await new.send("offer", to=witness.id, call="back", sdp="v=0")
    await witness.expect("offer", call="back")
    await witness.send("answer", to=new.id, call="back", sdp="v=0")
    await new.expect("answer", call="back")
    assert not any(new.id in message["left"] for message in witness.inbox if message["type"] == "presence")
    assert list(witness.devices).count(new.id) == 1
    await asyncio.gather(new.leave(), witness.leave())


@pytest.mark.over_tls
async def test_one_identity_on_many_sockets_at_once_is_one_device(server: Address) -> None:
    witness = await Device.join(server, "Witness")
    first = await Device.join(server, "Many")
    sockets = await asyncio.gather(*(Device.join(server, "Many", token=first.token) for _ in range(20)))
    alive = [socket for socket in [first, *sockets] if socket.closed is None]
    # All devices but one are told that another one took their place.
    while len(alive) > 1:
        done, _ = await asyncio.wait(
            [asyncio.create_task(socket.until_closed()) for socket in alive], return_when=asyncio.FIRST_COMPLETED
        )
        assert all(task.result().code == 4001 for task in done)
        alive = [socket for socket in alive if socket.closed is None]
    await witness.sees(first.id)
    assert [device["name"] for device in witness.devices.values()].count("Many") == 1
    await alive[0].leave()
    await witness.misses(first.id)
    await witness.leave()


@pytest.mark.long
async def test_a_second_hello_costs_the_socket_and_leaves_no_ghost(server: Address) -> None:
    witness = await Device.join(server, "Witness")
    many = await Device.join(server, "Many names")
    await witness.sees(many.id)
    for name in ("second", "third", "fourth"):
        await many.send("hello", protocol=1, name=name, kind="phone", webrtc=True, availability="open")
    assert (await many.expect("error"))["code"] == "BAD_MESSAGE"
    assert (await many.until_closed()).code == 1008
    await witness.misses(many.id)
    assert not [device for device in witness.devices.values() if device["name"] in ("second", "third", "fourth")]
    await witness.leave()


@pytest.mark.over_tls
async def test_hellos_in_one_packet_make_one_device(server: Address) -> None:
    witness = await Device.join(server, "Witness")
    raw = await RawSocket.upgraded(server)
    hello = b'{"type":"hello","protocol":1,"name":"Twin","kind":"phone","webrtc":true,"availability":"open"}'
    await raw.write(client_frame(TEXT, hello) * 50)
    assert await raw.close_code() == 1008
    await raw.close()
    await witness.settle()
    async with asyncio.timeout(10):
        while [device for device in witness.devices.values() if device["name"] == "Twin"]:
            await asyncio.sleep(0.1)
            await witness.settle()
    await witness.leave()


async def test_an_identity_survives_the_server_and_not_its_key(serve: Serve) -> None:
    async with serve() as process:
        device = await Device.join(process.address)
        await device.drop()
        await asyncio.to_thread(process.restart)
        again = await Device.join(process.address, token=device.token)
        assert again.id == device.id
        await again.leave()


async def test_a_token_of_another_server_is_worth_nothing(server: Address, serve: Serve) -> None:
    device = await Device.join(server)
    async with serve() as other:
        stranger = await Device.join(other.address, token=device.token)
        assert stranger.id != device.id
        await stranger.leave()
    await device.leave()


@pytest.mark.parametrize(
    "name, shown",
    [
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("</script><script>alert(1)</script>", "</script><script>alert(1)</script>"),
        ("Ali\u202ece\u2066", "Alice"),
        ("Al\nice\r\n\tand\0 Bob\x1b[31m", "Al ice and Bob[31m"),
        ("\u200b\u2060\ufeff", "Device"),
        ("   ", "Device"),
        ("", "Device"),
        ("x" * 1000, "x" * 64),
        ("ü" * 50, "ü" * 32),
        ("\ud800", "\ufffd"),
    ],
)
async def test_a_device_name_is_text_of_one_line_and_nothing_else(server: Address, name: str, shown: str) -> None:
    """Markup is unchanged, since pages show it as text. Characters that cannot be shown on one line are removed."""
    witness = await Device.join(server, "Witness")
    named = await Device.join(server, name)
    assert named.welcome["you"]["name"] == shown
    assert (await witness.sees(named.id))["name"] == shown
    await asyncio.gather(named.leave(), witness.leave())


async def test_a_name_longer_than_names_are_sent_costs_the_socket(server: Address) -> None:
    device = await Device.open(server)
    await device.send("hello", protocol=1, name="x" * 2000, kind="phone", webrtc=True, availability="open")
    assert (await device.expect("error"))["code"] == "BAD_MESSAGE"
    assert (await device.until_closed()).code == 1008
