"""An instruction and its parts: turns, spans, nodes, edges.

These are plain frozen dataclasses with slots: a million of them fit in memory and cost nothing to make. What comes
from outside is validated once, at the boundary, by the adapters in `stemmata.schemas.records`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from stemmata.schemas.vocabulary import EdgeKind, FactRole, NodeKind, QualifierValue, Role

NOTHING: Mapping[str, Any] = {}

# The attribute `extra` of the classes below holds the unknown fields of the record that they were read from.


class Span(NamedTuple):
    """A stretch of one turn's text, in Unicode code points: `turn.text[start:end]`."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of an instruction, as in chat formats."""

    role: Role
    text: str
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Payload:
    """What a Constraint means: a family's id and its arguments, named as IFEval names them.

    A soft payload is one that only a judge can decide.
    """

    id: str
    kwargs: Mapping[str, Any] = field(default_factory=dict, hash=False)
    hard: bool = True
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the graph. Its words are the text at its spans."""

    id: str
    kind: NodeKind
    text: str
    spans: tuple[Span, ...]
    role: FactRole | None = None
    constraint: Payload | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False, repr=False)


@dataclass(frozen=True, slots=True)
class Edge:
    """A typed, directed, qualified edge between two nodes, or from a node to its instruction."""

    source: str
    target: str
    kind: EdgeKind
    qualifiers: Mapping[str, QualifierValue] = field(default_factory=dict, hash=False)
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False, repr=False)


def digest(*parts: str) -> str:
    """Return the content id of some texts: 24 hexadecimal digits, the same on every machine.

    Example:
        >>> digest("a", "b") == digest("a", "b") != digest("ab")
        True
    """
    state = hashlib.blake2b(digest_size=12)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def instruction_id(turns: Iterable[Turn]) -> str:
    """Return the content id of an instruction: a hash of its turns' roles and texts alone."""
    return digest("instruction", *(part for turn in turns for part in (turn.role, turn.text)))
