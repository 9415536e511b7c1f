"""Which unit of a turn rests on which: acts on acts and facts, constraints on acts."""

from __future__ import annotations

from collections.abc import Sequence

from stemmata.parsing.acting import Link, described
from stemmata.parsing.binding import on_acts
from stemmata.parsing.composition import between_acts
from stemmata.parsing.grounding import on_facts
from stemmata.parsing.naming import lowered
from stemmata.parsing.units import Unit
from stemmata.schemas.vocabulary import EdgeKind, NodeKind


def links(text: str, made: Sequence[Unit]) -> list[tuple[EdgeKind, Link]]:
    """Return the edges between the units of a turn, each with its kind."""
    lower = lowered(text)
    acts = described(text, lower, made, [i for i, unit in enumerate(made) if unit.kind is NodeKind.SUB_INSTRUCTION])
    between = list(between_acts(acts))
    bound = [(EdgeKind.CONSTRAINS, link) for link in on_acts(lower, made, acts, between)]
    return [
        *((EdgeKind.DEPENDS_ON, link) for link in between),
        *bound,
        *((EdgeKind.DEPENDS_ON, link) for link in on_facts(lower, made, acts, between)),
    ]
