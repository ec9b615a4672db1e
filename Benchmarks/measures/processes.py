"""Memory and CPU time of a process, as the kernel counts them."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Of one process, in bytes."""

    #: All that is in RAM, the program's own code included.
    resident: int
    #: Memory that no file backs: heap and stacks.
    anonymous: int


def memory(process_id: int) -> Memory:
    """The memory of a process now."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{process_id}/status").read_text().splitlines())
    return Memory(*(int(fields[name].split()[0]) * 1024 for name in ("VmRSS", "RssAnon")))


def pin(process_id: int, core: int) -> None:
    """Lets all threads that a process has now run on one core only."""
    for thread in os.listdir(f"/proc/{process_id}/task"):
        os.sched_setaffinity(int(thread), {core})


def cpu_seconds(process_id: int) -> float:
    """CPU time, user and system, that a process and its descendants have used, ended ones included."""
    parents: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            # The name in parentheses may hold anything; fields are counted from behind it.
            fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry))
        # utime, stime, and the same of children that have ended and been waited for.
        spent[int(entry)] = sum(int(field) for field in fields[11:15])
    tree = [process_id]
    for process in tree:
        tree.extend(parents.get(process, []))
    return sum(spent.get(process, 0) for process in tree) / TICKS_PER_SECOND
