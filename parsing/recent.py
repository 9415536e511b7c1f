"""What was made last, kept for when it is wanted again, in bounded memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Values by key; those not asked for the longest go first.

    Args:
        most: How much all values may weigh together; one that weighs more is not kept.

    Example:
        >>> recent = Recent(2)
        >>> for word in ("one", "two", "three"):
        ...     recent.put(word, word.upper())
        >>> recent.get("one"), recent.get("two")
        (None, 'TWO')
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """Return the value of a key; None where there is none any more."""
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        return found[0]

    def put(self, key: Key, value: Value, weight: int = 1) -> None:
        """Keep a value that was not there."""
        self._held[key] = value, weight
        self.weight += weight
        while self.weight > self.most:
            _, (_, gone) = self._held.popitem(last=False)
            self.weight -= gone
