"""Some of many texts, chosen by a hash of their names: the same ones in whatever order they come."""

from __future__ import annotations

import heapq

from stemmata.schemas.instruction import digest


class Sampled:
    """Keep so many texts of a stream, those whose names have the lowest hashes.

    Args:
        most: How many.
        seed: Chooses which.

    Attributes:
        seen: How many there were.
    """

    def __init__(self, most: int, seed: int = 0) -> None:
        self.seen = 0
        self._most, self._seed = most, seed
        self._kept: list[tuple[int, str, str]] = []  # negative hashes: the highest hash is the heap's first

    def add(self, name: str, text: str) -> None:
        """Keep a text, or pass it over."""
        self.seen += 1
        rank = -int(digest("sampled", str(self._seed), name), 16)
        if len(self._kept) < self._most:
            heapq.heappush(self._kept, (rank, name, text))
        elif self._kept:
            heapq.heappushpop(self._kept, (rank, name, text))

    @property
    def texts(self) -> list[str]:
        """The texts that were kept, in order of their names."""
        return [text for _, _, text in sorted(self._kept, key=lambda kept: kept[1])]
