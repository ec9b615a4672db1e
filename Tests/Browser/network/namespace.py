"""A Linux network namespace: one machine of the test laboratory, with its own interfaces and loopback."""

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

#: The folder in which `ip netns` keeps named namespaces.
NAMES = Path("/run/netns")

#: From <linux/sched.h>.
CLONE_NEWNET = 0x40000000

#: The prefix of all namespaces of a run, `ferry-<process ID of the run>-<name>`, which tells leftovers apart.
PREFIX = "ferry-"


class Namespace:
    """A network namespace that lasts as long as the test that made it."""

    def __init__(self, name: str):
        self.name = f"{PREFIX}{os.getpid()}-{name}"
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        self._thread = ThreadPoolExecutor(max_workers=1, initializer=self._enter)
        self.run("ip", "link", "set", "lo", "up")

    def command(self, *arguments: str) -> list[str]:
        """The command line that runs `arguments` inside. It execs them, so the process ID is the program's."""
        return ["nsenter", f"--net={NAMES / self.name}", "--", *arguments]

    def run(self, *arguments: str, text: str | None = None) -> str:
        """Runs a command inside, with `text` on its standard input, and returns its output when it has ended."""
        result = subprocess.run(self.command(*arguments), input=text, capture_output=True, text=True)
        if result.returncode != 0:
            raise RuntimeError(f"{' '.join(arguments)} in {self.name}: {result.stderr.strip()}")
        return result.stdout

    def spawn(self, *arguments: str, **options) -> subprocess.Popen:
        """Starts a program inside, in a session of its own."""
        return subprocess.Popen(self.command(*arguments), start_new_session=True, **options)

    def call(self, function, *arguments, **keywords):
        """Calls a function on a thread inside, so that the sockets it opens belong to this machine."""
        return self._thread.submit(function, *arguments, **keywords).result()

    def delete(self) -> None:
        """Ends the processes inside and removes the namespace with its interfaces."""
        self._thread.shutdown(wait=True)
        remove(self.name)

    def _enter(self) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        with open(NAMES / self.name) as handle:
            if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), f"setns into {self.name}")


def remove(name: str) -> None:
    """Ends the processes of a namespace and deletes it, if it exists."""
    if not (NAMES / name).exists():
        return
    for attempt in range(50):
        pids = subprocess.run(["ip", "netns", "pids", name], capture_output=True, text=True).stdout.split()
        # A thread of this process may still be in the namespace, and must not end the run.
        pids = [int(pid) for pid in pids if int(pid) != os.getpid()]
        if not pids:
            break
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM if attempt == 0 else signal.SIGKILL)
        time.sleep(0.1)
    subprocess.run(["ip", "netns", "delete", name], check=True)


def sweep() -> None:
    """Removes the namespaces of runs that have ended. Runs that begin at the same time do it one after the other."""
    if not NAMES.exists():
        return
    handle = os.open(NAMES, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for path in NAMES.iterdir():
            owner = path.name.removeprefix(PREFIX).split("-")[0]
            if path.name.startswith(PREFIX) and owner.isdigit() and not Path(f"/proc/{owner}").exists():
                remove(path.name)
    finally:
        os.close(handle)
