"""How many different words the response has."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import has_room, is_markup
from stemmata.graphs.constraints.counting import word_spans
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Amount,
    Counted,
    amount_pattern,
    amounts,
    changed_amounts,
    find_amounts,
    interval_of,
    judged,
    modals,
    rounded,
    verbs,
)
from stemmata.graphs.constraints.scope import binds_whole, count_orders
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "length_constraints:unique_words"
_KEY, _ONE, _MANY = "num_words", "unique word", "unique words"
_WORDS = amount_pattern(
    r"(?:total |english )?(?:unique|different|distinct|non-repeat(?:ed|ing)|"
    r"unrepeated)(?: english)? words?(?! (?:class|problem|order|search|cloud|list|choice|type|form)s?\b)"
)
# Words that are asked for one by one, or of which more is said.
_SINGLED = re.compile(
    r"\b(?:list|name|suggest|find|pick|choose|give|provide|come up with|highlight|underline|bold|think of|identify|"
    r"replace|define|teach|learn|show|add)(?: me| us)?(?: at least| exactly| up to)? $"
)
_SINGLE = re.compile(
    r"\s(?:for\b|(?:that|which) (?!is\b|are\b|has\b|have\b)|to (?:describe|say|mean|express|complete)|meaning\b|"
    r"with\b|starting|beginning|ending|rhyming|related|from\b|about\b|using the letters?|of (?:the|this)\b|"
    r"and (?:their|define|explain))"
)


class Arguments(Counted):
    """A bound on the number of different words."""

    num_words: int = Field(ge=1, le=1_000_000)


class UniqueWords:
    """The response has at least, at most, exactly, … n different words; capitals make no difference."""

    id = ID
    hard = True
    summary = "the number of different words, whatever their case"
    example = Example("Use at least 50 unique words.", {"relation": "at least", "num_words": 50})
    arguments = Arguments
    cues = ("word",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the number of different words of the whole response."""
        for match, amount, form in find_amounts(passage, _WORDS):
            before = passage.lower[max(0, match.start() - 50) : match.start()]
            if binds_whole(passage, match) and not (
                _SINGLED.search(before) or _SINGLE.match(passage.lower, match.end())
            ):
                yield Found(ID, _arguments(amount), match.start(), match.end(), form)
        for start, end, amount, form in count_orders(passage, r"(?:unique|different|distinct) words?"):
            yield Found(ID, _arguments(amount), start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound."""
        said = amounts(kwargs, _KEY, _ONE, _MANY)
        other = amounts(kwargs, _KEY, "different word", "different words")
        if form is Form.AMOUNT:
            return [*said, *other]
        if form is Form.VALUE:  # after "the number of unique words:"
            return [words.rpartition(" unique ")[0] for words in said]
        if form is Form.VERB:
            return verbs(kwargs, _KEY, _ONE, _MANY)
        if form is Form.MODAL:
            return modals(kwargs, _KEY, _ONE, _MANY)
        if form is Form.PHRASE:
            return [f"{lead} {words}" for lead in ("using", "in") for words in said]
        if form is Form.SENTENCE:
            return [
                f"{lead} {words}"
                for words in (said[0], other[0])
                for lead in ("Use", "Your response should contain", "The response must have")
            ]
        return []

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other bounds and other numbers."""
        for changed, relation in changed_amounts(kwargs, _KEY, rng):
            if (changed["relation"], changed[_KEY]) != ("at least", 1):  # says nothing
                yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return interval_of(kwargs, _KEY).meaning(interval_of(other.kwargs, _KEY)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number of different words."""
        return Footprint(counts={"unique_words": interval_of(kwargs, _KEY)}, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of different words keeps the bound; the span is the first one too many."""
        firsts = _firsts(response)
        passed, detail = judged(len(firsts), kwargs, _KEY, _ONE, _MANY)
        high = interval_of(kwargs, _KEY).high
        return Check(passed, detail, None if passed or high is None or len(firsts) <= high else firsts[high])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Cut a response of too many different words before the first one too many; nothing mends one of too few."""
        high, firsts = interval_of(kwargs, _KEY).high, _firsts(response)
        if not high or len(firsts) <= high:
            return None
        text = response[: firsts[high][0]].rstrip()
        text = text.rstrip(",;:([{<-–—\"'“‘ \n\t")
        if text.count("```") % 2 or not text:
            return None
        stop = "." if text[-1].isalnum() else ""
        return Repair(text + stop, len(response) - len(text) + len(stop), True, f"cut after {high} different words")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield bounds for prose of some length, near the known response where there is one."""
        if task.shape != "prose" or is_markup(task):
            return
        if task.response is None:
            offered = {"relation": "at least", _KEY: rng.choice((50, 80, 100, 150))}
        else:
            count = len(_firsts(task.response))
            offered = {"relation": "at least", _KEY: rounded(count * 0.8)}
            if count < 20:
                return
        if has_room(task, Payload(ID, offered)):
            yield offered


def _arguments(amount: Amount) -> dict[str, Any]:
    kwargs: dict[str, Any] = {"relation": amount.relation, _KEY: amount.value}
    return kwargs | ({"upper": amount.upper} if amount.upper is not None else {})


def _firsts(text: str) -> list[tuple[int, int]]:
    """Return where each different word stands first."""
    firsts: dict[str, tuple[int, int]] = {}
    for start, end in word_spans(text):
        firsts.setdefault(text[start:end].casefold(), (start, end))
    return list(firsts.values())


FAMILY = UniqueWords()
