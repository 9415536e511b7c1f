"""Amounts in each sentence or paragraph: how people say them, and how they are said again."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from stemmata.graphs.constraints.family import Alternative, Check, Form, Found, Kwargs
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    adjectives,
    amount_pattern,
    amounts,
    changed_amounts,
    find_amounts,
    interval_of,
    spoken,
)
from stemmata.graphs.constraints.reading import Amount
from stemmata.graphs.constraints.scope import count_orders, sentence_before
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

_OWN = (
    r"(?: of)?(?: (?:the|your|its|these|those|my))?(?: (?:single|individual|new|complete|full|body|main|simplified))?"
)
# "each sentence", "no paragraph"; and "three paragraphs, each with …".
_SUBJECT = re.compile(
    rf"(?P<which>\b(?:each|every|all|any|no|none))(?: one)?{_OWN} (?P<part>[a-z]+)\b"
    r"|\b(?P<before>[a-z]+)(?:,| \(|,? and|,? with)? each(?: one)?(?: of (?:them|which))?"
    r"(?= (?:with|of|containing|consisting|composed|comprising|having|has|have|should|must|is|are|being|no|at|"
    r"limited|not|between|under|"
    r"exactly|must)\b)"
)
_LOOSE = re.compile(
    r"\b(?:keep|use|using|in|with|your|the|short|shorter|write|have|only|into)(?: (?:your|the|short|simple|clear|"
    r"only|individual))? (?P<part>sentences|paragraphs) (?:(?:should|must|can|may|need|to|is|are|be|being|ha(?:s|ve)|"
    r"of|with|under|below|no|not|at|within|that|contain(?:ing)?|limited|shorter|longer|between|long|"
    r"short)\b[^,.;:\n]{0,50})?$"
)
_LENGTH = re.compile(
    r"(?P<max>\bmax(?:imum)? )?\b(?<!average )(?P<part>sentence|paragraph) lengths?(?: (?:is|of|should be|must be|to|"
    r"at))?:? $"
)
_WHERE = re.compile(
    r"\b(?:in|of|within|throughout|from|for|under) (?:(?:your|the|this|each|every|my|"
    r"a) )?(?:[\w-]+ ){0,2}?(?:response|answer|reply|output|text|essay|story|article|summary|poem|section|paragraph|"
    r"list|proposal|explanation)s?\b"
)
_OTHER = re.compile(
    r"\b(?:responses?|answers?|reply|output|texts?|essay|story|article|summary|poem|script|report|lists?|titles?|"
    r"headings?|sections?|paragraphs?|sentences?|lines?|bullets?|rows?|entire|overall|total|whole)\b"
)
_LINKED = re.compile(
    r"(?:^|\b(?:contain(?:s|ing)?|ha(?:s|ve|ving)|of|be|is|being|are|with|use|uses|in|into|compris(?:e|es|ing)|"
    r"includ(?:e|es|ing)|to|long|only|write|add)|:|,) ?(?:a total of )?$"
)
_EDGE = re.compile(r"\b(?:start|begin|end|open|clos)(?:s|e|es|ing)? (?:with|on|in)(?: (?:one of|the same|the))? $")
_PICKED = re.compile(
    r"\b(?:highlight|bold|underline|italici[sz]e|replace|capitali[sz]e|change|misspell|omit|swap|list|name|choose|"
    r"pick)\w*(?: [a-z]+){0,2} $"
)
_SINGLE = re.compile(
    r"\s(?:(?:that|which|who) |in (?:all|upper|capital|lower|bold|italics)|from the|starting|beginning|ending|"
    r"rhyming|related|using the|containing|with (?:the )?(?:letter|same)|about\b|on\b|describing|explaining|"
    r"discussing)"
)


class EachPart(NamedTuple):
    """What is counted and in each of what: the argument's name, the noun counted and its plural, the part."""

    key: str
    one: str
    many: str
    part: str


def _pattern(kind: EachPart) -> re.Pattern[str]:
    return amount_pattern(
        rf"(?:total |full |complete |whole |english )?{kind.many}?(?! (?:class|problem|structure|count|limit|"
        rf"fragment|type)s?\b)"
    )


def part_amounts(passage: Passage, kind: EachPart) -> Iterator[tuple[int, int, Amount, Form]]:
    """Yield each amount that every sentence or paragraph should keep, with its place and form.

    AMOUNT where the part is named after it, VALUE (or VERB and so on for "not exceed …") where it is named before and
    stays, ADJECTIVE for "ten-word sentences", SENTENCE for a clause that is turned round ("no sentence has more …").
    """
    after = re.compile(
        rf"(?: long| at most| or less)?,? ?\(?(?:per|in (?:each|every|any|a)|for (?:each|every)|of (?:each|every)|"
        rf"within (?:each|every)|each|every|an?)(?: (?:single|individual))? {kind.part}(?![\w-])"
    )
    for match, amount, form in find_amounts(passage, _pattern(kind)):
        start, end = match.span()
        said = any(match[name] for name in ("ge", "le", "lt", "gt", "eq", "suffix", "tail", "plus", "m"))
        words = sentence_before(passage, start)
        if _PICKED.search(words) or (_SINGLE.match(passage.lower, end) and kind.one == "word"):
            continue
        if follows := after.match(passage.lower, end):
            yield start, follows.end(), amount, Form.AMOUNT
        elif form is Form.ADJECTIVE and re.match(rf" (?:[a-z]+ )?{kind.part}s(?![\w-])", passage.lower[end : end + 30]):
            yield start, end, amount, Form.ADJECTIVE
        else:
            exceeding = re.search(r"(?:exceed|surpass)(?:ing)?$", match["le"] or "") is not None
            kept = form if exceeding and form is not Form.SENTENCE else Form.VALUE
            yield from _named_before(passage, kind, (start, end, kept), amount, said)
    for start, end, amount, form in count_orders(passage, f"{kind.many}?", part=f"{kind.part}s?"):
        yield start, end, amount, form


