"""One store into another, through what every store can do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from stemmata.graphs.graph import Graph
from stemmata.graphs.stores import cypher
from stemmata.graphs.stores.batches import batches, judgement_size
from stemmata.graphs.stores.bulk import build
from stemmata.graphs.stores.dumping import Told, dump, rows
from stemmata.graphs.stores.store import GraphStore
from stemmata.schemas.records import Variant

_PAGE = 1_000


def copy_new(source: GraphStore, path: Path, told: Told) -> None:
    """Copy a store into an embedded one that does not exist yet, in bulk: all of it or nothing.

    Raises:
        StoreError: The new store cannot be made.
    """
    build(path, dump(source, told))


def copy(source: GraphStore, target: GraphStore, told: Told) -> None:
    """Copy what a store lacks of another: graphs, variants with their edits, responses, judgements, failures.

    Parents come before their variants, so that each instruction has the family and the depth that it had. What is
    there stays as it is, and copying again after an interruption does the rest. A variant whose edits were deleted is
    copied as a root.

    Args:
        source: The store that is read.
        target: The store that is written.
        told: Told how many records were written.

    Raises:
        StoreError: The target is read-only, or a store fails.
    """
    for depth in range(_deepest(source) + 1):
        for ids in _pages(source, depth):
            held = {row[0] for row in rows(target, cypher.known("Instruction"), ids)}
            missing = [key for key in ids if key not in held]
            if missing:
                _copy_instructions(source, target, missing, told)
    for depth in range(_deepest(source) + 1):
        for ids in _pages(source, depth):
            told("edit", _copy_edits(source, target, ids))
    for responses in batches(source.responses(), lambda response: len(response.text)):
        told("response", target.write_responses(responses))
    for judgements in batches(source.judgements(), judgement_size):
        told("judgement", target.write_judgements(judgements))
    for failures in batches(source.failures(), lambda failure: len(failure.detail)):
        told("failure", target.write_failures(failures))


def _deepest(store: GraphStore) -> int:
    (row,) = store.query(cypher.DEEPEST)
    (depth,) = row.values()
    return int(depth or 0)


def _pages(store: GraphStore, depth: int) -> Iterator[list[str]]:
    after = ""
    while True:
        found = store.query(cypher.OF_DEPTH, {"depth": depth, "after": after, "size": _PAGE})
        ids = [value for row in found for value in row.values()]
        if ids:
            yield ids
        if len(ids) < _PAGE:
            return
        after = ids[-1]


def _copy_instructions(source: GraphStore, target: GraphStore, ids: Sequence[str], told: Told) -> None:
    """Copy instructions of one depth, variants with one edit each: one that led to their family and depth."""
    edits = _first_edits(source, ids)
    graphs = {graph.id: graph for graph in source.graphs(ids=ids)}
    told("graph", target.write(graph for key, graph in graphs.items() if key not in edits))
    pairs = [(edit, graphs[key]) for key, edit in edits.items()]
    told("edit", target.write_variants(pairs))
    told("graph", len(pairs))


def _first_edits(source: GraphStore, ids: Sequence[str]) -> dict[str, Variant]:
    found: dict[str, Variant] = {}
    exact: set[str] = set()
    for record, key, family, depth, _, above in rows(source, cypher.LED, ids):
        if record is None or above >= depth or key in exact:
            continue
        found[key] = Variant.model_validate(json.loads(record))
        if above == depth - 1 and found[key].family == family:
            exact.add(key)
    return found


def _copy_edits(source: GraphStore, target: GraphStore, ids: Sequence[str]) -> int:
    """Copy the edits between instructions that both stores hold."""
    held = {tuple(row) for row in rows(target, cypher.KNOWN_EDITS, ids)}
    missing = {tuple(row) for row in rows(source, cypher.KNOWN_EDITS, ids) if row[0] is not None} - held
    if not missing:
        return 0
    ends = sorted({key for _, key in missing})
    graphs: dict[str, Graph] = {graph.id: graph for graph in source.graphs(ids=ends)}
    return target.write_variants(
        (Variant.model_validate(json.loads(record)), graphs[key])
        for record, key, _, _, parent, _ in rows(source, cypher.LED, ends)
        if (parent, key) in missing
    )
