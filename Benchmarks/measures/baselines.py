"""The check that the bare baselines are unchanged."""

import hashlib

from .paths import BARE


def check() -> None:
    """Raises when a file of `bare/` was edited: measurements against it could no longer be compared."""
    for line in (BARE / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        if hashlib.sha256((BARE / name).read_bytes()).hexdigest() != digest:
            raise SystemExit(f"bench: {name} is not the baseline that the figures are compared with; restore it")
