"""Figures in a text, written in words."""

from __future__ import annotations

import re
from typing import NamedTuple

from stemmata.graphs.constraints.marks import difference
from stemmata.graphs.constraints.numerals import ONES, TENS

_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_FIGURE = re.compile(
    r"(?<![\w.,:/$€£¥#+-])(?P<figure>\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?:(?P<ordinal>st|nd|rd|th)|(?P<decade>s)|"
    r"(?P<percent>\s?%))?"
    r"(?![\w/%$€£]|[.,:]\d|-\d)"
)
_MARKED = re.compile(r"(?:^|\n)[ \t>]{0,12}$")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|until|from|year|of|between|before|after|around|during|and|to|early|late|january|february|"
    r"march|april|may|june|july|"
    r"august|september|october|november|december),?\s$",
    re.IGNORECASE,
)


class InWords(NamedTuple):
    """A text with its figures in words, and the characters taken out and put in."""

    text: str
    changed: int


def cardinal(value: int) -> str:
    """Return a number in words.

    Example:
        >>> cardinal(1342), cardinal(20)
        ('one thousand three hundred forty-two', 'twenty')
    """
    if value < 20:
        return ONES[value]
    if value < 100:
        return TENS[value // 10 - 2] + (f"-{ONES[value % 10]}" if value % 10 else "")
    if value < 1000:
        return f"{ONES[value // 100]} hundred" + (f" {cardinal(value % 100)}" if value % 100 else "")
    size, name = next((size, name) for size, name in _SCALES if value >= size)
    return f"{cardinal(value // size)} {name}" + (f" {cardinal(value % size)}" if value % size else "")


def ordinal(value: int) -> str:
    """Return an ordinal in words.

    Example:
        >>> ordinal(21), ordinal(30)
        ('twenty-first', 'thirtieth')
    """
    said = cardinal(value)
    cut = max(said.rfind(" "), said.rfind("-")) + 1
    last = said[cut:]
    return said[:cut] + _ORDINALS.get(last, last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(value: int) -> str:
    """Return a year of four digits in words.

    Example:
        >>> year(1998), year(1905), year(2000), year(2024)
        ('nineteen ninety-eight', 'nineteen oh-five', 'two thousand', 'twenty twenty-four')
    """
    high, low = divmod(value, 100)
    if low == 0:
        return f"{cardinal(high)} hundred" if high % 10 else cardinal(value)
    if 2000 <= value < 2010:
        return cardinal(value)
    return f"{cardinal(high)} {cardinal(low) if low > 9 else 'oh-' + ONES[low]}"


def spelled_out(text: str) -> InWords | None:
    """Return a text with its figures in words; None where a digit is part of a name, a price, a date or a list's mark.

    Example:
        >>> spelled_out("3 cats ate 12% in 1998.").text
        'Three cats ate twelve percent in nineteen ninety-eight.'
    """
    changed = 0
    pieces: list[str] = []
    reached = 0
    for match in _FIGURE.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if match["decade"] or (_MARKED.search(before) and text[match.end() : match.end() + 2] in (". ", ") ")):
            return None
        value = int(match["figure"].replace(",", ""))
        if match["ordinal"]:
            words = ordinal(value)
        elif (
            len(match["figure"]) == 4 and 1100 <= value < 2100 and not match["percent"] and _YEAR_BEFORE.search(before)
        ):
            words = year(value)
        else:
            words = cardinal(value) + (" percent" if match["percent"] else "")
        if not before.strip() or before.rstrip()[-1:] in ".!?" or before.endswith("\n"):
            words = words[:1].upper() + words[1:]
        pieces += [text[reached : match.start()], words]
        changed += difference(match[0], words)
        reached = match.end()
    spelled = "".join([*pieces, text[reached:]])
    return None if any(c.isdecimal() for c in spelled) else InWords(spelled, changed)
