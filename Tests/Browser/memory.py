"""How much memory a browser or the server takes."""

import os
from pathlib import Path


def proportional_set_size(process_id: int) -> int:
    """Bytes of memory of a process and all its descendants, shared pages divided among those who share them."""
    return sum(_own(process) for process in _tree(process_id))


def _own(process_id: int) -> int:
    try:
        lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # It has ended since.
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                # The name in parentheses may hold anything; the parent is the second field after it.
                parent = int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(parent, []).append(int(entry))
    found = [root]
    for process in found:
        found.extend(children.get(process, []))
    return found
