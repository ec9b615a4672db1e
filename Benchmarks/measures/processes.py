"""Memory and CPU time of a process, as the kernel counts them."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """The memory of one process, in bytes."""

    #: All of it that is in RAM, including the program's own code.
    resident: int
    #: Memory without a file behind it: heap and stacks.
    anonymous: int


def memory(process_id: int) -> Memory:
    """The present memory of a process."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{process_id}/status").read_text().splitlines())
    return Memory(*(int(fields[name].split()[0]) * 1024 for name in ("VmRSS", "RssAnon")))


def pin(process_id: int, core: int) -> None:
    """Restricts all present threads of a process to one core."""
    for thread in os.listdir(f"/proc/{process_id}/task"):
        os.sched_setaffinity(int(thread), {core})


def cpu_seconds(process_id: int) -> float:
    """The CPU time, user and system, of a process and its descendants, including ended ones."""
    parents: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            # The name in parentheses may contain anything, so fields are counted from the text behind it.
            fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry))
        # utime, stime, and the same of ended children that were waited for.
        spent[int(entry)] = sum(int(field) for field in fields[11:15])
    tree = [process_id]
    for process in tree:
        tree.extend(parents.get(process, []))
    return sum(spent.get(process, 0) for process in tree) / TICKS_PER_SECOND
