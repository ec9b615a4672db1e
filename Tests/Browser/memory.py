"""How much memory a browser or the server takes."""

from pathlib import Path

from processes import tree


def proportional_set_size(process_id: int) -> int:
    """Bytes of memory of a process and all its descendants, shared pages divided among those who share them."""
    return sum(_own(process) for process in tree(process_id))


def _own(process_id: int) -> int:
    try:
        lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # It has ended since.
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
