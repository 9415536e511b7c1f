"""What two constraints mean for each other, decided by their families or left unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stemmata.graphs.constraints import footprint
from stemmata.graphs.constraints.registry import families
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

_MIRROR: dict[Meaning, Meaning] = {"implies": "implied_by", "implied_by": "implies"}


def relation(first: Payload, second: Payload) -> Meaning:
    """Return what the first constraint means for the second: contradicts, implies, implied_by, equivalent and so on.

    Decided by the families (intervals, sets) or by what each leaves in every response that keeps it; `unknown` where
    neither can tell, never guessed.

    Example:
        >>> at_least = Payload("length_constraints:number_words", {"relation": "at least", "num_words": 300})
        >>> at_most = Payload("length_constraints:number_words", {"relation": "at most", "num_words": 200})
        >>> relation(at_least, at_most)
        'contradicts'
    """
    known = families()
    if first.id in known:
        told = known[first.id].relation(first.kwargs, second)
        if told is not None:
            return told
    if second.id in known:
        told = known[second.id].relation(second.kwargs, first)
        if told is not None:
            return _MIRROR.get(told, told)
    if first.id in known and second.id in known:
        told = footprint.meaning(known[first.id].footprint(first.kwargs), known[second.id].footprint(second.kwargs))
        if told is not None:
            return told
    return "unknown"


def conflicts(constraints: Iterable[Payload]) -> Iterator[tuple[int, int]]:
    """Yield the positions of each pair of constraints that contradict each other."""
    listed = list(constraints)
    for j, second in enumerate(listed):
        for i, first in enumerate(listed[:j]):
            if relation(first, second) == "contradicts":
                yield i, j
