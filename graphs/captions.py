"""Short printable words for nodes, edges and payloads: what the outline and the drawing show of them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Edge, Node, Payload
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind, NodeKind, QualifierValue

# Controls would move a terminal's cursor or break XML; overrides of the writing direction would garble what follows.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_JOINERS = "\u200d\ufe0e\ufe0f"


def printable(text: str) -> str:
    """Return a text without control characters (line ends and tabs stay), its lone surrogates replaced."""
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def on_one_line(text: str) -> str:
    r"""Return a printable text with each run of blanks and line ends as one space.

    Example:
        >>> on_one_line(" In 20\n words ")
        'In 20 words'
    """
    return _BLANKS.sub(" ", printable(text)).strip()


def shortened(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters: its beginning and its end, an ellipsis for what is left out.

    Example:
        >>> shortened("abcdefghij", 7)
        'abcd…ij'
    """
    if len(text) <= limit:
        return text
    tail = (limit - 1) // 3
    return f"{uncut(text, limit - 1 - tail).rstrip()}…{uncut_end(text, tail).lstrip()}"


def uncut(text: str, length: int) -> str:
    """Return the beginning of a text, no longer than `length`, that ends with a whole character as people see it.

    It is not cut inside an emoji sequence, nor before an accent.
    """
    while 0 < length < len(text) and _joins(text, length):
        length -= 1
    return text[: max(length, 0)]


def uncut_end(text: str, length: int) -> str:
    """Return the end of a text, no longer than `length`, that begins with a whole character as people see it."""
    start = max(len(text) - length, 0)
    while 0 < start < len(text) and _joins(text, start):
        start += 1
    return text[start:]


def _joins(text: str, at: int) -> bool:
    after, before = text[at], text[at - 1]
    return (
        after in _JOINERS
        or before == "\u200d"
        or unicodedata.combining(after) != 0
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or ("\U0001f1e6" <= after <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )


def payload_words(payload: Payload) -> str:
    """Return what a constraint means in words: its id, its bound, its other arguments.

    Example:
        >>> payload_words(Payload("length_constraints:number_words", {"relation": "at least", "num_words": 300}))
        'length_constraints:number_words at least 300'
    """
    kwargs = {key: value for key, value in payload.kwargs.items() if value is not None}
    words = [payload.id]
    bound = next((key for key in kwargs if key == "relation" or key.endswith("_relation")), None)
    if bound is not None:
        counts = [key for key, value in kwargs.items() if type(value) is int and key != "upper"]
        said = str(kwargs.pop(bound))
        if counts:
            said += f" {kwargs.pop(counts[0])}"
        if "upper" in kwargs:
            said += f" and {kwargs.pop('upper')}"
        words.append(said)
    words += [f"{key}={_value(value)}" for key, value in kwargs.items()]
    return on_one_line(" ".join(words)) + ("" if payload.hard else " (soft)")


def _value(value: Any) -> str:
    if isinstance(value, str) and value and not any(c.isspace() or c in '",=' for c in value):
        return value
    if isinstance(value, list | tuple) and value and all(isinstance(one, str | int) for one in value):
        return ",".join(_value(one) for one in value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return str(value)


def qualifier_words(qualifiers: Mapping[str, QualifierValue]) -> str:
    """Return an edge's qualifiers in words.

    Example:
        >>> qualifier_words({"role": "recipient", "order": 2})
        'order: 2, role: recipient'
    """
    return ", ".join(f"{on_one_line(key)}: {on_one_line(str(value))}" for key, value in sorted(qualifiers.items()))


def kind_words(node: Node) -> str:
    """Return a node's kind, with the role of a Fact."""
    return f"{node.kind} ({node.role})" if node.role else str(node.kind)


def semantic_parents(graph: Graph) -> dict[str, Edge]:
    """Return, for each node below a SubInstruction, the edge by which a reader finds it.

    That is the first edge that leads to it along PERFORMS_ACTION, PRODUCES and HAS_ATTRIBUTE, starting from the
    SubInstructions; a node that none leads to hangs on its PART_OF edge (which points up).
    """
    leads = {EdgeKind.PERFORMS_ACTION, EdgeKind.PRODUCES, EdgeKind.HAS_ATTRIBUTE}
    below: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        if edge.kind in leads:
            below.setdefault(edge.source, []).append(edge)
    subs = [node.id for node in graph.sub_instructions]
    roots = set(subs)
    parents: dict[str, Edge] = {}

    def descend(start: str) -> None:
        waiting = [start]
        while waiting:
            for edge in below.get(waiting.pop(0), ()):
                if edge.target not in parents and edge.target not in roots:
                    parents[edge.target] = edge
                    waiting.append(edge.target)

    for sub in subs:
        descend(sub)
    semantic = {node.id for node in graph.nodes} - {node.id for node in graph.discourse}
    for edge in graph.edges:
        hangs = edge.kind is EdgeKind.PART_OF and edge.source in semantic and edge.target in roots
        if hangs and edge.source not in parents:
            parents[edge.source] = edge
            descend(edge.source)
    return parents


def holders(nodes: Sequence[Node], home: Mapping[str, object]) -> dict[str, Node]:
    """Return the fact or constraint in whose words a semantic node stands, for those that hang on no act."""
    units = [(span, node) for node in nodes if node.kind in (NodeKind.FACT, NodeKind.CONSTRAINT) for span in node.spans]
    found: dict[str, Node] = {}
    for node in nodes:
        if node.kind in DISCOURSE or node.id in home or not node.spans:
            continue
        turn, start, end = node.spans[0]
        for span, holder in units:
            if span.turn == turn and span.start <= start and end <= span.end:
                found[node.id] = holder
    return found
