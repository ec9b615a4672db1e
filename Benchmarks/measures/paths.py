"""Paths of files and folders."""

import os
from pathlib import Path

#: The repository.
ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "Benchmarks"

#: The measured server.
FERRY = Path(os.environ.get("FERRY", ROOT / "bin" / "ferry")).resolve()

#: The baselines, which must not be edited.
BARE = BENCHMARKS / "bare"

#: Folder of the programs compiled for the measurements.
BUILT = BENCHMARKS / ".build"

#: The document with the tables.
REPORT = ROOT / "docs" / "benchmarks.md"
