"""Which of the places where statements may stand are chosen, so that they stand in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stemmata.parsing.units import Range

NESTED = 0.25  # words that a place inside another statement's is worth less


class Place(NamedTuple):
    """Where a statement may stand, or its first words; the score is about how many words of it do."""

    range: Range
    score: float


def in_order(offered: Sequence[Sequence[Place]]) -> dict[int, Place]:
    """Return the places that keep most words in order, by claim; those of some claims may be left out."""
    bounds = sorted({at for places in offered for place in places for at in place.range})
    rank = {at: number for number, at in enumerate(bounds)}
    by_end, by_start = _Best(len(bounds)), _Best(len(bounds))
    steps: list[tuple[int, Place, int | None]] = []  # claim, place, the step before
    top: tuple[float, int] | None = None
    for number, places in enumerate(offered):
        made: list[tuple[int, int, float]] = []
        for place in places:
            start, end = place.range
            apart, nested = by_end.up_to(rank[start]), by_start.up_to(rank[start])
            value, before = 0.0, None
            if apart is not None:
                value, before = apart
            if nested is not None and nested[0] - NESTED > value:
                value, before = nested[0] - NESTED, nested[1]
            steps.append((number, place, before))
            made.append((rank[start], rank[end], value + place.score))
            if top is None or value + place.score > top[0]:
                top = value + place.score, len(steps) - 1
        for back, (start, end, value) in enumerate(reversed(made), start=1):
            by_end.add(end, value, len(steps) - back)
            by_start.add(start, value, len(steps) - back)
    chosen: dict[int, Place] = {}
    at = top[1] if top else None
    while at is not None:
        number, place, at = steps[at]
        chosen[number] = place
    return chosen


class _Best:
    """The best value at or before each rank, kept in logarithmic time; of equal ones the one with the least step."""

    def __init__(self, size: int) -> None:
        self._held: list[tuple[float, int] | None] = [None] * (size + 1)

    def add(self, rank: int, value: float, step: int) -> None:
        """Take note of a value at a rank."""
        at = rank + 1
        while at < len(self._held):
            held = self._held[at]
            if held is None or (value, -step) > (held[0], -held[1]):
                self._held[at] = value, step
            at += at & -at

    def up_to(self, rank: int) -> tuple[float, int] | None:
        """Return the best value at a rank or before it, and its step."""
        best: tuple[float, int] | None = None
        at = rank + 1
        while at > 0:
            held = self._held[at]
            if held is not None and (best is None or (held[0], -held[1]) > (best[0], -best[1])):
                best = held
            at -= at & -at
        return best
