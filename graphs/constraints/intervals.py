"""Intervals of whole numbers: what a bound means, and what one interval means for another."""

from __future__ import annotations

from typing import NamedTuple

from stemmata.schemas.vocabulary import Meaning


class Interval(NamedTuple):
    """Whole numbers from low to high, both included; high is None where there is no end."""

    low: int
    high: int | None

    def holds(self, count: int) -> bool:
        """Return whether a count lies inside."""
        return count >= self.low and (self.high is None or count <= self.high)

    @property
    def empty(self) -> bool:
        """Whether no count lies inside."""
        return self.high is not None and self.high < self.low

    def within(self, other: Interval) -> bool:
        """Return whether every count inside lies inside another as well."""
        return self.low >= other.low and (other.high is None or (self.high is not None and self.high <= other.high))

    def meet(self, other: Interval) -> Interval:
        """Return the counts inside both."""
        highs = [high for high in (self.high, other.high) if high is not None]
        return Interval(max(self.low, other.low), min(highs) if highs else None)

    def meaning(self, other: Interval) -> Meaning:
        """Return what staying inside this interval means for staying inside another."""
        if self == other:
            return "equivalent"
        if self.meet(other).empty:
            return "contradicts"
        if self.within(other):
            return "implies"
        return "implied_by" if other.within(self) else "independent"


ANY = Interval(0, None)


def interval(relation: str, value: int, upper: int | None = None) -> Interval:
    """Return the interval that a bound means.

    Example:
        >>> interval("less than", 10)
        Interval(low=0, high=9)
    """
    return {
        "at least": Interval(value, None),
        "more than": Interval(value + 1, None),
        "at most": Interval(0, value),
        "less than": Interval(0, value - 1),
        "equal to": Interval(value, value),
        "between": Interval(value, upper),
    }[relation]
