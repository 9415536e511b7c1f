"""What a graph has that a sample is to cover, and that a report on diversity counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations

from stemmata.graphs.fingerprints import fingerprints_of
from stemmata.graphs.graph import Graph


class Cover(StrEnum):
    """Kinds of element.

    FAMILIES: the families of the typed constraints.
    PAIRS: each two families that are demanded together.
    RELATIONS: each kind of edge with the kinds at its ends and its role, composition, reference and polarity.
    KINDS: how many nodes of each kind there are, up to four or more.
    FINGERPRINTS: the prints at the levels `typed` and `shape`.
    """

    FAMILIES = "families"
    PAIRS = "pairs"
    RELATIONS = "relations"
    KINDS = "kinds"
    FINGERPRINTS = "fingerprints"


_MANY = 4
_TOLD = ("role", "composition", "reference", "polarity")


def elements(graph: Graph, covers: Iterable[Cover]) -> list[str]:
    """Return the elements of some kinds that a graph has, each once, in order."""
    return elements_of([graph], covers)[0]


def elements_of(graphs: Sequence[Graph], covers: Iterable[Cover]) -> list[list[str]]:
    """Return the elements of each of several graphs."""
    wanted = set(covers)
    found = [{element for cover in wanted & _OF.keys() for element in _OF[cover](graph)} for graph in graphs]
    if Cover.FINGERPRINTS in wanted:
        for some, prints in zip(found, fingerprints_of(graphs), strict=True):
            some.update((f"typed {prints.typed}", f"shape {prints.shape}"))
    return [sorted(some) for some in found]


def families(graph: Graph) -> list[str]:
    """Return the families of a graph's typed constraints, each once, in order."""
    return sorted({node.constraint.id for node in graph.constraint_nodes if node.constraint is not None})


def _pairs(graph: Graph) -> list[str]:
    return [f"{first} + {second}" for first, second in combinations(families(graph), 2)]


def _relations(graph: Graph) -> set[str]:
    kinds = {node.id: node.kind.value for node in graph.nodes}
    return {
        " ".join(
            (
                kinds.get(edge.source, "Instruction"),
                edge.kind,
                kinds.get(edge.target, "Instruction"),
                *(f"{name}={edge.qualifiers[name]}" for name in _TOLD if name in edge.qualifiers),
            )
        )
        for edge in graph.edges
    }


def _kinds(graph: Graph) -> list[str]:
    counts = Counter(node.kind.value for node in graph.nodes)
    return [f"{kind} {min(count, _MANY)}{'+' if count >= _MANY else ''}" for kind, count in counts.items()]


_OF: Mapping[Cover, Callable[[Graph], Iterable[str]]] = {
    Cover.FAMILIES: families,
    Cover.PAIRS: _pairs,
    Cover.RELATIONS: _relations,
    Cover.KINDS: _kinds,
}
