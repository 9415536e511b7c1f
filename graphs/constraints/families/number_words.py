"""How many words the response has."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import in_several_paragraphs
from stemmata.graphs.constraints.counting import word_spans
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Amount,
    Counted,
    Interval,
    adjectives,
    amount_pattern,
    amounts,
    changed_amounts,
    find_amounts,
    interval,
    judged,
    modals,
    rounded,
    verbs,
)
from stemmata.graphs.constraints.reading import SIZE, loosely
from stemmata.graphs.constraints.scope import binds_whole, count_orders
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "length_constraints:number_words"
_WORDS = amount_pattern(
    r"(?:total |whole |english )?words?(?! (?:in|as) (?:bold|italic))(?! (?:class|problem|order|search|cloud|"
    r"processor|play|count|limit|bank|art|"
    r"game|list|choice|document)s?\b)"
)
# A number of words that are asked for one by one, or that is told of something else.
_SINGLE = re.compile(
    r"\s(?:(?:that|which) (?!is|are|has|have)|to (?:describe|complete|fill)|(?:starting|beginning|ending|rhyming|"
    r"related|with (?:the )?"
    r"(?:letter|same)|in all|in (?:upper|capital|lower)|(?:or phrases)|using the letters?|from the)\b)"
    r"|[^.,;:!?\n]{0,40}\s(?:in|with|using)\s(?:(?:all|only|fully|entirely|block)[ -]){0,2}(?:capital|caps\b|upper|"
    r"square brackets|bold|italic|asterisk|markdown)"
    r"|\s(?:(?:should|must|are|to|that|which|be|fully|entirely|completely)\s){0,4}capitali[sz]ed\b"
)
_SINGLED = re.compile(
    r"\b(?:list|name|suggest|find|pick|choose|give|provide|come up with|highlight|underline|bold|think of|identify|"
    r"replace|change|define|capitali[sz]e|emphasi[sz]e|stress"
    r"|teach|learn|knows?|memori[sz]e|vocabulary of|start with|end with|begin with|first|last|keywords?|use these|"
    r"include|mention|(?:capitals?|caps|uppercase|letters?) (?:for|of|on|in))(?: me| us)?\s$"
)


class Arguments(Counted):
    """IFEval's arguments, and three more bounds."""

    num_words: int = Field(ge=1, le=9_999_999)


class NumberWords:
    """The response has at least, at most, exactly, … n words."""

    id = ID
    hard = True
    summary = "the number of words, as a bound, an exact number or a range"
    example = Example("Write an essay in at least 300 words.", {"relation": "at least", "num_words": 300})
    arguments = Arguments
    cues = ("word",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the number of words of the whole response."""
        for match, amount, form in find_amounts(passage, _WORDS):
            if loosely(match, amount, form):  # "a 300-word essay" has about so many
                continue
            if binds_whole(passage, match) and not _one_by_one(passage, match, form):
                yield Found(ID, _arguments(amount), match.start(), match.end(), form)
        for start, end, amount, form in count_orders(passage, r"words?"):
            yield Found(ID, _arguments(amount), start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound."""
        said = amounts(kwargs, "num_words", "word", "words")
        if form is Form.AMOUNT:
            return said
        if form is Form.VALUE:  # after "the word count:"
            return [words.rpartition(" ")[0] for words in said]
        if form is Form.VERB:
            return verbs(kwargs, "num_words", "word", "words")
        if form is Form.ADJECTIVE:
            exact = kwargs["relation"] == "equal to" and kwargs["num_words"] >= SIZE
            return [f"{'exactly ' * exact}{words}" for words in adjectives(kwargs, "num_words", "word")]
        if form is Form.PHRASE:
            return [f"in {words}" for words in said] + [f"using {words}" for words in said]
        if form is Form.MODAL:
            return [*modals(kwargs, "num_words", "word", "words"), f"should be {said[0]} long"]
        if form is Form.SENTENCE:
            return [
                f"Use {said[0]}",
                f"Your response should contain {said[0]}",
                f"Answer in {said[0]}",
                f"The response must have {said[1]}",
            ]
        return []

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other bounds and other numbers."""
        for changed, relation in changed_amounts(kwargs, "num_words", rng, least=5):
            if (changed["relation"], changed["num_words"]) != ("at least", 1):  # says nothing
                yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        if other.id != ID:
            return None
        return _interval(kwargs).meaning(_interval(other.kwargs))

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number of words."""
        return Footprint(counts={"words": _interval(kwargs)}, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of words keeps the bound; the span begins at the first word too many."""
        spans = word_spans(response)
        passed, detail = judged(len(spans), kwargs, "num_words", "word", "words")
        high = _interval(kwargs).high
        over = None if passed or high is None or len(spans) <= high else (spans[high][0], len(response))
        return Check(passed, detail, over)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Cut a response that is too long after its last allowed word; nothing mends one that is too short."""
        bounds, spans = _interval(kwargs), word_spans(response)
        if bounds.high is None or len(spans) <= bounds.high or bounds.high == 0:
            return None
        text = response[: spans[bounds.high - 1][1]].rstrip() + "."
        return Repair(text, len(response) - len(text) + 2, True, f"cut after {bounds.high} words")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield bounds for a text that is written out, near the known response where there is one."""
        if task.shape not in ("prose", "sentence") or any(known.id == ID for known in task.constraints):
            return
        if task.response is not None:
            count = len(word_spans(task.response))
            if count < 8:
                return
            yield {"relation": "at most", "num_words": rounded(count * 1.3 + 2)}
            if count >= 20:
                yield {"relation": "at least", "num_words": rounded(count * 0.7)}
            return
        typical = (
            rng.choice((150, 200, 300) if in_several_paragraphs(task) else (50, 100, 150, 200)[len(task.text) > 200 :])
            if task.shape == "prose"
            else rng.choice((15, 20, 25))
        )
        yield {
            "relation": rng.choice(("at least", "at most")) if task.shape == "prose" else "at most",
            "num_words": typical,
        }


def _arguments(amount: Amount) -> dict[str, Any]:
    kwargs: dict[str, Any] = {"relation": amount.relation, "num_words": amount.value}
    return kwargs | ({"upper": amount.upper} if amount.upper is not None else {})


def _one_by_one(passage: Passage, match: re.Match[str], form: Form) -> bool:
    """Return whether an amount is of words that are asked for singly, as in "name 5 words that rhyme with …"."""
    if form is Form.ADJECTIVE:
        return False
    before = passage.lower[max(0, match.start() - 40) : match.start()]
    return (
        _SINGLE.match(passage.lower[match.end() : match.end() + 40]) is not None or _SINGLED.search(before) is not None
    )


def _interval(kwargs: Kwargs) -> Interval:
    return interval(kwargs["relation"], kwargs["num_words"], kwargs.get("upper"))


FAMILY = NumberWords()
