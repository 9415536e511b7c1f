"""What an instruction carries along: material after a colon, passages of their own, the parts that a colon lists."""

from __future__ import annotations

import re
from typing import NamedTuple

from stemmata.graphs.constraints.family import Found
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.parsing.clauses import nameless, opening
from stemmata.parsing.coordination import fragment, imperative
from stemmata.parsing.headings import heading
from stemmata.parsing.lexicon import PRODUCING, WORKING
from stemmata.parsing.regions import Region
from stemmata.parsing.syntax import Sentence
from stemmata.parsing.units import Range, Unit, trimmed
from stemmata.schemas.vocabulary import FactRole, NodeKind

# The dividers of a template are words of the instruction; the rest of it is only carried along.
_LAYOUT = re.compile(r"\n\*\*\*[^\S\n]*\n|[^\n]+|\n")
_INLINE = re.compile(r":\s+(?=\S)")
_CARRIES = re.compile(
    r"(?:following|this|below|these|given|provided|here is|text is|sentence|question)(?![\w-])[^.?!]*$"
    r"|^(?:here (?:it is|they are|goes|you go|we go)|it (?:reads|goes|says)|they are)$"
)


_ASKED = re.compile(  # the list names what is asked for: "extract the following fields"
    r"\b(?:extract|list|find|identify|provide|give|name|return|tell me|collect|determine|state|specify|report|note) "
    r"(?:\w+ ){0,3}?(?:following|these)(?: \w+){0,3}(?: (?:from|about|in|for|of) [\w ]{2,40})?$"
)
_DEMANDS = re.compile(  # a demand, whose colon only opens its list: "make sure that it has the following"
    r"\b(?:include|contain|mention|ha(?:s|ve)|cover|meet|satisfy|fulfil|follow|(?:choose|select|pick|"
    r"taken)(?: [\w ]{1,30})? from|"
    r"one of|incorporate|feature)(?: (?:all (?:of )?)?(?:the following|these|those|this|at least)(?: \w+){0,3})?$"
    r"|\b(?:with|including|containing|covering|having|mentioning|featuring) (?:the following|these)(?: \w+){0,3}$"
)


_LABEL = re.compile(
    r"[*#_ ]{0,4}(?:input|text|e-?mail|sentences?|passages?|context|article|paragraph|words?|code|data|problem|"
    r"review|tweet|document|"
    r"story|premise|conversation|dialogue|table|list|statement|description|function|options?|choices|q|question|query|poem|message|"
    r"transcript|abstract|source|content|item|product|quote)\s?\d{0,2}[*_]{0,2}:[*_]{0,2}\s+(?=\S|$)",
    re.IGNORECASE,
)
_MARKS = (('"', '"'), ("“", "”"), ("‘", "’"), ("«", "»"))
_LABELLED = re.compile(r"(?:^|\n)[*#_ ]{0,4}[A-Z][\w ]{0,24}:[*_]{0,2}\s")


def fact_range(text: str, part: Region) -> Range:
    """Return where the words of a passage stand; an empty range for a label of the answer's place."""
    start, end = part.start, part.end
    if nameless(text[start : min(end, start + 40)]) and end - start < 40:
        return start, start
    while start < end and text[start].isspace():
        start += 1
    if end - start < 40 and _LABEL.fullmatch(text[start:end] + " ") is not None:
        return start, start
    first = text.find("\n", start, end)
    if part.role == "material" and first > 0 and heading(text[start:first], alone=False) == "material":
        start = first + 1
    label = _LABEL.match(text, start, end)
    if label and part.role == "material" and not _LABELLED.search(text, label.end(), end):
        start = label.end()
    while end > start:
        while end > start and text[end - 1].isspace():
            end -= 1
        slot = max(text.rfind("\n", start, end) + 1, start)
        if slot == start or end - slot > 24 or text[end - 1] not in ":*_" or not nameless(text[slot:end]):
            break
        end = slot
    start, end = _unmarked(text, start, end)
    return (start, end) if any(not c.isspace() for c in text[start:end]) else (start, start)


