"""Clauses of constraints: one unit for each property that could be changed without the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.constraints.family import Found
from stemmata.graphs.constraints.meaning import decided
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.parsing.clauses import Clause, opening
from stemmata.parsing.syntax import Sentence
from stemmata.parsing.units import Range, Unit, trimmed
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import NodeKind

_QUOTES = re.compile(rf":\s+([\"“'‘]{MASK}+[\"”'’]$)")
_BETWEEN = re.compile(r"\s*,?\s+(?:and|but|while)\s+(?:also\s+)?|\s*[,;]\s+|\s+(?=(?:with|without|using|in)\s)")


def constraints(passage: Passage, clause: Clause, found: list[Found], made: list[Unit]) -> None:
    """Add a clause of constraints: one unit for each typed one, cut at the connectives between them."""
    found = _strongest(found)
    bounds: list[tuple[int, int, Found | None]] = []
    start = clause.start
    rest: Unit | None = None
    core: Found | None = None
    held: Found | None
    for one in found:
        if core is not None and one.start >= core.end:
            cut = _BETWEEN.search(passage.lower, core.end, one.start)
            if cut is None:
                continue
            bounds.append((start, cut.start(), core))
            start = cut.end()
        elif core is not None:
            continue
        core = one
    bounds.append((start, clause.end, core))
    if made_of := _QUOTES.search(passage.masked, clause.start, clause.end):
        quote = made_of.start(1)
        if len(passage.text[quote : clause.end].split()) > 4 and not any(one.end > made_of.start() for one in found):
            bounds[-1] = (bounds[-1][0], made_of.start(), bounds[-1][2])
            rest = Unit(NodeKind.FACT, [(quote + 1, clause.end - 1)], "material")
    bounds = [part for bound in bounds for part in _parted(passage, *bound)]
    for left, right, held in bounds:
        a, b = trimmed(passage.text, left, right, keep=held.end if held else 0)
        if held is not None:
            a, b = _without_reasons(passage, a, b, held)
        if any(c.isalnum() for c in passage.text[a:b]):
            made.append(Unit(NodeKind.CONSTRAINT, [(a, b)], None, held))
    if rest is not None:
        made.append(rest)


_BESIDES = re.compile(
    r"\s*[,;]\s+(?:(?:and|while|whilst)\s+)?(?=(?:infusing|embodying|emulating|mimicking|mirroring|imitating|echoing|adopting|abstaining|"
    r"incorporating|channell?ing|sprinkling|lacing|interweaving|with|without|no(?! or\b)|each|all|keeping|using|"
    r"rhyming|including(?! spaces|"
    r" punctuation| the title)|comprising|containing|consisting|returning|covering|refraining|avoiding|ensuring|"
    r"maintaining|focusing|excluding|only|but no|not|in|at least|at most|one (?:\w+ ){1,2}per|"
    r"under|written|between|exactly|be|contain|include|have|end|start|use)(?:\s|$))"
)


def kept_whole(sentence: Sentence, found: list[Found]) -> list[Range]:
    """Return the stretches of a sentence that no clause may end in."""
    whole = (opening(sentence.doc.text.lower(), 0, len(sentence.doc.text)) + sentence.start, sentence.end)
    return [whole if one.id in _IN_PARTS else (one.start, one.end) for one in found]


# What these demand stands in several phrases of one statement.
_IN_PARTS = frozenset(("detectable_format:multiple_sections", "length_constraints:nth_paragraph_first_word"))


def _parted(passage: Passage, start: int, end: int, held: Found | None) -> Iterator[tuple[int, int, Found | None]]:
    """Yield a constraint in its properties: "in two sentences, with no Latin names" states two."""
    cursor = start
    if held is not None and held.id in _IN_PARTS:
        yield start, end, held
        return
    for cut in _BESIDES.finditer(passage.masked, start, end):
        if held is not None and held.start < cut.end() and cut.start() < held.end:
            continue
        if passage.text.count("(", cursor, cut.start()) != passage.text.count(")", cursor, cut.start()):
            continue
        if len(passage.text[cursor : cut.start()].split()) < 2 or len(passage.text[cut.end() : end].split()) < 2:
            continue
        if _FRAMED.match(passage.lower, cursor, cut.start()):
            continue
        if _VAGUE.search(passage.lower[cursor : cut.start()]) and passage.lower.startswith("con", cut.end()):
            continue  # "concise, containing at most fifty words": the tail says what that means
        yield cursor, cut.start(), held if held and cursor <= held.start < cut.start() else None
        cursor = cut.end()
    yield cursor, end, held if held and held.start >= cursor else None


_VAGUE = re.compile(r"\b(?:be|is|are)(?:,? (?:and|yet|but|or))?(?: [a-z]+(?:,? (?:and|yet|but|or))?){1,4}\s*$")
_FRAMED = re.compile(r"(?:if|when|while|in|for|to|after|before|at|below|above|throughout|within|during)\s[^,]*$")
_REASON = re.compile(r"\s*,\s(?:as|since|because)\s")
_OCCASION = re.compile(r"(?:when|while|in order to|to|for|given|considering)\s[^,.;:]{8,200},\s+")


def _without_reasons(passage: Passage, start: int, end: int, held: Found) -> Range:
    """Return a constraint's range without a reason or an occasion around it that is longer than what it is given for.

    A short one ("to ensure clarity", "In your response, …") stays with its constraint.
    """
    reason = _REASON.search(passage.lower, held.end, end)
    if reason and end - reason.start() > reason.start() - start:
        end = trimmed(passage.text, start, reason.start(), keep=held.end)[1]
    occasion = _OCCASION.match(passage.lower, start, end)
    if occasion and occasion.end() <= held.start and occasion.end() - start > end - occasion.end():
        start = occasion.end()
    return start, end


def _strongest(found: list[Found]) -> list[Found]:
    """Return constraints without those that others beside them imply: "a bullet list of exactly 5 points" is one."""
    if len(found) < 2:
        return found
    held = [Payload(one.id, one.kwargs) for one in found]
    return [
        one
        for one, mine in zip(found, held, strict=True)
        if not any(decided(mine, other) == "implied_by" for other in held if other is not mine)
    ]
