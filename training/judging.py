"""A judge's verdict on a response: on the whole, and one by one on what no verifier decides (appendix E.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from pydantic import BaseModel

from stemmata.graphs.graph import Graph
from stemmata.llm.asking import Asking, ask, together
from stemmata.llm.calls import Answer, Call, Status
from stemmata.llm.structured import ask_for
from stemmata.schemas.instruction import Node, digest
from stemmata.schemas.records import Failure, JudgedConstraint, Judgement, Response
from stemmata.training.answering import call_failed, utf8
from stemmata.training.prompts import JUDGE, JUDGE_CONSTRAINT, transcript
from stemmata.training.responses import binding_constraints, verdicts

_LONGEST_DETAIL = 500
_FENCE = re.compile(r"\A```[ \t]*\w*[ \t]*\n?|\n?[ \t]*```\Z")
_AROUND = " \t\r\n.,:;!*_`'\"’‘“”()[]"

# Statuses with which a judge has said something, if nothing of use; after any other the call is worth another try.
_SAID = frozenset({Status.OK, Status.INVALID, Status.EMPTY, Status.REFUSED, Status.FILTERED, Status.LENGTH})


class _Verdict(BaseModel):
    """A judge's verdict on one requirement."""

    reason: str
    verdict: Literal["Yes", "No"]


_Part: TypeAlias = tuple[Answer, _Verdict | None]


def judged(graph: Graph, response: Response) -> Asking[Judgement | Failure]:
    """Ask a judge of a response to an instruction: of the whole, and of each soft or untyped constraint alone.

    Hard constraints are verified, whatever a judge says; the verdicts stand beside the judge's.

    Args:
        graph: The instruction.
        response: The response to it.

    Returns:
        The judgement; a failure where the verdict on the whole is no clear Yes or No, or a call did not go through.
    """
    asked = [node for node in binding_constraints(graph) if node.constraint is None or not node.constraint.hard]
    prompt = transcript(graph.turns)
    parts = yield from together([_whole(prompt, response), *(_part(prompt, response, node) for node in asked)])
    answer, _ = parts[0]
    if not answer.ok:
        return call_failed("judge", answer, response.id)
    passed = yes_or_no(answer.text)
    if passed is None:
        return Failure(
            stage="judge",
            reason="unclear",
            detail=f"neither Yes nor No: {answer.text[:200]!r}",
            where=response.id,
            id=response.id,
        )
    lost = next((part for part, _ in parts[1:] if part.status not in _SAID), None)
    if lost is not None:
        return call_failed("judge", lost, response.id)
    return Judgement(
        id=digest("judgement", response.id, answer.model),
        response=response.id,
        instruction=graph.id,
        family=response.family,
        judge=answer.model,
        passed=passed,
        constraints=_constraints(asked, parts[1:]),
        verified=tuple(one for one in verdicts(graph, response.text) if one.hard),
    )


def _whole(prompt: str, response: Response) -> Asking[_Part]:
    messages = JUDGE.messages(prompt=prompt, response=response.text)
    answer = yield from ask(Call("judge", "judge", messages, about=response.id))
    return answer, None


def _part(prompt: str, response: Response, node: Node) -> Asking[_Part]:
    messages = JUDGE_CONSTRAINT.messages(prompt=prompt, response=response.text, requirement=node.text)
    return (yield from ask_for(Call("judge", "judge_constraint", messages, about=node.id), _Verdict))


def _constraints(asked: Sequence[Node], parts: Sequence[_Part]) -> tuple[JudgedConstraint, ...]:
    return tuple(
        JudgedConstraint(
            node=node.id,
            text=node.text,
            id=node.constraint.id if node.constraint else None,
            passed=None if said is None else said.verdict == "Yes",
            detail=utf8(answer.reason or answer.status.value if said is None else said.reason)[:_LONGEST_DETAIL],
        )
        for node, (answer, said) in zip(asked, parts, strict=True)
    )


def yes_or_no(text: str) -> bool | None:
    """Return a judge's one-word verdict; None for anything but a clear Yes or No, fences and marks aside.

    Example:
        >>> yes_or_no("**Yes.**"), yes_or_no("no"), yes_or_no("Yes and no")
        (True, False, None)
    """
    word = _FENCE.sub("", text[:200].strip()).strip(_AROUND).casefold() if len(text) <= 200 else ""
    return {"yes": True, "no": False}.get(word)
