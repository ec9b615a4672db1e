"""The result of measuring a row."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Goal:
    """A figure to reach."""

    #: The measured quantity, with its unit.
    what: str
    measured: float
    limit: float
    #: Whether the figure should stay below the limit, or reach it.
    is_upper: bool = True
    digits: int = 2

    @property
    def is_met(self) -> bool:
        return self.measured <= self.limit if self.is_upper else self.measured >= self.limit

    def __str__(self) -> str:
        sign = "≤" if self.is_upper else "≥"
        verdict = "met" if self.is_met else "**missed**"
        return f"{self.what}: {self.measured:.{self.digits}f} (goal {sign} {self.limit:g}), {verdict}"


@dataclass
class Outcome:
    """A table, with the goals of its measurement."""

    #: Number of repetitions, their order, and the units.
    how: str
    columns: list[str]
    lines: list[list[str]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def markdown(self) -> str:
        """The text for docs/benchmarks.md."""
        table = [self.columns, ["---"] * len(self.columns), *self.lines]
        rows = "\n".join(f"| {' | '.join(line)} |" for line in table)
        goals = "".join(f"\n- {goal}" for goal in self.goals)
        return f"{self.how}\n\n{rows}\n{goals}".rstrip()


@dataclass(frozen=True)
class Options:
    """The options of a run."""

    #: Whether to use fewer repetitions and smaller files, to check that measuring works; such figures are not for
    #: quoting.
    is_quick: bool
    #: Number of repetitions; None leaves it to the row.
    repetitions: int | None = None
    #: File sizes in MB; empty leaves them to the row.
    sizes: tuple[int, ...] = ()

    def times(self, usual: int, quick: int = 1) -> int:
        """The number of repetitions."""
        return self.repetitions or (quick if self.is_quick else usual)

    def files(self, usual: tuple[int, ...]) -> tuple[int, ...]:
        """The sizes of files in MB."""
        return self.sizes or (usual[:1] if self.is_quick else usual)
