"""Groups of near-duplicates among many graphs, in time that grows with their number and not with its square."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from stemmata.graphs.likeness import Features, likeness
from stemmata.graphs.sketches import Sketcher
from stemmata.schemas.vocabulary import NEAR_DUPLICATE

# Of the graphs that share a band's key, each is compared with at most so many that are not alike themselves.
_LEADERS = 32


class Duplicates:
    """Collect graphs by their features, then tell which of them are near-duplicates.

    Two graphs are in one group when they are alike, or when others between them are. It holds 4 bytes for each band
    (32 at the usual threshold) and 4 for each feature (about 50): some 330 bytes a graph.

    Args:
        threshold: How alike two graphs are at least that count as near-duplicates.
    """

    def __init__(self, threshold: float = NEAR_DUPLICATE) -> None:
        self._sketcher = Sketcher(threshold)
        self._keys = array("I")
        self._features = array("I")
        self._ends = array("Q", [0])
        self._parents: list[int] = []

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, some: Features) -> int:
        """Add a graph by its features and return its number, counted from 0."""
        # Without features a graph is like no other; its keys are never looked at.
        keys = self._sketcher.keys(some) if some else np.zeros(self._sketcher.bands, np.uint32)
        self._keys.frombytes(keys.tobytes())
        self._features.extend(sorted(some))
        self._ends.append(len(self._features))
        return len(self) - 1

    def first_of_each(self) -> NDArray[np.int64]:
        """Return for each graph the number of the first graph of its group, which is its own where it stands alone."""
        count = len(self)
        self._parents = list(range(count))
        keys = np.frombuffer(self._keys, dtype=np.uint32).reshape(count, self._sketcher.bands)
        for band in range(self._sketcher.bands):
            for numbers in _runs(keys[:, band]):
                self._join(numbers)
        return np.fromiter((self._root(number) for number in range(count)), dtype=np.int64, count=count)

    def groups(self) -> list[list[int]]:
        """Return the groups of two or more, the largest first; in each the numbers in order."""
        found: dict[int, list[int]] = {}
        for number, first in enumerate(self.first_of_each().tolist()):
            found.setdefault(first, []).append(number)
        return sorted((one for one in found.values() if len(one) > 1), key=lambda one: (-len(one), one[0]))

    def likeness(self, first: int, second: int) -> float:
        """Return how alike two of the graphs are."""
        return likeness(self._of(first), self._of(second))

    def _of(self, number: int) -> Features:
        return frozenset(self._features[self._ends[number] : self._ends[number + 1]])

    def _join(self, numbers: list[int]) -> None:
        """Join those of some graphs that are alike."""
        leaders: list[tuple[int, Features]] = []
        for number in numbers:
            root = self._root(number)
            if any(self._root(leader) == root for leader, _ in leaders):
                continue
            mine = self._of(number)
            for leader, theirs in leaders:
                if likeness(mine, theirs) >= self._sketcher.threshold:
                    ends = self._root(leader), self._root(number)
                    self._parents[max(ends)] = min(ends)
                    break
            else:
                if mine and len(leaders) < _LEADERS:
                    leaders.append((number, mine))

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number


def _runs(keys: NDArray[np.uint32]) -> Iterator[list[int]]:
    """Yield the places of equal keys, in order, where there are two or more."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1], True]) if len(keys) else np.zeros(1, np.int64)
    for at in np.flatnonzero(np.diff(starts) > 1):
        yield order[starts[at] : starts[at + 1]].tolist()
