"""Amounts: how people say them, the intervals that they mean, and the alternatives to one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from stemmata.graphs.constraints.family import Arguments, Kwargs
from stemmata.graphs.constraints.intervals import Interval as Interval
from stemmata.graphs.constraints.intervals import interval as interval
from stemmata.graphs.constraints.numerals import NUMBER_WORDS as NUMBER_WORDS
from stemmata.graphs.constraints.numerals import ONES, in_words
from stemmata.graphs.constraints.numerals import number as number
from stemmata.graphs.constraints.reading import BOUNDS as BOUNDS
from stemmata.graphs.constraints.reading import Amount as Amount
from stemmata.graphs.constraints.reading import Bound as Bound
from stemmata.graphs.constraints.reading import amount_pattern as amount_pattern
from stemmata.graphs.constraints.reading import find_amounts as find_amounts
from stemmata.graphs.constraints.reading import read_amount as read_amount
from stemmata.graphs.constraints.reading import times_pattern as times_pattern
from stemmata.schemas.vocabulary import Meaning, Relation


def interval_of(kwargs: Kwargs, key: str) -> Interval:
    """Return the interval that a counting family's arguments mean; no relation means an exact number."""
    return interval(kwargs.get("relation") or "equal to", kwargs[key], kwargs.get("upper"))


class Counted(Arguments):
    """Arguments of a family that counts: a bound, and the upper number of a range. Subclasses add the number."""

    relation: Bound
    upper: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _range_has_two_ends(self) -> Self:
        if (self.relation == "between") != (self.upper is not None):
            raise ValueError("'upper' goes with the relation 'between', and with no other")
        return self


class CountedExactly(Arguments):
    """Arguments of a family that counts exactly unless a bound is named. Subclasses add the number."""

    relation: Bound | None = None
    upper: int | None = Field(default=None, ge=1)

    @field_validator("relation")
    @classmethod
    def _exact_is_unsaid(cls, value: Bound | None) -> Bound | None:
        return None if value == "equal to" else value

    @model_validator(mode="after")
    def _range_has_two_ends(self) -> Self:
        if (self.relation == "between") != (self.upper is not None):
            raise ValueError("'upper' goes with the relation 'between', and with no other")
        return self


def exactly(kwargs: Kwargs) -> dict[str, Any]:
    """Return the arguments of a `CountedExactly` family: without "equal to", and without what is None."""
    return {
        key: value for key, value in kwargs.items() if value is not None and (key, value) != ("relation", "equal to")
    }


def spoken(value: int, noun: str, plural: str, *, digits: bool = True) -> str:
    """Return a number with its noun, in agreement.

    Example:
        >>> spoken(1, "word", "words"), spoken(3, "word", "words", digits=False)
        ('1 word', 'three words')
    """
    said = str(value) if digits or value >= len(ONES) else ONES[value]
    return f"{said} {noun if value == 1 else plural}"


def amounts(kwargs: Kwargs, key: str, noun: str, plural: str) -> list[str]:
    """Return phrasings of an amount with its noun ("at least 300 words"), the plainest first."""
    value, upper = kwargs[key], kwargs.get("upper")
    what = spoken(value, noun, plural)
    relation = kwargs.get("relation") or "equal to"
    said = {
        "at least": [f"at least {what}", f"no fewer than {what}", f"a minimum of {what}", f"{value} or more {plural}"],
        "more than": [f"more than {what}", f"over {what}"],
        "at most": [f"at most {what}", f"no more than {what}", f"up to {what}", f"a maximum of {what}"],
        "less than": [f"less than {what}", f"fewer than {what}", f"under {what}"],
        "equal to": [f"exactly {what}", f"precisely {what}", what],
        "between": [
            f"between {value} and {upper} {plural}",
            f"{value} to {upper} {plural}",
            f"{value}-{upper} {plural}",
        ],
    }[relation]
    if in_words(value) == str(value) or relation == "between":
        return said
    return said + [words.replace(str(value), in_words(value), 1) for words in said]


