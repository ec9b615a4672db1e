"""The relay between two devices, one of which breaks its rules."""

import asyncio
import secrets

import pytest
from conftest import FerryServer, Serve
from ferry_client import (
    Address,
    Device,
    File,
    RefusedError,
    RelayPipe,
    ViolationError,
    frame,
    receive,
    relay_between,
    send,
)
from ferry_client.conversation import relay_sockets, relay_tokens
from ferry_client.raw import TEXT, RawSocket, ask, client_frame, handshake
from websockets.exceptions import ConnectionClosed, InvalidStatus

MEGABYTE = 1_000_000


async def pair(server: Address) -> tuple[Device, Device]:
    alice, bob = await asyncio.gather(Device.join(server, "Alice"), Device.join(server, "Bob"))
    return alice, bob


async def leave(*devices: Device) -> None:
    await asyncio.gather(*(device.leave() for device in devices))


async def close_code(pipe: RelayPipe) -> int | None:
    """Waits until the server closes this end, and returns how."""
    async with asyncio.timeout(20):
        try:
            while True:
                await pipe.socket.recv()
        except ConnectionClosed:
            return pipe.socket.close_code


@pytest.mark.over_tls
async def test_only_the_halves_of_a_pairing_open_the_relay_and_only_once(server: Address) -> None:
    alice, bob = await pair(server)
    first, second = await relay_tokens(alice, bob)
    for guess in (secrets.token_urlsafe(32), "A" * 43, first[:-1], second[::-1], alice.token.split(".")[1], alice.id):
        with pytest.raises(InvalidStatus) as refused:
            await RelayPipe.open(server, guess)
        assert refused.value.response.status_code == 403
    to_bob = await RelayPipe.open(server, first)
    with pytest.raises(InvalidStatus) as refused:
        await RelayPipe.open(server, first)
    assert refused.value.response.status_code == 403
    # The thief's late attempt has disturbed nothing.
    to_alice = await RelayPipe.open(server, second)
    await asyncio.gather(to_bob.joined(), to_alice.joined())
    await asyncio.gather(to_bob.greet(), to_alice.greet())
    await asyncio.gather(to_bob.close(), to_alice.close())
    with pytest.raises(InvalidStatus):
        await RelayPipe.open(server, second)
    await leave(alice, bob)


@pytest.mark.over_tls
async def test_a_token_whose_partner_has_left_is_refused_before_there_is_a_socket(process: FerryServer) -> None:
    server = process.address

    async def status(token: str) -> int:
        return (await ask(server, handshake(server, "/relay", protocols=f"ferry.relay.1, {token}"))).status

    alice, bob = await pair(server)
    first, second = await relay_tokens(alice, bob)
    await (await RelayPipe.open(server, first)).drop()
    await process.settles('ferry_sockets{kind="relay"}', 0)
    assert await status(second) == 403
    # A device that leaves before it connects to the relay will not come.
    first, second = await relay_tokens(alice, bob)
    await alice.leave()
    assert await status(second) == 403
    await leave(bob)


async def test_text_on_the_relay_is_not_taken(server: Address) -> None:
    alice, bob = await pair(server)
    pipes = await relay_sockets(alice, bob)
    await pipes[0].socket.send("text")
    assert await close_code(pipes[0]) == 1003
    assert await close_code(pipes[1]) == 4010
    await leave(alice, bob)


@pytest.mark.over_tls
async def test_each_end_hears_how_the_other_went(server: Address) -> None:
    alice, bob = await pair(server)
    pipes = await relay_sockets(alice, bob)
    await pipes[0].close()
    assert await close_code(pipes[1]) == 1000
    pipes = await relay_sockets(alice, bob)
    await pipes[0].drop()
    assert await close_code(pipes[1]) == 4010
    await leave(alice, bob)


@pytest.mark.over_tls
async def test_what_was_sent_before_the_end_arrives(server: Address) -> None:
    alice, bob = await pair(server)
    near, far = await relay_sockets(alice, bob)
    for _ in range(3):
        payload = secrets.token_bytes(MEGABYTE)
        sending = asyncio.create_task(near.send_raw(payload))
        assert await asyncio.wait_for(far.socket.recv(), 20) == payload
        await sending
    for number in range(200):
        await near.send_raw(bytes([number]))
    await near.close()
    assert [await far.socket.recv() for _ in range(200)] == [bytes([number]) for number in range(200)]
    assert await close_code(far) == 1000
    await leave(alice, bob)


