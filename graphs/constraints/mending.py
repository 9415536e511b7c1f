"""Repair a response until it keeps several constraints at once, or say which of them are in each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, permutations
from typing import NamedTuple

from stemmata.graphs.constraints.family import Repair
from stemmata.graphs.constraints.meaning import conflicts
from stemmata.graphs.constraints.verifying import repair, verdict
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Payload


class Mended(NamedTuple):
    """A response that keeps several constraints, with the repairs that made it so, in order."""

    text: str
    repairs: tuple[tuple[str, Repair], ...]


class Unmended(NamedTuple):
    """Why no order of repairs was found that makes a response keep several constraints.

    Attributes:
        failing: The positions of the constraints that no repair could make hold beside the others.
        conflicts: The positions of each pair that contradicts itself, or whose repairs undo each other.
        detail: The same in words.
    """

    failing: tuple[int, ...]
    conflicts: tuple[tuple[int, int], ...]
    detail: str


_ORDERS = 24  # orders of repairs that are tried


def repair_all(constraints: Iterable[Payload], response: str) -> Mended | Unmended:
    """Repair a response until every hard constraint holds, trying the orders of repairs until one does it.

    Of the orders that do, the first is taken; repairs that are not needed are not made. Soft constraints are passed
    over; positions count all constraints.
    """
    listed = list(constraints)
    hard = [place for place, constraint in enumerate(listed) if constraint.hard]
    if all(verdict(listed[place], response).passed is True for place in hard):
        return Mended(response, ())
    clashes = tuple((i, j) for i, j in conflicts(listed))
    if clashes:
        return Unmended(tuple(sorted({i for pair in clashes for i in pair})), clashes, _clash(listed, clashes))
    best: Unmended | None = None
    for order in islice(permutations(hard), _ORDERS):
        made = _in_order(listed, order, response)
        if isinstance(made, Mended):
            return made
        if best is None or len(made.failing) < len(best.failing):
            best = made
    return best or Mended(response, ())


def _in_order(listed: Sequence[Payload], order: Sequence[int], response: str) -> Mended | Unmended:
    """Repair the first constraint of an order that fails, over and over, at most twice each."""
    text = response
    done: list[tuple[str, Repair]] = []
    undone: dict[int, int] = {}  # which constraint's repair made another fail
    for _ in range(2 * len(order) + 1):
        failing = [place for place in order if verdict(listed[place], text).passed is not True]
        if not failing:
            return Mended(text, tuple(done))
        here = failing[0]
        try:
            mended = repair(listed[here].id, listed[here].kwargs, text)
        except InputError as error:
            return Unmended((here,), (), str(error))
        if mended is None:
            by = undone.get(here)
            pair = () if by is None else ((min(here, by), max(here, by)),)
            return Unmended((here,), pair, f"nothing mechanical makes {listed[here].id} hold")
        kept = [place for place in order if place not in failing]
        text = mended.text
        done.append((listed[here].id, mended))
        for place in kept:
            if verdict(listed[place], text).passed is not True:
                undone[place] = here
    failing = [place for place in order if verdict(listed[place], text).passed is not True]
    if not failing:
        return Mended(text, tuple(done))
    pairs = tuple(sorted({(min(i, j), max(i, j)) for i, j in undone.items()}))
    return Unmended(tuple(failing), pairs, "their repairs undo each other: " + _names(listed, pairs))


def _clash(listed: Sequence[Payload], pairs: Iterable[tuple[int, int]]) -> str:
    return "no response can keep both of " + _names(listed, pairs)


def _names(listed: Sequence[Payload], pairs: Iterable[tuple[int, int]]) -> str:
    return "; ".join(f"{listed[i].id} and {listed[j].id}" for i, j in pairs)
