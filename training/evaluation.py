"""The datasets that measure: Eval, instructions and what they demand; Det, does a response answer its instruction?"""

from __future__ import annotations

from collections.abc import Iterator

from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import digest
from stemmata.schemas.records import AskedConstraint, DetRecord, EvalAnswer, EvalRecord, Message, Response, Variant
from stemmata.schemas.vocabulary import ResponseMode
from stemmata.training.families import Family
from stemmata.training.pairs import messages
from stemmata.training.prompts import DETECT, transcript
from stemmata.training.responses import binding_constraints, passes, verdicts

MODES: tuple[ResponseMode, ...] = ("direct", "reference")


def eval_records(family: Family) -> Iterator[EvalRecord]:
    """Yield a held-out family's instructions, the seed first, each with its constraints and the responses to it."""
    for instruction in (family.id, *sorted({variant.id for variant in family.variants})):
        graph = family.graphs[instruction]
        yield EvalRecord(
            prompt=messages(graph),
            id=digest("eval", instruction),
            instruction=instruction,
            family=family.id,
            variant=instruction != family.id,
            constraints=tuple(_asked(graph)),
            responses=tuple(
                EvalAnswer(id=one.id, model=one.model, mode=one.mode, text=one.text, passed=one.passed)
                for one in family.responses.get(instruction, ())
            ),
        )


def _asked(graph: Graph) -> Iterator[AskedConstraint]:
    for node in binding_constraints(graph):
        payload = node.constraint
        if payload is None:
            yield AskedConstraint(node=node.id, text=node.text)
        else:
            kwargs = dict(payload.kwargs)
            yield AskedConstraint(node=node.id, text=node.text, id=payload.id, kwargs=kwargs, hard=payload.hard)


def det_records(family: Family) -> Iterator[DetRecord | str]:
    """Yield each variant of a held-out family with every response to one of its variants (appendix B).

    The label is the paper's: Yes for an instruction's own response, No for another's. Each two of the paper's variants
    differ from the seed at nodes of their own, and so from each other at two; where two of ours edit one node,
    `differ` is 1. After a record whose label the verifiers contradict, the reason is yielded too.
    """
    variants = {variant.id: variant for variant in sorted(family.variants, key=lambda one: (one.id, one.parent))}
    collected = {key: _responses(family, key) for key in variants}
    for key, variant in variants.items():
        graph = family.graphs[key]
        for other, responses in collected.items():
            for response in responses:
                record = _detection(graph, variant, variants[other], response)
                yield record
                if record.kept is not None and record.kept is not (record.label == "Yes"):
                    yield f"verifiers contradict the label {record.label}"


def _responses(family: Family, instruction: str) -> list[Response]:
    """Return the direct responses to an instruction, else those with reference."""
    for mode in MODES:
        found = [response for response in family.responses.get(instruction, ()) if response.mode == mode]
        if found:
            return found
    return []


def _detection(graph: Graph, variant: Variant, other: Variant, response: Response) -> DetRecord:
    proof = verdicts(graph, response.text)
    decided = tuple(one for one in proof if one.hard)
    (turn,) = DETECT.messages(prompt=transcript(graph.turns), response=response.text)
    own = variant.id == other.id
    one_node = (variant.parent, variant.edit.node) == (other.parent, other.edit.node)
    return DetRecord(
        messages=(Message(role=turn.role, content=turn.text),),
        label="Yes" if own else "No",
        id=digest("det", graph.id, response.id),
        family=variant.family,
        instruction=graph.id,
        response=response.id,
        mode=response.mode,
        model=response.model,
        differ=0 if own else 1 if one_node else 2,
        kept=passes(decided) if decided else None,
        proof=proof,
    )
