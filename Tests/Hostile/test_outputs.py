"""The effect of clients on the log, and of an unread log on the server."""

import asyncio
import fcntl
import os
import time
from asyncio.subprocess import DEVNULL
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Serve
from ferry_client import Address
from ferry_client.raw import TEXT, RawSocket, ask, client_frame, request
from ferry_server import BINARY, FerryServer

#: The time in which the server promises to end, in seconds.
PROMISE = 5.0

BAD_HELLO = client_frame(TEXT, b'{"type":"hello","protocol":"one"}')


async def say_something_bad(server: Address) -> None:
    raw = await RawSocket.upgraded(server)
    await raw.write(BAD_HELLO)
    assert await raw.close_code() == 1008
    await raw.close()


async def strangers(server: Address, count: int, addresses: int = 1) -> None:
    """`count` clients break a rule, in turn from `addresses` addresses."""
    for number in range(count):
        await say_something_bad(server.coming_from(f"127.0.14.{number % addresses + 1}"))


@pytest.fixture
def full_pipe() -> Iterator[tuple[int, int]]:
    """A full pipe that is not read: its reading and its writing end."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(writing, False)
    try:
        while True:
            os.write(writing, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(writing, True)
    yield reading, writing
    for end in (reading, writing):
        os.close(end)


@pytest.mark.parametrize("output", ["errors", "banner"])
async def test_a_server_whose_output_nobody_reads_serves_and_ends(
    tmp_path: Path, full_pipe: tuple[int, int], output: str
) -> None:
    _, writing = full_pipe
    process = FerryServer(tmp_path, "--log-level", "debug", **{output: writing})
    try:
        await strangers(process.address, 600, addresses=100)
        answer = await ask(process.address, request("/healthz", ("Host", process.address.authority)))
        assert answer.status == 200
        asked = time.monotonic()
        await asyncio.to_thread(process.stop)
        assert time.monotonic() - asked < PROMISE
        assert process.exit_code == 0
    finally:
        process.stop()


async def test_a_start_that_fails_ends_although_nobody_reads_why(
    serve: Serve, tmp_path: Path, full_pipe: tuple[int, int]
) -> None:
    _, writing = full_pipe
    async with serve("--turn", "off") as process:
        command = [BINARY, "serve", "--host", "127.0.0.1", "--port", str(process.plain.port), "--turn", "off"]
        second = await asyncio.create_subprocess_exec(
            *command, "--state", tmp_path / "second", stdin=DEVNULL, stdout=writing, stderr=writing
        )
        assert await asyncio.wait_for(second.wait(), 20) == 1


async def test_a_log_that_is_read_late_says_what_is_missing(tmp_path: Path, full_pipe: tuple[int, int]) -> None:
    reading, writing = full_pipe
    process = FerryServer(tmp_path, "--log-level", "debug", errors=writing)
    try:
        # A line for each device that joins or leaves: some 200 bytes for both, and the queue holds 64 KiB.
        for _ in range(12):
            await asyncio.gather(*(come_and_go(process.address.coming_from("127.0.14.1")) for _ in range(50)))
        os.set_blocking(reading, False)
        text = ""
        async with asyncio.timeout(20):
            while "were dropped" not in text:
                try:
                    text += os.read(reading, 65_536).decode()
                except BlockingIOError:
                    await asyncio.sleep(0.01)
        # The server goes on behind that.
        await come_and_go(process.address)
        async with asyncio.timeout(20):
            while "A device" not in text.partition("were dropped")[2]:
                try:
                    text += os.read(reading, 65_536).decode()
                except BlockingIOError:
                    await asyncio.sleep(0.01)
        assert text.count("were dropped") == 1
    finally:
        process.stop()


async def come_and_go(server: Address) -> None:
    raw = await RawSocket.upgraded(server)
    await raw.write(
        client_frame(
            TEXT, b'{"type":"hello","protocol":1,"name":"N","kind":"phone","webrtc":true,"availability":"open"}'
        )
        + client_frame(TEXT, b'{"type":"bye"}')
    )
    assert await raw.close_code() == 1000
    await raw.close()


async def test_one_address_cannot_fill_the_log(serve: Serve) -> None:
    async with serve() as process:
        await strangers(process.address, 200)
        await say_something_bad(process.address.coming_from("127.0.15.1"))
        await asyncio.to_thread(process.stop)
        lines = process.log.read_text().splitlines()
        assert sum("address=127.0.14.1" in line for line in lines) == 10
        assert sum("left out" in line for line in lines) == 1
        (other,) = (line for line in lines if "address=127.0.15.1" in line)
        assert "left_out=190" in other
        await asyncio.to_thread(process.restart)
