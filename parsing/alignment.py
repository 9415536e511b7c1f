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

from stemmata.parsing.ordering import Place, in_order
from stemmata.parsing.paraphrase import Paraphrases
from stemmata.parsing.quoting import MOST, Quotes
from stemmata.parsing.units import Range

_TRIED = 64  # places of a frequent quote that are tried


class Claim(NamedTuple):
    """A statement about a text, and the words of the text that it says it came from."""

    statement: str
    quotes: tuple[str, ...]


def aligned(text: str, *lists: Sequence[Claim]) -> list[list[list[Range]]]:
    """Return the ranges of each claim of each list: in order, without overlaps, none where it stands nowhere.

    Args:
        text: The text.
        lists: Claims about it, each list in the order of the text.
    """
    quotes = Quotes(text)
    taken = bytearray(len(text))
    there = [_quoted(quotes, taken, claims) for claims in lists]
    sought = [
        {number: _sought(claim) for number, claim in enumerate(claims) if number not in of_list}
        for claims, of_list in zip(lists, there, strict=True)
    ]
    said = Paraphrases(text, quotes.words).find(sought, there, taken) if any(sought) else [{} for _ in lists]
    chosen = [
        found.get(number, of_list[number].ranges if number in of_list else ())
        for claims, of_list, found in zip(lists, there, said, strict=True)
        for number in range(len(claims))
    ]
    rest = iter(_disjoint(len(text), chosen))
    return [[next(rest) for _ in claims] for claims in lists]


def _sought(claim: Claim) -> str:
    """Return the words by which a claim is looked for whose quotes stand nowhere."""
    return " ".join(claim.quotes) if any(map(str.strip, claim.quotes)) else claim.statement


def _quoted(quotes: Quotes, taken: bytearray, claims: Sequence[Claim]) -> dict[int, Place]:
    """Return where the quotes of each claim stand, by the claim's place."""
    found = [[quotes.places(quote) for quote in claim.quotes] for claim in claims]
    offered = [_places(of_claim) for of_claim in found]
    chosen = in_order(offered)
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
    return chosen


def _places(found: Sequence[Sequence[Range]]) -> list[Place]:
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
        made.append(Place(tuple(ranges), 1.0 + sum(right - left for left, right in ranges) / 6))
    return made


def _free(
    quotes: Quotes,
    taken: bytearray,
    claim: Claim,
    found: Sequence[Sequence[Range]],
    offered: Sequence[Place],
    cursor: int,
) -> Place | None:
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
        return Place(tuple(ranges), 0.0)
    return min(offered, key=lambda one: (one.ranges[0][0] < cursor, one.ranges[0][0]), default=None)


def _take(taken: bytearray, place: Place) -> None:
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
