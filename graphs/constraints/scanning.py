"""Find the matches of a pattern where they can begin only: at the words and signs that the pattern begins with.

A regular expression that begins with a condition ("no letter before") is tried at every character of a text. Here the
beginnings of all words of a text are noted once, and each pattern is tried only at words that begin as it does. What a
pattern can begin with is read from its parsed form; where that cannot be told, the whole text is searched as usual.
The matches are the same in both cases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from stemmata.graphs.constraints.deferred import is_compiled
from stemmata.graphs.constraints.heads import HEAD, NUMBER_HEAD, Heads, heads_of
from stemmata.graphs.constraints.pattern_nodes import FAR

_TOKEN = re.compile(r"\w+|[^\w\s]|\n")
_WORTH = 4_000  # characters that a pattern is searched for in as usual before it is worth to look at it
_MOST = 5_000  # patterns to remember


class _Index(NamedTuple):
    """Where the words of a text begin.

    Attributes:
        places: The offsets at which each head stands.
        heads: The heads.
        length: The text's length.
    """

    places: dict[str, list[int]]
    heads: frozenset[str]
    length: int


class _Known:
    """A pattern, in how many characters it was searched for, and what it begins with once that was looked at."""

    __slots__ = ("characters", "heads", "looked", "pattern")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.characters = 0
        self.looked = False
        self.heads: Heads | None = None


_known: dict[int, _Known] = {}  # by identity: a pattern's own hash goes over all of its code


def scan(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    r"""Return the matches that `pattern.finditer(text)` has, sooner.

    Example:
        >>> [match[0] for match in scan(re.compile(r"(?<!\w)(?:red|blue) hats?"), "a red hat, two blue hats")]
        ['red hat', 'blue hats']
    """
    known = _known.get(id(pattern))
    if known is None:
        if len(_known) >= _MOST:
            _known.clear()
        known = _known[id(pattern)] = _Known(pattern)
    if not known.looked:
        known.characters += len(text)
        if known.characters <= _WORTH and is_compiled(pattern):
            return pattern.finditer(text)
        known.heads = heads_of(pattern)
        known.looked = True
    if known.heads is None:
        return pattern.finditer(text)
    places = _places(known.heads, _index(text))
    return _matches(pattern, text, places) if places else iter(())


def _matches(pattern: re.Pattern[str], text: str, places: list[int]) -> Iterator[re.Match[str]]:
    """Yield the matches that begin at some places, in order, those that overlap the one before left out."""
    reached = 0
    match_at = pattern.match
    for place in places:
        if place >= reached:
            match = match_at(text, place)
            if match is not None:
                reached = match.end()
                yield match


def _places(heads: Heads, index: _Index) -> list[int]:
    """Return the offsets at which a pattern can begin, in order."""
    for need in heads.needs:
        if need.isdisjoint(index.heads):
            return []
    found = heads.whole & index.heads
    if heads.parts:
        found |= {head for head in index.heads if head.startswith(heads.parts)}
    if not found and not heads.first:
        return []
    least, most = 0, index.length
    for need in heads.needs:
        stand = [index.places[head] for head in need & index.heads]
        most = min(most, max(places[-1] for places in stand))
        if heads.reach < FAR:
            least = max(least, min(places[0] for places in stand) - heads.reach)
    places = [place for head in found for place in index.places[head] if least <= place <= most]
    if len(found) > 1:
        places.sort()
    if heads.first and not (places and places[0] == 0):
        places.insert(0, 0)
    return places


@lru_cache(maxsize=2)
def _index(text: str) -> _Index:
    """Return where the words and signs of a text begin, by their first letters."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for match in _TOKEN.finditer(text):
        places[match[0][:HEAD]].append(match.start())
    for head in [head for head in places if head[0].isdecimal()]:
        places[NUMBER_HEAD] += places.pop(head)
    if NUMBER_HEAD in places:
        places[NUMBER_HEAD].sort()
    return _Index(dict(places), frozenset(places), len(text))
