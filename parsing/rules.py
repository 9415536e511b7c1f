"""The rules parser: any text in linear time, never an exception, the same graph on every machine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from stemmata.graphs.constraints.registry import payload
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.parsing.demands import polarity
from stemmata.parsing.discourse import Discourse, units
from stemmata.parsing.english import load
from stemmata.parsing.lexicon import AUX, WH
from stemmata.parsing.semantics import entities, mentions
from stemmata.parsing.units import Unit
from stemmata.schemas.instruction import NOTHING, Payload, Span, Turn
from stemmata.schemas.vocabulary import ASKING_ROLES, EdgeKind, NodeKind

if TYPE_CHECKING:
    from spacy.language import Language

_BACK = re.compile(
    r"\b(?:it|them|this|the (?:result|summary|translation|previous|above|same|resulting|generated)|your (?:answer|"
    r"response|previous|last))\b"
)
_REFINES = re.compile(
    r"\b(?:rewrite|rephrase|revise|modify|change|shorten|edit|improve|redo|reformat|make it|previous|again|instead|"
    r"now|without|translate)\b"
)
_EXPANDS = re.compile(r"\b(?:more|expand|elaborate|further|detail|continue|add|another|also)\b")
_SUMS = re.compile(r"\b(?:summari[sz]e|summary|recap|conclude|overall|in short|conclusion)\b")
_RECALLS = re.compile(
    r"\b(?:earlier|first (?:question|answer|response)|you (?:said|mentioned)|as mentioned|back to|recall)\b"
)


class RulesParser:
    """Parse with rules and constraint families over spaCy's tokens.

    Args:
        nlp: A spaCy pipeline that parses; by default the English one that ships with the package.
    """

    def __init__(self, nlp: Language | None = None) -> None:
        self._nlp = nlp

    @property
    def nlp(self) -> Language:
        """The pipeline, loaded when first used."""
        if self._nlp is None:
            self._nlp = load()
        return self._nlp

    def parse(self, turns: Sequence[Turn], meta: Mapping[str, Any] = NOTHING) -> Graph:
        """Return the graph of an instruction.

        Args:
            turns: Its messages; those of the assistant are context, kept and not parsed.
            meta: Provenance to keep beside the graph.
        """
        builder = GraphBuilder(turns, meta)
        previous: tuple[int, int] | None = None  # the last act so far, and its turn
        for position, turn in enumerate(turns):
            if turn.role in ASKING_ROLES:
                later = previous is not None or turn.role == "system"
                previous = self._turn(builder, position, turn.text, previous, later=later)
        return builder.build()

    def _turn(
        self, builder: GraphBuilder, turn: int, text: str, previous: tuple[int, int] | None, *, later: bool
    ) -> tuple[int, int] | None:
        discourse = units(text, self.nlp, later=later)
        made = discourse.units
        handles = [_add(builder, turn, unit) for unit in made]
        for handle in handles:
            builder.link(handle, None, EdgeKind.PART_OF)
        acts = [i for i, unit in enumerate(made) if unit.kind is NodeKind.SUB_INSTRUCTION]
        for i, unit in enumerate(made):
            if unit.kind is NodeKind.CONSTRAINT:
                _constrain(builder, text, made, handles, acts, i, previous)
        self._facts(builder, turn, discourse, handles, acts)
        for order, i in enumerate(acts):
            self._semantics(builder, turn, text, discourse, made[i], handles[i])
            words = text[made[i].ranges[0][0] : made[i].ranges[-1][1]].lower()
            if order:
                chained = bool(_BACK.search(words))
                builder.link(
                    handles[i],
                    handles[acts[order - 1]],
                    EdgeKind.DEPENDS_ON,
                    composition="chain" if chained else "and",
                    order=order,
                )
            elif previous is not None:
                builder.link(
                    handles[i],
                    previous[0],
                    EdgeKind.DEPENDS_ON,
                    turn=previous[1],
                    reference=_reference(text[:600].lower()),
                )
        return (handles[acts[-1]], turn) if acts else previous

    def _facts(
        self, builder: GraphBuilder, turn: int, discourse: Discourse, handles: list[int], acts: list[int]
    ) -> None:
        """Link each act to the facts that it rests on: what it quotes, and what was carried along for it."""
        for i, unit in enumerate(discourse.units):
            if unit.kind is not NodeKind.FACT:
                continue
            if unit.role == "background":
                _named(builder, turn, discourse, unit)
            if not acts:
                continue
            if unit.inside is not None:
                act = unit.inside
            else:
                before = [j for j in acts if j < i]
                act = before[-1] if before and unit.role in ("material", "example") else acts[0]
            role = "source" if unit.role == "material" else "topic"
            builder.link(handles[act], handles[i], EdgeKind.DEPENDS_ON, role=role)

    def _semantics(
        self, builder: GraphBuilder, turn: int, text: str, discourse: Discourse, act: Unit, handle: int
    ) -> None:
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
    for sentence in discourse.sentences:
        if sentence.end > start and sentence.start < end:
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


def _constrain(
    builder: GraphBuilder,
    text: str,
    made: list[Unit],
    handles: list[int],
    acts: list[int],
    i: int,
    previous: tuple[int, int] | None,
) -> None:
    """Link a constraint to the act that it limits: the one it stands in, the last before it, else the first after."""
    unit = made[i]
    start, end = unit.ranges[0][0], unit.ranges[-1][1]
    before = [j for j in acts if j < i]
    if unit.inside is not None:
        target = handles[unit.inside]
    elif before:
        target = handles[before[-1]]
    elif acts:
        target = handles[acts[0]]
    elif previous is not None:
        target = previous[0]
    else:
        return
    builder.link(handles[i], target, EdgeKind.CONSTRAINS, scope="output", polarity=polarity(text[start:end].lower()))


def _reference(words: str) -> str:
    for pattern, name in ((_SUMS, "summary"), (_RECALLS, "recall"), (_REFINES, "refinement"), (_EXPANDS, "expansion")):
        if pattern.search(words):
            return name
    return "follow-up"
