"""Where a passage asks for answers that six asterisks separate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemmata.graphs.constraints.context import after, before, few_blanks
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.numerals import ONES
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.scanning import scan

DIVIDER = "******"
_NAMED = (
    r"(?:(?:6|six)(?:\s*\(\s*6\s*\))?\s+(?:consecutive\s+)?(?:asterisks?|stars?)"
    r"(?:\s+(?:symbols?|signs?|characters?|marks?))?)"
)
_SIGN = r"(?<!\*)\*{6,7}(?!\*)"
_QUOTED = rf"[\"“‘'`]{MASK}{{6}}[\"”’'`]"
_STARS = re.compile(
    few_blanks(
        rf"(?P<named>(?<![\w-]){_NAMED}(?![\w-])(?:\s*[:,(]?\s*[(]?\s*(?:{_SIGN}|(?P<with>{_QUOTED}))\s?[)]?)?)"
        rf"|[(]{_SIGN}[)]|{_SIGN}|(?P<quoted>{_QUOTED})"
    )
)
_APART = re.compile(
    r"\b(?:separat|divid|delimit|split|break|between|betwixt|follow|partition|apart|distinguish|insert|place|put)"
)
_AFTERWARDS = re.compile(
    r"^[^.!?\n]{0,60}\b(?:between|separat|to\s+(?:divide|split|delimit|set|mark|tell|keep)|in\s+the\s+middle|as\s+(?:a|the)\s+"
    r"(?:separator|divider|delimiter))"
)
_MANY = rf"(?:{'|'.join(ONES[3:13])}|[3-9]|1\d|several|multiple)"
_THINGS = (
    r"(?:responses|answers|replies|versions|variants|options|poems|stories|jokes|sections|paragraphs|parts|drafts|"
    r"emails|letters|ideas|names|tweets|slogans|haikus|limericks|riddles|descriptions|items|scenes|takes|alternatives|"
    r"suggestions|summaries|titles|examples|translations|lists|messages|songs|captions|paraphrases)"
)
_PARTED_BY = re.compile(
    r"\b(?:separated|divided|delimited|split|parted)(?: from each other)? (?:by|with|using) (?:exactly |a line of )?$"
)
_NOT_TWO = re.compile(rf"\b{_MANY}\s+(?:[\w-]+\s+){{0,2}}?{_THINGS}\b")
_TWO = re.compile(rf"\b(?:two|2|both|a pair of)\s+(?:[\w-]+\s+){{0,3}}?{_THINGS}\b")
_NEGATED = re.compile(r"(?:\bnot|n['’]t|\bnever|\bwithout|\binstead of|\brather than)\s+(?:[\w,'’-]+\s+){0,6}$")
_ALONE = re.compile(r"(?:^|\n)[^\S\n]{0,8}\*{6}[^\S\n]{0,8}(?=\n)")
_LAYOUT = re.compile(
    r"\b(?P<core>(?:separate|divide|format|write|present|structure|arrange|give|put|lay\s+out|set\s+out)\s[^.!?\n]{0,80}?"
    r"(?:like\s+(?:this|below|so|the\s+following)|as\s+(?:follows|below|shown(?:\s+below)?)|(?:in|using)\s+(?:this|the\s+"
    r"following)\s+(?:format|layout|form)))\s?:?\s*\n"
)


class Stars(NamedTuple):
    """Where six asterisks are named as what separates the answers, and in which form.

    VALUE for their name alone, PHRASE for "separated by" with it; ADJECTIVE, which has no words, for what announces a
    layout that shows them.
    """

    start: int
    end: int
    form: Form


def find_stars(passage: Passage) -> Iterator[Stars]:
    """Yield each place that names six asterisks as what separates the answers."""
    for match in scan(_STARS, passage.lower):
        start, end = match.span()
        quoted = "with" if match["with"] else "quoted" if match["quoted"] else None
        if quoted is not None and passage.text[slice(*match.span(quoted))][1:-1] != DIVIDER:
            if quoted == "quoted":
                continue
            end = match.start("with")
            end -= len(passage.lower[start:end]) - len(passage.lower[start:end].rstrip(" :,("))
        left = re.split(r"[.!?](?=\s)|\n", before(passage, start, 200))[-1]
        if not (_APART.search(left) or _AFTERWARDS.match(after(passage, end, 100))) or _NEGATED.search(left[-60:]):
            continue
        if _too_many(passage, start):
            continue
        lead = _PARTED_BY.search(left)
        yield Stars(start - len(lead[0]), end, Form.PHRASE) if lead else Stars(start, end, Form.VALUE)
    for match in scan(_LAYOUT, passage.lower):
        shown = _ALONE.search(passage.text, match.end() - 1, match.end() + 400)
        again = shown and _ALONE.search(passage.text, shown.end(), shown.end() + 400)
        if shown and not again and not _too_many(passage, match.start()):
            yield Stars(*match.span("core"), Form.ADJECTIVE)


def _too_many(passage: Passage, start: int) -> bool:
    """Return whether another number than two of things is what the asterisks separate."""
    words = passage.lower[max(0, start - 250) : start]
    return _NOT_TWO.search(words) is not None and _TWO.search(words) is None
