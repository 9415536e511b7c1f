"""The graphs nearest to one, nearest to each of several, and the groups of near-duplicates among all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappush, heappushpop
from typing import NamedTuple

from stemmata.graphs.duplicates import Duplicates
from stemmata.graphs.fingerprints import NO_DEMANDS, Level, Prints, fingerprints, fingerprints_of
from stemmata.graphs.graph import Graph
from stemmata.graphs.likeness import Features, features, likeness
from stemmata.graphs.sketches import LikenessIndex
from stemmata.schemas.vocabulary import NEAR_DUPLICATE

_SHOWN = 80


class Neighbour(NamedTuple):
    """A graph that is like another.

    Attributes:
        id: Its id.
        likeness: The share of features in common.
        level: The finest level at which the two have the same print, if there is one.
        text: Its text.
    """

    id: str
    likeness: float
    level: Level | None
    text: str


class Profile(NamedTuple):
    """What is known of a graph that is to be compared; `name` is its id, or the place of its record."""

    name: str
    prints: Prints
    features: Features
    start: str


class Group(NamedTuple):
    """Near-duplicates.

    Attributes:
        names: Their names, in the order in which they came.
        likeness: How alike to the first is the one that is least so.
        level: The finest level at which all have the same print, if there is one.
        start: How the first one's text begins.
    """

    names: tuple[str, ...]
    likeness: float
    level: Level | None
    start: str


def profiles(graphs: Sequence[Graph]) -> list[Profile]:
    """Return what is compared of each of several graphs."""
    return [
        Profile(graph.id, prints, features(graph), _start(graph.text))
        for graph, prints in zip(graphs, fingerprints_of(graphs), strict=True)
    ]


def _start(text: str) -> str:
    start = " ".join(text[: 4 * _SHOWN].split())
    return start if len(start) <= _SHOWN else start[: _SHOWN - 1] + "…"


def nearest(
    graph: Graph, others: Iterable[Graph], *, count: int, least: float, itself: bool = False
) -> list[Neighbour]:
    """Return the graphs likest to one, the likest first, by a look at each of the others.

    Of those that are equally like it, the ones that agree at a finer level come first.

    Args:
        graph: The graph.
        others: Those to look at, as a stream.
        count: How many at most.
        least: The least likeness.
        itself: Whether a graph of the same text counts.
    """
    mine, prints = features(graph), fingerprints(graph)
    best: _Best = []
    for number, other in enumerate(others):
        if other.id == graph.id and not itself:
            continue
        near = likeness(mine, features(other))
        if near >= least and (len(best) < count or near >= best[0][0]):
            level = prints.agreement(fingerprints(other))
            _keep(best, count, number, Neighbour(other.id, near, level, other.text))
    return _ordered(best)


def nearest_to_each(
    wanted: Iterable[Profile], others: Iterable[Graph], *, count: int, least: float
) -> Iterator[tuple[str, list[Neighbour]]]:
    """Yield for each of several graphs its name and the graphs that are near-duplicates of it, the likest first.

    One pass over the others, in time that does not grow with the number of wanted ones unless they are alike.

    Args:
        wanted: The graphs to look up; they are held in memory.
        others: Those to look at, as a stream.
        count: How many at most for each.
        least: The least likeness.
    """
    index = LikenessIndex(least)
    names: list[str] = []
    prints: list[Prints] = []
    for one in wanted:
        index.add(one.features)
        names.append(one.name)
        prints.append(one.prints)
    best: list[_Best] = [[] for _ in names]
    for number, other in enumerate(others):
        found = index.near(features(other))
        theirs = fingerprints(other) if found else None
        for near, place in found:
            level = prints[place].agreement(theirs) if theirs is not None else None
            _keep(best[place], count, number, Neighbour(other.id, near, level, other.text))
    for name, some in zip(names, best, strict=True):
        yield name, _ordered(some)


_Best = list[tuple[float, int, int, Neighbour]]
_FINENESS = {level: -rank for rank, level in enumerate(Level)}


def _keep(best: _Best, count: int, number: int, one: Neighbour) -> None:
    """Take a neighbour among the best so far; `number` orders those that are equally near."""
    fineness = -len(_FINENESS) if one.level is None else _FINENESS[one.level]
    (heappush if len(best) < count else heappushpop)(best, (one.likeness, fineness, -number, one))


def _ordered(best: _Best) -> list[Neighbour]:
    return [one for *_, one in sorted(best, reverse=True)]


def near_duplicates(some: Iterable[Profile], *, least: float = NEAR_DUPLICATE) -> list[Group]:
    """Return the groups of near-duplicates, the largest first; it holds about a kilobyte a graph."""
    duplicates = Duplicates(least)
    names: list[str] = []
    prints: list[bytes] = []
    starts: list[str] = []
    for one in some:
        duplicates.add(one.features)
        names.append(one.name)
        prints.append(bytes.fromhex("".join(one.prints)))
        starts.append(one.start)
    return [
        Group(
            tuple(names[number] for number in numbers),
            min(duplicates.likeness(numbers[0], number) for number in numbers[1:]),
            _level([prints[number] for number in numbers]),
            starts[numbers[0]],
        )
        for numbers in duplicates.groups()
    ]


def _level(prints: list[bytes]) -> Level | None:
    """Return the finest level at which packed prints are all the same."""
    for place, level in enumerate(Level):
        found = {one[8 * place : 8 * place + 8] for one in prints}
        if len(found) == 1 and found != {bytes.fromhex(NO_DEMANDS)}:
            return level
    return None
