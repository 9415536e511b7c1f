"""How alike two responses are, by their words."""

from __future__ import annotations

import re
from itertools import pairwise

_WORD = re.compile(r"\w+")


def similarity(first: str, second: str) -> float:
    """Return the share of words and pairs of neighbouring words that two texts have in common (Jaccard's coefficient).

    Example:
        >>> similarity("It rains today.", "it rains today"), similarity("It rains.", "Snow falls.")
        (1.0, 0.0)
    """
    one, other = _grams(first), _grams(second)
    if not one and not other:
        return 1.0
    return round(len(one & other) / len(one | other), 6)


def _grams(text: str) -> set[str]:
    words = _WORD.findall(text.casefold())
    return {*words, *(f"{left} {right}" for left, right in pairwise(words))}
