"""Families that count at least a number unless another bound is named: their arguments, edits and verdicts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from stemmata.graphs.constraints.family import Arguments, Kwargs
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.quantity import changed_amounts, interval_of
from stemmata.graphs.constraints.reading import Amount, Bound
from stemmata.schemas.vocabulary import Relation


class CountedAtLeast(Arguments):
    """Arguments of a family that counts at least so many unless a bound is named. Subclasses add the number."""

    relation: Bound | None = None
    upper: int | None = Field(default=None, ge=1, le=100_000)

    @field_validator("relation")
    @classmethod
    def _usual_is_unsaid(cls, value: Bound | None) -> Bound | None:
        return None if value == "at least" else value

    @model_validator(mode="after")
    def _range_has_two_ends(self) -> Self:
        if (self.relation == "between") != (self.upper is not None):
            raise ValueError("'upper' goes with the relation 'between', and with no other")
        return self


def said_in_full(kwargs: Kwargs) -> dict[str, Any]:
    """Return arguments with the relation that goes unsaid."""
    return {**kwargs, "relation": kwargs.get("relation") or "at least"}


def unsaid(kwargs: Kwargs) -> dict[str, Any]:
    """Return arguments without "at least", and without what is None."""
    return {
        key: value for key, value in kwargs.items() if value is not None and (key, value) != ("relation", "at least")
    }


def minimum_of(kwargs: Kwargs, key: str) -> Interval:
    """Return the interval that some arguments mean."""
    return interval_of(said_in_full(kwargs), key)


def amount_arguments(amount: Amount, key: str, *, most: int = 100_000) -> dict[str, Any] | None:
    """Return an amount as arguments; none at all is "less than 1", and an amount that bounds nothing is None.

    Example:
        >>> amount_arguments(Amount("at least", 3, None), "num_highlights")
        {'num_highlights': 3}
    """
    relation, value, upper = amount
    if value == 0 and relation in ("equal to", "at most"):
        relation, value = "less than", 1
    if not 1 <= value <= most or (upper or 0) > most:
        return None
    return unsaid({key: value, "relation": relation, "upper": upper})


def other_amounts(kwargs: Kwargs, key: str, rng: random.Random) -> Iterator[tuple[dict[str, Any], Relation]]:
    """Yield arguments near some, each with its relation to them; where they demand any, also none at all."""
    full = {name: value for name, value in said_in_full(kwargs).items() if name in (key, "relation", "upper")}
    for changed, relation in changed_amounts(full, key, rng):
        yield unsaid(changed), relation
    if minimum_of(kwargs, key).low >= 1:
        yield {key: 1, "relation": "less than"}, "contradicting"
