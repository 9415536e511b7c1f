"""Responses and their verification; those that need no model: the input's own, and the parent's, repaired."""

from __future__ import annotations

from stemmata.graphs.constraints.mending import Unmended, repair_all
from stemmata.graphs.constraints.verifying import verdict
from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Node, digest
from stemmata.schemas.records import RepairNote, Response, Variant, Verdict
from stemmata.schemas.vocabulary import NodeKind, ResponseMode

GIVEN = "given"  # who wrote the responses that came with the instructions, as records name them


def binding(graph: Graph) -> list[Node]:
    """Return the typed constraints that bind a response, in order of position; see `binding_constraints`."""
    return [node for node in binding_constraints(graph) if node.constraint is not None]


def binding_constraints(graph: Graph) -> list[Node]:
    """Return the constraints that bind a response, typed or not, in order of position.

    A response answers the last user turn: its constraints bind, and those of system turns; what earlier turns demanded
    was demanded of earlier responses.
    """
    last = max((i for i, turn in enumerate(graph.turns) if turn.role == "user"), default=-1)
    turns = {i for i, turn in enumerate(graph.turns) if i == last or turn.role in ("system", "developer")}
    return [node for node in graph.constraint_nodes if node.spans[0].turn in turns]


def verdicts(graph: Graph, text: str) -> tuple[Verdict, ...]:
    """Return the verdict on each constraint that binds a response, in order of position."""
    return tuple(verdict(node.constraint, text, node=node.id) for node in binding(graph) if node.constraint)


def passes(said: tuple[Verdict, ...]) -> bool:
    """Return whether every hard constraint passed; soft ones are a judge's to decide."""
    return all(one.passed is True for one in said if one.hard)


def response(
    graph: Graph, text: str, *, family: str, mode: ResponseMode, model: str, repair: RepairNote | None = None
) -> Response:
    """Return the record of a response, verified against its instruction."""
    said = verdicts(graph, text)
    return Response(
        id=digest("response", graph.id, mode, model, text),
        instruction=graph.id,
        family=family,
        model=model,
        mode=mode,
        text=text,
        passed=passes(said),
        constraints=said,
        repair=repair,
    )


def given(graph: Graph, family: str | None = None) -> Response | None:
    """Return the response that came with an instruction, verified; None where none came.

    Args:
        graph: The instruction, with the response in its meta.
        family: The id of the family's root; by default the graph is the root.
    """
    text = graph.meta.get("response")
    if not isinstance(text, str) or not text.strip():
        return None
    return response(graph, text, family=family or graph.id, mode="given", model=GIVEN)


def repaired(variant: Variant, graph: Graph, parent: Response) -> Response | None:
    """Return the parent's response, changed as little as possible until it keeps every hard constraint of a variant.

    None where that would be no answer to the variant: the edit is not one of a hard constraint, or no mechanical
    change makes the response keep it.

    Args:
        variant: The variant's record.
        graph: The variant's graph.
        parent: A response to the variant's parent.
    """
    edit = variant.edit
    about = edit.constraint_after or edit.constraint_before
    if edit.kind is not NodeKind.CONSTRAINT or about is None or not about["hard"]:
        return None
    mended = repair_all([node.constraint for node in binding(graph) if node.constraint], parent.text)
    if isinstance(mended, Unmended) or not mended.text.strip():
        return None
    note = RepairNote(
        source=parent.id,
        families=tuple(name for name, _ in mended.repairs),
        changed=sum(one.changed for _, one in mended.repairs),
        lossy=any(one.lossy for _, one in mended.repairs),
        detail="; ".join(one.detail for _, one in mended.repairs),
    )
    made = response(graph, mended.text, family=variant.family, mode="repair", model=parent.model, repair=note)
    return made if made.passed else None
