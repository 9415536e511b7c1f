"""Variants of an instruction: propose edits, apply them, parse the new text, ask the gates, record what they said."""

from __future__ import annotations

import random
from collections.abc import Iterator

from stemmata.graphs.graph import Graph
from stemmata.parsing.parser import Parser, get_parser
from stemmata.refinement.proposer import get_proposer
from stemmata.refinement.weighing import weighed
from stemmata.schemas.config import ASKING_PROPOSERS
from stemmata.schemas.records import Variant
from stemmata.schemas.settings import VarySettings

# How many proposals are looked at for each variant that may be accepted.
PATIENCE = 4


def outcomes(
    graph: Graph, settings: VarySettings, parser: Parser, *, family: str | None = None
) -> Iterator[tuple[Variant, Graph | None]]:
    """Yield a record of each variant tried, with its graph where it was accepted.

    Deterministic: the seed and the graph's id decide, nothing else; of a model's edits its answers.

    Args:
        graph: The instruction to vary.
        settings: The proposer, the seed, and how many variants to accept.
        parser: What the new texts must parse back with.
        family: The id of the family's root; by default the graph is the root.
    """
    if settings.proposer in ASKING_PROPOSERS:
        from stemmata.refinement.model_proposer import asked_outcomes

        yield from asked_outcomes(graph, settings, parser, family=family)
        return
    proposer = get_proposer(settings.proposer)
    rng = random.Random(f"{settings.seed}:{graph.id}")
    seen = {graph.id}
    accepted = tried = 0
    for proposal in proposer.propose(graph, rng):
        if accepted >= settings.per_instruction or tried >= PATIENCE * settings.per_instruction:
            return
        variant, made = weighed(graph, proposal, proposer.name, parser, seen, family or graph.id)
        tried += variant.gate != "new"
        if made is not None:
            accepted += 1
            seen.add(made.id)
        yield variant, made


def vary(
    graph: Graph, *, seed: int = 0, parser: str = "rules", per_instruction: int = 8, proposer: str = "catalogue"
) -> Iterator[Variant]:
    """Yield the accepted variants of an instruction.

    Args:
        graph: The instruction.
        seed: Chooses among the edits that each node offers.
        parser: The parser that the new texts must parse back with.
        per_instruction: The most variants to yield.
        proposer: Who proposes edits; `llm` asks the model that STEMMATA_MODEL names.

    Example:
        >>> import stemmata
        >>> graph = stemmata.parse("Write a poem in at least 50 words.")
        >>> all(variant.text != graph.text for variant in vary(graph))
        True
    """
    settings = VarySettings(proposer=proposer, seed=seed, per_instruction=per_instruction)
    return (variant for variant, made in outcomes(graph, settings, get_parser(parser)) if made is not None)
