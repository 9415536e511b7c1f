"""Which words of a text a model's statements came from, so that a model's graph is anchored like any other.

Quotes are looked for first, as they stand. Statements are expected in the order of the text: among the places of their
quotes, those are chosen that keep most words in order; what stands out of order is then put where it is free. What has
no quote that stands in the text is laid over the words that say the same. Pieces of different statements never overlap:
a smaller one is a hole in a larger one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import NamedTuple

import numpy as np

from stemmata.parsing.ordering import NESTED, Place, in_order
from stemmata.parsing.paraphrase import Paraphrases, Sought
from stemmata.parsing.quoting import MOST, Quotes
from stemmata.parsing.units import Range, pieces

_TRIED = 64  # places of a frequent quote that are tried


class Claim(NamedTuple):
    """A statement about a text, the words of the text that it says it came from, and whether it is something to do."""

    statement: str
    quotes: tuple[str, ...]
    act: bool = False


def aligned(text: str, *lists: Sequence[Claim]) -> list[list[list[Range]]]:
    """Return the ranges of each claim of each list: in order, without overlaps, none where it stands nowhere.

    Args:
        text: The text.
        lists: Claims about it, each list in the order of the text.
    """
    quotes = Quotes(text)
    taken = bytearray(len(text))
    found = [[[quotes.places(quote) for quote in claim.quotes] for claim in claims] for claims in lists]
    first = [_first(quotes, taken, claims, of_list) for claims, of_list in zip(lists, found, strict=True)]
    there = [
        {number: _others(quotes, taken, claims[number], places[number], *one) for number, one in of_list.items()}
        for claims, places, of_list in zip(lists, found, first, strict=True)
    ]
    sought = [
        {number: _sought(claim) for number, claim in enumerate(claims) if number not in of_list}
        for claims, of_list in zip(lists, there, strict=True)
    ]
    said = Paraphrases(text, quotes.words).find(sought, there, taken) if any(sought) else [{} for _ in lists]
    chosen = [
        found_here.get(number, of_list.get(number, []))
        for claims, of_list, found_here in zip(lists, there, said, strict=True)
        for number in range(len(claims))
    ]
    rest = iter(_disjoint(text, chosen))
    return [[next(rest) for _ in claims] for claims in lists]


def _sought(claim: Claim) -> Sought:
    """Return what is looked for where the quotes of a claim stand nowhere."""
    said = any(map(str.strip, claim.quotes))
    return Sought(" ".join(claim.quotes) if said else claim.statement, claim.act)


def _first(
    quotes: Quotes, taken: bytearray, claims: Sequence[Claim], found: Sequence[Sequence[Sequence[Range]]]
) -> dict[int, tuple[int, Range]]:
    """Return where the first quote of each claim stands that stands anywhere, and which of its quotes that is."""
    which = {
        number: next(place for place, places in enumerate(of_claim) if places)
        for number, of_claim in enumerate(found)
        if any(of_claim)
    }
    offered = [
        _offered(taken, of_claim[which[number] :]) if number in which else [] for number, of_claim in enumerate(found)
    ]
    chosen = {number: place.range for number, place in in_order(offered).items()}
    for part in chosen.values():
        _take(taken, part)
    cursor = 0
    for number, place in which.items():
        if number not in chosen:
            own = sorted((one.range for one in offered[number]), key=lambda one: (one[0] < cursor, one))
            near = iter(own) if own else _near(quotes, claims[number].quotes[place], cursor)
            chosen[number] = _free(taken, near)
            _take(taken, chosen[number])
        cursor = max(cursor, chosen[number][0])
    return {number: (place, chosen[number]) for number, place in which.items()}


def _offered(taken: bytearray, found: Sequence[Sequence[Range]]) -> list[Place]:
    """Return where the first of some quotes may stand, better where the others are near; none where it is frequent."""
    if len(found[0]) > MOST:
        return []
    made = []
    for start, end in found[0]:
        score, at = 1.0 + (end - start) / 6, end
        for places in found[1:]:
            near = min(places, key=lambda one: (abs(one[0] - at), one), default=None)
            if near is not None:
                score += (near[1] - near[0]) / 6 - 0.3 * min(1.0, abs(near[0] - at) / 200)
                at = near[1]
        made.append(Place((start, end), score - (NESTED if taken.find(1, start, end) >= 0 else 0.0)))
    return made


def _near(quotes: Quotes, quote: str, cursor: int) -> Iterator[Range]:
    """Yield places of a quote in the order in which they are tried: those from the cursor on first."""
    for start in dict.fromkeys((cursor, 0)):
        yield from islice(quotes.after(quote, start), _TRIED)


def _free(taken: bytearray, near: Iterator[Range]) -> Range:
    """Return the first of some places that is nobody's, else the first."""
    first = next(near)
    return next((one for one in chain([first], near) if taken.find(1, *one) < 0), first)


def _others(
    quotes: Quotes, taken: bytearray, claim: Claim, found: Sequence[Sequence[Range]], place: int, first: Range
) -> list[Range]:
    """Return the ranges of a claim whose first quote stands somewhere: the other quotes after it, or before."""
    ranges, at = [first], first[1]
    for quote, places in zip(claim.quotes[place + 1 :], found[place + 1 :], strict=True):
        if not places:
            continue
        near = sorted(places, key=lambda one: (one[0] < at, one))
        part = _free(taken, _near(quotes, quote, at) if len(places) > MOST else iter(near))
        _take(taken, part)
        ranges.append(part)
        at = part[1]
    return ranges


def _take(taken: bytearray, part: Range) -> None:
    taken[part[0] : part[1]] = b"\x01" * (part[1] - part[0])


def _disjoint(text: str, chosen: Sequence[Sequence[Range]]) -> list[list[Range]]:
    """Return ranges that do not overlap: where some do, the shorter one is a hole in the longer one."""
    owner = np.full(len(text), -1, dtype=np.int32)
    parts = [(number, part) for number, ranges in enumerate(chosen) for part in _merged(ranges)]
    wanted = [(end - start, number, start, end) for number, (start, end) in parts]
    for _, number, start, end in sorted(wanted, key=lambda one: (-one[0], -one[1], one[2])):
        owner[start:end] = number
    edges = np.flatnonzero(np.diff(owner, prepend=-2, append=-2)).tolist()
    own: list[list[Range]] = [[] for _ in chosen]
    for start, end in pairwise(edges):
        if owner[start] >= 0:
            own[owner[start]].append((start, end))
    made: list[list[Range]] = [[] for _ in chosen]
    for _, number, start, end in wanted:
        stretches = own[number]
        here = stretches[bisect_left(stretches, (start, start)) : bisect_left(stretches, (end, end))]
        if here and here != [(start, end)]:
            bounds = [start, *(at for part in here for at in part), end]
            here = pieces(text, start, end, zip(bounds[::2], bounds[1::2], strict=True))
        made[number] += here
    return made


def _merged(parts: Sequence[Range]) -> list[Range]:
    """Return ranges in order, those joined that overlap or touch."""
    made: list[Range] = []
    for start, end in sorted(parts):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
