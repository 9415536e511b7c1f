"""Words that begin with a capital: orders for them, and the words of a text that do not."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from stemmata.graphs.constraints.context import (
    MODAL,
    RESPONSE,
    SURE,
    Core,
    after,
    before,
    compiled,
    cores,
    of_code,
    part_before,
)
from stemmata.graphs.constraints.family import Check, Form, Repair
from stemmata.graphs.constraints.passage import Passage

_WORD = re.compile(r"[^\W_\d](?:[^\W_]|[\u0300-\u036f]|['’-](?=[^\W_]))*|\d(?:[^\W_]|['’.,-](?=[^\W_]))*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
# Function words that stand small in title case, unless they begin it.
SMALL = frozenset(
    """a an the and but or nor for so yet as at by in of off on out per to up via from with into over onto upon than
    vs if""".split()
)
_UPPER = r"(?:capital(?:i[sz]ed)?|upper-?\s?case)"
_INSIDE = (
    r"(?:\s+(?:in|of|within|throughout)\s+(?:the|your|my|this)\s+(?:[\w-]+\s+){0,2}?" + RESPONSE + r"(?!\s+of\b))?"
)
_WORDS = rf"(?:each|every)\s+(?:single\s+)?word{_INSIDE}"
_LETTER = r"(?:first|initial)\s+letter"
_DO = r"(?:must|should|shall|has\s+to|needs?\s+to|is\s+to|will|to|is|are|be|being)"
_PATTERNS = (
    compiled(
        rf"(?:(?P<modal>{MODAL}\s+(?:always\s+)?(?=use|employ|apply)|uses\s+(?=cap))|{SURE}\s+to\s+)?"
        rf"(?:(?:use|employ|apply)\s+|(?<=uses )){_UPPER}\s+letters?\s+(?:for|in|on|at\s+the\s+(?:start|"
        rf"beginning)\s+of)\s+(?:the\s+{_LETTER}\s+of\s+)?{_WORDS}",
        Form.VERB,
    ),
    compiled(
        rf"(?:by\s+)?(?:using|employing|with)\s+{_UPPER}\s+letters?\s+(?:for|in|at\s+the\s+(?:start|beginning)\s+of)\s+"
        rf"(?:the\s+{_LETTER}\s+of\s+)?{_WORDS}",
        Form.PHRASE,
    ),
    compiled(rf"with\s+(?:the\s+{_LETTER}\s+of\s+)?{_WORDS}\s+(?:being\s+)?capitali[sz]ed", Form.PHRASE),
    compiled(
        rf"(?:(?P<modal>{MODAL}\s+)|\b)ha(?:ve|s|ving)\s+(?:the\s+{_LETTER}\s+of\s+)?{_WORDS}\s+capitali[sz]ed",
        Form.VERB,
    ),
    compiled(rf"with\s+{_WORDS}\s+(?:starting|beginning)\s+with\s+an?\s+{_UPPER}\s+letter", Form.PHRASE),
    compiled(rf"(?:(?P<modal>{MODAL}|must)\s+)?capitali[sz]e\s+(?:the\s+{_LETTER}\s+(?:of|in)\s+)?{_WORDS}", Form.VERB),
    compiled(
        rf"(?:{SURE}\s+(?:that\s+)?)?(?:the\s+{_LETTER}\s+(?:of|in)\s+{_WORDS}|{_WORDS}(?:['’]s\s+{_LETTER})?)\s+"
        rf"(?:{_DO}\s+){{1,2}}(?:capitali[sz]ed|(?:in\s+)?(?:upper-?\s?case|an?\s+{_UPPER}(?:\s+letter)?))",
        Form.SENTENCE,
    ),
    compiled(
        rf"(?:{SURE}\s+(?:that\s+)?)?{_WORDS}\s+(?:(?:must|should|shall|has\s+to|needs?\s+to|is\s+to|will|to)\s+)?"
        rf"(?:starts?|begins?|starting|beginning)\s+with\s+an?\s+{_UPPER}\s+letter",
        Form.SENTENCE,
    ),
)
_PART_AFTER = re.compile(
    r"\s+(?:in|of|for|within)\s+(?!(?:english|order|a\s+(?:way|consistent|clear))\b)|\s+(?:except|that|which|longer)\b"
)
_PART_LEFT = re.compile(
    r"\b(?:each|every|all)\s+(?:[\w-]+\s+)?(?:entry|name|heading|title|term|item|label|names|headings|titles)\b"
    r"[^.;:!?\n]{0,60}$|\b(?:names|titles|headings|terms|entries|labels)\b[^.;:!?\n]{0,60}\bcapitali[sz]ed,?\s+$|\b(?:not|never|don['’]t|without)\s+$"
)


class Finding(NamedTuple):
    """The words of a text that should begin with a capital and do not, and whether any does."""

    wrong: tuple[tuple[int, int], ...]
    any: bool


def word_orders(passage: Passage) -> Iterator[Core]:
    """Yield each order that every word of the answer begin with a capital."""
    yield from cores(passage, _PATTERNS, _binds_all)


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    start, end = match.span()
    right = after(passage, end)
    if _PART_AFTER.match(right) or _PART_LEFT.search(before(passage, start)) or of_code(passage, start):
        return False
    part = part_before(passage, start)
    return part is None or part.startswith("sentence")


def find_small(text: str, allowed: Container[str] = (), start: int = 0) -> Finding:
    """Return the words, from an offset on, that begin with a small letter; numbers and addresses apart.

    Args:
        text: The text.
        allowed: Words, in small letters, that may begin small unless they come first.
        start: Where to begin.

    Example:
        >>> find_small("A tale Of Two").wrong
        ((2, 6),)
    """
    wrong = []
    good = begun = False
    addresses = [match.span() for match in _ADDRESS.finditer(text, start)]
    place = 0
    for match in _WORD.finditer(text, start):
        first = next((c for c in match[0] if _large(c) or _small(c)), None)
        if first is None:
            continue
        leads, begun = not begun, True
        if _large(first):
            good = True
            continue
        while place < len(addresses) and addresses[place][1] <= match.start():
            place += 1
        inside = place < len(addresses) and addresses[place][0] <= match.start()
        if inside or match[0][0].isdigit() or (match[0] in allowed and not leads):
            continue
        wrong.append(match.span())
    return Finding(tuple(wrong), good)


def check(text: str, finding: Finding, what: str) -> Check:
    """Return whether no word begins small, and one at least begins with a capital."""
    if finding.wrong:
        start, end = finding.wrong[0]
        count = len(finding.wrong)
        more = f" and {count - 1} more" if count > 1 else ""
        return Check(False, f"{text[start:end][:60]!r} at {start} begins with a small letter{more}", (start, end))
    return Check(finding.any, f"{what} begins with a capital" if finding.any else "no word begins with a capital")


def raised(text: str, finding: Finding) -> Repair | None:
    """Return a text with a capital at the beginning of each word that should have one."""
    pieces, last, changed = [], 0, 0
    for start, end in finding.wrong:
        at = next(i for i in range(start, end) if _small(text[i]))
        turned = text[at].title()
        pieces += [text[last:at], turned]
        changed += 1 + len(turned)
        last = at + 1
    if not pieces:
        return None
    return Repair("".join(pieces) + text[last:], changed, False, "words begun with a capital")


def _large(c: str) -> bool:
    return c.isupper() or c.istitle()


def _small(c: str) -> bool:
    return c.islower() and c.title() != c
