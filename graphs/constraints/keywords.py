"""What families about keywords share: which words a constraint puts into every response, and how one is said."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from stemmata.graphs.constraints.family import Alternative
from stemmata.graphs.constraints.terms import holds
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

EXISTENCE = "keywords:existence"
FORBIDDEN = "keywords:forbidden_words"
ANY_OF = "keywords:any_of"
IN_ORDER = "keywords:in_order"
POSITION = "keywords:position"
EVERY = "keywords:every_paragraph"
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


def present(constraint: Payload) -> list[str]:
    """Return the words that every response that keeps a constraint has; none where the constraint is of another kind.

    Example:
        >>> present(Payload("keywords:existence", {"keywords": ["ink"]}))
        ['ink']
    """
    if constraint.id in (EXISTENCE, IN_ORDER):
        return [str(word) for word in constraint.kwargs["keywords"]]
    if constraint.id in (POSITION, EVERY):
        return [str(constraint.kwargs["keyword"])]
    return []


def beside_words(words: Sequence[str], other: Payload) -> Meaning | None:
    """Return what having some words, and more than that, means for words demanded or forbidden elsewhere."""
    if other.id == EXISTENCE:
        return "implies" if all(any(holds(word, one) for word in words) for one in present(other)) else "independent"
    if other.id == FORBIDDEN:
        clash = any(holds(word, out, whole=True) for word in words for out in other.kwargs["forbidden_words"])
        return "contradicts" if clash else "independent"
    return None


def without_letters(words: Sequence[str], num: int, rng: random.Random) -> Iterator[Alternative]:
    """Yield letters forbidden without which too few of some words can be written; none where three do not suffice.

    Args:
        words: The words.
        num: How many of them there must be.
        rng: Where the choice comes from.
    """
    left = list(words)
    letters: list[str] = []
    while len(left) >= num and len(letters) < 3:
        plain = sorted({c for word in left for c in word.lower() if c in _LETTERS})
        if not plain:
            return
        rng.shuffle(plain)
        letters.append(max(plain, key=lambda letter: sum(letter in word.lower() for word in left)))
        left = [word for word in left if letters[-1] not in word.lower()]
    if len(left) >= num:
        return
    if len(letters) > 1:
        yield Alternative("keywords:forbidden_letters", {"letters": sorted(letters)}, "contradicting")
    else:
        never = {"letter": letters[0], "let_relation": "less than", "let_frequency": 1}
        yield Alternative("keywords:letter_frequency", never, "contradicting")


def closed(phrases: Sequence[str], word: str) -> list[str]:
    """Return phrases of which none ends with a word whose last sign would be read as the sentence's."""
    if word[-1] not in ".,;":
        return list(phrases)
    return [one for one in phrases if one.rstrip("\"'”»")[-1:] not in ".,;"]
