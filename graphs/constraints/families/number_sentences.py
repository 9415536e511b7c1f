"""How many sentences the response has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import in_several_paragraphs
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Counted,
    adjectives,
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
from stemmata.graphs.constraints.sentences import counted_sentences
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "length_constraints:number_sentences"
_KEY, _ONE, _MANY = "num_sentences", "sentence", "sentences"
_SENTENCES = amount_pattern(
    r"(?:total |full |complete |whole |separate |distinct |well-written |short |brief |long |concise |simple |clear |"
    r"lines or )?"
    r"sentences?(?! (?:structures?|case|fragments?|types?|starters?|patterns?|completions?|pairs?)\b)"
)


class Arguments(Counted):
    """IFEval's arguments, and three more bounds."""

    num_sentences: int = Field(ge=1, le=1_000_000)


class NumberSentences:
    """The response has at least, at most, exactly, … n sentences."""

    id = ID
    hard = True
    summary = "the number of sentences, as a bound, an exact number or a range"
    example = Example("Answer in at most 5 sentences.", {"relation": "at most", "num_sentences": 5})
    arguments = Arguments
    cues = ("sentence",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the number of sentences of the whole response."""
        for start, end, amount, form in [
            *((match.start(), match.end(), amount, form) for match, amount, form in find_amounts(passage, _SENTENCES)
              if binds_whole(passage, match)),
            *count_orders(passage, r"sentences?"),
        ]:  # fmt: skip
            kwargs: dict[str, Any] = {"relation": amount.relation, _KEY: amount.value}
            yield Found(ID, kwargs | ({"upper": amount.upper} if amount.upper else {}), start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound."""
        said = amounts(kwargs, _KEY, _ONE, _MANY)
        if form is Form.AMOUNT:
            return said
        if form is Form.VALUE:  # after "the sentence count:"
            return [words.rpartition(" ")[0] for words in said]
        if form is Form.VERB:
            return verbs(kwargs, _KEY, _ONE, _MANY)
        if form is Form.MODAL:
            return modals(kwargs, _KEY, _ONE, _MANY)
        if form is Form.ADJECTIVE:
            return adjectives(kwargs, _KEY, _ONE)
        if form is Form.PHRASE:
            return [f"{lead} {words}" for lead in ("in", "using") for words in said]
        if form is Form.SENTENCE:
            return [
                f"{lead} {words}"
                for words in said[:2]
                for lead in ("Use", "Answer in", "Your response should contain", "The response must have")
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
        """Return the number of sentences."""
        return Footprint(counts={"sentences": interval_of(kwargs, _KEY)}, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of sentences keeps the bound; the span begins at the first one too many."""
        spans = counted_sentences(response)
        passed, detail = judged(len(spans), kwargs, _KEY, _ONE, _MANY)
        high = interval_of(kwargs, _KEY).high
        over = None if passed or high is None or len(spans) <= high else (spans[high][0], len(response))
        return Check(passed, detail, over)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Cut a response that is too long after its last allowed sentence; nothing mends one that is too short."""
        high, spans = interval_of(kwargs, _KEY).high, counted_sentences(response)
        if not high or len(spans) <= high:
            return None
        text = response[: spans[high - 1][1]]
        if text.count("```") % 2:
            return None
        return Repair(text, len(response) - len(text), True, f"cut after {high} {_ONE if high == 1 else _MANY}")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield bounds for a text that is written out, near the known response where there is one."""
        if task.shape not in ("prose", "sentence") or any(known.id == ID for known in task.constraints):
            return
        if task.response is None:
            if task.shape == "sentence":
                yield {"relation": "equal to", _KEY: 1}
            else:
                long = in_several_paragraphs(task)
                relation = "at least" if long else rng.choice(("at least", "at most"))
                yield {"relation": relation, _KEY: rng.choice((8, 10, 12) if long else (3, 5, 8, 10))}
            return
        count = len(counted_sentences(task.response))
        if not count:
            return
        if count <= 6:
            yield {"relation": "equal to", _KEY: count}
        if count > 1:
            yield {"relation": "at most", _KEY: rounded(count + 1)}
        if count > 3:
            yield {"relation": "at least", _KEY: rounded(max(2, count * 0.7))}


FAMILY = NumberSentences()
