"""Responses that a model writes: to an instruction alone, or by revising the response to its original (section 2.3)."""

from __future__ import annotations

from stemmata.graphs.graph import Graph
from stemmata.llm.asking import Asking, ask
from stemmata.llm.calls import Answer, Call
from stemmata.schemas.instruction import Turn
from stemmata.schemas.records import Failure, Response
from stemmata.training.prompts import REFERENCE, leaves_the_frame, transcript
from stemmata.training.responses import response


def answered(graph: Graph, *, family: str) -> Asking[Response | Failure]:
    """Ask for a response to an instruction, of which the model is told nothing but its turns.

    Args:
        graph: The instruction.
        family: The id of its family's root.

    Returns:
        The response, verified against the instruction's hard constraints; or why there is none.
    """
    answer = yield from ask(Call("respond", "direct", asked_turns(graph), about=graph.id))
    if not answer.ok or not answer.text.strip():
        return call_failed("respond", answer, graph.id)
    return response(graph, utf8(answer.text), family=family, mode="direct", model=answer.model)


def revised(graph: Graph, parent: Graph, reference: Response, *, family: str) -> Asking[Response | Failure]:
    """Ask for a response to a variant that changes the response to its original no more than it has to.

    Args:
        graph: The variant.
        parent: The original that the reference answers.
        reference: The response to be revised.
        family: The id of the family's root.

    Returns:
        The response, verified against the variant's hard constraints, with the reference's id; or why there is none.
    """
    messages = REFERENCE.messages(
        original=transcript(parent.turns), response=reference.text, prompt=transcript(graph.turns)
    )
    answer = yield from ask(Call("respond", "reference", messages, about=graph.id))
    if not answer.ok or not answer.text.strip():
        return call_failed("respond", answer, graph.id)
    if leaves_the_frame(answer.text):
        return Failure(
            stage="respond",
            reason="format",
            detail="the answer holds marks of the prompt that asked for it",
            where=graph.id,
            id=graph.id,
        )
    made = response(graph, utf8(answer.text), family=family, mode="reference", model=answer.model)
    return made.model_copy(update={"reference": reference.id})


def asked_turns(graph: Graph) -> tuple[Turn, ...]:
    """Return the turns that a model is to answer: all up to the last one of a user."""
    last = max((i for i, turn in enumerate(graph.turns) if turn.role == "user"), default=len(graph.turns) - 1)
    return tuple(Turn(turn.role, turn.text) for turn in graph.turns[: last + 1])


def utf8(text: str) -> str:
    """Return a model's words as UTF-8 can hold them: half a surrogate pair, as bad JSON has it, is a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def call_failed(stage: str, answer: Answer, about: str) -> Failure:
    """Return the record of a call that came to nothing; an answer without words is one."""
    reason = "empty" if answer.ok else answer.status.value
    return Failure(
        stage=stage,
        reason=reason,
        detail=utf8(answer.reason) or f"the answer is {reason}",
        where=about,
        id=about,
    )
