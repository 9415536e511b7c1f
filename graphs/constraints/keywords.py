"""What families about keywords share: which words a constraint puts into every response, and how one is said."""

from __future__ import annotations

from collections.abc import Sequence

from stemmata.graphs.constraints.terms import holds
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

EXISTENCE = "keywords:existence"
FORBIDDEN = "keywords:forbidden_words"
ANY_OF = "keywords:any_of"
IN_ORDER = "keywords:in_order"
POSITION = "keywords:position"
EVERY = "keywords:every_paragraph"


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


def closed(phrases: Sequence[str], word: str) -> list[str]:
    """Return phrases of which none ends with a word whose last sign would be read as the sentence's."""
    if word[-1] not in ".,;":
        return list(phrases)
    return [one for one in phrases if one.rstrip("\"'”»")[-1:] not in ".,;"]
