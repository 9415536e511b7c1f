"""The JSON form of a graph (format `stemmata/graph`, version 1): read, validate, write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Edge, Node
from stemmata.schemas.records import GRAPH_FORMAT, GRAPH_RECORD, GRAPH_VERSION, first_problem

_NODE_FIELDS = frozenset({"id", "kind", "text", "spans", "role", "constraint"})
_GRAPH_FIELDS = frozenset({"format", "version", "id", "turns", "nodes", "edges", "meta"})


def _node_dict(node: Node) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": node.id,
        "kind": node.kind.value,
        "text": node.text,
        "spans": [list(span) for span in node.spans],
    }
    if node.role is not None:
        record["role"] = node.role
    if node.constraint is not None:
        payload = node.constraint
        record["constraint"] = {"id": payload.id, "kwargs": dict(payload.kwargs), "hard": payload.hard}
    return {**record, **node.extra}


def _edge_dict(edge: Edge) -> dict[str, Any]:
    record: dict[str, Any] = {"source": edge.source, "target": edge.target, "kind": edge.kind.value}
    if edge.qualifiers:
        record["qualifiers"] = dict(sorted(edge.qualifiers.items()))
    return record


def to_dict(graph: Graph) -> dict[str, Any]:
    """Return the JSON form of a graph; `from_dict` reads it back equal."""
    return {
        "format": GRAPH_FORMAT,
        "version": GRAPH_VERSION,
        "id": graph.id,
        "turns": [{"role": turn.role, "text": turn.text} for turn in graph.turns],
        "nodes": [_node_dict(node) for node in graph.nodes],
        "edges": [_edge_dict(edge) for edge in graph.edges],
        "meta": dict(graph.meta),
        **graph.extra,
    }


def to_json(graph: Graph) -> str:
    """Return the JSON form of a graph on one line."""
    return json.dumps(to_dict(graph), ensure_ascii=False)


def from_dict(record: Mapping[str, Any], *, where: str | None = None) -> Graph:
    """Read a graph from its JSON form; unknown fields are kept.

    Args:
        record: The JSON object.
        where: The file and line, for messages.

    Raises:
        InputError: The record is not a graph, is of a newer version, or breaks an invariant.
    """
    if record.get("format", GRAPH_FORMAT) != GRAPH_FORMAT:
        raise InputError(f"format is {record['format']!r}, not {GRAPH_FORMAT!r}", where=where)
    version = record.get("version", GRAPH_VERSION)
    if isinstance(version, int) and version > GRAPH_VERSION:
        raise InputError(
            f"graph format version {version} is newer than {GRAPH_VERSION}", where=where, fix="upgrade stemmata"
        )
    try:
        checked = GRAPH_RECORD.validate_python(record)
    except ValidationError as error:
        raise InputError(f"not a graph: {first_problem(error)}", where=where) from None
    nodes = tuple(
        replace(node, extra={k: v for k, v in raw.items() if k not in _NODE_FIELDS})
        if raw.keys() - _NODE_FIELDS
        else node
        for node, raw in zip(checked.nodes, record["nodes"], strict=True)
    )
    extra = {key: value for key, value in record.items() if key not in _GRAPH_FIELDS}
    graph = Graph(checked.id, checked.turns, nodes, checked.edges, checked.meta, extra)
    from stemmata.graphs.consistency import check

    problems = check(graph)
    if problems:
        raise InputError(f"graph {graph.id} is inconsistent: {problems[0]}", where=where)
    return graph


def from_json(line: str, *, where: str | None = None) -> Graph:
    """Read a graph from one line of JSON.

    Raises:
        InputError: The line is not JSON, or not a graph.
    """
    try:
        record = json.loads(line)
    except ValueError as error:
        raise InputError(f"broken JSON ({error})", where=where) from None
    if not isinstance(record, dict):
        raise InputError(f"expected a JSON object, found {type(record).__name__}", where=where)
    return from_dict(record, where=where)
