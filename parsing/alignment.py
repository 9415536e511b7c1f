"""Which words of a text a model's statements came from, so that a model's graph is anchored like any other.

Quotes are looked for first, as they stand. Statements are expected in the order of the text: among the places of their
quotes, those are chosen that keep most words in order; what stands out of order is then put where it is free. What has
no quote that stands in the text is laid over the words that say the same. Pieces of different statements never overlap:
a smaller one is a hole in a larger one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from stemmata.parsing.quoting import MOST, Quotes
from stemmata.parsing.units import Range

_NESTED = 0.25  # words that a place inside another statement's is worth less
_TRIED = 64  # places of a frequent quote that are tried


class Claim(NamedTuple):
    """A statement about a text, and the words of the text that it says it came from."""

    statement: str
    quotes: tuple[str, ...]


class _Place(NamedTuple):
    """Where the quotes of a statement may stand; the score is how many words of theirs do."""

    ranges: tuple[Range, ...]
    score: float


def aligned(text: str, *lists: Sequence[Claim]) -> list[list[list[Range]]]:
    """Return the ranges of each claim of each list: in order, without overlaps, none where it stands nowhere.

    Args:
        text: The text.
        lists: Claims about it, each list in the order of the text.
    """
    quotes = Quotes(text)
    taken = bytearray(len(text))
    chosen = [_placed(quotes, taken, claims) for claims in lists]
    flat = _disjoint(len(text), [ranges for ranges_of in chosen for ranges in ranges_of])
    rest = iter(flat)
    return [[next(rest) for _ in claims] for claims in lists]


def _placed(quotes: Quotes, taken: bytearray, claims: Sequence[Claim]) -> list[tuple[Range, ...]]:
    """Return where the quotes of each claim stand; none where they do not."""
    found = [[quotes.places(quote) for quote in claim.quotes] for claim in claims]
    offered = [_places(of_claim) for of_claim in found]
    chosen = _in_order(offered)
    for place in chosen.values():
        _take(taken, place)
    cursor = 0
    for number, claim in enumerate(claims):
        put = chosen.get(number)
        if put is None and any(found[number]):
            put = _free(quotes, taken, claim, found[number], offered[number], cursor)
            if put is not None:
                chosen[number] = put
                _take(taken, put)
        if put is not None:
            cursor = max(cursor, put.ranges[0][0])
    return [chosen[number].ranges if number in chosen else () for number in range(len(claims))]


def _places(found: Sequence[Sequence[Range]]) -> list[_Place]:
    """Return where quotes may stand together: one place for each of the first one; the others as near as may be."""
    there = [places for places in found if places]
    if not there or len(there[0]) > MOST:
        return []
    made = []
    for first in there[0]:
        ranges = [first]
        for places in there[1:]:
            after = next((one for one in places if one[0] >= ranges[-1][1]), None)
            before = next((one for one in reversed(places) if one[1] <= ranges[0][0]), None)
            near = after or before
            if near is not None:
                ranges.append(near)
        made.append(_Place(tuple(ranges), 1.0 + sum(right - left for left, right in ranges) / 6))
    return made


def _in_order(offered: Sequence[Sequence[_Place]]) -> dict[int, _Place]:
    """Return the places that keep most words in order, by claim; those of some claims may be left out."""
    bounds = sorted({at for places in offered for place in places for at in place.ranges[0]})
    rank = {at: number for number, at in enumerate(bounds)}
    by_end, by_start = _Best(len(bounds)), _Best(len(bounds))
    steps: list[tuple[int, _Place, int | None]] = []  # claim, place, the step before
    top: tuple[float, int] | None = None
    for number, places in enumerate(offered):
        made: list[tuple[int, int, float]] = []
        for place in places:
            start, end = place.ranges[0]
            apart, nested = by_end.up_to(rank[start]), by_start.up_to(rank[start])
            value, before = 0.0, None
            if apart is not None:
                value, before = apart
            if nested is not None and nested[0] - _NESTED > value:
                value, before = nested[0] - _NESTED, nested[1]
            steps.append((number, place, before))
            made.append((rank[start], rank[end], value + place.score))
            if top is None or value + place.score > top[0]:
                top = value + place.score, len(steps) - 1
        for back, (start, end, value) in enumerate(reversed(made), start=1):
            by_end.add(end, value, len(steps) - back)
            by_start.add(start, value, len(steps) - back)
    chosen: dict[int, _Place] = {}
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


def _free(
    quotes: Quotes,
    taken: bytearray,
    claim: Claim,
    found: Sequence[Sequence[Range]],
    offered: Sequence[_Place],
    cursor: int,
) -> _Place | None:
    """Return where a claim out of order stands, or one whose words stand in many places."""
    for place in sorted(offered, key=lambda one: (-one.score, one.ranges[0][0] < cursor, one.ranges[0][0])):
        if not any(taken.find(1, *part) >= 0 for part in place.ranges):
            return place
    ranges: list[Range] = []
    at = cursor
    for quote, places in zip(claim.quotes, found, strict=True):
        parts = [part for start in (at, 0) if places for part in islice(quotes.after(quote, start), _TRIED)]
        part = next((one for one in parts if taken.find(1, *one) < 0), parts[0] if parts and not offered else None)
        if part is not None:
            ranges.append(part)
            at = part[1]
    if ranges:
        return _Place(tuple(ranges), 0.0)
    return min(offered, key=lambda one: (one.ranges[0][0] < cursor, one.ranges[0][0]), default=None)


def _take(taken: bytearray, place: _Place) -> None:
    for start, end in place.ranges:
        taken[start:end] = b"\x01" * (end - start)


def _disjoint(length: int, chosen: Sequence[Sequence[Range]]) -> list[list[Range]]:
    """Return ranges that do not overlap: where some do, the shorter one is a hole in the longer one."""
    owner = np.full(length, -1, dtype=np.int32)
    held = [(end - start, -number, start, end) for number, ranges in enumerate(chosen) for start, end in ranges]
    for _, number, start, end in sorted(held, key=lambda one: (-one[0], one[1], one[2])):
        owner[start:end] = -number
    made: list[list[Range]] = [[] for _ in chosen]
    edges = np.flatnonzero(np.diff(owner, prepend=-2, append=-2)).tolist()
    for start, end in pairwise(edges):
        if owner[start] >= 0:
            made[owner[start]].append((start, end))
    return made
