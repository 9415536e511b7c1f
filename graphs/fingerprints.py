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
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from stemmata.graphs.graph import Graph, payload_key
from stemmata.graphs.words import content_words, folded, normalised
from stemmata.schemas.instruction import Edge, Node, Payload
from stemmata.schemas.vocabulary import ASKING_ROLES, QUALIFIERS, QualifierValue

VERSION = 1  # goes into every print: raise it when labels change, so that old prints match no new ones
ROUNDS = 3
_SIZE = 8
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))

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


def fingerprints(graph: Graph) -> Prints:
    """Return the prints of a consistent graph at every level, in time that grows with its nodes, edges and words.

    Only the neighbours of one node are sorted. The prints depend on the content alone: the same on any machine.
    """
    words = _Words(graph)
    return Prints(*(_fingerprint(graph, words, level) for level in Level))


def fingerprints_of(graphs: Sequence[Graph]) -> list[Prints]:
    """Return the prints of each of many graphs."""
    return [fingerprints(graph) for graph in graphs]


def fingerprint(graph: Graph, level: Level) -> str:
    """Return the print of a consistent graph at one level: 16 hexadecimal digits."""
    return _fingerprint(graph, _Words(graph), level)


def demands(graph: Graph) -> frozenset[str]:
    """Return what the typed constraints of a graph demand, each as a canonical text."""
    return frozenset(demand(node.constraint) for node in graph.constraint_nodes if node.constraint is not None)


def demand(payload: Payload) -> str:
    """Return a canonical text for what a payload demands: "more than 299" is "at least 300", and case is no matter.

    Example:
        >>> more = Payload("length_constraints:number_words", {"relation": "more than", "num_words": 299})
        >>> least = Payload("length_constraints:number_words", {"num_words": 300, "relation": "at least"})
        >>> demand(more) == demand(least)
        True
    """
    kwargs = dict(payload.kwargs)
    relations = [name for name, value in kwargs.items() if name.endswith("relation") and value in _SHIFTS]
    numbers = [name for name, value in kwargs.items() if isinstance(value, int) and not isinstance(value, bool)]
    if len(relations) == 1 and len(numbers) == 1:
        relation, step = _SHIFTS[kwargs[relations[0]]]
        kwargs |= {relations[0]: relation, numbers[0]: kwargs[numbers[0]] + step}
    return _joined(payload.id, _plain(kwargs), payload.hard)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


class _Words:
    """The words of a graph, read once for all levels."""

    def __init__(self, graph: Graph) -> None:
        self.turns = [normalised(turn.text) for turn in graph.turns]
        self.nodes = [normalised(node.text) for node in graph.nodes]


def _fingerprint(graph: Graph, words: _Words, level: Level) -> str:
    if level is Level.DEMANDS:
        return _hash(level, *sorted(one.encode("utf-8", "surrogatepass") for one in demands(graph))).hex()
    turns = _turns(graph, words, level)
    rank = {turn: place for place, (turn, *_) in enumerate(turns)}
    label = _LABELS[level]
    nodes = [
        _label(node.kind, node.role, rank[node.spans[0].turn] if node.spans else None, *label(node, said))
        for node, said in zip(graph.nodes, words.nodes, strict=True)
    ]
    nodes.append(_label("Instruction", *(said for _, *said in turns)))
    place = {node.id: index for index, node in enumerate(graph.nodes)} | {graph.id: len(graph.nodes)}
    edges = [(place[edge.source], place[edge.target], _edge_label(edge, level)) for edge in graph.edges]
    return _hash(level, *sorted(_refined(nodes, edges))).hex()


def _refined(colours: list[bytes], edges: Sequence[tuple[int, int, bytes]]) -> list[bytes]:
    for _ in range(ROUNDS):
        heard: list[list[bytes]] = [[] for _ in colours]
        for source, target, label in edges:
            heard[source].append(b">" + label + colours[target])
            heard[target].append(b"<" + label + colours[source])
        colours = [_short(own + b"".join(sorted(said))) for own, said in zip(colours, heard, strict=True)]
    return colours


def _turns(graph: Graph, words: _Words, level: Level) -> list[tuple[Any, ...]]:
    """Return the turns that count, each with its number, its role and its words.

    Below the text's level these are the turns with nodes and, at `content`, those with words that no node holds.
    """
    if level is Level.TEXT:
        return [(number, turn.role, words.turns[number]) for number, turn in enumerate(graph.turns)]
    held = {span.turn for node in graph.nodes for span in node.spans}
    found: list[tuple[Any, ...]] = []
    for number, turn in enumerate(graph.turns):
        loose = [] if level is not Level.CONTENT or number in held else sorted(content_words(words.turns[number]))
        if number in held or loose:
            found.append((number, "asking" if turn.role in ASKING_ROLES else turn.role, *loose))
    return found


def _text_label(node: Node, words: str) -> tuple[Any, ...]:
    return words, payload_key(node.constraint)


def _content_label(node: Node, words: str) -> tuple[Any, ...]:
    return (demand(node.constraint),) if node.constraint is not None else tuple(sorted(content_words(words)))


def _typed_label(node: Node, words: str) -> tuple[Any, ...]:
    return (demand(node.constraint),) if node.constraint is not None else ()


def _shape_label(node: Node, words: str) -> tuple[Any, ...]:
    return (node.constraint.id,) if node.constraint is not None else ()


_LABELS: dict[Level, Callable[[Node, str], tuple[Any, ...]]] = {
    Level.TEXT: _text_label,
    Level.CONTENT: _content_label,
    Level.TYPED: _typed_label,
    Level.SHAPE: _shape_label,
}


def _edge_label(edge: Edge, level: Level) -> bytes:
    return _edge(edge.kind, tuple(sorted(edge.qualifiers.items())), level)


@lru_cache(maxsize=16_384)
def _edge(kind: str, qualifiers: tuple[tuple[str, QualifierValue], ...], level: Level) -> bytes:
    kept = (_qualifier(name, value, level) for name, value in qualifiers)
    return _label(kind, *(one for one in kept if one is not None))


def _qualifier(name: str, value: QualifierValue, level: Level) -> tuple[Any, ...] | None:
    """Return a qualifier as a level has it; None where it leaves it out."""
    if level is Level.TEXT:
        return name, value
    if name in _VALUES:
        return name, value
    if level is Level.SHAPE or name == "turn":  # the turn is where the edge's end stands
        return None
    if isinstance(value, int):
        return name, value
    if level is Level.CONTENT:
        return name, *sorted(content_words(normalised(value)))
    return (name, folded(value)) if name == "scope" else (name,)


def _joined(*parts: Any) -> str:
    return _JSON.encode(parts)


def _label(*parts: Any) -> bytes:
    return _short(_joined(*parts).encode("utf-8", "surrogatepass"))


def _short(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SIZE).digest()


def _hash(level: Level, *parts: bytes) -> bytes:
    """Return the hash of parts that are of one size, or hold no zero byte."""
    state = blake2b(digest_size=_SIZE, person=f"stemmata {level.value}"[:16].encode(), salt=bytes([VERSION]))
    for part in parts:
        state.update(part + b"\0")
    return state.digest()


NO_DEMANDS = _hash(Level.DEMANDS).hex()
"""The print at level `demands` of every graph without a typed constraint."""
