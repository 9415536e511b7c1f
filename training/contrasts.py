"""Preference pairs of models' answers: every ordered pair of a family's members, or those of them that are proven.

The paper's rule (section 2.3): for each two instructions of a family, the response to the one is good for it, and the
response to the other is bad for it; at most five such pairs a seed are kept, at random. Nothing in it makes sure that
the bad one is bad. So by default a pair is kept only where verifiers, or judges of soft constraints, show both.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from itertools import permutations
from typing import Any, Literal, NamedTuple

from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import digest
from stemmata.schemas.records import Message, PreferenceRecord, Proof, Response, Variant, Verdict
from stemmata.schemas.settings import BuildSettings
from stemmata.training.alike import similarity
from stemmata.training.answers import Way, answers
from stemmata.training.evidence import breaks, evidence
from stemmata.training.families import Family
from stemmata.training.pairs import messages


class _Candidate(NamedTuple):
    """A response to the prompt, and one to another instruction of its family."""

    chosen: Response
    rejected: Response


def contrasts(family: Family, way: Way, settings: BuildSettings) -> Iterator[PreferenceRecord | str]:
    """Yield the family's pairs in order of their ids, and the reason for each candidate that was tried and left out."""
    members = answers(family, way)
    candidates = [
        _Candidate(chosen, rejected)
        for one, other in permutations(members, 2)
        for chosen in members[one]
        for rejected in members[other]
    ]
    rng = random.Random(f"{settings.seed}:{way}:{family.id}")
    rng.shuffle(candidates)
    most = settings.pairs_per_seed
    make = partial(_pair, family, way)
    if settings.pairs == "paper":
        tried: list[PreferenceRecord | str] = [make(one, needs_proof=False) for one in candidates[:most]]
    elif settings.pairs == "proven":
        tried = _first(map(partial(make, needs_proof=True), candidates), most)
    else:
        tried = _hardest([make(one, needs_proof=True) for one in candidates], most)
    yield from (reason for reason in tried if isinstance(reason, str))
    yield from sorted((one for one in tried if isinstance(one, PreferenceRecord)), key=lambda record: record.id)


def _first(made: Iterator[PreferenceRecord | str], most: int) -> list[PreferenceRecord | str]:
    """Return what was made up to the last pair that is wanted."""
    taken: list[PreferenceRecord | str] = []
    pairs = 0
    while pairs < most:
        one = next(made, None)
        if one is None:
            break
        taken.append(one)
        pairs += isinstance(one, PreferenceRecord)
    return taken


def _hardest(made: list[PreferenceRecord | str], most: int) -> list[PreferenceRecord | str]:
    """Return the pairs whose responses are most alike, and the reasons for which others came to nothing."""
    pairs = [one for one in made if isinstance(one, PreferenceRecord)]
    pairs.sort(key=lambda record: (-(record.similarity or 0.0), record.id))
    easier = ["others of the family are harder"] * len(pairs[most:])
    return [*(one for one in made if isinstance(one, str)), *easier, *pairs[:most]]


def _pair(family: Family, way: Way, candidate: _Candidate, *, needs_proof: bool) -> PreferenceRecord | str:
    """Return the pair, or the reason for which it proves nothing."""
    chosen, rejected = candidate
    prompt = family.graphs[chosen.instruction]
    good = _evidence(family, prompt, chosen, strict=True)
    bad = _evidence(family, prompt, rejected, strict=False)
    broken = breaks(bad)
    if needs_proof:
        if breaks(good):
            return "chosen fails its prompt"
        if not broken:
            return "rejected is not shown to fail"
    kept = not breaks(good)
    return PreferenceRecord(
        prompt=messages(prompt),
        chosen=(Message(role="assistant", content=chosen.text),),
        rejected=(Message(role="assistant", content=rejected.text),),
        id=digest("pair", way, prompt.id, chosen.id, rejected.id),
        family=family.id,
        edit=_edit(family, prompt, rejected.instruction),
        proof=Proof(chosen=good, rejected=bad),
        mode="direct" if way == "aug" else "reference",
        models=tuple(dict.fromkeys((chosen.model, rejected.model))),
        proven_by=_by(broken) if kept and broken else None,
        fails=tuple(one.node for one in broken if one.node),
        similarity=similarity(chosen.text, rejected.text),
    )


def _evidence(family: Family, prompt: Graph, response: Response, *, strict: bool) -> tuple[Verdict, ...]:
    answered = family.graphs[response.instruction]
    return evidence(prompt, response.text, answered, family.judgements.get(response.id, ()), strict=strict)


def _by(broken: list[Verdict]) -> Literal["verifier", "judge"]:
    return "verifier" if any(one.hard for one in broken) else "judge"


def _edit(family: Family, prompt: Graph, other: str) -> dict[str, Any]:
    """Return the edit that made the prompt out of its parent; of an original, the one that made the other one."""
    side = "original" if prompt.id == family.id else "variant"
    wanted = other if side == "original" else prompt.id
    variant = min((one for one in family.variants if one.id == wanted), key=lambda one: one.parent)
    edit = variant.edit
    constraint = edit.constraint_before if side == "original" else edit.constraint_after
    return {
        "op": edit.op,
        "node": _node(prompt, variant, side),
        "kind": edit.kind.value,
        "relation": edit.relation,
        "before": edit.before,
        "after": edit.after,
        "prompt_is": side,
        **({"constraint": {"id": constraint["id"], "kwargs": constraint["kwargs"]}} if constraint else {}),
    }


def _node(prompt: Graph, variant: Variant, side: str) -> str:
    """Return the edited node as the prompt has it, else as the instruction that was edited had it."""
    spans = variant.edit.spans_after if side == "variant" else variant.edit.spans_before
    for node in prompt.nodes:
        if node.kind is variant.edit.kind and node.spans == spans:
            return node.id
    return variant.edit.node
