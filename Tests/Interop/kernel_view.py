"""A process, as the kernel sees it."""

from pathlib import Path


def anonymous_memory(process_id: int) -> int:
    """The private (anonymous) memory of the process, in bytes."""
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("the kernel does not tell")