def _named_before(
    passage: Passage, kind: EachPart, place: tuple[int, int, Form], amount: Amount, said: bool
) -> Iterator[tuple[int, int, Amount, Form]]:
    """Yield an amount where the words before it, or "each" after it, name the part."""
    start, end, form = place
    words = sentence_before(passage, start)
    length = _LENGTH.search(words)
    if length and length["part"] == kind.part:
        yield start, end, amount._replace(relation="at most") if length["max"] and not said else amount, Form.VALUE
        return
    subjects = list(_SUBJECT.finditer(words))
    if not subjects:
        loose = _LOOSE.search(words)
        shared = re.match(r" each\b(?! \w+ing\b)", passage.lower[end : end + 12])
        if (loose and loose["part"] == f"{kind.part}s") or (
            shared
            and re.search(rf"\b{kind.part}s,? (?:of|with|containing|that have|having|in|and)[^.,;:\n]{{0,30}}$", words)
        ):
            yield start, end, amount, form
        return
    last = subjects[-1]
    gap = _WHERE.sub("", words[last.end() :])
    if (last["part"] or last["before"]).removesuffix("s") != kind.part or _OTHER.search(gap):
        return
    if _EDGE.search(gap) or (not said and not _LINKED.search(gap)):
        return
    if last["which"] not in ("no", "none"):
        yield start, end, amount, form
    elif amount.relation in ("more than", "less than") and not re.search(r"\bnot\b|n['’]t\b", gap):
        turned = amount._replace(relation="at most" if amount.relation == "more than" else "at least")
        yield start - len(words) + last.start(), end, turned, Form.SENTENCE


def part_phrases(kwargs: Kwargs, kind: EachPart, form: Form) -> list[str]:
    """Return phrasings of an amount in each part, the plainest first."""
    said = amounts(kwargs, kind.key, kind.one, kind.many)
    if form is Form.VALUE:
        return said
    if form is Form.AMOUNT:
        return [f"{words} {per} {kind.part}" for words in said for per in ("per", "in each", "in every")]
    if form is Form.ADJECTIVE:
        return adjectives(kwargs, kind.key, kind.one)
    leads = {
        Form.VERB: ("have", "contain", "use"),
        Form.MODAL: ("has", "should have", "must contain"),
        Form.PHRASE: ("having", "with", "using"),
    }.get(form, ())
    if form is Form.SENTENCE:
        return [
            *(f"Each {kind.part} must have {words}" for words in said[:2]),
            *(f"{lead} {said[0]}" for lead in (f"Every {kind.part} should contain", f"Make sure each {kind.part} has")),
            f"Use {said[0]} per {kind.part}",
            f"All {kind.part}s must have {said[0]}",
        ]
    beside = [f"{lead} {words}" for lead in leads[:1] for words in said]
    return beside + [f"{lead} {words} per {kind.part}" for words in said for lead in leads]


class BoundInEachPart:
    """What families share that bound a number in each sentence or paragraph: their words and their meaning."""

    id: str
    kind: EachPart

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound that every part should keep."""
        if self.kind.one in passage.lower:
            for start, end, amount, form in part_amounts(passage, self.kind):
                kwargs: dict[str, Any] = {"relation": amount.relation, self.kind.key: amount.value}
                yield Found(self.id, kwargs | ({"upper": amount.upper} if amount.upper else {}), start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound; as a VALUE, the amount beside the part's name."""
        return part_phrases(kwargs, self.kind, form)

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other bounds and other numbers."""
        for changed, relation in changed_amounts(kwargs, self.kind.key, rng):
            if (changed["relation"], changed[self.kind.key]) != ("at least", 1):  # says nothing
                yield Alternative(self.id, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals; there is one part at least."""
        if other.id != self.id:
            return None
        return interval_of(kwargs, self.kind.key).meaning(interval_of(other.kwargs, self.kind.key))

    def judged(self, kwargs: Kwargs, parts: Sequence[tuple[tuple[int, int], int]]) -> Check:
        """Return whether each part keeps the bound; the span is the first one that does not.

        Args:
            kwargs: The bound.
            parts: The offsets of the parts, and how many each has.
        """
        key, one, many, part = self.kind
        bounds, asked = interval_of(kwargs, key), f"asked for {amounts(kwargs, key, one, many)[0]}"
        if not parts:
            return Check(False, f"no {part}; {asked} in each")
        for i, (span, count) in enumerate(parts, 1):
            if not bounds.holds(count):
                return Check(False, f"{spoken(count, one, many)} in {part} {i}; {asked}", span)
        return Check(True, f"{spoken(len(parts), part, part + 's')}; {asked} in each")
