"""What new words mean: the payload that the families read in them where they stand, and how it relates to the old."""

from __future__ import annotations

from collections.abc import Sequence

from stemmata.graphs.constraints.meaning import decided
from stemmata.graphs.graph import Graph, payload_key
from stemmata.schemas.instruction import Payload, Span
from stemmata.schemas.vocabulary import Meaning, NodeKind, Relation

_RELATIONS: dict[Meaning, Relation] = {
    "contradicts": "contradicting",
    "implies": "stronger",
    "implied_by": "weaker",
    "equivalent": "equivalent",
    "independent": "parallel",
}


def payload_at(parsed: Graph, spans: Sequence[Span]) -> Payload | None:
    """Return the one payload that a parse finds inside some spans; None where it finds none, or several.

    Args:
        parsed: A parse of the text by the rules.
        spans: Where a unit stands in it.
    """
    found = {
        payload_key(node.constraint): node.constraint
        for node in parsed.nodes
        if node.kind is NodeKind.CONSTRAINT
        and node.constraint is not None
        and all(_within(span, spans) for span in node.spans)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(span.turn == one.turn and one.start <= span.start and span.end <= one.end for one in spans)


def true_relation(before: Payload | None, after: Payload | None, claimed: Relation) -> Relation:
    """Return how a changed constraint relates to what it was.

    Where the meaning of both decides it, that is the relation, whatever was asked for: the new one contradicts the old
    one, implies it (stronger), is implied by it (weaker), is the same in other words (equivalent), or has nothing to
    do with it (parallel). Else it is what the model was asked for, as it claims.

    Example:
        >>> from stemmata.graphs.constraints.registry import payload
        >>> old, new = (
        ...     payload("length_constraints:number_words", {"relation": "at least", "num_words": n}) for n in (50, 80)
        ... )
        >>> true_relation(old, new, "contradicting")
        'stronger'
    """
    if before is None or after is None:
        return claimed
    meaning = decided(after, before)
    return claimed if meaning is None else _RELATIONS.get(meaning, claimed)
