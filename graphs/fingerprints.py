"""What a graph is, as a key: prints of its structure at five levels, equal wherever and whenever they are made.

A print hashes the graph by Weisfeiler-Lehman refinement: each node begins with a label, and takes up three times what
its neighbours are and by which edges. Equal graphs have equal prints, in whatever order their nodes stand and whatever
their ids are. Unequal graphs differ, but for two rare cases: 64 bits may meet by chance, and refinement cannot tell
some symmetric graphs apart.

What the labels hold is the level. Of two levels that are linked here, the left one's print decides the right one's:

    text → content → typed → demands
                     typed → shape
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from stemmata.graphs.graph import Graph, canonical
from stemmata.graphs.words import content_words, folded, normalised
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import ASKING_ROLES, QUALIFIERS, NodeKind, QualifierValue

VERSION = 1  # goes into every print: raise it when labels change, so that old prints match no new ones
ROUNDS = 3
NO_DEMANDS = "0" * 16
"""The print at level `demands` of every graph without a typed constraint."""

_SIZE = 8  # bytes of a number
_TOGETHER = 64  # graphs whose numbers stay near the processor
_SHORT = 100  # characters of a text that is worth remembering, since short ones repeat

_VALUES = frozenset(name for name, values in QUALIFIERS.items() if isinstance(values, frozenset))
_SHIFTS = {"more than": ("at least", 1), "less than": ("at most", -1)}


class Level(StrEnum):
    """How much of a graph a print holds, from the finest to the coarsest.

    TEXT: every word, without case, layout and punctuation; kinds, roles, payloads, edges and qualifiers.
    CONTENT: words of content without their order, endings and number words; of a typed constraint the payload alone.
    TYPED: kinds, roles, payloads, edges and qualifiers, and no words.
    DEMANDS: the typed constraints alone, each once.
    SHAPE: kinds, roles, families and edges, without the arguments and the free qualifiers.
    """

    TEXT = "text"
    CONTENT = "content"
    TYPED = "typed"
    DEMANDS = "demands"
    SHAPE = "shape"


class Prints(NamedTuple):
    """The prints of one graph, each of 16 hexadecimal digits."""

    text: str
    content: str
    typed: str
    demands: str
    shape: str

    def of(self, level: Level) -> str:
        """Return the print of one level."""
        return self[_RANK[level]]

    def agreement(self, other: Prints) -> Level | None:
        """Return the finest level at which two graphs have the same print; None where they have none in common.

        To demand nothing, both of them, is no agreement in `demands`.
        """
        for level, mine, theirs in zip(Level, self, other, strict=True):
            if mine == theirs and mine != NO_DEMANDS:
                return level
        return None


_RANK = {level: rank for rank, level in enumerate(Level)}
_REFINED = (Level.TEXT, Level.CONTENT, Level.TYPED, Level.SHAPE)  # the order of the numbers in a row of labels
_TYPED = slice(_REFINED.index(Level.TYPED) * _SIZE, (_REFINED.index(Level.TYPED) + 1) * _SIZE)

_Ranks = tuple[int, int, int]
_NOWHERE: _Ranks = (-1, -1, -1)


def fingerprints(graph: Graph) -> Prints:
    """Return the prints of a consistent graph at every level; of many graphs, ask for them together."""
    return fingerprints_of([graph])[0]


def fingerprints_of(graphs: Sequence[Graph]) -> list[Prints]:
    """Return the prints of consistent graphs at every level, in time that grows with their nodes, edges and words.

    A graph's prints depend on its content alone: the same on any machine, and in whatever company it comes.
    """
    return [
        prints for start in range(0, len(graphs), _TOGETHER) for prints in _printed(graphs[start : start + _TOGETHER])
    ]


def demand(payload: Payload) -> str:
    """Return a canonical text for what a payload demands: "more than 299" is "at least 300", and case is no matter.

    Example:
        >>> more = Payload("length_constraints:number_words", {"relation": "more than", "num_words": 299})
        >>> least = Payload("length_constraints:number_words", {"num_words": 300, "relation": "at least"})
        >>> demand(more) == demand(least)
        True
    """
    return _demand(payload.id, canonical(payload.kwargs), payload.hard)


@lru_cache(maxsize=16_384)
def _demand(family: str, arguments: str, hard: bool) -> str:
    kwargs: dict[str, Any] = json.loads(arguments)
    relations = [
        name
        for name, value in kwargs.items()
        if name.endswith("relation") and isinstance(value, str) and value in _SHIFTS
    ]
    numbers = [name for name, value in kwargs.items() if isinstance(value, int) and not isinstance(value, bool)]
    if len(relations) == 1 and len(numbers) == 1:
        relation, step = _SHIFTS[kwargs[relations[0]]]
        kwargs |= {relations[0]: relation, numbers[0]: kwargs[numbers[0]] + step}
    return canonical([family, _plain(kwargs), hard])


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


@dataclass(slots=True)
class _Labels:
    """The labels of the nodes and edges of several graphs, each a row of bytes with a number for every level.

    The instruction itself is a graph's last node.

    Attributes:
        places: What each node is, and which turn it stands in.
        said: What it says.
        edges: What each edge is.
        sources: The place of the node at which each edge begins.
        targets: The place of the node at which each edge ends.
        demands: Each graph's demands, each once: a number each.
        nodes_of: How many nodes each graph has.
        demands_of: How many demands each graph has.
    """

    places: list[bytes] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)
    edges: list[bytes] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    demands: list[bytes] = field(default_factory=list)
    nodes_of: list[int] = field(default_factory=list)
    demands_of: list[int] = field(default_factory=list)

    def add(self, graph: Graph) -> None:
        """Take up a graph."""
        ranks, told = _turns(graph)
        place: dict[str, int] = {}
        demanded: set[bytes] = set()
        first = len(self.said)
        for number, node in enumerate(graph.nodes, start=first):
            place[node.id] = number
            self.places.append(_place(node.kind, node.role, ranks[node.spans[0].turn] if node.spans else _NOWHERE))
            if node.constraint is None:
                self.said.append(_said(node.text))
                continue
            said = _stated(node.text, node.constraint)
            self.said.append(said)
            if node.kind is NodeKind.CONSTRAINT:
                demanded.add(said[_TYPED])
        place[graph.id] = len(self.said)
        self.places.append(_place("Instruction", None, _NOWHERE))
        self.said.append(told)
        for edge in graph.edges:
            self.sources.append(place[edge.source])
            self.targets.append(place[edge.target])
            self.edges.append(_edge(edge.kind, tuple(edge.qualifiers.items())))
        self.nodes_of.append(len(self.said) - first)
        self.demands += demanded
        self.demands_of.append(len(demanded))


def _printed(graphs: Sequence[Graph]) -> Iterator[Prints]:
    import numpy as np

    from stemmata.graphs.colours import gathered, paired, read, refined

    labels = _Labels()
    for graph in graphs:
        labels.add(graph)
    first = paired(read(labels.places, len(_REFINED)), read(labels.said, len(_REFINED)))
    edges = read(labels.edges, len(_REFINED))
    colours = gathered(refined(first, edges, labels.sources, labels.targets, ROUNDS), labels.nodes_of)
    demanded = gathered(read(labels.demands, 1), labels.demands_of)
    lines = np.empty((len(Level), len(graphs)), dtype=np.uint64)
    lines[[_RANK[level] for level in _REFINED]] = colours
    lines[_RANK[Level.DEMANDS]] = demanded[0]
    lines = paired(lines, read([_number(f"{VERSION} {level}") for level in Level], 1).T)
    lines[_RANK[Level.DEMANDS], np.array(labels.demands_of) == 0] = int(NO_DEMANDS, 16)
    for row in lines.T.tolist():
        yield Prints(*map("{:016x}".format, row))


def _turns(graph: Graph) -> tuple[list[_Ranks], bytes]:
    """Return the place of each turn among those that count at `text`, `content` and below, and what the turns say.

    Below the text's level these are the turns with nodes and, at `content`, those with words that no node holds.
    """
    held = {span.turn for node in graph.nodes for span in node.spans}
    ranks: list[_Ranks] = []
    text: list[str] = []
    content: list[str] = []
    typed: list[str] = []
    for number, turn in enumerate(graph.turns):
        words = normalised(turn.text)
        role = "asking" if turn.role in ASKING_ROLES else turn.role
        loose = "" if number in held else " ".join(sorted(content_words(words)))
        text.append(f"{turn.role}\n{words}")
        if number in held or loose:
            content.append(f"{role}\n{loose}")
        if number in held:
            typed.append(role)
        ranks.append((number, len(content), len(typed)))
    roles = _number("\n".join(typed))
    return ranks, _number("\n".join(text)) + _number("\n".join(content)) + roles + roles


@lru_cache(maxsize=4_096)
def _place(kind: str, role: str | None, ranks: _Ranks) -> bytes:
    text, content, typed = (_number(f"{kind}\n{role or ''}\n{rank}") for rank in ranks)
    return text + content + typed + typed


def _said(text: str) -> bytes:
    """Return what a node without a payload says."""
    return _short_said(text) if len(text) <= _SHORT else _words(text)


def _words(text: str) -> bytes:
    words = normalised(text)
    return _number(f"{words}\n") + _number(" ".join(sorted(content_words(words)))) + bytes(2 * _SIZE)


_short_said = lru_cache(maxsize=16_384)(_words)


def _stated(text: str, payload: Payload) -> bytes:
    """Return what a node with a payload says: below the text's level what it demands, and then its family alone."""
    arguments = canonical(payload.kwargs)
    demand, family = _demanded(payload.id, arguments, payload.hard)
    words = _number(f"{normalised(text)}\n{payload.id}\n{arguments}\n{payload.hard}")
    return words + demand + demand + family


