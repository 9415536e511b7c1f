"""Bold and italic words: a family for each, made alike."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import Field, model_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import MODAL, Pattern, compiled
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.layout import Span, rewritten
from stemmata.graphs.constraints.layout_orders import (
    amounts_of,
    asked,
    forbidden,
    forbidding,
    pattern_of,
    unclaimed,
    uses,
)
from stemmata.graphs.constraints.passage import MASK, Passage, unquoted
from stemmata.graphs.constraints.quantity import (
    CountedExactly,
    Interval,
    amounts,
    changed_amounts,
    exactly,
    interval_of,
)
from stemmata.graphs.constraints.reading import amount_pattern
from stemmata.graphs.constraints.terms import Term, holds, pattern, said
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning


class Arguments(CountedExactly):
    """How many stretches of words, exact unless bounded, less than 1 for none; or the text that one has to hold."""

    number: int | None = Field(default=None, ge=1, le=10_000)
    text: Term | None = None

    @model_validator(mode="after")
    def _number_or_text(self) -> Self:
        if (self.number is None) == (self.text is None):
            raise ValueError("give 'number' or 'text', one of them")
        if self.text is not None and self.relation is not None:
            raise ValueError("a bound goes with 'number'")
        return self


_THINGS = r"(?:words?|phrases?|terms?|sentences?|names?|titles?|expressions?|key ?words?|key ?phrases?|statements?)"
_QUOTED = rf"[\"“'‘«`]{MASK}{{1,200}}[\"”'’»`]"
_PUT = r"(?:put|write|set|make|mark|format|print|present|show|render|type|display)"
# "highlight at least 3 sections, i.e. *highlighted section*" is a family of its own.
_SECTIONS = re.compile(r"(?:text )?(?:sections?|parts?)\b|[^.\n]{0,60}\*\w")


@dataclass(frozen=True, slots=True)
class Emphasis:
    """The response has so many stretches of words in one style, or has a given text in it.

    Attributes:
        id: The family's id.
        example: A statement of it.
        style: What it is called after "in".
        cues: See `ConstraintFamily`.
        spans: Returns where words of a response are in the style, without the marks.
        mark: What stands on both sides of words in the style.
        adjective: A regular expression for it before a noun ("bold words").
        inside: One for it after "in" or "as", and after "be" and "make".
        act: One for the verb ("italicize").
        noun: One for it after "use".
    """

    id: str
    example: Example
    style: str
    cues: tuple[str, ...]
    spans: Callable[[str], list[Span]]
    mark: str
    adjective: str
    inside: str
    act: str
    noun: str
    hard: bool = True
    arguments: type[Arguments] = Arguments
    _patterns: dict[str, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        things = rf"(?:(?:the|a|each|your|any|all|every)\s+)?(?:[\w'-]+\s+){{1,6}}?{self.inside}"
        named = (
            rf"(?:the\s+)?(?:(?:word|phrase|term|title|name|text|sentence|words|phrases|heading|line)\s+"
            rf")?(?P<text>{_QUOTED})"
        )
        self._patterns.update(
            amount=[
                pattern_of(rf"{_THINGS}(?:,? (?:written|put|set|formatted|highlighted|marked|that are))? "
                           rf"{self.inside}"),
                pattern_of(rf"{self.adjective} {_THINGS}"),
            ],
            acted=amount_pattern(rf"(?:key |important |different )?{_THINGS}"),
            act=re.compile(rf"(?<!\w){self.act} $"),
            text=[
                compiled(rf"(?:(?P<modal>{MODAL})\s+)?{_PUT}\s+{named}\s+{self.inside}", Form.SENTENCE),
                compiled(rf"{self.act}\s+{named}", Form.SENTENCE),
                compiled(rf"{named}\s+{MODAL}\s+be\s+(?:\w+\s+)?{self.inside}", Form.SENTENCE),
            ],
            bare=[
                *uses(self.noun),
                compiled(rf"(?:(?P<modal>{MODAL})\s+)?{_PUT}\s+{things}", Form.SENTENCE),
                compiled(rf"{self.act}\s+(?:(?:the|all|any|each|every|your|important|key)\s+){{1,3}}(?!\w+\s+"
                         rf"sections?\b)[\w'-]+", Form.SENTENCE),
            ],
            never=[*forbidding(rf"{self.noun}"), compiled(rf"(?:do\s+not|don['’]t|never)\s+{self.act}\s+(?:any|"
                                                          rf"anything|the)(?:\s+\w+)?",
                                                          Form.SENTENCE)],
        )  # fmt: skip

    @property
    def summary(self) -> str:
        """What it demands."""
        return f"how many stretches of words are in {self.style}, or a text that is"

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order, those that say more first."""
        for kwargs, start, end, form in unclaimed(passage, self._orders(passage)):
            yield Found(self.id, kwargs, start, end, form)

    def _orders(self, passage: Passage) -> Iterator[tuple[dict[str, Any], int, int, Form]]:
        for core in forbidden(passage, self._of("never")):
            yield {"number": 1, "relation": "less than"}, core.start, core.end, core.form
        for core in asked(passage, self._of("text")):
            text = unquoted(passage.text[slice(*core.match.span("text"))])
            if text and "\n" not in text:
                yield {"text": text}, core.start, core.end, core.form
        for counted in self._patterns["amount"]:
            for start, end, read, form in amounts_of(passage, marked=True, pattern=counted):
                yield exactly({"relation": read.relation, "number": read.value, "upper": read.upper}), start, end, form
        for start, end, read, form in amounts_of(passage, marked=True, pattern=self._patterns["acted"]):
            if self._patterns["act"].search(passage.lower, max(0, start - 20), start):
                yield exactly({"relation": read.relation, "number": read.value, "upper": read.upper}), start, end, form
        for core in asked(passage, self._of("bare")):
            if not _SECTIONS.match(passage.lower[core.end : core.end + 60].lstrip()):
                yield {"number": 1, "relation": "at least"}, core.start, core.end, core.form

    def _of(self, name: str) -> list[Pattern]:
        patterns: list[Pattern] = self._patterns[name]
        return patterns

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        if kwargs.get("text"):
            quoted = [words for words in said([kwargs["text"]]) if not words[0].isalnum()]
            frames = _TEXT.get(form, ())
            return [frame.format(words, self.style) for words in quoted for frame in frames]
        if _bound(kwargs).high == 0:
            return [frame.format(self.style) for frame in _NEVER.get(form, ())]
        counted = amounts(kwargs, "number", f"phrase in {self.style}", f"phrases in {self.style}")
        if form is Form.AMOUNT:
            return counted
        return [frame.format(words) for words in counted[:3] for frame in _FRAMES.get(form, ())]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers, one at least in the place of a text, and none at all."""
        if kwargs.get("text"):
            yield Alternative(self.id, {"number": 1, "relation": "at least"}, "weaker")
        elif _bound(kwargs).high == 0:
            yield Alternative(self.id, {"number": 1, "relation": "at least"}, "contradicting")
        else:
            for changed, relation in changed_amounts(kwargs, "number", rng):
                yield Alternative(self.id, exactly(changed), relation)
        if _bound(kwargs).low:
            yield Alternative(self.id, {"number": 1, "relation": "less than"}, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the numbers; a text in the style is one stretch at least, and has what it holds."""
        if other.id != self.id:
            return None
        ours, theirs = kwargs.get("text"), other.kwargs.get("text")
        if ours and theirs:
            forward, backward = holds(ours, theirs, whole=True), holds(theirs, ours, whole=True)
            return (
                "equivalent"
                if forward and backward
                else "implies"
                if forward
                else "implied_by"
                if backward
                else "independent"
            )
        meant = _bound(kwargs).meaning(_bound(other.kwargs))
        if meant == "contradicts" or not (ours or theirs):
            return meant
        # more is said by a text than by the number that goes with it
        forward = bool(ours) and meant in ("implies", "equivalent")
        backward = bool(theirs) and meant in ("implied_by", "equivalent")
        return "implies" if forward else "implied_by" if backward else "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the text, or nothing: other marks may stand for the style."""
        return Footprint(holds_anyhow=frozenset({kwargs["text"]})) if kwargs.get("text") else Footprint()

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there are as many as asked for, or the text is among them; the span is the first too many."""
        found = self.spans(response)
        text = kwargs.get("text")
        if text:
            if any(holds(response[start:end], text, whole=True) for start, end in found):
                return Check(True, f"{text!r} is in {self.style}")
            at = pattern(text, whole=True).search(response)
            return Check(False, f"{text!r} is not in {self.style}", at.span() if at else None)
        bound, count = _bound(kwargs), len(found)
        over = bound.high is not None and count > bound.high
        wanted = amounts(kwargs, "number", "phrase", "phrases")[0] if bound.high != 0 else "none"
        detail = f"{count} in {self.style}; asked for {wanted}"
        return Check(bound.holds(count), detail, found[bound.high or 0] if over else None)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put marks around the text where it stands first, or take marks off what is too much."""
        text = kwargs.get("text")
        if text:
            at = pattern(text, whole=True).search(response)
            if at is None or "```" in response:
                return None
            return rewritten(
                response, [(at.start(), at.end(), f"{self.mark}{at[0]}{self.mark}")], f"{text!r} put in {self.style}"
            )
        high, found = _bound(kwargs).high, self.spans(response)
        if high is None or len(found) <= high:
            return None
        off: list[tuple[int, int, str]] = []
        for start, end in found[high:]:
            width = next(
                width for width in (3, 2, 1) if response[start - width : start] == response[end : end + width] != ""
            )
            width = min(width, len(self.mark)) if response[start - width : start] != "***" else width
            kept = "*" * (3 - len(self.mark)) if width == 3 else ""
            off += [(start - width, start, kept), (end, end + width, kept)]
        return rewritten(response, off, f"marks of {self.style} taken off")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for longer prose and lists, near what a known response has."""
        if task.shape not in ("prose", "list") or any(known.id == self.id for known in task.constraints):
            return
        if addition.is_markup(task) or addition.names(task, _PLAIN) or self.cues[0] in task.text.lower():
            return
        if task.response is None:
            yield {"number": rng.choice((2, 3)), "relation": "at least"}
            return
        found = self.spans(task.response)
        if 0 < len(found) <= 20:
            yield {"number": len(found) if len(found) < 4 else len(found) - 1, "relation": "at least"}
            words = task.response[slice(*found[0])].strip(" :.,;*_")
            if 2 < len(words) < 40 and '"' not in words and not any(c in "*_`\n" for c in words):
                yield {"text": words}


_PLAIN = frozenset(
    "tweet message sms text caption slogan haiku poem lyrics song limerick email letter dialogue note speech".split()
)
_FRAMES: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: ("Use {}", "Include {}", "Your response must contain {}", "Your answer should have {}"),
    Form.MODAL: ("must contain {}", "should have {}"),
    Form.VERB: ("use {}", "include {}"),
    Form.PHRASE: ("with {}", "using {}"),
}
_NEVER: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: ("Do not use any {} text", "Avoid {} text", "Do not use {} font", "Write without {} text"),
    Form.MODAL: ("must not contain any {} text", "should avoid {} text"),
    Form.VERB: ("avoid {} text", "use no {} text"),
    Form.PHRASE: ("without {} text", "without any {} text"),
    Form.AMOUNT: ("no {} text",),
}
_TEXT: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: ("Put {} in {}", "Set {} in {}", "Mark {} in {}", "The text {} must be in {}"),
    Form.VERB: ("put {} in {}", "set {} in {}"),
    Form.MODAL: ("should put {} in {}", "must set {} in {}"),
}


def _bound(kwargs: Kwargs) -> Interval:
    return interval_of(kwargs, "number") if kwargs.get("number") else Interval(1, None)
