"""Orders about layout in an instruction: "use a table", "with headings", "in a code block", "no bullet points"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from stemmata.graphs.constraints.context import (
    MODAL,
    Core,
    Pattern,
    before,
    begins_sentence,
    compiled,
    cores,
    of_code,
    prohibitions,
)
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import Amount, amount_pattern, find_amounts
from stemmata.graphs.constraints.scope import binds_whole, sentence_before

Stated = tuple[dict[str, Any], int, int, Form]
"""The arguments of an order, the bounds of its words, and their form."""

_USE = (
    r"(?:use|include|contain|have|add|insert|feature|incorporate|employ|utili[sz]e|make\s+use\s+of|apply|"
    r"be\s+(?:\w+ed\s+|written\s+|put\s+)?(?:with|using|in|as|into|by\s+using))"
)
_FINITE = r"(?:uses|includes|contains|has|features|incorporates|employs|utili[sz]es)"
_LEAD = r"(?:with|using|including|incorporating|employing|utili[sz]ing|containing|through)"
# Whoever did it, it is told; what is asked about is not ordered.
_TOLD_BEFORE = re.compile(
    r"\b(?:i|we|he|she|they|who|people|users?|students?|to\s+learn|how\s+(?:to|do|does|can|should|would|"
    r"could)(?:\s+(?:i|you|we|one))?"
    r"|when\s+to|why|whether|example\s+of|explain|difference\s+between|what\s+(?:is|are)|could\s+not|not|never|"
    r"without)(?:\s+\w{2,6})?"
    r"\s*$"
)
_TOLD_AFTER = re.compile(
    r"\s*(?:below|above|given|provided|attached|(?:are|is|was|were)\s+(?:given|provided|below|above)|in\s+"
    r"(?:the\s+)?(?:text|"
    r"passage|article|input|document)\b|(?:in|using|with)\s+(?:latex|html|sql|mysql|word|excel|css|python|javascript|"
    r"react|r|google|ms|microsoft)\b|tags?\b|elements?\b)"
)
_MAY_BE = re.compile(
    r"(?:\bif|\bwhere|\bwhen|\bwhenever)\s[^.;:!?\n]{0,60}$|\b(?:may|can|could|might|feel free to)\s+"
    r"(?:also\s+)?$"
)
_ENSURED = re.compile(r"\b(?:sure|ensure|ensures|ensuring|so)\b[^.;:!?\n]{1,80}$")


def uses(noun: str, *, inside: bool = False) -> list[Pattern]:
    """Return patterns for orders to use something of a layout.

    Args:
        noun: A regular expression for it, with its article and adjectives; bounded.
        inside: Whether a response can be "in" or "as" it (a table, a code block).
    """
    lead = rf"(?:{_LEAD}|in|into|as|inside|within|in\s+the\s+form\s+of|as\s+part\s+of)" if inside else _LEAD
    return [
        compiled(rf"(?:(?P<modal>{MODAL})\s+(?:also\s+)?)?(?:also\s+)?{_USE}\s+{noun}", Form.SENTENCE),
        compiled(rf"(?P<finite>{_FINITE})\s+{noun}", Form.MODAL),
        compiled(rf"{lead}\s+{noun}", Form.PHRASE),
    ]


def ordered(passage: Passage, match: re.Match[str]) -> bool:
    """Return whether what a pattern of `uses` finds is ordered, not only told, asked about, allowed or conditional."""
    words = sentence_before(passage, match.start())
    modal = match.groupdict().get("modal")
    if modal == "can" or (modal == "will" and not begins_sentence(passage, match.start())):
        return False
    if _TOLD_BEFORE.search(words) or _MAY_BE.search(words) or of_code(passage, match.start()):
        return False
    if _TOLD_AFTER.match(passage.lower[match.end() : match.end() + 60]):
        return False
    if not match.groupdict().get("finite"):
        return True
    return _ENSURED.search(words) is not None and not re.search(r"\b(?:each|every)\b", words)


def asked(passage: Passage, patterns: list[Pattern]) -> Iterator[Core]:
    """Yield the words that order something of a layout."""
    yield from cores(passage, patterns, ordered)


def forbidden(passage: Passage, patterns: list[Pattern]) -> Iterator[Core]:
    """Yield the words that forbid something of a layout."""
    yield from cores(passage, patterns, _forbids)


def forbidding(noun: str) -> list[Pattern]:
    """Return patterns for orders not to use something of a layout."""
    return prohibitions(noun)


_ONE_PLACE = re.compile(
    r"\s*(?:in|for|within|inside|longer|shorter|deeper|with|that|unless|except|to)\b"
    r"(?!\s(?:your|the|this)\s(?:response|answer|reply|output|text))"
)


def _forbids(passage: Passage, match: re.Match[str]) -> bool:
    if _ONE_PLACE.match(passage.lower[match.end() : match.end() + 40]):
        return False
    return not re.search(r"\b(?:if|why|when|how)\b[^.;:!?\n]{0,40}$", before(passage, match.start()))


def unclaimed(passage: Passage, found: Iterable[Stated]) -> Iterator[Stated]:
    """Yield what is found in words of which nothing found before has a part."""
    claimed = bytearray(len(passage.lower))
    for kwargs, start, end, form in found:
        if 1 not in claimed[start:end]:
            claimed[start:end] = b"\x01" * (end - start)
            yield kwargs, start, end, form


def amounts_of(
    passage: Passage, pattern: re.Pattern[str], *, marked: bool = False
) -> Iterator[tuple[int, int, Amount, Form]]:
    """Yield the amounts of something that a response is to have; of what is to be marked only if `marked` says so."""
    for match, amount, form in find_amounts(passage, pattern):
        told = _TOLD_AFTER.match(passage.lower[match.end() : match.end() + 60]) or of_code(passage, match.start())
        inside = passage.lower[max(0, match.start() - 8) : match.start()].endswith((" inside ", " within "))
        if not told and (inside or binds_whole(passage, match, marked=marked)):
            yield match.start(), match.end(), amount, form


def pattern_of(noun: str) -> re.Pattern[str]:
    """Return a pattern for amounts of something of a layout, with an adjective or two before it."""
    return amount_pattern(
        r"(?:(?:different|separate|distinct|short|brief|markdown|main|clear|relevant|total|unique|single) "
        r"){0,2}" + noun
    )
