"""How varied many graphs are: prints, shapes, families and what is demanded together."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from math import log2
from typing import Any

import numpy as np

from stemmata.graphs.elements import families
from stemmata.graphs.fingerprints import Level, fingerprints_of
from stemmata.graphs.graph import Graph


class Diversity:
    """Counts over a stream of graphs. It holds 8 bytes for each graph and level, and 12 for its id."""

    def __init__(self) -> None:
        self._prints = {level: array("Q") for level in Level}
        self._ids = bytearray()
        self._families: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._sizes: Counter[int] = Counter()

    def add(self, graphs: Sequence[Graph]) -> None:
        """Count some graphs."""
        for graph, prints in zip(graphs, fingerprints_of(graphs), strict=True):
            for level in Level:
                self._prints[level].append(int(prints.of(level), 16))
            self._ids += bytes.fromhex(graph.id)
            found = families(graph)
            self._families.update(found)
            self._pairs.update(combinations(found, 2))
            self._sizes[len(found)] += 1

    def report(self, *, top: int = 5) -> dict[str, Any]:
        """Return the counts.

        Args:
            top: How many of the most frequent shapes and pairs to tell.

        Returns:
            `graphs`; `distinct`: prints by level; `shapes`: the most frequent ones, with their share and one graph's
            id, and the share of them together; `families`: how many, the entropy in bits of their frequencies, and the
            number of equally frequent ones that would have it; `demanded together`: how many graphs by the number of
            families, the most frequent pairs, and how many of all possible pairs occur.
        """
        count = len(self._prints[Level.TEXT])
        known = len(self._families)
        entropy = _entropy(self._families.values())
        return {
            "graphs": count,
            "distinct": {level.value: len(np.unique(np.frombuffer(self._prints[level], np.uint64))) for level in Level}
            if count
            else {},
            "shapes": self._shapes(top),
            "families": {
                "known": known,
                "entropy": round(entropy, 3),
                "effective": round(2**entropy, 1) if known else 0.0,
                "most frequent": dict(sorted(self._families.items(), key=lambda one: (-one[1], one[0]))[:top]),
            },
            "demanded together": {
                "graphs by families": {str(size): number for size, number in sorted(self._sizes.items())},
                "pairs": len(self._pairs),
                "possible pairs": known * (known - 1) // 2,
                "most frequent": {
                    " + ".join(pair): number
                    for pair, number in sorted(self._pairs.items(), key=lambda one: (-one[1], one[0]))[:top]
                },
            },
        }

    def _shapes(self, top: int) -> list[dict[str, Any]]:
        shapes = np.frombuffer(self._prints[Level.SHAPE], np.uint64)
        prints, first, counts = np.unique(shapes, return_index=True, return_counts=True)
        order = np.lexsort((first, -counts))[:top]
        return [
            {
                "print": f"{int(prints[one]):016x}",
                "graphs": int(counts[one]),
                "share": round(int(counts[one]) / len(shapes), 4),
                "example": self._id(int(first[one])),
            }
            for one in order.tolist()
        ]

    def _id(self, number: int) -> str:
        size = len(self._ids) // len(self._prints[Level.SHAPE])
        return self._ids[number * size : (number + 1) * size].hex()


def _entropy(counts: Iterable[int]) -> float:
    """Return the entropy of frequencies, in bits."""
    some = [count for count in counts if count]
    total = sum(some)
    return sum(count / total * log2(total / count) for count in some)
