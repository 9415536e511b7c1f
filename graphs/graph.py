"""The span-anchored graph, and the builder that makes one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from stemmata.schemas.instruction import NOTHING, Edge, Node, Payload, Span, Turn, digest, instruction_id
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind, FactRole, NodeKind, QualifierValue

if TYPE_CHECKING:
    import networkx as nx

    from stemmata.graphs.constraints.stated import StatedConstraint

_RANK = {kind: rank for rank, kind in enumerate(NodeKind)}
_EDGE_RANK = {kind: rank for rank, kind in enumerate(EdgeKind)}

canonical: Callable[[Any], str] = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
"""Returns a value as JSON in one way: equal values give equal texts, in whatever order their keys came."""


@dataclass(frozen=True, slots=True)
class Graph:
    """One instruction as a typed semantic graph, anchored to its text.

    Attributes:
        id: Content id of the turns alone; two graphs of the same text share it.
        turns: The instruction's messages; spans are offsets into their texts.
        nodes: In canonical order: discourse nodes by position, then semantic nodes by position.
        edges: In canonical order. An edge to `id` is an edge to the instruction itself.
        meta: Where the instruction came from; not part of its content.
        extra: Unknown fields of the record it was read from, kept.
    """

    id: str
    turns: tuple[Turn, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    meta: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False)
    extra: Mapping[str, Any] = field(default_factory=dict, compare=False, hash=False, repr=False)

    @property
    def text(self) -> str:
        """The instruction as one text: what its turns say, a blank line between turns."""
        return "\n\n".join(turn.text for turn in self.turns)

    @property
    def facts(self) -> tuple[Node, ...]:
        """The Fact nodes, in order of position."""
        return self.of_kind(NodeKind.FACT)

    @property
    def sub_instructions(self) -> tuple[Node, ...]:
        """The SubInstruction nodes, in order of position."""
        return self.of_kind(NodeKind.SUB_INSTRUCTION)

    @property
    def constraint_nodes(self) -> tuple[Node, ...]:
        """The Constraint nodes, in order of position."""
        return self.of_kind(NodeKind.CONSTRAINT)

    @property
    def constraints(self) -> tuple[StatedConstraint, ...]:
        """The constraints as objects that verify responses, in order of position."""
        from stemmata.graphs.constraints.stated import StatedConstraint

        return tuple(StatedConstraint(node) for node in self.constraint_nodes)

    @property
    def discourse(self) -> tuple[Node, ...]:
        """Facts, sub-instructions and constraints, in order of position."""
        return tuple(node for node in self.nodes if node.kind in DISCOURSE)

    def of_kind(self, kind: NodeKind) -> tuple[Node, ...]:
        """Return the nodes of one kind, in order of position."""
        return tuple(node for node in self.nodes if node.kind is kind)

    def node(self, node_id: str) -> Node:
        """Return the node with this id.

        Raises:
            KeyError: No node has this id.
        """
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def edges_of(self, node_id: str) -> Iterator[Edge]:
        """Yield the edges that begin or end at a node."""
        return (edge for edge in self.edges if node_id in (edge.source, edge.target))

    def with_meta(self, meta: Mapping[str, Any]) -> Graph:
        """Return the same graph with other provenance."""
        return replace(self, meta=meta)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form of the graph (format `stemmata/graph`, version 1)."""
        from stemmata.graphs.codec import to_dict

        return to_dict(self)

    def to_networkx(self) -> nx.MultiDiGraph:
        """Return the graph as a networkx MultiDiGraph, with the instruction as a node too."""
        from stemmata.graphs.exchange import to_networkx

        return to_networkx(self)

    def to_penman(self) -> str:
        """Return the graph in Penman notation, in which AMR is written."""
        from stemmata.graphs.formats.penman import to_penman

        return to_penman(self)

    def __str__(self) -> str:
        from stemmata.graphs.outline import outline

        return outline(self)

    def _repr_svg_(self) -> str:
        from stemmata.graphs.drawing import to_svg

        return to_svg(self)


