"""Texts made for a constraint: as much of one thing as its numbers say, or a little more or less, and its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle, islice
from typing import Any

from stemmata.schemas.instruction import Payload

_MOST = 1_200  # of one thing in a text; larger numbers are left to what else is tried
_WORDS = (
    "the tide goes out and the boats lie in the mud while nobody minds rain or wind on this quay because it has "
    "always been so here for as long as old people can tell when they talk about their young days"
).split()


def _running(count: int) -> str:
    return " ".join(islice(cycle(_WORDS), count))


def _different(count: int) -> str:
    return " ".join(dict.fromkeys(_WORDS)) + "".join(f" word{'abcdefghij'[i % 10]}{i}" for i in range(count))


def _each(part: str, between: str = "\n") -> Callable[[int], str]:
    return lambda count: between.join([part] * count)


def _numbered(form: str) -> Callable[[int], str]:
    return lambda count: "\n".join(form.format(i + 1) for i in range(count))


_THINGS: tuple[Callable[[int], str], ...] = (
    _running,
    lambda count: _running(count) + ".",
    _different,
    lambda count: " ".join(["The boats lie in the mud."] * count),
    lambda count: " ".join([f"{_running(count).capitalize()}."] * 3),
    lambda count: "\n\n".join([f"{_running(count).capitalize()}."] * 2),
    lambda count: "\n\n".join([" ".join(["Rain fell on the quay."] * count)] * 2),
    _each("The boats lie in the mud.", "\n\n"),
    _each("The boats lie in the mud.", "\n***\n"),
    _each("The boats lie in the mud"),
    _each("* the tide"),
    _numbered("{}. the tide"),
    _numbered("## Tide {}\n\nrain\n"),
    _numbered("Tide {}"),
    _each("```\nx = 1\n```", "\n\n"),
    _each("> the tide", "\n\n"),
    lambda count: "| a | b |\n|---|---|" + "\n| 1 | 2 |" * count,
    lambda count: "\n".join("  " * i + "* the tide" for i in range(min(count, 12))),
    _each("the **tide**", " and "),
    _each("the *tide*", " and "),
    _each("[tide]", " or "),
    _each("😀", " "),
    _each("RAIN", " "),
    lambda count: "x" * count,
    lambda count: '{"tide": ' * min(count, 12) + "1" + "}" * min(count, 12),
    lambda count: "<tide" + "".join(f' a{i}="1"' for i in range(min(count, 40))) + ">rain</tide>",
)


def samples(constraint: Payload) -> Iterator[str]:
    """Yield texts that are likely to keep a constraint or just to break it, short ones first.

    Example:
        >>> next(samples(Payload("keywords:existence", {"keywords": ["ice", "tea"]})))
        'ice tea'
    """
    own = list(_strings(constraint.kwargs))
    if own:
        yield " ".join(own)
        yield "The tide goes out. " + ". ".join(own) + "."
        yield "\n\n".join([*own, "The boats lie in the mud."])
        yield "\n\n".join(f"The tide and {word} lie in the mud." for word in own)
        yield "\n".join(f"{word} {i}\nrain" for i in (1, 2, 3, 4) for word in own)
    near = {count + step for count in _numbers(constraint.kwargs) for step in (0, 1, -1)} or {1, 3}
    for count in sorted(one for one in near if 0 < one <= _MOST):
        if own:
            yield " ".join(own * min(count, 60))
        for thing in _THINGS:
            yield thing(count)


def _strings(kwargs: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words and phrases among arguments; they are those that no name of a bound or kind is."""
    for name, value in kwargs.items():
        if isinstance(value, str) and not name.endswith(("relation", "unit", "use", "part")):
            yield value
        elif isinstance(value, list):
            yield from (str(one) for one in value)


def _numbers(kwargs: Mapping[str, Any]) -> Iterator[int]:
    for value in kwargs.values():
        if isinstance(value, int) and not isinstance(value, bool):
            yield value
