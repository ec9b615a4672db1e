"""Results of the runs, written to docs/networks.md."""

import datetime
import subprocess
from dataclasses import dataclass, field

from measures.report import Report
from world import ROOT

PAGE = ROOT / "docs" / "networks.md"

#: The paths that a row depends on. The document is not one of them, since every written table changes it.
MEASURED = ("Sources", "web", "Package.swift", "Laboratory", "Tests/Browser")


@dataclass
class Table:
    """A table of the document, written between its marks once every row is there."""

    #: The name in the marks.
    name: str
    #: Headings of the columns.
    columns: list[str]
    #: The keys of the rows, in order.
    expected: list[str]
    #: The cells of each row, by its key.
    rows: dict[str, list[str]] = field(default_factory=dict)

    def add(self, key: str, *cells: str) -> None:
        """Adds a row; the key is its first cell."""
        assert key in self.expected, f"{key} is no row of the table {self.name}"
        self.rows[key] = [key, *cells]
        print(" | ".join(self.rows[key]), flush=True)

    def write(self) -> None:
        """Writes the table unless rows are missing: a partial run must not replace the rest."""
        if any(key not in self.rows for key in self.expected):
            return
        lines = [self.columns, ["---"] * len(self.columns), *(self.rows[key] for key in self.expected)]
        table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
        Report(PAGE).replace(self.name, f"{datetime.date.today()}, commit {COMMIT}.\n\n{table}")


def commit() -> str:
    """The short name of the checked-out commit, with `-dirty` if a measured path differs from it."""
    short = git("rev-parse", "--short", "HEAD")
    return f"{short}-dirty" if git("status", "--porcelain", "--", *MEASURED) else short


def git(*arguments: str) -> str:
    """The output of a git command on the checkout."""
    command = ["git", "-C", ROOT, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


#: Read at the start of the run, when the binary was built: the checkout may change during the measurement.
COMMIT = commit()
