"""Updates docs/benchmarks.md: measurements are between marks, the text around them is written by hand."""

import re
from pathlib import Path


class Report:
    """The document; a run replaces the parts that it has measured."""

    def __init__(self, path: Path):
        self._path = path

    def replace(self, part: str, text: str) -> None:
        """Replaces the text between the marks of `part`; appends missing marks."""
        begin, end = f"<!-- measured: {part} -->", f"<!-- end: {part} -->"
        block = f"{begin}\n{text}\n{end}"
        page = self._path.read_text() if self._path.exists() else "# Benchmarks\n"
        marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        page = marked.sub(lambda _: block, page) if marked.search(page) else f"{page.rstrip()}\n\n{block}\n"
        self._path.write_text(page)
