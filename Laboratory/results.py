"""Results of the runs, written into docs/networks.md."""

import datetime
import subprocess
from dataclasses import dataclass, field

from measures.report import Report
from world import ROOT

PAGE = ROOT / "docs" / "networks.md"

#: The paths a row depends on. The document is not one of them: every table that a run writes changes it.
MEASURED = ("Sources", "web", "Package.swift", "Laboratory", "Tests/Browser")


@dataclass
class Table:
    """A table of the document, written between its marks once every row is there."""

    #: Its name in the marks.
    name: str
    #: Headings of the columns.
    columns: list[str]
    #: The keys of the rows, in order.
    expected: list[str]
    #: The cells of each row, by its key.
    rows: dict[str, list[str]] = field(default_factory=dict)

    def add(self, key: str, *cells: str) -> None:
        """Keeps a row; the key is its first cell."""
        assert key in self.expected, f"{key} is no row of the table {self.name}"
        self.rows[key] = [key, *cells]
        print(" | ".join(self.rows[key]), flush=True)

    def write(self) -> None:
        """Writes the table unless rows are missing: a part of a run says nothing of the rest."""
        if any(key not in self.rows for key in self.expected):
            return
        lines = [self.columns, ["---"] * len(self.columns), *(self.rows[key] for key in self.expected)]
        table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
        Report(PAGE).replace(self.name, f"{datetime.date.today()}, commit {COMMIT}.\n\n{table}")


def commit() -> str:
    """The commit checked out, by its short name, with `-dirty` if a measured path differs from it."""
    short = git("rev-parse", "--short", "HEAD")
    return f"{short}-dirty" if git("status", "--porcelain", "--", *MEASURED) else short


def git(*arguments: str) -> str:
    """The output of a git command on the checkout."""
    command = ["git", "-C", ROOT, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


#: Read when the run begins, since the binary was built then: the checkout may move on while it is measured.
COMMIT = commit()
