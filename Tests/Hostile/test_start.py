"""Starts under descriptor limits that are too low."""

import asyncio
import resource
import subprocess
from pathlib import Path

import pytest
from conftest import Serve
from ferry_client.raw import ask, request
from ferry_server import BINARY

#: The lowest descriptor limit with which a server starts.
LOWEST = 128


def start(state: Path, limit: int) -> tuple[int, str]:
    """The exit code and output of a start with this descriptor limit."""
    done = subprocess.run(
        [BINARY, "serve", "--host", "127.0.0.1", "--port", "0", "--turn", "off", "--state", state],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=20,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)),
    )
    return done.returncode, done.stdout.decode()


@pytest.mark.long
async def test_too_few_descriptors_are_told_at_the_start(tmp_path: Path) -> None:
    """Libraries open descriptors late and end the process when there are none, so such a server would die later."""
    limits = [*range(8, 34), 64, LOWEST - 1] * 4
    ends = await asyncio.gather(*(asyncio.to_thread(start, tmp_path / "state", limit) for limit in limits))
    for limit, (code, text) in zip(limits, ends, strict=True):
        assert code == 1, (limit, code, text)
        assert f"only {limit} files" in text and f"needs {LOWEST}" in text and "ulimit -n" in text, (limit, text)
    assert not (tmp_path / "state").exists()


async def test_just_enough_descriptors_are_enough(serve: Serve) -> None:
    async with serve("--turn", "off", descriptors=(16, LOWEST)) as process:
        answer = await ask(process.address, request("/healthz", ("Host", process.address.authority)))
        assert answer.status == 200
