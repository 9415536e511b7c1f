"""What verifiers and judges show of a response to an instruction, whoever the response was written for."""

from __future__ import annotations

from collections.abc import Sequence

from stemmata.graphs.graph import Graph, payload_key
from stemmata.schemas.instruction import Node
from stemmata.schemas.records import JudgedConstraint, Judgement, Verdict
from stemmata.training.responses import binding_constraints, verdicts

UNTYPED = "untyped"  # the id of a verdict on a constraint that no family reads


def evidence(
    graph: Graph, text: str, answered: Graph, judgements: Sequence[Judgement], *, strict: bool
) -> tuple[Verdict, ...]:
    """Return a verdict on each constraint that binds a response to an instruction, in order of position.

    Verifiers decide the hard ones. A soft or untyped one is decided by the judges of the response, where the
    instruction that they judged it for makes the very same demand; the verdict names them. All others are undecided.

    Args:
        graph: The instruction.
        text: The response.
        answered: The instruction that the response was written and judged for.
        judgements: The judgements of the response.
        strict: Where judges differ, whether it counts as kept only if all say so, rather than as broken only then.
    """
    verified = {one.node: one for one in verdicts(graph, text)}
    told = _told(answered, judgements)
    found = []
    for node in binding_constraints(graph):
        known = verified.get(node.id)
        if known is not None and known.hard:
            found.append(known)
            continue
        blank = known or Verdict(id=UNTYPED, hard=False, passed=None, detail="left to a judge", node=node.id)
        found.append(_judged(blank, told.get(_demand(node), []), strict=strict))
    return tuple(found)


def _told(answered: Graph, judgements: Sequence[Judgement]) -> dict[str, list[tuple[str, JudgedConstraint]]]:
    """Return what judges said, by what is demanded."""
    demands = {node.id: _demand(node) for node in answered.constraint_nodes}
    told: dict[str, list[tuple[str, JudgedConstraint]]] = {}
    for judgement in judgements:
        for one in judgement.constraints:
            if one.passed is not None and one.node in demands:
                told.setdefault(demands[one.node], []).append((judgement.judge, one))
    return told


def _demand(node: Node) -> str:
    """Return a key that equal demands share: the meaning of a typed constraint, the words of another."""
    return payload_key(node.constraint) or " ".join(node.text.casefold().split())


def _judged(blank: Verdict, told: Sequence[tuple[str, JudgedConstraint]], *, strict: bool) -> Verdict:
    if not told:
        return blank
    said = [one.passed is True for _, one in told]
    passed = all(said) if strict else any(said)
    judge, reason = next((judge, one.detail) for judge, one in told if one.passed is passed)
    return blank.model_copy(update={"passed": passed, "detail": f"judge {judge}: {reason}"})


def breaks(told: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts on the constraints that are shown to be broken."""
    return [one for one in told if one.passed is False]