async def stalled(address: Address) -> tuple[list[Device], RelayPipe, RelayPipe, int]:
    """A pair whose receiver reads nothing, and the number of bytes that its sender could send."""
    alice, bob = await pair(address)
    near, far = await relay_sockets(alice, bob)
    sent = 0
    try:
        while sent < 200 * MEGABYTE:
            async with asyncio.timeout(2):
                await near.send_raw(b"\1" + bytes(65_552))
            sent += 65_552
    except TimeoutError:
        pass
    return [alice, bob], near, far, sent


@pytest.mark.over_tls
async def test_a_receiver_that_stops_reading_stops_its_sender_and_fills_nothing(serve: Serve) -> None:
    async with serve() as process:
        before = process.anonymous_memory
        pairs = await asyncio.gather(*(stalled(process.address.coming_from(f"127.0.2.{n}")) for n in range(1, 9)))
        for *_, sent in pairs:
            # Bytes in flight are in the kernel's buffers on both sides and in the server's window.
            assert sent < 60 * MEGABYTE, f"{sent} bytes went out, although nobody takes them"
        grown = process.anonymous_memory - before
        assert grown < len(pairs) * 4 * MEGABYTE, f"{grown} bytes for {len(pairs)} stalled pairs"
        # Other devices are served meanwhile, and the stalled ones go on when they are read again.
        alice, bob = await pair(process.address)
        pipes = await relay_between(alice, bob)
        file = File("meanwhile.bin", secrets.token_bytes(2 * MEGABYTE))
        _, received = await asyncio.gather(send(pipes[0], [file]), receive(pipes[1]))
        assert received[0].digest == file.digest
        await asyncio.gather(*(pipe.close() for pipe in pipes))
        devices, near, far, sent = pairs[0]
        taken = 0
        while taken < sent:
            taken += len(await asyncio.wait_for(far.socket.recv(), 20)) - 1
        await asyncio.gather(*(pipe.drop() for _, near, far, _ in pairs for pipe in (near, far)))
        await leave(alice, bob, *(device for devices, *_ in pairs for device in devices))
        await process.settles("ferry_relay_joined", 0)


@pytest.mark.long
@pytest.mark.over_tls
async def test_a_signaling_client_that_never_reads_is_let_go(serve: Serve) -> None:
    """Its neighbours call it until more waits for it than one client may leave unread."""
    async with serve() as process:
        before = process.anonymous_memory
        deaf = await RawSocket.upgraded(process.address.coming_from("127.0.3.1"))
        hello = b'{"type":"hello","protocol":1,"name":"Deaf","kind":"phone","webrtc":true,"availability":"open"}'
        await deaf.write(client_frame(TEXT, hello))
        loud = [await Device.join(process.address, f"Loud {number}") for number in range(4)]
        victim = await loud[0].finds("Deaf")
        most = before

        async def shout(device: Device) -> None:
            # 45 a second: within the rate of an honest device, and 1.5 MB of descriptions.
            nonlocal most
            while victim["id"] in device.devices:
                most = max(most, process.anonymous_memory)
                await device.send("offer", to=victim["id"], call="c", sdp="x" * 32_768)
                device.inbox.clear()
                await asyncio.sleep(0.022)

        async with asyncio.timeout(60):
            await asyncio.gather(*(shout(device) for device in loud))
        assert most - before < 8 * MEGABYTE
        await deaf.close()
        await leave(*loud)


@pytest.mark.over_tls
async def test_frames_that_were_never_agreed_are_refused(server: Address) -> None:
    """The honest receiver detects it; the server and the relay are not involved."""

    def wrong_file(transfer: str) -> bytes:
        return frame(transfer, 1, 0, bytes(65_536))

    def out_of_sequence(transfer: str) -> bytes:
        return frame(transfer, 0, 2**32 - 1, bytes(65_536))

    def too_long(transfer: str) -> bytes:
        return frame(transfer, 0, 0, bytes(65_537))

    def too_short(transfer: str) -> bytes:
        return frame(transfer, 0, 0, b"x")

    def empty(transfer: str) -> bytes:
        return frame(transfer, 0, 0, b"")

    def no_header(transfer: str) -> bytes:
        return transfer.encode()

    for make in (wrong_file, out_of_sequence, too_long, too_short, empty, no_header):
        alice, bob = await pair(server)
        to_bob, to_alice = await relay_between(alice, bob)
        receiving = asyncio.create_task(receive(to_alice))
        entry = {"name": "a", "size": 200_000, "type": "", "modified": None}
        await to_bob.send_control("offer", id="transfer", count=1, total=200_000, files=[entry], more=False)
        _, accept = await to_bob.receive()
        assert accept["type"] == "accept"
        await to_bob.send_data(make("transfer"))
        with pytest.raises(ViolationError):
            await receiving
        _, cancel = await to_bob.receive()
        assert cancel == {"type": "cancel", "id": "transfer", "reason": "protocol"}, make
        # The conversation outlives the transfer.
        file = File("b", b"after all")
        sending, received = await asyncio.gather(send(to_bob, [file]), receive(to_alice), return_exceptions=True)
        assert sending is None and received[0].content == b"after all"
        await asyncio.gather(to_bob.close(), to_alice.close())
        await leave(alice, bob)


