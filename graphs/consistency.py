"""The invariants of the ontology, checked; each broken one is named with its node and place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from stemmata.graphs.graph import Graph, words_at
from stemmata.schemas.errors import GraphError
from stemmata.schemas.instruction import Edge, Span, instruction_id
from stemmata.schemas.vocabulary import DISCOURSE, ENDPOINTS, QUALIFIERS, NodeKind


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken invariant: its name, the node or edge, the place, and a sentence."""

    invariant: str
    subject: str
    place: Span | None
    message: str

    def __str__(self) -> str:
        place = f" at turn {self.place.turn}, {self.place.start}-{self.place.end}" if self.place else ""
        return f"{self.invariant}: {self.subject}{place}: {self.message}"


def check(graph: Graph) -> list[Problem]:
    """Return the broken invariants of a graph; an empty list for a consistent one."""
    return [*_identity(graph), *_spans(graph), *_overlaps(graph), *_payloads(graph), *_edges(graph)]


def ensure(graph: Graph) -> Graph:
    """Return the graph if it is consistent.

    Raises:
        GraphError: An invariant is broken; the message names the first.
    """
    problems = check(graph)
    if problems:
        raise GraphError(str(problems[0]), where=f"graph {graph.id}")
    return graph


def _identity(graph: Graph) -> Iterator[Problem]:
    if graph.id != instruction_id(graph.turns):
        yield Problem("content-id", graph.id, None, "the graph's id is not the hash of its turns")
    seen: set[str] = {graph.id}
    for node in graph.nodes:
        if node.id in seen:
            yield Problem("unique-id", node.id, node.spans[0] if node.spans else None, "this id is used twice")
        seen.add(node.id)


def _spans(graph: Graph) -> Iterator[Problem]:
    for node in graph.nodes:
        if not node.spans:
            yield Problem("anchored", node.id, None, f"a {node.kind} node has no span")
            continue
        inside = True
        for span in node.spans:
            if not (
                0 <= span.turn < len(graph.turns) and 0 <= span.start < span.end <= len(graph.turns[span.turn].text)
            ):
                inside = False
                yield Problem("inside-turn", node.id, span, "the span is empty or lies outside its turn")
        if inside and node.text != words_at(graph.turns, node.spans):
            yield Problem(
                "words", node.id, node.spans[0], f"the node's text {node.text!r} is not the text at its spans"
            )


def _overlaps(graph: Graph) -> Iterator[Problem]:
    spans = sorted((span, node.id) for node in graph.nodes if node.kind in DISCOURSE for span in node.spans)
    for (first, owner), (second, other) in pairwise(spans):
        if first.turn == second.turn and second.start < first.end:
            yield Problem("no-overlap", other, second, f"overlaps node {owner}")


def _payloads(graph: Graph) -> Iterator[Problem]:
    for node in graph.nodes:
        place = node.spans[0] if node.spans else None
        if node.constraint is not None and node.kind is not NodeKind.CONSTRAINT:
            yield Problem("payload", node.id, place, f"a {node.kind} node carries a constraint")
        if (node.role is not None) != (node.kind is NodeKind.FACT):
            yield Problem("fact-role", node.id, place, "a Fact has a role, and no other node has one")


def _edges(graph: Graph) -> Iterator[Problem]:
    kinds: dict[str, str] = {node.id: node.kind for node in graph.nodes}
    kinds[graph.id] = "Instruction"
    contained: set[str] = set()
    for edge in graph.edges:
        name = f"{edge.source} -{edge.kind}-> {edge.target}"
        if edge.kind not in ENDPOINTS:
            yield Problem("edge-kind", name, None, f"{edge.kind} joins instructions, not nodes of one graph")
            continue
        sources, targets = ENDPOINTS[edge.kind]
        if edge.source not in kinds or edge.target not in kinds:
            yield Problem("edge-ends", name, None, "an end is not a node of this graph")
        elif kinds[edge.source] not in sources or kinds[edge.target] not in targets:
            yield Problem(
                "edge-ends", name, None, f"{edge.kind} cannot join {kinds[edge.source]} to {kinds[edge.target]}"
            )
        if edge.kind == "PART_OF":
            contained.add(edge.source)
        yield from _qualifiers(edge, name)
    for node in graph.nodes:
        if node.id not in contained:
            yield Problem("contained", node.id, node.spans[0] if node.spans else None, "no PART_OF edge")


def _qualifiers(edge: Edge, name: str) -> Iterator[Problem]:
    for key, value in edge.qualifiers.items():
        if key not in QUALIFIERS:
            yield Problem("qualifier", name, None, f"unknown qualifier {key!r}")
            continue
        allowed = QUALIFIERS[key]
        if allowed is int:
            if type(value) is not int:
                yield Problem("qualifier", name, None, f"{key} must be a whole number, not {value!r}")
        elif allowed is None:
            if not isinstance(value, str):
                yield Problem("qualifier", name, None, f"{key} must be a text, not {value!r}")
        elif isinstance(allowed, frozenset) and value not in allowed:
            yield Problem("qualifier", name, None, f"{key} must be one of {', '.join(sorted(allowed))}, not {value!r}")
