"""Medians and spreads, and their notation."""

from collections.abc import Sequence
from statistics import median

KIBIBYTE = 1 << 10
MEBIBYTE = 1 << 20
MEGABYTE = 10**6
GIGABYTE = 10**9


def quantile(values: Sequence[float], share: float) -> float:
    """The value that the given share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median, with minimum and maximum when there is more than one value."""
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Ratios of ours to theirs, pair by pair in the order of measurement."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]
