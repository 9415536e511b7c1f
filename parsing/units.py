"""Discourse units on their way into a graph, and where their words begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stemmata.graphs.constraints.family import Found
from stemmata.parsing.headings import Section
from stemmata.schemas.vocabulary import FactRole, NodeKind

Range = tuple[int, int]


@dataclass(slots=True)
class Unit:
    """A discourse unit on its way into a graph.

    `inside` is the position of the act that a constraint or quotation was found in, among the turn's units; `carried`
    says that a colon in its sentence announced it; `section` is what the heading over it says;
    `separate` that it opens a sentence; `apart` that it is no part of the passage before it.
    """

    kind: NodeKind
    ranges: list[Range]
    role: FactRole | None = None
    found: Found | None = None
    inside: int | None = None
    carried: bool = False
    section: Section | None = None
    separate: bool = False
    apart: bool = False


_EDGE = " \t\r\n,;:.!?*_#>|~=-–—•·…"
# "separated by ***" and "i.e. <<title>>" end with signs of their own.
_DIVIDER = re.compile(r"\s\*{3,6}$|<<[^<>\n]{0,60}>>?$")
_CONNECTIVE_END = re.compile(
    r"[\s,;]+(?:and|or|but|then|as well as|that|which|to|with|is|in|also|so|plus|while|by)$", re.IGNORECASE
)
_CONNECTIVE_START = re.compile(r"(?:and|or|but|then|as well as|also|so|plus)(?:[\s,;]+|$)", re.IGNORECASE)
_COURTESY_END = re.compile(r"[\s,(]+(?:please|pls|plz|thx|thanks|thank you)$", re.IGNORECASE)
_NUMBER_END = re.compile(r"\s*[(;]\s*\(?\d{1,2}$")  # the number of the next item: "… your answer (1. do not …; 2. …)"


def trimmed(text: str, start: int, end: int, *, keep: int = 0) -> Range:
    """Return a unit's range without the punctuation around it; nothing before `keep` is cut from its end."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > max(start, keep) and text[end - 1] in _EDGE and not _DIVIDER.search(text, max(start, end - 64), end):
        end -= 1
    courtesy = _COURTESY_END.search(text, max(start, keep, end - 24), end)
    if courtesy and len(text[start : courtesy.start()].split()) > 2:
        return trimmed(text, start, courtesy.start(), keep=keep)
    numbered = _NUMBER_END.search(text, max(start, keep, end - 8), end)
    if numbered:
        return trimmed(text, start, numbered.start(), keep=keep)
    while start < end and text[start] == "(" and ")" not in text[start:end]:
        start += 1
    while (
        end > max(start, keep)
        and text[end - 1] in ")]"
        and text.count("(", start, end) + text.count("[", start, end) == 0
    ):
        end -= 1
    return start, end


def pieces(text: str, start: int, end: int, holes: Iterable[Range]) -> list[Range]:
    """Return what remains of a clause around its holes, connectives and punctuation trimmed."""
    ranges, cursor = [], start
    for left, right in [*sorted(holes), (end, end)]:
        if left > cursor:
            a, b = trimmed(text, cursor, left)
            opener = _CONNECTIVE_START.match(text, a, b) if cursor != start else None
            if opener:
                a, b = trimmed(text, opener.end(), b)
            closer = _CONNECTIVE_END.search(text[max(a, b - 24) : b]) if left != end or right != end else None
            if closer:
                a, b = trimmed(text, a, max(a, b - 24) + closer.start())
            while b - a >= 2 and text[b - 1] in "\"“'‘(" and (right, left) != (end, end):
                a, b = trimmed(text, a, b - 1)
            while b > a and text[a] in "\"”'’)" and cursor != start:
                a, b = trimmed(text, a + 1, b)
            if any(c.isalnum() for c in text[a:b]):
                ranges.append((a, b))
        cursor = max(cursor, right)
    return ranges