@lru_cache(maxsize=16_384)
def _demanded(family: str, arguments: str, hard: bool) -> tuple[bytes, bytes]:
    return _number(_demand(family, arguments, hard)), _number(family)


@lru_cache(maxsize=16_384)
def _edge(kind: str, qualifiers: tuple[tuple[str, QualifierValue], ...]) -> bytes:
    """Return what an edge is; its qualifiers come in any order."""
    ordered = sorted(qualifiers)
    kept = [[_qualifier(name, value, level) for name, value in ordered] for level in _REFINED]
    return b"".join(_number(canonical([kind, *(one for one in some if one is not None)])) for some in kept)


def _qualifier(name: str, value: QualifierValue, level: Level) -> tuple[Any, ...] | None:
    """Return a qualifier as a level has it; None where it leaves it out."""
    if isinstance(value, bool):  # equal to a number, so that what is remembered of one is told of the other
        value = int(value)
    if level is Level.TEXT or name in _VALUES:
        return name, value
    if level is Level.SHAPE or name == "turn":  # the turn is where the edge's end stands
        return None
    if isinstance(value, int):
        return name, value
    if level is Level.CONTENT:
        return name, *sorted(content_words(normalised(value)))
    return (name, folded(value)) if name == "scope" else (name,)


def _number(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()
