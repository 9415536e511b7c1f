"""The baseline that a parser has to beat: each sentence is one unit, and a few words say of which kind.

A question is a SubInstruction. A sentence that begins with "do not", "make sure", "use" or "include" is a Constraint;
one that begins with another verb of asking is a SubInstruction; any other that has one of those words, "should" or
"must" in it is a Constraint; the rest are Facts. A Constraint binds the act before it, or else the first one after it;
an act depends on the act before it. There is no semantic layer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.parsing.lexicon import ACTS
from stemmata.schemas.instruction import NOTHING, Span, Turn
from stemmata.schemas.vocabulary import ASKING_ROLES, EdgeKind, FactRole, NodeKind

_END = re.compile(r"(?<=[.!?])[\"'”’)]?\s+|\n+")
_RULE = re.compile(r"\b(?:should|must|do not|don['’]t|make sure|use|include)\b", re.IGNORECASE)
_FIRST = re.compile(r"\W*(?:\d+[.)]\s*)?(?:(?:please|then|and|now)\W+)*(\w+)", re.IGNORECASE)


class SentenceParser:
    """Sentences as units; see the module."""

    def parse(self, turns: Sequence[Turn], meta: Mapping[str, Any] = NOTHING) -> Graph:
        """Return the graph of an instruction's turns."""
        builder = GraphBuilder(turns, meta)
        acts: list[int] = []
        waiting: list[int] = []  # constraints before any act
        for number, turn in enumerate(turns):
            if turn.role not in ASKING_ROLES:
                continue
            for start, end in _sentences(turn.text):
                kind = _kind(turn.text[start:end])
                role: FactRole | None = "background" if kind is NodeKind.FACT else None
                unit = builder.add(kind, [Span(number, start, end)], role=role)
                builder.link(unit, None, EdgeKind.PART_OF)
                if kind is NodeKind.SUB_INSTRUCTION:
                    if acts:
                        builder.link(unit, acts[-1], EdgeKind.DEPENDS_ON, composition="and")
                    acts.append(unit)
                    for constraint in waiting:
                        builder.link(constraint, unit, EdgeKind.CONSTRAINS, scope="output", polarity="required")
                    waiting.clear()
                elif kind is NodeKind.CONSTRAINT and acts:
                    builder.link(unit, acts[-1], EdgeKind.CONSTRAINS, scope="output", polarity="required")
                elif kind is NodeKind.CONSTRAINT:
                    waiting.append(unit)
        return builder.build()


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences that hold a letter, without blanks and marks at their ends."""
    bounds = [0, *(at for match in _END.finditer(text) for at in match.span()), len(text)]
    found = []
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and text[end - 1] in " \t\r\n.!,;:":
            end -= 1
        if any(char.isalpha() for char in text[start:end]):
            found.append((start, end))
    return found


def _kind(sentence: str) -> NodeKind:
    first, rule = _FIRST.match(sentence), _RULE.search(sentence)
    if sentence.endswith("?"):
        return NodeKind.SUB_INSTRUCTION
    if first and first[1].lower() in ACTS and not (rule and rule.start() == first.start(1)):
        return NodeKind.SUB_INSTRUCTION
    return NodeKind.CONSTRAINT if rule else NodeKind.FACT
