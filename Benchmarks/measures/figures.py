"""Medians and spreads, and their notation."""

from collections.abc import Sequence
from statistics import median

KIBIBYTE = 1 << 10
MEBIBYTE = 1 << 20
MEGABYTE = 10**6
GIGABYTE = 10**9


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median, and the least and the most when there is more than one value."""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Ours divided by theirs, pair by pair, as they were measured one after the other."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]
