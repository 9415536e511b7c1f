"""SFT records of the answers that models wrote: Aug, to each instruction directly; Ref, by revising (section 2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from stemmata.schemas.instruction import digest
from stemmata.schemas.records import Message, Response, SFTRecord
from stemmata.schemas.settings import BuildSettings
from stemmata.schemas.vocabulary import ResponseMode
from stemmata.training.families import Family
from stemmata.training.pairs import messages

Way = Literal["aug", "ref"]
_REVISED: ResponseMode = "reference"


def own_responses(family: Family) -> list[Response]:
    """Return the responses to a family's original: a model's own, else those that came with it."""
    found = family.responses.get(family.id, ())
    for mode in ("direct", "given"):
        some = [response for response in found if response.mode == mode]
        if some:
            return some
    return []


def answers(family: Family, way: Way) -> dict[str, list[Response]]:
    """Return the responses of one way by instruction, the original first, then its variants in order of their ids.

    In Ref the original has the response that was revised.
    """
    mode: ResponseMode = "direct" if way == "aug" else _REVISED
    of_variants = {
        variant: [response for response in family.responses.get(variant, ()) if response.mode == mode]
        for variant in sorted({variant.id for variant in family.variants})
    }
    if way == "aug":
        first = [response for response in family.responses.get(family.id, ()) if response.mode == mode]
    else:
        first = _revised_ones(family, of_variants)
    found = {family.id: first, **of_variants}
    return {instruction: some for instruction, some in found.items() if some}


def _revised_ones(family: Family, of_variants: dict[str, list[Response]]) -> list[Response]:
    """Return the original's responses that the variants' are revisions of; its own where no record says which."""
    sources = {response.reference for some in of_variants.values() for response in some}
    revised = [response for response in family.responses.get(family.id, ()) if response.id in sources]
    return (revised or own_responses(family)) if sources else []


def answer_records(family: Family, way: Way, settings: BuildSettings) -> Iterator[SFTRecord | str]:
    """Yield the conversations of Aug or Ref, and for each response that is left out the reason."""
    for instruction, some in answers(family, way).items():
        for response in some:
            if not response.passed and not settings.failing:
                yield "fails a hard constraint"
                continue
            yield SFTRecord(
                messages=(*messages(family.graphs[instruction]), Message(role="assistant", content=response.text)),
                id=digest(way, instruction, response.id),
                family=family.id,
                variant=instruction != family.id,
                mode=response.mode,
                proof=response.constraints,
                model=response.model,
            )
