"""SFT records and preference pairs of a family, each proven: chosen passes, rejected fails at the edited node."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Payload, digest
from stemmata.schemas.records import Message, PreferenceRecord, Proof, Response, SFTRecord, Variant
from stemmata.schemas.settings import BuildSettings
from stemmata.training.families import Family
from stemmata.training.responses import GIVEN, passes, verdicts


def messages(graph: Graph) -> tuple[Message, ...]:
    """Return an instruction's turns as chat messages."""
    return tuple(Message(role=turn.role, content=turn.text) for turn in graph.turns)


def usable(response: Response, settings: BuildSettings) -> bool:
    """Return whether a response may be learnt from: it passes, and no repair took anything from it."""
    return response.passed and (settings.lossy or response.repair is None or not response.repair.lossy)


def sft_records(family: Family, settings: BuildSettings) -> Iterator[SFTRecord]:
    """Yield the family's conversations whose answers keep every hard constraint, the root's first."""
    variants = {variant.id for variant in family.variants}
    for instruction, graph in sorted(family.graphs.items(), key=lambda item: (item[0] in variants, item[0])):
        for response in family.responses.get(instruction, ()):
            if usable(response, settings):
                yield SFTRecord(
                    messages=(*messages(graph), Message(role="assistant", content=response.text)),
                    id=digest("sft", instruction, response.id),
                    family=family.id,
                    variant=instruction in variants,
                    mode=response.mode,
                    proof=response.constraints,
                    model=None if response.model == GIVEN else response.model,
                )


def pairs(family: Family, settings: BuildSettings) -> list[PreferenceRecord]:
    """Return the family's preference pairs, at most so many as the settings keep, spread over the edits.

    For an edit from A to B: B with B's response against A's, and A with A's response against B's, where the rejected
    one fails at the edited node.
    """
    by_edit = [list(_pairs_of(family, variant, settings)) for variant in family.variants]
    rng = random.Random(f"{settings.seed}:{family.id}")
    for found in by_edit:
        rng.shuffle(found)
    rng.shuffle(by_edit)
    kept: list[PreferenceRecord] = []
    while any(by_edit) and len(kept) < settings.pairs_per_seed:
        for found in by_edit:
            if found and len(kept) < settings.pairs_per_seed:
                kept.append(found.pop())
    return sorted(kept, key=lambda record: record.id)


def _pairs_of(family: Family, variant: Variant, settings: BuildSettings) -> Iterator[PreferenceRecord]:
    parent, child = family.graphs.get(variant.parent), family.graphs.get(variant.id)
    if parent is None or child is None:
        return
    olds = [r for r in family.responses.get(parent.id, ()) if r.mode == "given" and not (r.repair and r.repair.lossy)]
    news = [r for r in family.responses.get(child.id, ()) if usable(r, settings)]
    for old in olds:
        for new in news:
            yield from _pair(family, variant, child, variant.edit.constraint_after, new, old, "variant")
            if usable(old, settings):
                yield from _pair(family, variant, parent, variant.edit.constraint_before, old, new, "parent")


def _pair(
    family: Family,
    variant: Variant,
    prompt: Graph,
    constraint: dict[str, Any] | None,
    chosen: Response,
    rejected: Response,
    side: str,
) -> Iterator[PreferenceRecord]:
    """Yield the pair, if chosen passes every hard constraint of the prompt and rejected fails the edited one."""
    if constraint is None or not constraint["hard"] or chosen.text == rejected.text:
        return
    payload = Payload(constraint["id"], constraint["kwargs"], constraint["hard"])
    edited = next((node for node in prompt.constraint_nodes if node.constraint == payload), None)
    if edited is None:
        return
    good, bad = verdicts(prompt, chosen.text), verdicts(prompt, rejected.text)
    if not passes(good) or not any(one.node == edited.id and one.passed is False for one in bad):
        return
    edit = variant.edit
    yield PreferenceRecord(
        prompt=messages(prompt),
        chosen=(Message(role="assistant", content=chosen.text),),
        rejected=(Message(role="assistant", content=rejected.text),),
        id=digest("pair", prompt.id, chosen.id, rejected.id, edited.id),
        family=family.id,
        edit={
            "op": edit.op,
            "node": edited.id,
            "kind": edit.kind.value,
            "relation": edit.relation,
            "before": edit.before,
            "after": edit.after,
            "prompt_is": side,
            "constraint": {"id": constraint["id"], "kwargs": constraint["kwargs"]},
        },
        proof=Proof(chosen=good, rejected=bad),
        models=_models(chosen, rejected),
    )


def _models(*responses: Response) -> tuple[str, ...] | None:
    """Return the models that wrote some responses; None where all came with the instructions."""
    found = tuple(dict.fromkeys(response.model for response in responses))
    return None if found == (GIVEN,) else found
