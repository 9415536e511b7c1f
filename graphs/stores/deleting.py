"""Instructions taken out of a store, each with all that hangs on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from stemmata.graphs.stores import cypher
from stemmata.graphs.stores.backend import Run
from stemmata.graphs.stores.tables import Batch
from stemmata.schemas.errors import StoreError


def in_order(run: Run, ids: Iterable[str]) -> list[str]:
    """Return which of these instructions the store holds, variants before what they were made from.

    Deleted in this order, each step leaves whole family trees.

    Raises:
        StoreError: A variant of one of them, of a greater depth, is not among them.
    """
    wanted = sorted(set(ids))
    named = frozenset(wanted)
    for parent, variant in run(cypher.BELOW, {"ids": wanted}):
        if variant not in named:
            raise StoreError(
                f"instruction {parent} has the variant {variant}, which would lose its parent",
                fix="delete the variant too",
            )
    depths = {row[0]: row[1] for row in run(cypher.CONTENTS, {"ids": wanted})}
    return sorted(depths, key=lambda key: (-depths[key], key))


def delete(run: Run, ids: Sequence[str]) -> Batch:
    """Delete instructions with their nodes, their responses and every edge of these; nothing is left to load.

    Raises:
        StoreError: Somebody has written a variant of one of them meanwhile.
    """
    _delete(run, "Response", [row[0] for row in run(cypher.RESPONSES_TO, {"ids": list(ids)})])
    nodes: dict[str, list[str]] = {}
    for _, _, content in run(cypher.CONTENTS, {"ids": list(ids)}):
        for label, node in json.loads(content):
            nodes.setdefault(label, []).append(node)
    for label, held in sorted(nodes.items()):
        _delete(run, label, held)
    in_order(run, ids)
    _delete(run, "Instruction", ids)
    return Batch()


def _delete(run: Run, label: str, ids: Sequence[str]) -> None:
    if ids:
        run(cypher.delete(label), {"ids": sorted(ids)})
