"""Where a passage says with which punctuation mark the response, or each of its sentences, is to end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from stemmata.graphs.constraints.context import MODAL, few_blanks
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.marks import NAME, mark_of, read_marks
from stemmata.graphs.constraints.mention_patterns import LED
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before

_SIGN = rf"[\"“'‘`]{MASK}{{1,3}}[\"”'’`]"
_WHAT = (
    rf"(?P<what>(?:an?\s+|the\s+|one\s+)?(?:single\s+|simple\s+)?{NAME}(?!\w)(?:\s?\((?:[^\w\s()]{{1,3}}|"
    rf"{_SIGN})\)|\s{_SIGN})?|"
    rf"(?:(?:an?|the)\s+)?(?:(?:symbol|sign|character|mark|punctuation\s+mark)\s+)?(?P<sign>{_SIGN}))"
)
_END = (
    r"(?P<verb>end|ends|ending|finish|finishes|finishing|conclude|concludes|concluding|close|closes|closing|"
    r"terminate|terminates|"
    r"be\s+(?:ended|closed|terminated|finished|concluded))"
)
_OBJECT = (
    r"(?:\s+(?P<object>it|(?:your|the|this|its|my|(?P<every>each(?:\s+and\s+every)?|every(?:\s+single)?|all(?:\s+of)?"
    r"(?:\s+(?:the|your))?))(?:\s+(?:final|entire|whole|last|very|overall)){0,2}\s+(?P<thing>[\w-]+)"
    r"(?:\s+(?:of|in)\s+(?:your|the|this)\s+[\w-]+)?))?"
)
_LAST = (
    r"(?:(?:the|its|their)\s+)?(?:very\s+)?(?:ending|final|closing|end|last)\s+(?:punctuation(?:\s+marks?)?|"
    r"mark|character|symbol|"
    r"sign)"
)
_OF = (
    r"(?:\s+(?:of|for|in|at)\s+(?:(?P<each>each|every|all)\s+(?:of\s+)?(?:(?:the|your)\s+)?|(?:your|the|this|"
    r"my)\s+)(?:entire\s+|"
    r"whole\s+)?(?P<noun>[\w-]+)(?:\s+(?:in|of)\s+(?:the|your)\s+[\w-]+)?)?"
)


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(few_blanks(pattern))


_ENDS = _pattern(
    rf"(?<![\w-])(?:(?P<modal>{MODAL})\s+(?:(?:also|always|only)\s+)?)?{_END}{_OBJECT}\s+(?:with|in|by|using|"
    rf"on)\s+(?:using\s+)?{_WHAT}"
)
_LASTS = _pattern(rf"(?<![\w-]){_LAST}{_OF}\s*(?:{MODAL}\s+(?:always\s+)?be|is|:)\s+{_WHAT}")
_AT_END = _pattern(
    rf"(?<![\w-])(?P<act>put|place|use|add|include|have|with)\s+{_WHAT}\s+(?:at\s+the\s+(?:very\s+)?end|"
    rf"as\s+{_LAST}){_OF}(?!\w)"
)
# What comes after the name of a mark where it is not alone, or no mark at all.
_AFTER = re.compile(
    r"\s?(?:/|,?\s(?:or|followed|then|of|in the|on the|after|before|inside|between|for (?:questions|statements)|"
    r"instead|if|when|unless"
    r"|but)\b)|\s\w+(?:y|ical) (?:note|tone)"
)
_HEAD = _pattern(
    r"\b(?:(?P<every>each(?:\s+and\s+every)?|every(?:\s+single)?|all)(?:\s+of)?(?:\s+(?:the|"
    r"your))?\s+(?:[\w-]+\s+){0,2}?(?P<parts>(?!and\b|or\b|must\b)[\w-]+)|(?P<det>the|your|"
    r"this|an?|its|this)\s+(?P<words>(?:[\w-]+\s+){0,2}?)(?P<noun>(?!and\b|or\b|must\b)[\w-]+)|(?P<it>it|you))"
    rf"(?P<tail>(?:\s+(?:in|of|for|from)\s+(?:the|your|this|each|my)\s+[\w-]+){{0,2}}(?:\s+(?:that|which))?)"
    rf"(?=\s+(?:(?:also|always)\s+)?(?:{MODAL}|is|are|has|includes?|contains?|uses?|ends?|concludes?)\b|\s*$)"
)
_PART = re.compile(
    r"(?:titles?|headings?|headers?|headlines?|lines?|questions?|entry|entries|items?|names?|rows?|cells?|"
    r"bullets?|points?|sections?|words?|"
    r"steps?|options?|statements|references?|introduction|opening|urls?|files?|filenames?|subject|greeting|"
    r"first|second|third|stanzas?|"
    r"verses?|chapters?|labels?|sentences?|quotes?|quotations?|clauses?|dialogues?|columns?|codes?|commands?|"
    r"functions?|strings?|"
    r"numbers?|months?|days?|years?|game|war|season|movie|film|book|event|era|march|concert)"
)
_ASKED = re.compile(
    r"\b(?:sure|ensur\w+|important|essential|crucial|necessary|must|should|remember|required?|needs?|structured|"
    r"crafted|such that|so that|"
    r"where|in which|with)\b|\b(?:that|which)\s$"
)
_NEGATED = re.compile(r"(?:\b(?:not|never|avoid|without|cannot)|n['’]t|\brather than|\binstead of)\s(?:to |ever )?$")
_ONLY_IF = re.compile(
    r"\b(?:if|when|whenever|unless|where possible)\b[^,.;]{1,90},\s(?:then |please )?$|\b(?:does|do|which|what|"
    r"why)\b[^,.;]{0,40}$"
)
_LAST_SENTENCE = re.compile(r"\b(?:last|final|closing|concluding)\s")


Scope = Literal["whole", "sentences"]


class MarkEnding(NamedTuple):
    """A demand on the mark that ends the response ("whole") or each of its sentences ("sentences")."""

    scope: Scope
    mark: str
    start: int
    end: int
    form: Form


def mark_endings(passage: Passage) -> Iterator[MarkEnding]:
    """Yield each demand on the mark at the end, in order of position."""
    found = [*_by_verb(passage), *_by_name(passage)]
    reached = -1
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= reached:
            reached = one.end
            yield one


def _mark(passage: Passage, match: re.Match[str]) -> str | None:
    """Return the one mark that is named; None for several, or for a quotation that is no mark."""
    if _AFTER.match(passage.lower, match.end("what")):
        return None
    if match["sign"]:
        left, right = match.span("sign")
        return mark_of(passage.text[left + 1 : right - 1])
    named = read_marks(passage, *match.span("what"))
    return named[0].mark if len(named) == 1 else None


def _by_verb(passage: Passage) -> Iterator[MarkEnding]:
    for match in scan(_ENDS, passage.lower):
        mark, before = _mark(passage, match), sentence_before(passage, match.start(), 240)
        if mark is None or _NEGATED.search(before) or _ONLY_IF.search(before):
            continue
        start, end, verb = match.start(), match.end("what"), match["verb"]
        scope: Scope | None
        if match["object"]:
            if match["sign"] and not match["every"]:  # last words
                continue
            scope = _scope(match["every"], match["thing"] or "", match["object"])
        else:
            heads = list(_HEAD.finditer(before))
            head = heads[-1] if heads else None
            if verb.endswith("s") and not match["modal"] and not _ASKED.search(before):
                continue
            if head is None and verb.startswith("be"):
                continue
            asked_for = head is None or head["det"] in ("a", "an")  # "a headline that ends with …"
            scope = "whole"
            if head is not None and not asked_for:
                scope = _scope(head["every"], head["parts"] or head["noun"] or "", head["words"] or "")
            if scope == "sentences" and head is not None:
                if head.end() < len(before.rstrip()):  # "each sentence must have … and end with a period"
                    yield MarkEnding(scope, mark, *match.span("what"), Form.VALUE)
                    continue
                start -= len(before) - head.start()
        if scope is None:
            continue
        if scope == "sentences" and not match["object"]:
            led = LED.search(sentence_before(passage, start))
            start -= len(led[0]) if led else 0
            form = _order(passage, start) if led and not led["doing"] else Form.PHRASE if led else Form.SENTENCE
        elif match["modal"] or verb.endswith("s") or verb.startswith("be"):
            form = Form.MODAL
        else:
            form = Form.PHRASE if verb.endswith("ing") else _order(passage, start)
        yield MarkEnding(scope, mark, start, end, form)


def _scope(every: str | None, noun: str, words: str) -> Scope | None:
    """Return what ends with the mark; None for a part of the response that is no sentence, and for one sentence."""
    if every:
        return "sentences" if noun in ("sentence", "sentences") else None
    if noun in ("sentence", "line", "question", "paragraph") and _LAST_SENTENCE.search(words + " "):
        return "whole"
    return None if _PART.fullmatch(noun) or re.search(r"\b(?:first|second|third|opening)\b", words) else "whole"


def _by_name(passage: Passage) -> Iterator[MarkEnding]:
    for pattern in (_LASTS, _AT_END):
        for match in scan(pattern, passage.lower):
            mark, before = _mark(passage, match) if pattern is _LASTS else _placed(passage, match), ""
            before = sentence_before(passage, match.start())
            if mark is None or _NEGATED.search(before) or _ONLY_IF.search(before):
                continue
            heads = [] if match["noun"] else list(_HEAD.finditer(before))
            head = heads[-1] if heads and pattern is _AT_END else None
            noun = match["noun"] or (head["parts"] or head["noun"] or "" if head else "")
            scope = _scope(match["each"] or (head["every"] if head else None), noun, "")
            if scope is not None:
                yield MarkEnding(scope, mark, *match.span("what"), Form.VALUE)


def _placed(passage: Passage, match: re.Match[str]) -> str | None:
    if match["sign"] or _AFTER.match(passage.lower, match.end()):
        return None
    named = read_marks(passage, *match.span("what"))
    return named[0].mark if len(named) == 1 else None


def _order(passage: Passage, start: int) -> Form:
    return Form.SENTENCE if passage.text[start : start + 1].isupper() else Form.VERB
