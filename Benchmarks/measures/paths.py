"""Where things are."""

import os
from pathlib import Path

#: The repository.
ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "Benchmarks"

#: The server that is measured.
FERRY = Path(os.environ.get("FERRY", ROOT / "bin" / "ferry")).resolve()

#: The baselines, which nobody edits.
BARE = BENCHMARKS / "bare"

#: Folder of the programs compiled for the measurements.
BUILT = BENCHMARKS / ".build"

#: Where the tables go.
REPORT = ROOT / "docs" / "benchmarks.md"
