"""Rows of the store back to the records that they were made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from stemmata.graphs.graph import Graph, words_at
from stemmata.graphs.stores import cypher
from stemmata.graphs.stores.backend import Backend, Row, Run
from stemmata.schemas.instruction import NOTHING, Edge, Node, Payload, Span, Turn
from stemmata.schemas.records import Failure, Judgement, Response, Variant
from stemmata.schemas.vocabulary import QUALIFIERS, EdgeKind, NodeKind

_ID_PAGE = 20_000
_RECORD_PAGE = 1_000
# How many columns of `cypher.nodes` are an edge's: both ends, kind, position, qualifiers.
_OF_EDGE = 4 + len(QUALIFIERS)


class Reader:
    """The records of a store, page by page: of each page the ids first, then what belongs to them.

    Each page is read in one transaction, so that a graph is whole though others are written meanwhile.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def graphs(self, ids: Iterable[str] | None, *, roots: bool | None) -> Iterator[Graph]:
        """Yield graphs in order of id; see `GraphStore.graphs`."""
        condition = {None: "", True: cypher.ROOTS, False: cypher.VARIANTS}[roots]
        kind = self._backend.edge_kind
        for page in self._pages("Instruction", condition) if ids is None else _pages_of(sorted(set(ids))):
            wanted = page if ids is None or roots is None else self._of_depth(page, roots=roots)
            yield from self._backend.read(partial(read_graphs, ids=wanted, edge_kind=kind))

    def _of_depth(self, ids: Sequence[str], *, roots: bool) -> list[str]:
        return sorted(row[0] for row in self._look_up(cypher.ANCESTRY, {"ids": ids}) if (row[1] == 0) is roots)

    def variants(self, parents: Iterable[str] | None) -> Iterator[Variant]:
        """Yield variants; see `GraphStore.variants`."""
        for row in self._records(parents, "Instruction", cypher.EDITED, cypher.EDITS, cypher.EDITS_FROM):
            yield Variant.model_validate(json.loads(row[0]))

    def responses(self, instructions: Iterable[str] | None) -> Iterator[Response]:
        """Yield responses; see `GraphStore.responses`."""
        for row in self._records(instructions, "Response", "", cypher.RESPONSES, cypher.ANSWERS_TO):
            yield Response.model_validate({**json.loads(row[0]), "text": row[2]})

    def judgements(self, instructions: Iterable[str] | None) -> Iterator[Judgement]:
        """Yield judgements; see `GraphStore.judgements`."""
        for row in self._records(instructions, "Response", cypher.JUDGED, cypher.JUDGEMENTS, cypher.JUDGEMENTS_TO):
            judgement = _judgement(row[0]) if row[2] == row[4] else None
            if judgement is not None:
                yield judgement

    def failures(self) -> Iterator[Failure]:
        """Yield failures in order of their content ids."""
        for row in self._records(None, "Failure", "", cypher.FAILURES, cypher.FAILURES):
            yield Failure.model_validate(json.loads(row[0]))

    def _records(
        self, owners: Iterable[str] | None, label: str, condition: str, every: str, of_owners: str
    ) -> Iterator[Row]:
        if owners is None:
            pages, text = self._pages(label, condition), every
        else:
            pages, text = _pages_of(sorted(set(owners))), of_owners
        for page in pages:
            yield from (row for row in self._look_up(text, {"ids": page}) if row[0] is not None)

    def _pages(self, label: str, condition: str = "") -> Iterator[Sequence[str]]:
        return pages(self._backend, label, condition)

    def _look_up(self, text: str, parameters: Mapping[str, Any]) -> list[Row]:
        return self._backend.read(partial(_look_up, text=text, parameters=parameters))


def _judgement(detail: str) -> Judgement | None:
    """Return the judgement that an edge holds; None where a query of a user's made the edge."""
    try:
        return Judgement.model_validate(json.loads(detail))
    except (ValueError, RecursionError):
        return None


def pages(backend: Backend, label: str, condition: str = "") -> Iterator[Sequence[str]]:
    """Yield the ids of a node table in order, as many at a time as a transaction reads."""
    # Each page of ids costs LadybugDB a scan of the id column (7 ms for 40,000); records are looked up by id.
    last: list[str] = []
    while True:
        after = {"after": last[-1]} if last else {}
        look_up = partial(
            _look_up, text=cypher.page_of_ids(label, condition, first=not last), parameters={**after, "size": _ID_PAGE}
        )
        last = [row[0] for row in backend.read(look_up)]
        yield from _pages_of(last)
        if len(last) < _ID_PAGE:
            return


def _look_up(run: Run, *, text: str, parameters: Mapping[str, Any]) -> list[Row]:
    return run(text, parameters)


def _pages_of(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _RECORD_PAGE] for start in range(0, len(ids), _RECORD_PAGE))


def read_graphs(run: Run, *, ids: Sequence[str], edge_kind: str) -> list[Graph]:
    """Return the graphs with these ids, in this order; ids that the store does not hold are passed over."""
    instructions = {row[0]: row for row in run(cypher.INSTRUCTIONS, {"ids": list(ids)})}
    contents: dict[str, list[list[str]]] = {key: json.loads(row[2]) for key, row in instructions.items()}
    by_label: dict[str, list[str]] = {}
    for content in contents.values():
        for label, node_id in content:
            by_label.setdefault(label, []).append(node_id)
    nodes: dict[str, Row] = {}
    edges: dict[str, list[Row]] = {}
    for label, wanted in by_label.items():
        for row in run(cypher.nodes(label, edge_kind), {"ids": wanted}):
            nodes[row[0]] = [row[0], *row[_OF_EDGE:]]
            if row[1] is not None:
                edges.setdefault(row[0], []).append(row[:_OF_EDGE])
    found = (instructions[key] for key in ids if key in instructions)
    return [_graph(key, turns, contents[key], nodes, edges, meta, extra) for key, turns, _, meta, extra in found]


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
