"""Trusting a certificate authority as a person would: by importing it into the browser's own store."""

import subprocess
from pathlib import Path

#: The name of the authority in the store.
NICKNAME = "ferry"


def import_authority(store: Path, authority: Path) -> None:
    """Puts the PEM file `authority` into the NSS database in the folder `store` as an authority for websites."""
    store.mkdir(parents=True, exist_ok=True)
    database = ["-d", f"sql:{store}"]
    if not (store / "cert9.db").exists():
        subprocess.run(["certutil", "-N", *database, "--empty-password"], check=True)
    subprocess.run(["certutil", "-A", *database, "-n", NICKNAME, "-t", "C,,", "-i", str(authority)], check=True)
