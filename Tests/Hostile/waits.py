"""Scenarios that take as long as a time limit of the protocol. All of them run at once, beside the other tests."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

from ferry_client import Address, Device, RelayPipe
from ferry_client.conversation import relay_tokens
from ferry_client.raw import ENDED, PING, TEXT, RawSocket, ask, client_frame, client_hello, handshake, request
from ferry_server import FerryServer

Scenario = Callable[[Address], Awaitable[None]]

#: The scenarios by name; each has its own address.
SCENARIOS: dict[str, Scenario] = {}

#: The scenarios about the TLS handshake.
TLS_SCENARIOS: dict[str, Scenario] = {}


def scenario(run: Scenario) -> Scenario:
    SCENARIOS[run.__name__] = run
    return run


def tls_scenario(run: Scenario) -> Scenario:
    TLS_SCENARIOS[run.__name__] = run
    return run


class Waits:
    """The running scenarios of one session."""

    def __init__(self, server: FerryServer, names: set[str]):
        self.server = server
        self._tasks = {
            name: asyncio.create_task(
                (SCENARIOS | TLS_SCENARIOS)[name](server.address.coming_from(f"127.0.9.{number}"))
            )
            for number, name in enumerate(sorted(names), start=1)
        }

    async def outcome(self, name: str) -> None:
        """Waits for a scenario to end, and raises its failure."""
        await self._tasks[name]

    async def stop(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)


async def ends_within(raw: RawSocket, limit: float) -> float:
    """Waits until the server ends the connection. Returns the number of seconds, at most `limit` and a margin."""
    # The margin is for the precision of the server's clock, the time for a client to answer a close frame, and a busy
    # machine.
    await raw.ended(limit + 12)
    await raw.close()
    return time.monotonic() - raw.begun


async def drip(raw: RawSocket, data: bytes) -> None:
    """Writes a byte a second until the other side ends the connection."""
    for byte in data:
        await raw.write(bytes([byte]))
        await asyncio.sleep(1)


async def drips_until_cut(raw: RawSocket, data: bytes, limit: float) -> float:
    dripping = asyncio.create_task(drip(raw, data))
    try:
        return await ends_within(raw, limit)
    finally:
        dripping.cancel()


async def repeats_until_cut(raw: RawSocket, data: bytes, pause: float, limit: float) -> float:
    """Writes the same again and again, every `pause` seconds, until the server ends the connection all the same."""

    async def repeat() -> None:
        while True:
            await raw.write(data)
            await asyncio.sleep(pause)

    repeating = asyncio.create_task(repeat())
    try:
        return await ends_within(raw, limit)
    finally:
        repeating.cancel()


@scenario
async def a_connection_that_says_nothing(server: Address) -> None:
    assert await ends_within(await RawSocket.connect(server), 10) >= 8


@scenario
async def a_head_at_a_byte_a_second(server: Address) -> None:
    head = request("/", ("Host", server.authority), ("X-Slow", "x" * 100))
    assert await drips_until_cut(await RawSocket.connect(server), head, 10) >= 8


@scenario
async def a_handshake_at_a_byte_a_second(server: Address) -> None:
    assert await drips_until_cut(await RawSocket.connect(server), handshake(server), 10) >= 8


@scenario
async def a_socket_that_upgrades_and_says_nothing(server: Address) -> None:
    assert await ends_within(await RawSocket.upgraded(server), 10) >= 8


@scenario
async def a_hello_at_a_byte_a_second(server: Address) -> None:
    hello = {"type": "hello", "protocol": 1, "name": "Slow", "kind": "phone", "webrtc": True, "availability": "open"}
    frame = client_frame(TEXT, json.dumps(hello).encode())
    assert await drips_until_cut(await RawSocket.upgraded(server), frame, 10) >= 8


@scenario
async def pings_instead_of_hello(server: Address) -> None:
    """Pings and pongs do not replace `hello`."""
    raw = await RawSocket.upgraded(server)
    assert await drips_until_cut(raw, b"", 10) >= 8
    pinging = await RawSocket.upgraded(server)
    assert await repeats_until_cut(pinging, client_frame(PING, b"x"), 1, 10) >= 8


@scenario
async def a_device_that_falls_silent(server: Address) -> None:
    """It gets two pings, answers neither, and is disconnected; others see it leave."""
    witness = await Device.join(server, "Witness of silence")
    silent = await RawSocket.upgraded(server)
    hello = {"type": "hello", "protocol": 1, "name": "Silent", "kind": "phone", "webrtc": True, "availability": "open"}
    await silent.write(client_frame(TEXT, json.dumps(hello).encode()))
    device = await witness.finds("Silent")
    assert await ends_within(silent, 60) >= 50
    await witness.misses(device["id"], timeout=20)
    await witness.leave()


@scenario
async def a_message_that_never_ends(server: Address) -> None:
    """A byte a second is not a sign of life: only whole frames are."""
    witness = await Device.join(server, "Witness of drops")
    raw = await RawSocket.upgraded(server)
    hello = {"type": "hello", "protocol": 1, "name": "Drips", "kind": "phone", "webrtc": True, "availability": "open"}
    await raw.write(client_frame(TEXT, json.dumps(hello).encode()))
    device = await witness.finds("Drips")
    assert await drips_until_cut(raw, client_frame(TEXT, b"x" * 1000), 60) >= 50
    await witness.misses(device["id"], timeout=20)
    await witness.leave()


@scenario
async def answers_that_nobody_takes(server: Address) -> None:
    """Endless requests whose responses are never read: the server buffers little, and ends the connection."""
    # Many times the kernel's buffers for requests and responses on both sides.
    question = request("/app/i18n/en.js", ("Host", server.authority), ("X-Long", "x" * 4_000))
    before = await resident_memory(server)
    raw = await RawSocket.connect(server)
    start = time.monotonic()
    try:
        async with asyncio.timeout(60 + 12):
            for number in range(10_000):
                raw.writer.write(question)
                await raw.writer.drain()
                if number % 100 == 0:
                    assert await resident_memory(server) - before < 32_000_000
        raise AssertionError("the server took all questions")
    except ENDED:
        assert time.monotonic() - start >= 50
    finally:
        await raw.close()


async def resident_memory(server: Address) -> float:
    """The server's memory by its own report, in bytes."""
    report = (await ask(server, request("/metrics", ("Host", server.authority)))).body.decode()
    (value,) = (line for line in report.splitlines() if line.startswith("process_resident_memory_bytes "))
    return float(value.split(" ")[1])


