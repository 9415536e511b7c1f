"""What two constraints mean for each other, as far as it is decided without looking at responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stemmata.graphs.constraints import footprint
from stemmata.graphs.constraints.registry import families
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

_MIRROR: dict[Meaning, Meaning] = {"implies": "implied_by", "implied_by": "implies"}


def decided(first: Payload, second: Payload) -> Meaning | None:
    """Return what the first constraint means for the second, as far as their arguments alone decide it.

    The families decide (by intervals, by sets of words), or what each leaves in every response that keeps it. None
    where neither can tell: then `witness.relation` looks for responses that show it.

    Example:
        >>> at_least = Payload("length_constraints:number_words", {"relation": "at least", "num_words": 300})
        >>> at_most = Payload("length_constraints:number_words", {"relation": "at most", "num_words": 200})
        >>> decided(at_least, at_most)
        'contradicts'
    """
    known = families()
    if first.id not in known or second.id not in known:
        return None
    one, two = known[first.id], known[second.id]
    told = one.relation(first.kwargs, second)
    if told is not None:
        return told
    told = two.relation(second.kwargs, first)
    if told is not None:
        return _MIRROR.get(told, told)
    return footprint.meaning(one.footprint(first.kwargs), two.footprint(second.kwargs))


def clash(first: Payload, second: Payload) -> bool:
    """Return whether nobody would ask for both: they contradict each other, or a word is demanded and forbidden.

    Example:
        >>> tea = {"keywords": ["tea"]}, {"forbidden_words": ["tea"]}
        >>> clash(Payload("keywords:existence", tea[0]), Payload("keywords:forbidden_words", tea[1]))
        True
    """
    return decided(first, second) == "contradicts" or at_odds(first, second)


def at_odds(first: Payload, second: Payload) -> bool:
    """Return whether a word is demanded by the one and forbidden by the other, though a longer word could hold it."""
    known = families()
    if first.id not in known or second.id not in known:
        return False
    return footprint.at_odds(known[first.id].footprint(first.kwargs), known[second.id].footprint(second.kwargs))


def conflicts(constraints: Iterable[Payload]) -> Iterator[tuple[int, int]]:
    """Yield the positions of each pair of constraints that nobody can or would keep together."""
    listed = list(constraints)
    for j, second in enumerate(listed):
        for i, first in enumerate(listed[:j]):
            if clash(first, second):
                yield i, j
