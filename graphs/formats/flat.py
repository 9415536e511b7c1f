"""A graph as flat rows, for formats of tables and of typed attributes: the store's columns, and what these leave out.

The truth of a graph is in the turns, the spans, the kinds, roles, families, arguments and qualifiers. Words, places and
`value` follow from them: they are there to be read and sorted by, and are not read back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stemmata.graphs.codec import from_dict
from stemmata.graphs.graph import Graph, words_at
from stemmata.graphs.stores.tables import PRINT_COLUMNS, Batch, edge_columns, node_columns, to_json
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Span, Turn
from stemmata.schemas.vocabulary import QUALIFIERS, EdgeKind, NodeKind

INSTRUCTION = "Instruction"
_EXACT = "exact"
_LOST = "\ufffd"

# Of the store's columns those that only a store needs.
_OF_STORES = frozenset({"family", "depth", "nodes", *PRINT_COLUMNS})
_JSON = frozenset({"turns", "turn_extras", "meta", "spans", "kwargs", "constraint_extra", "extra"})
_DERIVED = {"instruction": frozenset({"text", "source"}), "node": frozenset({"text", "instruction"})}

INSTRUCTION_COLUMNS = (
    *(name for name in node_columns(INSTRUCTION) if name not in _OF_STORES),
    "turn_extras",
    _EXACT,
)
NODE_COLUMNS = tuple(
    dict.fromkeys(("kind", *(name for kind in NodeKind for name in node_columns(kind)), "constraint_extra", _EXACT))
)
EDGE_COLUMNS = ("source", "target", "kind", *edge_columns(EdgeKind.PART_OF), "extra", _EXACT)

# Which columns hold something other than text.
TYPES: dict[str, type] = {
    **dict.fromkeys(("turn", "start", "end", "position", "order"), int),
    "hard": bool,
    "value": float,
    "roles": list,
}

Fields = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """A graph as rows; columns without a value may be left out of them."""

    instruction: Fields
    nodes: list[Fields]
    edges: list[Fields]


def rows_of(graph: Graph, unfit: re.Pattern[str]) -> Rows:
    """Return a graph as rows.

    Args:
        graph: The graph.
        unfit: A character that the format cannot hold. In JSON it is escaped; elsewhere it becomes U+FFFD, and where
            that would lose something, the exact text is in the column `exact`.
    """
    batch = Batch()
    batch.add_graph(graph, family=graph.id, depth=0)
    (values,) = batch.nodes.pop(INSTRUCTION)
    columns = dict(zip(node_columns(INSTRUCTION), values, strict=True))
    instruction = {name: value for name, value in columns.items() if name not in _OF_STORES}
    if any(turn.extra for turn in graph.turns):
        instruction["turn_extras"] = to_json([dict(turn.extra) for turn in graph.turns])
    nodes = {
        row[0]: {"kind": label, **dict(zip(node_columns(label), row, strict=True))}
        for label, rows in batch.nodes.items()
        for row in rows
    }
    for node in graph.nodes:
        if node.constraint is not None and node.constraint.extra:
            nodes[node.id]["constraint_extra"] = to_json(dict(node.constraint.extra))
    edges: list[Fields] = [{} for _ in graph.edges]
    for (kind, _, _), links in batch.edges.items():
        for source, target, *rest in links:
            fields = dict(zip(edge_columns(kind), rest, strict=True))
            edges[fields["position"]] = {"source": source, "target": target, "kind": kind, **fields}
    for fields, edge in zip(edges, graph.edges, strict=True):
        if edge.extra:
            fields["extra"] = to_json(dict(edge.extra))
    return Rows(
        _fit(instruction, unfit, "instruction"),
        [_fit(nodes[node.id], unfit, "node") for node in graph.nodes],
        [_fit(fields, unfit, "edge") for fields in edges],
    )


def _fit(fields: Fields, unfit: re.Pattern[str], row: str) -> Fields:
    exact: dict[str, str] = {}
    for name, value in fields.items():
        if not isinstance(value, str) or unfit.search(value) is None:
            continue
        if name in _JSON:
            fields[name] = unfit.sub(lambda match: f"\\u{ord(match[0]):04x}", value)
            continue
        fields[name] = unfit.sub(_LOST, value)
        if name not in _DERIVED.get(row, ()):
            exact[name] = value
    return {**fields, _EXACT: json.dumps(exact)} if exact else fields


def graph_of(rows: Rows, where: str) -> Graph:
    """Return the graph of some rows, its edges in order of `position`; those without one come last.

    Args:
        rows: The rows, as `rows_of` makes them.
        where: The place of the instruction, for messages.

    Raises:
        InputError: They are no graph.
    """
    instruction = _exactly(rows.instruction, where)
    turns = _turns(instruction, where)
    last = len(rows.edges)
    ordered = sorted(rows.edges, key=lambda fields: _position(fields, last))
    record = {
        **_object(instruction, "extra", where),
        "id": instruction.get("id"),
        "turns": turns,
        "nodes": [_node(_exactly(fields, where), turns, where) for fields in rows.nodes],
        "edges": [_edge(_exactly(fields, where), where) for fields in ordered],
        "meta": _object(instruction, "meta", where),
    }
    return from_dict(record, where=where)


def _exactly(fields: Fields, where: str) -> Fields:
    exact = _object(fields, _EXACT, where)
    return {**fields, **{name: value for name, value in exact.items() if _LOST in str(fields.get(name))}}


def _turns(instruction: Fields, where: str) -> list[dict[str, Any]]:
    pairs = _parsed(instruction, "turns", where)
    extras = _parsed(instruction, "turn_extras", where) or [{}] * len(pairs or ())
    try:
        return [{"role": role, "text": text, **more} for (role, text), more in zip(pairs, extras, strict=True)]
    except (TypeError, ValueError):
        raise InputError("field turns: expected a list of pairs of a role and a text", where=where) from None


def _node(fields: Fields, turns: Sequence[Mapping[str, Any]], where: str) -> dict[str, Any]:
    spans = _parsed(fields, "spans", where)
    try:
        said = [Turn(turn["role"], turn["text"]) for turn in turns]
        text = words_at(said, [Span(*span) for span in spans])
    except (TypeError, IndexError):
        raise InputError(f"field spans: {str(spans)[:60]} are no places in the turns", where=where) from None
    node = {"id": fields.get("id"), "kind": fields.get("kind"), "text": text, "spans": spans}
    if fields.get("role") is not None:
        node["role"] = fields["role"]
    if fields.get("family") is not None:
        node["constraint"] = {
            "id": fields["family"],
            "kwargs": _object(fields, "kwargs", where),
            "hard": fields.get("hard", True),
            **_object(fields, "constraint_extra", where),
        }
    return {**node, **_object(fields, "extra", where)}


def _edge(fields: Fields, where: str) -> dict[str, Any]:
    edge = {name: fields.get(name) for name in ("source", "target", "kind")}
    qualifiers = {name: fields[name] for name in QUALIFIERS if fields.get(name) is not None}
    return {**edge, "qualifiers": qualifiers, **_object(fields, "extra", where)}


def _position(fields: Fields, last: int) -> int:
    position = fields.get("position")
    return position if isinstance(position, int) else last


def _parsed(fields: Fields, name: str, where: str) -> Any:
    value = fields.get(name)
    if value is None:
        return None
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        raise InputError(f"field {name}: broken JSON ({str(value)[:60]!r})", where=where) from None


def _object(fields: Fields, name: str, where: str) -> dict[str, Any]:
    value = _parsed(fields, name, where)
    if value is not None and not isinstance(value, dict):
        raise InputError(f"field {name}: expected a JSON object, found {type(value).__name__}", where=where)
    return value or {}
