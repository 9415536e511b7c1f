"""Rows of the store back to the records that they were made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from stemmata.graphs.graph import Graph, words_at
from stemmata.graphs.stores import cypher
from stemmata.schemas.instruction import NOTHING, Edge, Node, Payload, Span, Turn
from stemmata.schemas.vocabulary import QUALIFIERS, EdgeKind, NodeKind

Row = Sequence[Any]

_INTERNAL = frozenset({"_ID", "_SRC", "_DST"})


class Lookup(Protocol):
    """A way to run one of our own reading statements."""

    def __call__(self, text: str, parameters: Mapping[str, Any], /) -> list[Row]:
        """Return its rows."""


def read_graphs(lookup: Lookup, ids: Sequence[str]) -> Iterator[Graph]:
    """Yield the graphs with these ids, in this order; ids that the store does not hold are passed over."""
    instructions = {row[0]: row for row in lookup(cypher.INSTRUCTIONS, {"ids": list(ids)})}
    contents: dict[str, list[list[str]]] = {key: json.loads(row[2]) for key, row in instructions.items()}
    by_label: dict[str, list[str]] = {}
    for content in contents.values():
        for label, node_id in content:
            by_label.setdefault(label, []).append(node_id)
    nodes: dict[str, Row] = {}
    edges: dict[str, list[Row]] = {}
    for label, wanted in by_label.items():
        for row in lookup(cypher.nodes(label), {"ids": wanted}):
            nodes[row[0]] = row
        for row in lookup(cypher.edges(label), {"ids": wanted}):
            if row[1] is not None:
                edges.setdefault(row[0], []).append(row)
    for key in ids:
        if key in instructions:
            _, turns, _, meta, extra = instructions[key]
            yield _graph(key, turns, contents[key], nodes, edges, meta, extra)


def _graph(
    key: str,
    turns: str,
    content: Sequence[Sequence[str]],
    nodes: Mapping[str, Row],
    edges: Mapping[str, Sequence[Row]],
    meta: str,
    extra: str | None,
) -> Graph:
    spoken = tuple(Turn(role, text) for role, text in json.loads(turns))
    # A node that a user's own query deleted is gone from its graph too.
    held = tuple(_node(label, nodes[node_id], spoken) for label, node_id in content if node_id in nodes)
    rows = sorted((row for _, node_id in content for row in edges.get(node_id, ())), key=lambda row: row[3])
    joined = tuple(_edge(row) for row in rows)
    return Graph(key, spoken, held, joined, json.loads(meta), json.loads(extra) if extra else NOTHING)


def _node(label: str, row: Row, turns: Sequence[Turn]) -> Node:
    node_id, spans_text, extra_text, *more = row
    spans = tuple(Span(*span) for span in json.loads(spans_text))
    extra = json.loads(extra_text) if extra_text else {}
    kind = NodeKind(label)
    text = words_at(turns, spans)
    if kind is NodeKind.FACT:
        return Node(node_id, kind, text, spans, role=more[0], extra=extra)
    if kind is NodeKind.CONSTRAINT and more[0] is not None:
        family, kwargs, hard = more
        return Node(node_id, kind, text, spans, constraint=Payload(family, json.loads(kwargs), hard), extra=extra)
    return Node(node_id, kind, text, spans, extra=extra)


def _edge(row: Row) -> Edge:
    source, target, kind, _, *values = row
    qualifiers = {name: value for name, value in zip(QUALIFIERS, values, strict=True) if value is not None}
    return Edge(source, target, EdgeKind(kind), qualifiers)


def read_values(connection: Any, result: Any) -> Iterator[Sequence[Any]]:
    """Yield the rows of an answer one by one, and close its connection after the last."""
    try:
        while result.has_next():
            yield [_plain(value) for value in result.get_next()]
    finally:
        connection.close()


def _plain(value: Any) -> Any:
    """Return a value without LadybugDB's internal ids, and a node or edge without properties that it has not."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    entity = "_LABEL" in value
    return {key: _plain(item) for key, item in value.items() if key not in _INTERNAL and not (entity and item is None)}
