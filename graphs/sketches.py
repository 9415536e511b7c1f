"""Likeness estimated from sketches, so that like graphs are found among many without a look at each."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from stemmata.graphs.likeness import Features, likeness
from stemmata.schemas.vocabulary import NEAR_DUPLICATE

_PERMUTATIONS = 128
_RECALL = 0.97
_FAR = np.uint64(32)


class Sketcher:
    """MinHash sketches cut into bands: graphs as alike as the threshold share a band, most others share none.

    Args:
        threshold: The likeness from which on pairs are wanted, above 0 and at most 1.

    Attributes:
        threshold: As given.
        bands: How many keys a graph has. Of the pairs at the threshold itself, 97 in 100 share one or more of them;
            of those above it, more.
    """

    def __init__(self, threshold: float = NEAR_DUPLICATE) -> None:
        if not 0 < threshold <= 1:
            raise ValueError(f"a threshold is above 0 and at most 1, not {threshold}")
        self.threshold = threshold
        self._rows = _rows(threshold)
        self.bands = _PERMUTATIONS // self._rows
        count = self.bands * self._rows
        numbers = np.frombuffer(
            b"".join(blake2b(b"sketch %d" % place, digest_size=8).digest() for place in range(3 * count)), dtype="<u8"
        ).astype(np.uint64)
        self._multipliers = (numbers[:count] | np.uint64(1))[:, None]
        self._offsets = numbers[count : 2 * count][:, None]
        self._mixers = (numbers[2 * count :] | np.uint64(1)).reshape(self.bands, self._rows)

    def signature(self, some: Features) -> NDArray[np.uint64]:
        """Return the least of the features under each permutation; two graphs agree at a share like their likeness.

        Raises:
            ValueError: There are no features.
        """
        values = np.fromiter(some, dtype=np.uint64, count=len(some))
        hashed = (values * self._multipliers + self._offsets) >> _FAR
        least: NDArray[np.uint64] = hashed.min(axis=1)
        return least

    def keys(self, some: Features) -> NDArray[np.uint32]:
        """Return a key for each band, of 4 bytes.

        Raises:
            ValueError: There are no features.
        """
        rows = self.signature(some).reshape(self.bands, self._rows)
        mixed = (rows * self._mixers).sum(axis=1, dtype=np.uint64)
        keys: NDArray[np.uint32] = (mixed >> _FAR).astype(np.uint32)
        return keys


def _rows(threshold: float) -> int:
    """Return the most rows in a band, so the fewest false candidates, with which enough true pairs share a band."""
    for rows in range(16, 0, -1):
        if 1 - (1 - threshold**rows) ** (_PERMUTATIONS // rows) >= _RECALL:
            return rows
    return 1


class LikenessIndex:
    """Graphs to be found again by likeness, without comparing with each of them.

    It holds the features of what was added, in memory: some kilobytes a graph.
    """

    def __init__(self, threshold: float = NEAR_DUPLICATE) -> None:
        self._sketcher = Sketcher(threshold)
        self._features: list[Features] = []
        # One graph, or the list of several, that have a band's key.
        self._buckets: dict[int, int | list[int]] = {}
        self._offsets = np.arange(self._sketcher.bands, dtype=np.uint64) << _FAR

    def __len__(self) -> int:
        return len(self._features)

    def add(self, some: Features) -> int:
        """Add a graph by its features and return its number, counted from 0."""
        number = len(self._features)
        self._features.append(some)
        for key in self._keys(some):
            held = self._buckets.setdefault(key, number)
            if isinstance(held, list):
                held.append(number)
            elif held != number:
                self._buckets[key] = [held, number]
        return number

    def near(self, some: Features) -> list[tuple[float, int]]:
        """Return the graphs at least as like as the threshold: likeness and number, the likest first."""
        candidates: set[int] = set()
        for key in self._keys(some):
            held = self._buckets.get(key)
            if held is not None:
                candidates.update(held if isinstance(held, list) else (held,))
        alike = ((likeness(some, self._features[number]), number) for number in candidates)
        found = [one for one in alike if one[0] >= self._sketcher.threshold]
        return sorted(found, key=lambda one: (-one[0], one[1]))

    def _keys(self, some: Features) -> list[int]:
        """Return the keys of a graph's bands, each with the band's number in it."""
        keys: list[int] = (self._sketcher.keys(some) | self._offsets).tolist() if some else []
        return keys
