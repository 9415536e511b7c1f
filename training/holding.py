"""Which families Eval holds out: seeds of exactly four sub-instructions, in the paper's sense (section 2.3)."""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stemmata.graphs.graph import Graph
from stemmata.graphs.stores import cypher
from stemmata.schemas.instruction import digest
from stemmata.schemas.settings import BuildSettings

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

SUB_INSTRUCTIONS = 4
_COUNTED = ("SubInstruction", "Constraint")
_PAGE = 1_000


def sub_instructions(graph: Graph) -> int:
    """Return how many sub-instructions an instruction has, as the paper counts: demands for something and of it."""
    return len(graph.sub_instructions) + len(graph.constraint_nodes)


def held_out(store: GraphStore, settings: BuildSettings) -> frozenset[str]:
    """Return the families that Eval has, and Aug, Ref and their pairs have not.

    Of the families with variants whose seed has four sub-instructions, those come first whose hash with the seed of the
    settings is lowest, up to `eval_families` and to `eval_share` of all families, rounded up. So the same store and
    settings always hold out the same families, whichever dataset is built.
    """
    lowest: list[tuple[int, str]] = []  # negative hashes: the highest hash is the heap's first
    total = 0
    for ids in _roots(store):
        total += len(ids)
        for key in _of_four(store, ids):
            rank = -int(digest("eval", str(settings.seed), key), 16)
            if len(lowest) < settings.eval_families:
                heapq.heappush(lowest, (rank, key))
            elif lowest:
                heapq.heappushpop(lowest, (rank, key))
    most = math.ceil(total * settings.eval_share)
    return frozenset(key for _, key in sorted(lowest, reverse=True)[:most])


def _roots(store: GraphStore) -> Iterator[list[str]]:
    after = ""
    while True:
        found = store.query(cypher.OF_DEPTH, {"depth": 0, "after": after, "size": _PAGE})
        ids = [value for row in found for value in row.values()]
        if ids:
            yield ids
        if len(ids) < _PAGE:
            return
        after = ids[-1]


def _of_four(store: GraphStore, ids: Sequence[str]) -> list[str]:
    """Return which of these instructions have four sub-instructions, and variants."""
    found = []
    for row in store.query(cypher.CONTENTS, {"ids": list(ids)}):
        key, _, content = row.values()
        if sum(label in _COUNTED for label, _ in json.loads(content)) == SUB_INSTRUCTIONS:
            found.append(key)
    varied = {value for row in store.query(cypher.VARIED, {"ids": found}) for value in row.values()} if found else set()
    return [key for key in found if key in varied]