@scenario
async def a_body_at_a_byte_in_five_seconds(server: Address) -> None:
    """Each piece is a sign of life, but the whole request has a time limit too."""
    raw = await RawSocket.connect(server)
    length = ("Content-Length", "400")
    await raw.write(request("/qr", ("Host", server.authority), length, method="POST"))
    assert await repeats_until_cut(raw, b"x", 5, 60) >= 50


@scenario
async def a_relay_partner_that_does_not_come(server: Address) -> None:
    alice, bob = await asyncio.gather(Device.join(server, "Waiting"), Device.join(server, "Absent"))
    first, second = await relay_tokens(alice, bob)
    pipe = await RelayPipe.open(server, first)
    start = time.monotonic()
    try:
        await asyncio.wait_for(pipe.socket.wait_closed(), 45)
    finally:
        await pipe.drop()
    assert pipe.socket.close_code == 4013
    assert time.monotonic() - start >= 15
    late = await RawSocket.connect(server)
    await late.write(handshake(server, "/relay", protocols=f"ferry.relay.1, {second}"))
    assert (await late.response()).status == 403
    await late.close()
    await asyncio.gather(alice.leave(), bob.leave())


@scenario
async def a_call_that_nobody_answers(server: Address) -> None:
    """A ringing call takes one of eight places for thirty seconds and no longer."""
    bob = await Device.join(server, "Unmoved")
    callers = [await Device.join(server, f"Ringing {number}") for number in range(9)]
    for caller in callers:
        await caller.sees(bob.id)
    for caller in callers[:8]:
        await caller.send("offer", to=bob.id, call="ring", sdp="v=0")
    for caller in callers[:8]:
        await bob.expect("offer", **{"from": caller.id})
    await callers[8].send("offer", to=bob.id, call="ring", sdp="v=0")
    assert (await callers[8].expect("error"))["code"] == "PEER_BUSY"
    await asyncio.sleep(32)
    await callers[8].send("offer", to=bob.id, call="later", sdp="v=0")
    await bob.expect("offer", call="later")
    await asyncio.gather(bob.leave(), *(caller.leave() for caller in callers))


@scenario
async def a_device_that_vanishes_keeps_its_place_for_a_moment(server: Address) -> None:
    witness = await Device.join(server, "Witness of a moment")
    gone = await Device.join(server, "Gone")
    await witness.sees(gone.id)
    start = time.monotonic()
    await gone.drop()
    await witness.misses(gone.id, timeout=20)
    assert 3 <= time.monotonic() - start <= 12
    await witness.leave()


@tls_scenario
async def a_connection_that_never_begins_tls(server: Address) -> None:
    assert await ends_within(await RawSocket.connect(server.unencrypted), 10) >= 8


@tls_scenario
async def a_client_hello_at_a_byte_a_second(server: Address) -> None:
    raw = await RawSocket.connect(server.unencrypted)
    assert await drips_until_cut(raw, client_hello(server), 10) >= 8


@tls_scenario
async def a_client_that_hears_the_server_hello_and_falls_silent(server: Address) -> None:
    """The client stops before its last handshake message; the server has done all its computation by then."""
    raw = await RawSocket.connect(server.unencrypted)
    await raw.write(client_hello(server))
    assert await raw.reader.readexactly(1) == b"\x16"
    assert await ends_within(raw, 10) >= 8