def words_at(turns: Sequence[Turn], spans: Sequence[Span]) -> str:
    """Return the words at some spans: the pieces of a discontinuous node are joined by one space."""
    return " ".join(turns[span.turn].text[span.start : span.end] for span in spans)


def payload_key(payload: Payload | None) -> str:
    """Return a canonical text for a constraint's meaning, for ids and comparison."""
    if payload is None:
        return ""
    return f"{payload.id}{canonical(payload.kwargs)}{'hard' if payload.hard else 'soft'}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A node on its way into a graph: everything but its id and its words, which follow from the spans."""

    kind: NodeKind
    spans: tuple[Span, ...]
    role: FactRole | None = None
    constraint: Payload | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def order(self) -> tuple[object, ...]:
        """The key of the canonical order."""
        return (self.kind not in DISCOURSE, self.spans, _RANK[self.kind], payload_key(self.constraint), self.role or "")


class GraphBuilder:
    """Collect nodes and edges, then `build` a graph in canonical order with content ids.

    Equal nodes are merged. Handles returned by `add` name nodes until the graph is built.

    Example:
        >>> builder = GraphBuilder([Turn("user", "Sing.")])
        >>> act = builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, 4)])
        >>> builder.link(act, None, EdgeKind.PART_OF)
        >>> builder.build().sub_instructions[0].text
        'Sing'
    """

    def __init__(self, turns: Sequence[Turn], meta: Mapping[str, Any] = NOTHING) -> None:
        self.turns = tuple(turns)
        self.meta = meta
        self._drafts: list[Draft] = []
        self._links: list[tuple[int, int | None, EdgeKind, dict[str, QualifierValue]]] = []

    def add(
        self,
        kind: NodeKind,
        spans: Sequence[Span],
        *,
        role: FactRole | None = None,
        constraint: Payload | None = None,
        extra: Mapping[str, Any] = NOTHING,
    ) -> int:
        """Add a node and return its handle."""
        self._drafts.append(Draft(kind, tuple(sorted(spans)), role, constraint, extra))
        return len(self._drafts) - 1

    def link(self, source: int, target: int | None, kind: EdgeKind, **qualifiers: QualifierValue) -> None:
        """Add an edge between two handles; a target of None is the instruction itself."""
        self._links.append((source, target, kind, qualifiers))

    def build(self) -> Graph:
        """Return the graph: nodes and edges in canonical order, equal ones merged."""
        graph_id = instruction_id(self.turns)
        ids = [_node_id(graph_id, draft) for draft in self._drafts]
        unique = {ids[i]: self._drafts[i] for i in range(len(ids))}
        nodes = tuple(
            Node(
                node_id,
                draft.kind,
                words_at(self.turns, draft.spans),
                draft.spans,
                draft.role,
                draft.constraint,
                draft.extra,
            )
            for node_id, draft in sorted(unique.items(), key=lambda item: item[1].order)
        )
        rank = {node.id: position for position, node in enumerate(nodes)}
        rank[graph_id] = -1
        edges: dict[tuple[object, ...], Edge] = {}
        for source, target, kind, qualifiers in self._links:
            edge = Edge(ids[source], graph_id if target is None else ids[target], kind, qualifiers)
            key = (rank[edge.source], _EDGE_RANK[kind], rank[edge.target], tuple(sorted(map(repr, qualifiers.items()))))
            edges.setdefault(key, edge)
        ordered = tuple(edges[key] for key in sorted(edges))
        return Graph(graph_id, self.turns, nodes, ordered, self.meta)


def _node_id(graph_id: str, draft: Draft) -> str:
    spans = ";".join(f"{span.turn},{span.start},{span.end}" for span in draft.spans)
    return digest("node", graph_id, draft.kind, spans, draft.role or "", payload_key(draft.constraint))
