"""The state folder: two servers at once, a crash while it is created, and other things in place of files."""

import contextlib
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ferry_server import BINARY, START_PATIENCE

#: The number of pairs. On a fresh folder, two servers broke each other in more than half of the runs, and one in twelve
#: permanently.
PAIRS = 12

#: The files of a serving server with its own authority.
FILES = {"identity.key", "authority.pem", "server.pem", "lock"}


def start(state: Path) -> subprocess.Popen[str]:
    """A server on free ports, which reports on standard output when it serves."""
    options = ["--host", "127.0.0.1", "--port", "0", "--tls", "auto", "--tls-port", "0", "--turn", "off"]
    return subprocess.Popen(
        [BINARY, "serve", "--state", state, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextlib.contextmanager
def ended(*processes: subprocess.Popen[str]) -> Iterator[None]:
    """Kills all processes at the end, whatever happens."""
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def fingerprint(process: subprocess.Popen[str]) -> str | None:
    """The fingerprint of the authority, once the server serves; None when it does not start."""
    text = ""
    while line := process.stdout.readline():
        text += line
        if "Control-C" in line:
            return "".join(re.findall(r"(?:[0-9A-F]{2}:?){16}", text))
    return None


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(START_PATIENCE)


def test_of_two_servers_that_begin_on_a_fresh_folder_one_serves_and_the_other_names_it(tmp_path: Path) -> None:
    for number in range(PAIRS):
        state = tmp_path / f"state-{number}"
        pair = [start(state), start(state)]
        with ended(*pair):
            prints = [fingerprint(process) for process in pair]
            assert prints.count(None) == 1, f"pair {number}: {prints}"
            loser, winner = sorted(pair, key=lambda process: prints[pair.index(process)] is not None)
            _, said = loser.communicate(timeout=START_PATIENCE)
            assert loser.returncode != 0
            assert f"process {winner.pid}" in said and "--state" in said, said
            stop(winner)
        again = start(state)
        with ended(again):
            assert fingerprint(again) in prints, "the authority was not kept"
            stop(again)


def test_a_server_that_was_killed_while_it_made_its_keys_starts_the_next_time(tmp_path: Path) -> None:
    moments = ["lock", "authority.pem.new", "authority.pem", "server.pem.new", "server.pem", "identity.key"]
    for name in moments:
        state = tmp_path / f"killed-{name}"
        process = start(state)
        with ended(process):
            deadline = time.monotonic() + START_PATIENCE
            # A draft may have come and gone between two looks; then its file exists.
            while not (state / name).exists() and not (state / name.removesuffix(".new")).exists():
                assert time.monotonic() < deadline, f"{name} was never made"
        again = start(state)
        with ended(again):
            assert fingerprint(again) is not None, again.stderr.read()
            assert {file.name for file in state.iterdir()} == FILES
            stop(again)


@pytest.mark.parametrize("seed", range(4))
def test_any_mixture_of_files_that_older_versions_left_after_a_crash_is_no_reason_not_to_start(
    tmp_path: Path, seed: int
) -> None:
    """A pair in two files, in the old form, of two authorities: the result of a crash between the two writes."""
    states = [tmp_path / f"{seed}-{name}" for name in ("one", "two")]
    for state in states:
        process = start(state)
        with ended(process):
            assert fingerprint(process) is not None
            stop(process)
    pick = random.Random(seed)
    for name in ("authority", "server"):
        for kind, mode in (("crt", 0o644), ("key", 0o600)):
            text = (pick.choice(states) / f"{name}.pem").read_text()
            half = re.search(
                "-----BEGIN CERT.*?-----END CERT[^-]*-----"
                if kind == "crt"
                else "-----BEGIN [A-Z ]*PRIV.*?-----END [^-]*-----",
                text,
                re.DOTALL,
            )
            file = tmp_path / f"{name}.{kind}"
            file.write_text(half.group(0) + "\n")
            file.chmod(mode)
    for file in states[0].glob("*.pem"):
        file.unlink()
    for file in tmp_path.glob("*.[ck]*"):
        file.rename(states[0] / file.name)
    process = start(states[0])
    with ended(process):
        assert fingerprint(process) is not None, process.stderr.read()
        assert {file.name for file in states[0].iterdir()} == FILES
        stop(process)


@pytest.mark.parametrize("name", ["identity.key", "authority.pem", "server.pem", "lock"])
def test_a_pipe_in_place_of_a_file_is_named_and_not_waited_for(tmp_path: Path, name: str) -> None:
    state = tmp_path / "state"
    state.mkdir(0o700)
    os.mkfifo(state / name, 0o600)
    process = start(state)
    with ended(process):
        _, said = process.communicate(timeout=START_PATIENCE)
        assert process.returncode != 0
        assert f"{state / name} is not a file" in said, said
