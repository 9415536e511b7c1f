"""Which of many to take: strata with their shares, and greedy coverage that stays near-linear.

Both depend on the items and the seed alone, not on the order of the items.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from hashlib import blake2b
from heapq import heapify, heappop, heapreplace


def rank(name: str, seed: int) -> int:
    """Return a number by which items stand in a random order, the same on any machine."""
    return int.from_bytes(blake2b(f"{seed} {name}".encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def shares(sizes: Mapping[Hashable, int], count: int, *, equal: bool = False) -> dict[Hashable, int]:
    """Return how many to take of each stratum: in proportion to the sizes, by largest remainders, or equally many.

    A stratum that is smaller than its share gives all it has, and what it lacks goes to the others. In proportion,
    each stratum gives at least one where the count allows.

    Example:
        >>> shares({"a": 90, "b": 9, "c": 1}, 10)
        {'a': 8, 'b': 1, 'c': 1}
        >>> shares({"a": 90, "b": 9, "c": 1}, 10, equal=True)
        {'a': 5, 'b': 4, 'c': 1}
    """
    wanted = min(count, sum(sizes.values()))
    taken = dict.fromkeys(sizes, 0)
    filled = [name for name in sizes if sizes[name]]
    if not equal and len(filled) <= wanted:
        taken |= dict.fromkeys(filled, 1)
    while (left := wanted - sum(taken.values())) > 0:
        open_ones = [name for name in filled if taken[name] < sizes[name]]
        whole = len(open_ones) if equal else sum(sizes[name] - taken[name] for name in open_ones)
        exact = {name: left * (1 if equal else sizes[name] - taken[name]) / whole for name in open_ones}
        floors = {name: min(int(exact[name]), sizes[name] - taken[name]) for name in open_ones}
        if not any(floors.values()):
            for name in sorted(open_ones, key=lambda one: (-exact[one], open_ones.index(one)))[:left]:
                floors[name] = 1
        for name, more in floors.items():
            taken[name] += more
    return taken


class Coverage:
    """Greedy choice of items that cover elements: of each item in turn, the one that adds most.

    An element that is covered for the first time counts 1, for the (k+1)th time 1/(k+1)², so that the choice goes on
    to rare elements after all are covered. Gains only fall (the sum is submodular), so that the largest known gain is
    looked at again first and mostly stays the largest: lazy evaluation with a heap.

    Args:
        items: The elements of each item, as numbers.
        ranks: The order among items of equal gain.
        quotas: How many items of each stratum may be taken; with `strata`.
        strata: The stratum of each item.
    """

    def __init__(
        self,
        items: Sequence[Sequence[int]],
        ranks: Sequence[int],
        quotas: Mapping[Hashable, int] | None = None,
        strata: Sequence[Hashable] = (),
    ) -> None:
        self._items = items
        self._quotas = dict(quotas) if quotas is not None else None
        self._strata = strata
        self._times: dict[int, int] = {}
        self.looked = 0
        self._heap = [(-self.gain(number), ranks[number], number) for number in range(len(items))]
        heapify(self._heap)

    @property
    def covered(self) -> int:
        """How many elements the choice covers so far."""
        return len(self._times)

    def gain(self, number: int) -> float:
        """Return what an item would add now."""
        self.looked += 1
        return sum(1 / (1 + self._times.get(element, 0)) ** 2 for element in self._items[number])

    def take(self, count: int) -> list[int]:
        """Return the next items to take, in the order of choice; fewer where the items or the quotas run out."""
        taken: list[int] = []
        while self._heap and len(taken) < count:
            gain, order, number = self._heap[0]
            if self._quotas is not None and not self._quotas[self._strata[number]]:
                heappop(self._heap)
                continue
            now = -self.gain(number)
            if now > gain:
                heapreplace(self._heap, (now, order, number))
                continue
            heappop(self._heap)
            taken.append(number)
            for element in self._items[number]:
                self._times[element] = self._times.get(element, 0) + 1
            if self._quotas is not None:
                self._quotas[self._strata[number]] -= 1
        return taken
