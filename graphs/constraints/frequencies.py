"""Bounds on how often something occurs, under argument names with a prefix ("let_relation", "let_frequency")."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field, model_validator

from stemmata.graphs.constraints.family import Arguments, Kwargs
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.quantity import amounts, interval_of
from stemmata.graphs.constraints.reading import Amount


class Frequency(Arguments):
    """The upper number of a range. Subclasses add the relation and the number, whose names begin with a prefix."""

    upper: int | None = Field(default=None, ge=1, le=100_000)

    @model_validator(mode="after")
    def _range_has_two_ends(self) -> Self:
        given = dict(self)
        ranged = any(name.endswith("relation") and value == "between" for name, value in given.items())
        if ranged != (self.upper is not None):
            raise ValueError("'upper' goes with the relation 'between', and with no other")
        low = next(value for name, value in given.items() if name.endswith("frequency"))
        if self.upper is not None and self.upper < low:
            raise ValueError("'upper' is below the number that the range begins with")
        return self


def plain(kwargs: Kwargs, prefix: str) -> dict[str, Any]:
    """Return the bound among some arguments under its plain names.

    Example:
        >>> plain({"letter": "q", "let_relation": "at least", "let_frequency": 2}, "let")
        {'relation': 'at least', 'frequency': 2}
    """
    named = {"relation": kwargs[f"{prefix}_relation"], "frequency": kwargs[f"{prefix}_frequency"]}
    return named | ({"upper": kwargs["upper"]} if kwargs.get("upper") else {})


def prefixed(bound: Kwargs, prefix: str) -> dict[str, Any]:
    """Return a bound under plain names as arguments; the inverse of `plain`."""
    return {name if name == "upper" else f"{prefix}_{name}": value for name, value in bound.items()}


def bound_of(kwargs: Kwargs, prefix: str) -> Interval:
    """Return the interval that some arguments mean."""
    return interval_of(plain(kwargs, prefix), "frequency")


def stated_bound(amount: Amount, prefix: str, *, required: bool = True) -> dict[str, Any] | None:
    """Return an amount as arguments; None where it bounds nothing. No occurrence at all is "less than 1".

    Args:
        amount: How often something is to occur.
        prefix: What the names begin with.
        required: Whether it is to occur so often; False for an order not to let it.
    """
    relation, value, upper = amount
    if not required:
        turned = {"at least": "less than", "less than": "at least", "at most": "more than", "more than": "at most"}
        if relation not in turned:
            return None
        relation = turned[relation]  # type: ignore[assignment]
    if value == 0 and relation in ("equal to", "at most"):
        relation, value = "less than", 1
    if value == 0 and relation == "more than":
        relation, value = "at least", 1
    if value < 1 or value > 100_000 or (upper or 0) > 100_000:
        return None
    return prefixed({"relation": relation, "frequency": value} | ({"upper": upper} if upper else {}), prefix)


def often(kwargs: Kwargs, prefix: str) -> list[str]:
    """Return phrasings of how often: "at least twice", "3 or more times".

    Example:
        >>> often({"let_relation": "at most", "let_frequency": 1}, "let")[:2]
        ['at most once', 'no more than once']
    """
    bound = plain(kwargs, prefix)
    said = amounts(bound, "frequency", "time", "times")
    if bound["relation"] == "between" or bound["frequency"] > 2:
        return said
    word = "once" if bound["frequency"] == 1 else "twice"
    for long in (("1 time", "one time"), ("2 times", "two times"))[bound["frequency"] - 1]:
        said = [one.replace(long, word) for one in said]
    awkward = ("a m", "1 or", "2 or", "one or", "two or", "over", "under", "no fewer", "fewer")
    return list(dict.fromkeys(one for one in said if not one.startswith(awkward)))
