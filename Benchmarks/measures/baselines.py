"""Whether the bare baselines are what they were."""

import hashlib

from .paths import BARE


def check() -> None:
    """Raises when a file of `bare/` was edited: what is measured against it could not be compared any more."""
    for line in (BARE / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        if hashlib.sha256((BARE / name).read_bytes()).hexdigest() != digest:
            raise SystemExit(f"bench: {name} is not the baseline that the figures are compared with; restore it")