def _unmarked(text: str, start: int, end: int) -> Range:
    """Return a passage's range without the quotation marks around it."""
    marked = end - start > 2 and (text[start], text[end - 1]) in _MARKS
    return (start + 1, end - 1) if marked and text[start] not in text[start + 1 : end - 1] else (start, end)


def without_material(passage: Passage, parts: list[Region]) -> Passage:
    """Return a passage in which what is only carried along is masked."""
    masked, lower = passage.masked, passage.lower
    pieces_masked, pieces_lower, cursor = [], [], 0
    for part in parts:
        if part.role is not None:
            blank = _LAYOUT.sub(
                lambda m: m[0] if m[0].strip() == "***" else MASK * len(m[0]), masked[part.start : part.end]
            )
            pieces_masked += [masked[cursor : part.start], blank]
            pieces_lower += [lower[cursor : part.start], blank]
            cursor = part.end
        elif not passage.masked[part.start : part.end].strip(MASK + "\"' \n\t"):  # a docstring is no quotation
            own = passage.text[part.start : part.end]
            pieces_masked += [masked[cursor : part.start], own]
            pieces_lower += [lower[cursor : part.start], own.lower() if len(own.lower()) == len(own) else own]
            cursor = part.end
    if not cursor:
        return passage
    return Passage(passage.text, "".join([*pieces_masked, masked[cursor:]]), "".join([*pieces_lower, lower[cursor:]]))


class Carried(NamedTuple):
    """What follows a colon: material to work on, or the parts that the output is to have."""

    start: int
    end: int
    parts: bool


def carried(passage: Passage, sentence: Sentence, found: list[Found]) -> Carried | None:
    """Return what follows a colon in the sentence of an act: unquoted material, or a list of parts."""
    start, end = opening(passage.lower, sentence.start, sentence.end), sentence.end
    for match in _INLINE.finditer(passage.masked, start, min(end, start + 300)):
        if passage.masked[match.end()] in "\"“'‘`" or any(one.start <= match.end() < one.end for one in found):
            continue
        before = passage.lower[start : match.start()]
        if before.count("(") > before.count(")"):
            continue
        if _DEMANDS.search(before) or _ASKED.search(before):
            return None
        if _CARRIES.search(passage.lower[start : match.start()]):
            return Carried(match.end(), end, False)
        verb = imperative(sentence, start, match.start())
        if verb is not None and verb.lemma_.lower() in WORKING and len(passage.text[match.end() : end].split()) > 2:
            return Carried(match.end(), end, False)
        several = passage.masked.count(",", match.end(), end)
        if verb is None or not several or not fragment(sentence, match.end(), end):
            continue
        return Carried(match.end(), end, verb.lemma_.lower() in PRODUCING - _CHOOSING)
    return None


_CHOOSING = frozenset("pick choose select find identify extract determine rank deduce infer predict compute".split())
_ITEM_END = re.compile(r"\s*[,;]\s+(?:and\s+|or\s+)?")


def listed(passage: Passage, carried: Carried, found: list[Found], made: list[Unit]) -> None:
    """Add the parts that an output is to have, each a constraint."""
    cursor = carried.start
    ends = [match.span() for match in _ITEM_END.finditer(passage.masked, carried.start, carried.end)]
    for left, right in [*ends, (carried.end, carried.end)]:
        inside = next((one for one in found if cursor <= one.start and one.end <= left), None)
        a, b = trimmed(passage.text, cursor, left)
        if b > a:
            made.append(Unit(NodeKind.CONSTRAINT, [(a, b)], None, inside))
        cursor = right


def fact(text: str, start: int, end: int, role: FactRole, made: list[Unit]) -> None:
    """Add a fact, where the words are any; material keeps its own punctuation."""
    if role == "material":
        left, right = start, end
        while right > left and text[right - 1].isspace():
            right -= 1
        left, right = _unmarked(text, left, right)
    else:
        left, right = trimmed(text, start, end)
    if any(c.isalnum() for c in text[left:right]) or (role == "material" and right > left):
        made.append(Unit(NodeKind.FACT, [(left, right)], role))
