"""How many words the response has, more or less."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from stemmata.graphs.constraints.addition import has_room
from stemmata.graphs.constraints.counting import word_spans
from stemmata.graphs.constraints.family import (
    Alternative,
    Arguments,
    Check,
    Example,
    Form,
    Found,
    Kwargs,
    Repair,
    Task,
)
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.nearness import DIGITS, USUAL, Near, find_near, near_interval, nearness
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import rounded, spoken
from stemmata.graphs.constraints.reading import SIZE, amount_pattern, find_amounts, loosely
from stemmata.graphs.constraints.scope import binds_whole, demanded, of_a_part
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning, Relation

ID = "length_constraints:about_words"
_EXACT = "length_constraints:number_words"
_NOUN = (
    r"(?:total |whole |english )?words?(?! (?:class|problem|order|search|cloud|processor|play|count|limit|bank|art|"
    r"game|list|choice|document)s?\b)"
)
_WORDS = amount_pattern(_NOUN)
_FEW = 20  # "about three words" may name a topic, "about 300 words" hardly
_TOPIC = re.compile(
    r"\b(?:write|compose|poem|story|essay|song|article|talk|tell|something|paragraph|speech)\w*(?: me| us)? $"
)
_NOT_ASKED = re.compile(
    r"\b(?:know|knows|learn|learns|learned|teach|vocabulary of|speaks?|wrote|typed?|types|reads?|consisted of|was|"
    r"were|list|name|suggest|find|pick|choose|highlight|underline|bold|(?:below|above|original) (?:has|contains|"
    r"is))(?: me| us)? $"
)
_SINGLE = re.compile(
    r"\s(?:(?:that|which) (?!is\b|are\b|has\b|have\b)|to (?:describe|complete|fill)|rhyming|related|a minute|"
    r"starting|ending|beginning|each\b|per\b)"
)


class AboutWordsArguments(Arguments):
    """A number of words; the upper one of a range; and how far off is near enough, as a fraction of each."""

    num_words: int = Field(ge=1, le=9_999_999)
    tolerance: float = Field(default=USUAL, gt=0, lt=1)
    upper: int | None = Field(default=None, ge=1)

    @field_validator("tolerance")
    @classmethod
    def _as_words_state_it(cls, value: float) -> float:
        return max(round(value, DIGITS), 1e-6)

    @model_validator(mode="after")
    def _range_goes_up(self) -> Self:
        if self.upper is not None and self.upper <= self.num_words:
            raise ValueError("'upper' is more than 'num_words'")
        return self


class AboutWords:
    """The response has about n words: a tenth more or less, unless another tolerance is stated."""

    id = ID
    hard = True
    summary = "about how many words, within a tolerance of a tenth unless another is stated"
    example = Example("Write about 300 words.", {"num_words": 300, "tolerance": 0.1})
    arguments = AboutWordsArguments
    cues = ("word",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each number of words that the whole response should come near."""
        for near in find_near(passage, _NOUN):
            if _binds_whole(passage, near):
                kwargs: dict[str, Any] = {"num_words": near.value, "tolerance": near.tolerance}
                kwargs |= {"upper": near.upper} if near.upper else {}
                yield Found(ID, kwargs, near.start, near.end, near.form)
        for match, amount, form in find_amounts(passage, _WORDS):
            if loosely(match, amount, form) and binds_whole(passage, match):
                yield Found(ID, {"num_words": amount.value, "tolerance": USUAL}, match.start(), match.end(), form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the number; the tolerance is said unless it is the usual one."""
        said = _said(kwargs)
        if form is Form.AMOUNT:
            return said
        if form is Form.ADJECTIVE and kwargs["tolerance"] == USUAL and kwargs["num_words"] > 1:
            value = f"{kwargs['num_words']}-{kwargs['upper']}" if kwargs.get("upper") else str(kwargs["num_words"])
            leads = (
                ("", "roughly ", "approximately ") if _is_size(kwargs) else ("roughly ", "approximately ", "around ")
            )
            return [f"{lead}{value}{joint}word" for lead in leads for joint in "- "]
        starts: tuple[str, ...] = {
            Form.VERB: ("use", "contain", "have"),
            Form.MODAL: ("should be", "should contain", "must have"),
            Form.PHRASE: ("in", "using"),
            Form.SENTENCE: ("Use", "Answer in", "Aim for", "The response should have"),
        }.get(form, ())
        made = [f"{lead} {words}" for words in said for lead in starts]
        long = [f"Your response should be {said[0]} long"] if kwargs["tolerance"] == USUAL else []
        return [*made[:8], *long] if form is Form.SENTENCE else made

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers and tolerances; and bounds and exact numbers of words."""
        here, value, upper = _interval(kwargs), kwargs["num_words"], kwargs.get("upper")
        kept = {"tolerance": kwargs["tolerance"]}
        options: list[tuple[str, dict[str, Any]]] = [
            (ID, {"num_words": n, **kept})
            for n in (rounded((upper or value) * rng.choice((1.5, 2.0))), rounded(value * rng.choice((0.5, 0.7))))
        ]
        if upper is None:
            options += [(ID, {"num_words": value, "tolerance": share}) for share in (0.05, 0.1, 0.2)]
            options.append((_EXACT, {"relation": "equal to", "num_words": value}))
        if here.low > 1:
            options.append((_EXACT, {"relation": "at least", "num_words": rounded(here.low * 0.9)}))
        if here.high:
            options.append((_EXACT, {"relation": "at most", "num_words": rounded(here.high * 1.1)}))
        for family_id, made in options:
            there = _interval(made) if family_id == ID else _bound(made)
            relation = _NAMES.get(there.meaning(here))
            if relation and there != Interval(1, None):
                yield Alternative(family_id, made, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return _interval(kwargs).meaning(_interval(other.kwargs)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number of words."""
        return Footprint(counts={"words": _interval(kwargs)}, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of words is near enough; the span begins at the first word too many."""
        spans, bounds = word_spans(response), _interval(kwargs)
        asked = f"{_said(kwargs)[0]}, {bounds.low} to {bounds.high}"
        passed = bounds.holds(len(spans))
        over = bounds.high is not None and len(spans) > bounds.high and (spans[bounds.high][0], len(response))
        return Check(passed, f"{spoken(len(spans), 'word', 'words')}; asked for {asked}", over or None)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Cut a response that is too long after its last allowed word; nothing mends one that is too short."""
        high, spans = _interval(kwargs).high, word_spans(response)
        if not high or len(spans) <= high:
            return None
        text = response[: spans[high - 1][1]] + "."
        if text.count("```") % 2:
            return None
        return Repair(text, len(response) - len(text) + 2, True, f"cut after {high} words")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a number for a text that is written out, near the known response where there is one."""
        if task.shape != "prose" or any(known.id == _EXACT for known in task.constraints):
            return
        if task.response is None:
            offered = rng.choice((100, 150, 200, 250, 300, 400, 500))
        else:
            count = len(word_spans(task.response))
            offered = rounded(count)
            if count < 30 or not near_interval(offered, None, USUAL).holds(count):
                return
        kwargs = {"num_words": offered, "tolerance": USUAL}
        if has_room(task, Payload(ID, kwargs)):
            yield kwargs


_NAMES: dict[Meaning, Relation] = {
    "contradicts": "contradicting", "implies": "stronger", "implied_by": "weaker", "independent": "parallel",
}  # fmt: skip


def _is_size(kwargs: Kwargs) -> bool:
    return kwargs["num_words"] >= SIZE and not kwargs.get("upper")


def _interval(kwargs: Kwargs) -> Interval:
    return near_interval(kwargs["num_words"], kwargs.get("upper"), kwargs["tolerance"])


def _bound(kwargs: Kwargs) -> Interval:
    value = kwargs["num_words"]
    return {"at least": Interval(value, None), "at most": Interval(0, value)}.get(
        kwargs["relation"], Interval(value, value)
    )


def _said(kwargs: Kwargs) -> list[str]:
    """Return phrasings of the number and its tolerance, the plainest first."""
    value, upper, tolerance = kwargs["num_words"], kwargs.get("upper"), kwargs["tolerance"]
    plain = f"{value} to {upper} words" if upper else spoken(value, "word", "words")
    if tolerance != USUAL:
        near = nearness(value, tolerance, "words")
        return [f"{plain}, give or take {near}", f"{plain}, plus or minus {near}", f"{plain} (±{near})"]
    leads = ("about", "roughly", "approximately", "around") if value >= _FEW else ("approximately", "roughly", "around")
    return [f"{lead} {plain}" for lead in leads] + [f"{plain} or so"]


def _binds_whole(passage: Passage, near: Near) -> bool:
    """Return whether an amount is demanded of the whole response, and is no topic."""
    before, after = passage.lower[max(0, near.start - 50) : near.start], passage.lower[near.end : near.end + 30]
    if of_a_part(passage, near.start, near.end) or not demanded(passage, near.start, near.end, ranged=True):
        return False
    if _NOT_ASKED.search(before) or (_SINGLE.match(after) and near.form is Form.AMOUNT):
        return False
    topic = near.value < _FEW and passage.lower.startswith("about ", near.start) and _TOPIC.search(before)
    return not topic or after.startswith((" long", " in length"))


FAMILY = AboutWords()