def verbs(kwargs: Kwargs, key: str, noun: str, plural: str) -> list[str]:
    """Return phrasings of an amount after a modal or "please" ("not exceed 300 words", "use at least 300 words")."""
    said = amounts(kwargs, key, noun, plural)
    phrases = [f"{verb} {words}" for verb in ("use", "contain", "have") for words in said]
    if kwargs.get("relation") == "at most":
        return [f"not exceed {spoken(kwargs[key], noun, plural)}", *phrases]
    return phrases


def modals(kwargs: Kwargs, key: str, noun: str, plural: str) -> list[str]:
    """Return phrasings of an amount after a subject ("should contain at least 300 words")."""
    said = amounts(kwargs, key, noun, plural)
    return [f"{verb} {words}" for verb in ("should contain", "must have", "should consist of") for words in said[:2]]


def adjectives(kwargs: Kwargs, key: str, noun: str) -> list[str]:
    """Return phrasings of an amount before a noun ("300-word", "300+ word"); none where the bound has none."""
    value, upper = kwargs[key], kwargs.get("upper")
    exact = [f"{value}-{noun}", f"{value} {noun}", f"{in_words(value)}-{noun}"]
    return {
        "at least": [f"{value}+ {noun}"],
        "equal to": exact,
        "between": [f"{value}-{upper} {noun}"],
    }.get(kwargs.get("relation") or "equal to", [])


def rounded(value: float, steps: Sequence[int] = (1, 5, 10, 50, 100)) -> int:
    """Return a number near a value as a person would choose it: the larger, the rounder."""
    step = next((step for step, limit in zip(steps, (10, 40, 150, 1000), strict=False) if value < limit), steps[-1])
    return max(1, round(value / step) * step)


def changed_amounts(
    kwargs: Kwargs, key: str, rng: random.Random, *, least: int = 1
) -> Iterator[tuple[dict[str, object], Relation]]:
    """Yield amounts near one, each with its relation to it: contradicting, stronger, weaker, parallel.

    Args:
        kwargs: The arguments to vary.
        key: The name of the number among them.
        rng: Decides between near alternatives.
        least: The smallest number that makes sense.
    """
    relation = kwargs.get("relation") or "equal to"
    here = interval_of(kwargs, key)
    value, upper = kwargs[key], kwargs.get("upper") or kwargs[key]
    down, up = rounded(min(value, upper) * rng.choice((0.5, 0.6, 0.75))), rounded(upper * rng.choice((1.5, 2.0)))
    up, down = max(up, upper + 1), min(down, value - 1)
    options: list[dict[str, object]] = []
    if relation in ("equal to", "between"):
        options += [{key: n, "relation": "equal to"} for n in (up, down)]
        options += [{key: value, "relation": "at least"}, {key: upper, "relation": "at most"}]
        if relation == "between":
            options.append({key: (value + upper + 1) // 2, "relation": "between", "upper": up})
    else:
        options += [{key: n, "relation": relation} for n in (up, down)]
        below, above = ("at most", up) if here.high is None else ("at least", down)
        options.append({key: down, "relation": "at most"} if here.high is None else {key: up, "relation": "at least"})
        options += [{key: value, "relation": "equal to"}, {key: above, "relation": below}]
    names: dict[Meaning, Relation] = {
        "contradicts": "contradicting", "implies": "stronger", "implied_by": "weaker", "independent": "parallel",
    }  # fmt: skip
    for option in options:
        there = interval_of(option, key)
        if there.low < least and (there.high is None or there.high < least):
            continue
        if int(str(option[key])) >= least and there.meaning(here) in names:
            yield option, names[there.meaning(here)]


def judged(count: int, kwargs: Kwargs, key: str, noun: str, plural: str) -> tuple[bool, str]:
    """Return whether a count keeps the bound, and the sentence that says so."""
    return interval_of(kwargs, key).holds(count), (
        f"{spoken(count, noun, plural)}; asked for {amounts(kwargs, key, noun, plural)[0]}"
    )
