"""What a model is shown of a node that it changes: its words, its sentence, what it is linked to; or the whole prompt.

Of a node's surroundings only these are shown for the `span` way, so that a change elsewhere in the instruction leaves
the prompt, and with it the cached answer, as it was.
"""

from __future__ import annotations

import re

from stemmata.graphs.graph import Graph
from stemmata.refinement.prompts import CLOSING, KINDS, OPENING, WANTED
from stemmata.schemas.instruction import Node, Span
from stemmata.schemas.vocabulary import EdgeKind, NodeKind, Relation

_SENTENCE_END = re.compile(r"[.!?][\"”')\]]{0,3}\s")
_REACH = 400  # characters shown on either side of a node, at most
_LONGEST = 300  # of the words of a linked node
_MOST = 12  # linked nodes
GAP = " … "  # between the pieces of a discontinuous node

_LINKS: dict[tuple[EdgeKind, bool], str] = {
    (EdgeKind.CONSTRAINS, True): "it is about",
    (EdgeKind.CONSTRAINS, False): "it is to keep",
    (EdgeKind.DEPENDS_ON, True): "it builds on",
}


def changed_span(node: Node) -> Span:
    """Return the span that an edit of a node changes: the longest one, the first of those where it is discontinuous."""
    return max(node.spans, key=lambda span: (span.end - span.start, -span.turn, -span.start))


def words_of(graph: Graph, span: Span) -> str:
    """Return the words at a span."""
    return graph.turns[span.turn].text[span.start : span.end]


def marked(graph: Graph, span: Span) -> str:
    """Return the sentence, or the line, that a span stands in, with the span between marks.

    Example:
        >>> from stemmata.parsing.parser import parse
        >>> graph = parse("I am late. Write a note in 20 words. Thanks.")
        >>> marked(graph, graph.constraint_nodes[0].spans[0])
        'Write a note [[in 20 words]].'
    """
    text = graph.turns[span.turn].text
    left = max(text.rfind("\n", 0, span.start) + 1, span.start - _REACH)
    for end in _SENTENCE_END.finditer(text, left, span.start):
        left = end.end()
    right = text.find("\n", span.end)
    right = min(len(text) if right < 0 else right, span.end + _REACH)
    stop = _SENTENCE_END.search(text, span.end, right)
    right = stop.end() if stop else right
    inside = text[span.start : span.end]
    return f"{text[left : span.start]}{OPENING}{inside}{CLOSING}{text[span.end : right]}".strip()


def linked(graph: Graph, node: Node) -> str:
    """Return what the graph's edges join a node to, one a line: the acts it binds, what binds it, what it builds on.

    What builds on it is left out: to change that leaves this node's prompt as it was.
    """
    lines = []
    for edge in graph.edges_of(node.id):
        outward = edge.source == node.id
        how = _LINKS.get((edge.kind, outward))
        other = edge.target if outward else edge.source
        if how is None or other == graph.id:
            continue
        found = graph.node(other)
        if found.kind in (NodeKind.FACT, NodeKind.SUB_INSTRUCTION, NodeKind.CONSTRAINT):
            lines.append(f"- {how}: {_short(found.text)}")
    return "\n".join(dict.fromkeys(lines[:_MOST])) or "- nothing"


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rstrip() + " …"


def part(graph: Graph, node: Node, relation: Relation) -> dict[str, str]:
    """Return the fields of MODIFY_SPAN."""
    span = changed_span(node)
    return {
        "words": words_of(graph, span),
        "context": marked(graph, span),
        "kind": KINDS[node.kind],
        "linked": linked(graph, node),
        "wanted": WANTED[relation],
    }


def whole(graph: Graph, node: Node, relation: Relation) -> dict[str, str]:
    """Return the fields of MODIFY_PROMPT: the turn that the node stands in, all facts and instructions, the node."""
    turn = changed_span(node).turn
    asked = [one for one in graph.discourse if one.kind is not NodeKind.FACT]
    return {
        "prompt": graph.turns[turn].text,
        "facts": _listed(graph, list(graph.facts)),
        "instructions": _listed(graph, asked),
        "instruction": pieces(graph, node),
        "wanted": WANTED[relation],
    }


def pieces(graph: Graph, node: Node) -> str:
    """Return a node's words, with a mark between the pieces of a discontinuous one."""
    return GAP.join(words_of(graph, span) for span in node.spans)


def _listed(graph: Graph, nodes: list[Node]) -> str:
    return "\n".join(f"{i}. {_short(pieces(graph, node))}" for i, node in enumerate(nodes, 1)) or "none"
