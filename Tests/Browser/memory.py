"""The memory of a browser or of the server."""

from pathlib import Path

from processes import tree


def proportional_set_size(process_id: int) -> int:
    """Memory of a process and all its descendants in bytes; shared pages are divided among their users (PSS)."""
    return sum(_own(process) for process in tree(process_id))


def _own(process_id: int) -> int:
    try:
        lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # The process has ended since.
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
