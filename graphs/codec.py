"""The JSON form of a graph (format `stemmata/graph`, version 1): read, validate, write."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Edge, Node
from stemmata.schemas.records import GRAPH_FORMAT, GRAPH_RECORD, GRAPH_VERSION, first_problem

_TURN_FIELDS = frozenset({"role", "text"})
_NODE_FIELDS = frozenset({"id", "kind", "text", "spans", "role", "constraint"})
_PAYLOAD_FIELDS = frozenset({"id", "kwargs", "hard"})
_EDGE_FIELDS = frozenset({"source", "target", "kind", "qualifiers"})
_GRAPH_FIELDS = frozenset({"format", "version", "id", "turns", "nodes", "edges", "meta"})
# Half a surrogate pair is valid in JSON when escaped, and in no encoding when not.
_SURROGATE = re.compile("[\ud800-\udfff]")


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
        record["constraint"] = {
            "id": payload.id,
            "kwargs": dict(payload.kwargs),
            "hard": payload.hard,
            **payload.extra,
        }
    return {**record, **node.extra}


def _edge_dict(edge: Edge) -> dict[str, Any]:
    record: dict[str, Any] = {"source": edge.source, "target": edge.target, "kind": edge.kind.value}
    if edge.qualifiers:
        record["qualifiers"] = dict(sorted(edge.qualifiers.items()))
    return {**record, **edge.extra}


def to_dict(graph: Graph) -> dict[str, Any]:
    """Return the JSON form of a graph; `from_dict` reads it back equal."""
    return {
        "format": GRAPH_FORMAT,
        "version": GRAPH_VERSION,
        "id": graph.id,
        "turns": [{"role": turn.role, "text": turn.text, **turn.extra} for turn in graph.turns],
        "nodes": [_node_dict(node) for node in graph.nodes],
        "edges": [_edge_dict(edge) for edge in graph.edges],
        "meta": dict(graph.meta),
        **graph.extra,
    }


def to_json(graph: Graph) -> str:
    """Return the JSON form of a graph on one line, which any text file in UTF-8 can hold."""
    return escaped(json.dumps(to_dict(graph), ensure_ascii=False))


def escaped(line: str) -> str:
    """Return a line of JSON with half surrogate pairs as the escapes that JSON has for them."""
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


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
        checked = GRAPH_RECORD.validate_python(_known(record))
    except ValidationError as error:
        raise InputError(f"not a graph: {first_problem(error)}", where=where) from None
    turns = tuple(
        replace(turn, extra=_unknown(raw, _TURN_FIELDS)) if raw.keys() - _TURN_FIELDS else turn
        for turn, raw in zip(checked.turns, record["turns"], strict=True)
    )
    nodes = tuple(_with_unknown(node, raw) for node, raw in zip(checked.nodes, record["nodes"], strict=True))
    edges = tuple(
        replace(edge, extra=_unknown(raw, _EDGE_FIELDS)) if raw.keys() - _EDGE_FIELDS else edge
        for edge, raw in zip(checked.edges, record["edges"], strict=True)
    )
    graph = Graph(checked.id, turns, nodes, edges, checked.meta, _unknown(record, _GRAPH_FIELDS))
    from stemmata.graphs.consistency import check

    problems = check(graph)
    if problems:
        raise InputError(f"graph {graph.id} is inconsistent: {problems[0]}", where=where)
    return graph


def _known(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without unknown fields called "extra", which would be taken for our own attribute."""

    def bare(part: Any) -> Any:
        if not isinstance(part, dict):
            return part
        if isinstance(part.get("constraint"), dict) and "extra" in part["constraint"]:
            part = {**part, "constraint": _unknown(part["constraint"], frozenset({"extra"}))}
        return _unknown(part, frozenset({"extra"})) if "extra" in part else part

    lists = {name: record[name] for name in ("turns", "nodes", "edges") if isinstance(record.get(name), list)}
    return {**record, **{name: [bare(part) for part in parts] for name, parts in lists.items()}}


def _unknown(raw: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in known}


def _with_unknown(node: Node, raw: Mapping[str, Any]) -> Node:
    if node.constraint is not None and raw["constraint"].keys() - _PAYLOAD_FIELDS:
        node = replace(node, constraint=replace(node.constraint, extra=_unknown(raw["constraint"], _PAYLOAD_FIELDS)))
    return replace(node, extra=_unknown(raw, _NODE_FIELDS)) if raw.keys() - _NODE_FIELDS else node


def from_json(line: str, *, where: str | None = None) -> Graph:
    """Read a graph from one line of JSON.

    Raises:
        InputError: The line is not JSON, or not a graph.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"broken JSON ({error})", where=where) from None
    if not isinstance(record, dict):
        raise InputError(f"expected a JSON object, found {type(record).__name__}", where=where)
    return from_dict(record, where=where)
