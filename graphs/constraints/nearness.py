"""Amounts that are only near a number: how people say them, how near they mean, and how that is said again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.numerals import NUMBER, number
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.reading import ABOUT, SAID, amount_pattern, read_amount
from stemmata.graphs.constraints.scanning import scan

USUAL = 0.1  # the tolerance where none is stated
DIGITS = 6  # to which a tolerance is rounded
_AIM = re.compile(r"\b(?:aim(?:ing|s)? (?:for|at)|target(?:ing)?(?: length| word count)?(?: (?:of|is))?:?)\s$")
_BOUND = re.compile(rf"(?<!\w){SAID}\s$")
_SHARE = r"(?P<t>\d{{1,6}}(?:\.\d{{1,4}})?)(?:\s?(?P<percent>%|percent\b|per cent\b)| (?:{noun})(?!\w))"
_WITHIN = r"\bwithin {share}(?: of| from)\s$"
_AFTER = (
    r"(?:\sin length| long)?,?\s?\(?(?:(?:give or take|plus or minus|plus/minus|\+/-|±|"
    r"(?<!\w)within(?= \d{{1,2}}\s?(?:%|per))|with an? (?:tolerance|margin|"
    r"deviation) of(?: up to)?) ?{share}\)?(?: of (?:that|it|this)\b| either way\b| in either direction\b)?|"
    r"(?:or (?:so|thereabouts)|give or take(?! \d)|more or less)\b\)?)"
)


class Near(NamedTuple):
    """An amount near a number: the number, the upper one of a range, the tolerance as a fraction of each, its place."""

    value: int
    upper: int | None
    tolerance: float
    start: int
    end: int
    form: Form


def near_interval(value: int, upper: int | None, tolerance: float) -> Interval:
    """Return the counts that are near enough: the tolerance below the number, and above it or the upper one.

    Example:
        >>> near_interval(300, None, 0.1)
        Interval(low=270, high=330)
    """
    share, top = Fraction(str(tolerance)), upper or value
    slack = Fraction(1, 2 * 10**DIGITS)  # what rounding took from a tolerance that was stated in words
    return Interval(max(0, ceil(value * (1 - share - slack))), floor(top * (1 + share + slack)))


def nearness(value: int, tolerance: float, plural: str) -> str:
    """Return a tolerance in words: as a percentage, or as a number of what is counted where that is rounder.

    Example:
        >>> nearness(300, 0.15, "words"), nearness(300, 0.066667, "words")
        ('15%', '20 words')
    """
    percent = f"{tolerance * 100:.4f}".rstrip("0").rstrip(".")
    counted = round(tolerance * value)
    if "." in percent and counted and round(counted / value, DIGITS) == tolerance:
        return f"{counted} {plural if counted != 1 else plural.removesuffix('s')}"
    return f"{percent}%"


class _Patterns(NamedTuple):
    amount: re.Pattern[str]
    within: re.Pattern[str]
    after: re.Pattern[str]
    ish: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(noun: str) -> _Patterns:
    share = _SHARE.format(noun=noun)
    return _Patterns(
        amount_pattern(noun),
        re.compile(_WITHIN.format(share=share)),
        re.compile(_AFTER.format(share=share)),
        re.compile(rf"(?<![\w.-])(?P<n>{NUMBER})-?ish[\s-](?P<noun>{noun})(?![\w-])"),
    )


def find_near(passage: Passage, noun: str) -> Iterator[Near]:
    """Yield each amount of a noun that is said to be near a number ("about 300 words", "300 words or so").

    Args:
        passage: Where to look.
        noun: A regular expression for the noun, bounded.
    """
    known = _patterns(noun)
    for match in scan(known.amount, passage.lower):
        words = passage.lower[max(0, match.start() - 60) : match.start()]
        about, after = ABOUT.search(words), known.after.match(passage.lower, match.end())
        aimed = match["m"] is None and _AIM.search(words) is not None
        amount = read_amount(match)
        bounded = any(match[name] for name in ("ge", "le", "lt", "gt", "suffix", "tail", "plus"))
        if amount is None or bounded or not (about or after or (aimed and not match["eq"])) or (about and match["eq"]):
            continue
        start = match.start() - (len(words) - about.start()) if about else match.start()
        if _BOUND.search(passage.lower[max(0, start - 40) : start]):
            continue
        tolerance = _tolerance(known.within.search(words) or after, amount.value)
        end = after.end() if after else match.end()
        yield Near(amount.value, amount.upper, tolerance, start, end, _form(match, end))
    for match in scan(known.ish, passage.lower):
        yield Near(number(match["n"]), None, USUAL, match.start(), match.end(), _form(match, match.end()))


def _tolerance(stated: re.Match[str] | None, value: int) -> float:
    """Return the tolerance that words state, as a fraction; the usual one where they state none that makes sense."""
    if stated is None or not stated["t"]:
        return USUAL
    said = stated["t"]
    share = round(float(Fraction(said) / (100 if stated["percent"] else value)), DIGITS)
    return share if 0 < share < 1 else USUAL


def _form(match: re.Match[str], end: int) -> Form:
    """Return ADJECTIVE where a noun follows at once ("a roughly 300-word essay")."""
    singular = not match["noun"].endswith("s") and number(match["n"]) != 1
    return Form.ADJECTIVE if singular and end == match.end() else Form.AMOUNT
