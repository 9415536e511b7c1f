"""Instructions taken apart by a model: which of them lack what they refer to, and what the others state and ask for.

Sections E.1 and E.2 of DeMoRecon; but each statement is anchored to the words that it came from, so that a model's
graph is a graph like any other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from stemmata.graphs.graph import Graph
from stemmata.llm.asking import Asking
from stemmata.llm.calls import Answer, Call
from stemmata.llm.structured import ask_for
from stemmata.parsing.alignment import Claim, aligned
from stemmata.parsing.analysis import shared
from stemmata.parsing.assembly import assembled
from stemmata.parsing.claimed import Claimed, told
from stemmata.parsing.discourse import Discourse
from stemmata.parsing.prompts import DECOMPOSE, FILTER, Decomposition, Lacking, fields
from stemmata.schemas.instruction import NOTHING, Turn, instruction_id
from stemmata.schemas.records import Failure
from stemmata.schemas.vocabulary import ASKING_ROLES, LACKING, FactRole, NodeKind

NAMED = "llm"  # before the model's name, in what a graph keeps of its origin

_BETWEEN = "\n\n\ue001\n\n"  # turns that are aligned together; no quote goes across


class _Said(NamedTuple):
    """A claim of a model's: what kind of unit it is, and what it says."""

    kind: NodeKind
    role: FactRole | None
    claim: Claim


def lacking(turns: Sequence[Turn]) -> Asking[str | Answer | None]:
    """Ask whether an instruction lacks what it refers to, or rests on a conversation that is not there.

    Returns:
        What is not there, in a sentence; None where nothing lacks; the answer itself where the call failed.
    """
    call = Call("parse", "filter", FILTER.messages(**fields(turns)), about=instruction_id(turns))
    answer, found = yield from ask_for(call, Lacking)
    if found is None:
        return answer
    return (" ".join(found.reason.split()) or "the model does not say what") if found.lacking else None


def decomposed(
    turns: Sequence[Turn], meta: Mapping[str, Any] = NOTHING, *, filtering: bool = False
) -> Asking[Graph | Failure]:
    """Ask what an instruction states and asks for, and return its graph.

    Args:
        turns: Its messages; those of the assistant are context.
        meta: Provenance to keep beside the graph. The graph's has `parser` too, `llm:` and the model's name, and
            `unaligned` where statements of the model were found nowhere in the text.
        filtering: Whether it is first asked if the instruction lacks what it refers to.

    Returns:
        The graph, which may have no sub-instruction; or why there is none.
    """
    about = instruction_id(turns)
    if not any(turn.text.strip() for turn in turns if turn.role in ASKING_ROLES):
        return _graph(turns, [], [], meta)
    if filtering:
        failed = refusal((yield from lacking(turns)), turns, meta)
        if failed is not None:
            return failed
    call = Call("parse", "decompose", DECOMPOSE.messages(**fields(turns)), about=about)
    answer, found = yield from ask_for(call, Decomposition)
    if found is None:
        return _failed("parse", answer, about, meta)
    facts = [_Said(NodeKind.FACT, one.role, Claim(one.statement, tuple(one.quotes))) for one in found.facts]
    asked = [
        _Said(
            NodeKind.SUB_INSTRUCTION if one.kind == "act" else NodeKind.CONSTRAINT,
            None,
            Claim(one.statement, tuple(one.quotes), act=one.kind == "act"),
        )
        for one in found.instructions
    ]
    return _graph(turns, facts, asked, {**meta, "parser": f"{NAMED}:{answer.model}"})


def refusal(reason: str | Answer | None, turns: Sequence[Turn], meta: Mapping[str, Any]) -> Failure | None:
    """Return what `lacking` found as the record of an instruction that is left out; None where nothing lacks."""
    if isinstance(reason, Answer):
        return _failed("filter", reason, instruction_id(turns), meta)
    if reason is None:
        return None
    return Failure(stage="filter", reason=LACKING, detail=reason, where=_where(meta), id=instruction_id(turns))


def _failed(stage: str, answer: Answer, about: str, meta: Mapping[str, Any]) -> Failure:
    detail = answer.reason or "the model gave no answer that can be used"
    return Failure(stage=stage, reason=str(answer.status), detail=detail, where=_where(meta), id=about)


def _where(meta: Mapping[str, Any]) -> str:
    return str(meta.get("source", ""))


def _graph(turns: Sequence[Turn], facts: list[_Said], asked: list[_Said], meta: Mapping[str, Any]) -> Graph:
    places = [place for place, turn in enumerate(turns) if turn.role in ASKING_ROLES]
    text = _BETWEEN.join(turns[place].text for place in places)
    starts: list[int] = []
    at = 0
    for place in places:
        starts.append(at)
        at += len(turns[place].text) + len(_BETWEEN)
    claims: dict[int, list[Claimed]] = {place: [] for place in places}
    unaligned: list[dict[str, str]] = []
    for said, found in zip((facts, asked), aligned(text, _claims(facts), _claims(asked)), strict=True):
        for one, ranges in zip(said, found, strict=True):
            here: dict[int, list[tuple[int, int]]] = {}
            for start, end in ranges:
                number = bisect_right(starts, start) - 1
                left, right = start - starts[number], min(end - starts[number], len(turns[places[number]].text))
                if right > left:
                    here.setdefault(places[number], []).append((left, right))
            for place, own in here.items():
                claims[place].append(Claimed(one.kind, own, one.role))
            if not here:
                unaligned.append({"kind": str(one.kind), "text": one.claim.statement})
    read = {place: told(turns[place].text, claims[place]) for place in places}
    with shared().reading({place: prose for place, (prose, _) in read.items()}) as readings:

        def of_turn(position: int, later: bool) -> Discourse:
            return Discourse(read[position][1], readings[position].sentences)

        graph = assembled(turns, of_turn)
    return graph.with_meta({**meta, "unaligned": unaligned} if unaligned else dict(meta))


def _claims(said: Sequence[_Said]) -> list[Claim]:
    return [one.claim for one in said]