async def test_a_manifest_that_does_not_add_up_is_declined(server: Address) -> None:
    alice, bob = await pair(server)
    to_bob, to_alice = await relay_between(alice, bob)
    receiving = asyncio.create_task(receive(to_alice))
    entry = {"name": "a", "size": 1, "type": "", "modified": None}
    await to_bob.send_control("offer", id="transfer", count=1, total=2**53 - 1, files=[entry], more=False)
    _, answer = await to_bob.receive()
    assert answer == {"type": "decline", "id": "transfer", "reason": "invalid"}
    with pytest.raises(ViolationError):
        await receiving
    await asyncio.gather(to_bob.close(), to_alice.close())
    await leave(alice, bob)


async def test_a_cancelled_transfer_ends_on_both_sides(server: Address) -> None:
    alice, bob = await pair(server)
    to_bob, to_alice = await relay_between(alice, bob)
    sending = asyncio.create_task(send(to_bob, [File("a", bytes(20 * MEGABYTE))]))
    _, offer = await to_alice.receive()
    await to_alice.send_control("accept", id=offer["id"], payload=65_536, acked=0, granted=10)
    await to_alice.send_control("cancel", id=offer["id"], reason="cancelled")
    with pytest.raises(RefusedError):
        await sending
    await asyncio.gather(to_bob.drop(), to_alice.drop())
    await leave(alice, bob)


async def test_the_limits_of_a_pairing_hold(serve: Serve) -> None:
    async with serve("--relay-bytes", "5MB", "--relay-pairs", "2") as process:
        alice, bob = await pair(process.address)
        ready = await relay_sockets(alice, bob)
        sending = asyncio.gather(*(ready[0].send_raw(bytes(MEGABYTE)) for _ in range(6)), return_exceptions=True)
        codes = await asyncio.gather(*(close_code(pipe) for pipe in ready))
        assert codes == [4011, 4011]
        await sending
        await process.settles("ferry_relay_pairs", 0)
        # Unused pairings count too, as long as their sockets may still come.
        carol = await Device.join(process.address, "Carol")
        tokens = [*await relay_tokens(alice, bob), *await relay_tokens(alice, carol)]
        await carol.sees(bob.id)
        await bob.send("relay-request", to=carol.id, call="third")
        await carol.expect("relay-request", call="third")
        await carol.send("relay-accept", to=bob.id, call="third")
        assert (await carol.expect("error"))["code"] == "RELAY_FULL"
        assert (await bob.expect("error"))["code"] == "RELAY_FULL"
        used = [await RelayPipe.open(process.address, token) for token in tokens]
        await asyncio.gather(*(pipe.drop() for pipe in used))
        await leave(alice, bob, carol)
        await process.settles("ferry_relay_pairs", 0)


@pytest.mark.long
async def test_time_ends_a_pairing(serve: Serve) -> None:
    # Long enough for the two devices that check at the end that the server still works.
    async with serve("--relay-time", "5s") as process:
        alice, bob = await pair(process.address)
        pipes = await relay_sockets(alice, bob)
        assert await asyncio.gather(*(close_code(pipe) for pipe in pipes)) == [4012, 4012]
        await leave(alice, bob)


@pytest.mark.over_tls
async def test_what_a_first_one_says_before_its_partner_came_is_bounded(process: FerryServer) -> None:
    alice, bob = await pair(process.address)
    first, second = await relay_tokens(alice, bob)
    before = process.anonymous_memory
    early = await RelayPipe.open(process.address, first)
    sent = 0
    try:
        while sent < 100 * MEGABYTE:
            async with asyncio.timeout(1):
                await early.send_raw(bytes(65_536))
            sent += 65_536
    except TimeoutError:
        pass
    assert sent < 40 * MEGABYTE
    assert process.anonymous_memory - before < 4 * MEGABYTE
    late = await RelayPipe.open(process.address, second)
    await late.joined()
    assert await late.socket.recv() == bytes(65_536)
    await early.drop()
    await late.drop()
    await leave(alice, bob)
