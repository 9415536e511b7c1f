"""Orders about headings, as instructions say them: "a level 2 heading", "at least two heading levels"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints.context import compiled, of_code
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.layout_orders import amounts_of, asked, forbidden, forbidding, unclaimed, uses
from stemmata.graphs.constraints.numerals import number
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.quantity import exactly
from stemmata.graphs.constraints.reading import Amount, amount_pattern, find_amounts
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before

_HEADING = r"(?:sub-?)?head(?:ing|er)s?"
_NTH = r"(?:[1-6]|one|two|three|four|first|second|third)"
_LEVEL = (
    rf"(?:level[- ](?P<before>{_NTH})(?: markdown)? {_HEADING}|(?:markdown )?(?P<second>second|third|first|"
    rf"top)-level {_HEADING}|"
    rf"(?:markdown )?{_HEADING},? (?:(?:at|of|with|in) )?(?:markdown )?level h?(?P<after>{_NTH})(?! (?:and|or) "
    rf"(?:\d|{_NTH}))|"
    rf"h(?P<h>[1-6])(?: {_HEADING}|(?=[.,;:)\s]|$)(?= for| to| as|[.,;:)]|$))|(?P<hashes>#{{1,6}})[ -]{_HEADING})"
)
_ONE_LEVEL = re.compile(rf"(?<![\w#/-])(?:(?:an?|the|one) )?{_LEVEL}(?![\w-])")
_LEVEL_AMOUNT = amount_pattern(rf"(?:{_LEVEL})")
_HEADINGS = amount_pattern(
    rf"(?:(?:markdown|clear|main|section|descriptive|separate|different|distinct|bold) ){{0,2}}{_HEADING}(?! "
    rf"levels?| (?:at|with|of|in) )"
)
_LEVELS = amount_pattern(
    rf"(?:(?:different|distinct|markdown) ){{0,2}}(?:{_HEADING} levels?|levels? of (?:markdown )?{_HEADING}|"
    rf"{_HEADING} tiers)"
)
_PLAIN_LEVELS = amount_pattern(r"(?:different |distinct )?levels")
_HEADINGS_AT = re.compile(
    rf"\b{_HEADING}(?:[ ,]+(?:at|with|of|in|on|using|employing|organi[sz]ed in|levels[.,;]? "
    rf"use))? $"
)
_DEEPEST = re.compile(
    rf"\b(?P<core>(?:(?:{_HEADING})(?: levels)?,? )?(?:(?:up|down) to|(?:no|not) (?:deeper|lower) than|at most "
    rf"(?:as deep as|down to)|(?:not|never) "
    rf"(?:go )?(?:below|beyond)) (?:heading |markdown )?(?:level |h)(?P<n>[1-5]))(?![\w-])"
)
_SIGNS = compiled(
    rf"(?:use|using|mark with|start with)\s+(?P<sign>[\"“'‘`]{MASK}{{1,6}}[\"”'’`]|#{{1,6}})\s+(?:for|to\s+"
    rf"(?:mark|indicate|denote|format))\s+"
    rf"(?:the\s+|all\s+|your\s+|each\s+|every\s+)?(?:(?:main|section|markdown)\s+)?(?:{_HEADING}|(?:section\s+"
    rf")?titles?|sections?)",
    Form.SENTENCE,
)
_NICE = (
    r"(?:(?:clear|markdown|section|descriptive|appropriate|bold|relevant|short|proper|distinct|separate|"
    r"different)\s+){0,2}"
)
_PLAIN = (
    rf"(?:the\s+use\s+of\s+)?{_NICE}(?:(?:sub-?)?headings(?:\s+(?:and|or)\s+sub-?headings)?|heading\s+levels|"
    rf"section\s+headers)(?!\s+at\b)"
)
_USES = uses(_PLAIN)
_NEVER = forbidding(r"(?:markdown\s+|section\s+)?(?:headings|headers)(?:\s+or\s+sub-?headings)?")
_PLACES = {"first": 1, "second": 2, "third": 3, "top": 1}


def orders(passage: Passage) -> Iterator[tuple[dict[str, Any], int, int, Form]]:
    """Yield the arguments of each order about headings, with the bounds of its words and their form."""
    yield from unclaimed(passage, _all(passage))


def _all(passage: Passage) -> Iterator[tuple[dict[str, Any], int, int, Form]]:
    """Yield them with those first that say more."""
    for core in forbidden(passage, _NEVER):
        yield {"num_headings": 0}, core.start, core.end, core.form
    for match in scan(_DEEPEST, passage.lower):
        if "head" in match[0] or "head" in sentence_before(passage, match.start()):
            yield {"max_level": int(match["n"])}, match.start(), match.end(), Form.PHRASE
    for start, end, amount, form in [*amounts_of(passage, _LEVELS), *_plain_levels(passage)]:
        value = amount.value + {"less than": -1, "more than": 1}.get(amount.relation, 0)
        told = {"less than": "at most", "more than": "at least"}.get(amount.relation, amount.relation)
        if amount.relation != "between" and 1 <= value <= 6:
            bound = {"levels_relation": told} if told != "equal to" else {}
            yield {"num_levels": value, **bound}, start, end, form
    for start, end, amount, form in amounts_of(passage, _LEVEL_AMOUNT):
        level = _level(_ONE_LEVEL.search(passage.lower, start, end))
        if level:
            size = exactly({"relation": amount.relation, "num_headings": amount.value, "upper": amount.upper})
            yield {"level": level, **size}, start, end, form
    for match in scan(_ONE_LEVEL, passage.lower):
        level = _level(match)
        listed = match["h"] and "levels" in sentence_before(passage, match.start())  # "two levels: H1 and H2"
        if level and not listed and not of_code(passage, match.start()):
            yield {"level": level}, match.start(), match.end(), Form.AMOUNT
    for core in asked(passage, [_SIGNS]):
        sign = passage.text[slice(*core.match.span("sign"))].strip("\"“”'‘’` ")
        if set(sign) == {"#"} and len(sign) <= 6:
            yield {"level": len(sign)}, core.start, core.end, core.form
    for start, end, amount, form in amounts_of(passage, _HEADINGS):
        yield (
            exactly({"relation": amount.relation, "num_headings": amount.value, "upper": amount.upper}),
            start,
            end,
            form,
        )
    for core in asked(passage, _USES):
        yield {}, core.start, core.end, core.form


def _plain_levels(passage: Passage) -> Iterator[tuple[int, int, Amount, Form]]:
    """Yield the numbers of levels that follow headings: "headings at two levels"."""
    for match, amount, form in find_amounts(passage, _PLAIN_LEVELS):
        if _HEADINGS_AT.search(passage.lower[max(0, match.start() - 50) : match.start()]):
            yield match.start(), match.end(), amount, form


def _level(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    said = match["before"] or match["after"] or match["h"]
    if match["hashes"]:
        return len(match["hashes"])
    if match["second"] or said in _PLACES:
        return _PLACES[match["second"] or said]
    return number(said)
