"""Units in, graph out: what every parser does once it knows which words of a turn are which unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from stemmata.graphs.constraints.registry import payload
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.parsing.acting import NEAR
from stemmata.parsing.binding import lasts
from stemmata.parsing.discourse import Discourse
from stemmata.parsing.grounding import resumes
from stemmata.parsing.lexicon import AUX, WH
from stemmata.parsing.linking import links
from stemmata.parsing.pointing import alters
from stemmata.parsing.scoping import polarity, scope
from stemmata.parsing.semantics import entities, mentions
from stemmata.parsing.turns import Act, Dialogue
from stemmata.parsing.units import Unit
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.vocabulary import ASKING_ROLES, EdgeKind, NodeKind

Told: TypeAlias = Callable[[int, bool], Discourse]

_NEAR = 24  # acts of a later turn that may change what was made


class _Placed(NamedTuple):
    """A unit in the graph: its handle there, and its words in lower case."""

    handle: int
    unit: Unit
    words: str


def assembled(turns: Sequence[Turn], told: Told) -> Graph:
    """Return the graph of an instruction whose units are known, turn by turn.

    Args:
        turns: Its messages; those of the assistant are context.
        told: Gives the units and sentences of a turn that asks for something, by its position; it is told whether acts
            or rules came before it.
    """
    builder = GraphBuilder(turns)
    dialogue = Dialogue() if sum(turn.role in ASKING_ROLES for turn in turns) > 1 else None
    latest: int | None = None  # the last act so far
    waiting: list[_Placed] = []  # rules and personas of turns before any act
    ruling: list[_Placed] = []  # rules that bind the acts of every later turn: the system's, "from now on …"
    passages: list[int] = []  # the last turn's that carried material
    worked = ""  # the last act on them
    for position, turn in enumerate(turns):
        if turn.role not in ASKING_ROLES:
            if dialogue:
                dialogue.hear(turn.text)
            continue
        later = latest is not None or turn.role == "system"
        discourse = told(position, later)
        made = _turn(builder, position, turn.text, discourse)
        acts = [one for one in made if one.unit.kind is NodeKind.SUB_INSTRUCTION]
        if dialogue:
            _across(builder, dialogue, position, discourse, turn.text, acts)
        for rule in ruling:
            for act in acts:
                builder.link(rule.handle, act.handle, EdgeKind.CONSTRAINS, **_said(rule))
        if acts:
            for one in waiting:
                _join(builder, one, acts[0].handle)
            waiting = []
        elif latest is not None:
            for one in made:
                _join(builder, one, latest)
        elif turn.role != "system":
            waiting += made
        rules = [one for one in made if one.unit.kind is NodeKind.CONSTRAINT]
        if turn.role == "system" and not acts:
            ruling += rules
            waiting += [one for one in made if one.unit.kind is NodeKind.FACT]
        else:
            ruling += [one for one in rules if _lasting(turn, one)]
        carried = [one.handle for one in made if one.unit.role == "material"]
        if carried and acts:
            passages, worked = carried[:NEAR], acts[-1].words
        elif acts and passages and resumes(acts[0].words, worked):
            for passage in passages:
                builder.link(acts[0].handle, passage, EdgeKind.DEPENDS_ON, role="source")
        latest = acts[-1].handle if acts else latest
    return builder.build()


def _turn(builder: GraphBuilder, turn: int, text: str, discourse: Discourse) -> list[_Placed]:
    made = discourse.units
    handles = [_add(builder, turn, unit) for unit in made]
    for handle in handles:
        builder.link(handle, None, EdgeKind.PART_OF)
    for kind, link in links(text, made):
        builder.link(handles[link.source], handles[link.target], kind, **link.qualifiers)
    for i, unit in enumerate(made):
        if unit.kind is NodeKind.FACT and unit.role == "background":
            _named(builder, turn, discourse, unit)
        elif unit.kind is NodeKind.SUB_INSTRUCTION:
            _semantics(builder, turn, text, discourse, unit, handles[i])
    return [
        _Placed(handles[i], unit, text[unit.ranges[0][0] : unit.ranges[-1][1]].lower()) for i, unit in enumerate(made)
    ]


def _semantics(builder: GraphBuilder, turn: int, text: str, discourse: Discourse, act: Unit, handle: int) -> None:
    sentence = discourse.sentence(act.ranges[0][0])
    if sentence is None:
        return
    found = mentions(sentence, act.ranges, question=_asks(text, act))
    added = [builder.add(mention.kind, [Span(turn, *mention.range)]) for mention in found]
    for own, mention in zip(added, found, strict=True):
        role = {"role": mention.role} if mention.role else {}
        builder.link(own, handle, EdgeKind.PART_OF, **role)
        if mention.kind is NodeKind.ACTION:
            builder.link(handle, own, EdgeKind.PERFORMS_ACTION)
        elif mention.kind is NodeKind.OUTPUT:
            if found[0].kind is NodeKind.ACTION:
                builder.link(added[0], own, EdgeKind.PRODUCES)
        elif mention.kind is NodeKind.ATTRIBUTE and mention.head is not None:
            builder.link(added[mention.head], own, EdgeKind.HAS_ATTRIBUTE)


def _named(builder: GraphBuilder, turn: int, discourse: Discourse, fact: Unit) -> None:
    """Add the things that a statement of the situation names."""
    start, end = fact.ranges[0][0], fact.ranges[-1][1]
    for sentence in discourse.between(start, end):
        if sentence.end > start:
            for found in entities(sentence, max(start, sentence.start), min(end, sentence.end)):
                builder.link(builder.add(NodeKind.ENTITY, [Span(turn, *found)]), None, EdgeKind.PART_OF)


_ASKS = re.compile(rf"(?:{WH}|{AUX}|which)(?![\w-])", re.IGNORECASE)


def _asks(text: str, act: Unit) -> bool:
    """Return whether an act is a question: it ends with a question mark, or begins as one."""
    start, end = act.ranges[0][0], act.ranges[-1][1]
    return "?" in text[end : end + 3].split("\n")[0] or _ASKS.match(text, start) is not None


def _add(builder: GraphBuilder, turn: int, unit: Unit) -> int:
    constraint: Payload | None = None
    if unit.found is not None:
        constraint = payload(unit.found.id, unit.found.kwargs)
    return builder.add(unit.kind, [Span(turn, *part) for part in unit.ranges], role=unit.role, constraint=constraint)


def _across(
    builder: GraphBuilder, dialogue: Dialogue, turn: int, discourse: Discourse, text: str, acts: list[_Placed]
) -> None:
    """Join the first act of a later turn to what it takes up of the turns before, and those that change it too."""
    if not acts:
        dialogue.hear(text)
        return
    taken = dialogue.ask(turn, text, [Act(one.handle, one.words) for one in acts], discourse)
    if taken is None:
        return
    altering = [one for one in acts[1:_NEAR] if alters(one.words)] if taken.reference == "refinement" else []
    for act in (acts[0], *altering):
        for handle, earlier in taken.acts:
            builder.link(act.handle, handle, EdgeKind.DEPENDS_ON, turn=earlier, reference=taken.reference)


def _join(builder: GraphBuilder, one: _Placed, act: int) -> None:
    """Join what stands in a turn without acts to an act of another one."""
    if one.unit.kind is NodeKind.CONSTRAINT:
        builder.link(one.handle, act, EdgeKind.CONSTRAINS, **_said(one))
    elif one.unit.kind is NodeKind.FACT:
        builder.link(act, one.handle, EdgeKind.DEPENDS_ON, role="source" if one.unit.role == "material" else "topic")


def _lasting(turn: Turn, rule: _Placed) -> bool:
    """Return whether a constraint binds later turns too: a rule of the system's, or one that says so."""
    return (turn.role == "system" and rule.unit.inside is None) or lasts(rule.words)


def _said(one: _Placed) -> dict[str, str]:
    return {"scope": scope(one.words), "polarity": polarity(one.words)}
