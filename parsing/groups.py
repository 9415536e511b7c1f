"""Items of a stream in groups that are not too large to be worked on together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def weighed(
    items: Iterable[Item], weight: Callable[[Item], int], *, most: int, count: int | None = None
) -> Iterator[list[Item]]:
    """Yield the items in lists, in order.

    Args:
        items: The items.
        weight: How much one weighs.
        most: How much a list may weigh; an item that weighs more is alone.
        count: How many items a list may have.

    Example:
        >>> list(weighed(["a", "bb", "cccc", "d"], len, most=3))
        [['a', 'bb'], ['cccc'], ['d']]
    """
    group: list[Item] = []
    total = 0
    for item in items:
        heavy = weight(item)
        if group and (total + heavy > most or len(group) == count):
            yield group
            group, total = [], 0
        group.append(item)
        total += heavy
    if group:
        yield group
