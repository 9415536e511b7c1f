"""Variants of a graph that a model made: the rules cannot find its nodes in the new text, so they are carried over.

Instead of parsing back, such a variant must be stable: the rules read parent and variant, and outside the edited words
they must find the same in both. The variant's graph is the parent's with the new words in it: other nodes move, the
edited node means what the families read in its new words, and what is done with what inside an edited act is what the
rules find there.
"""

from __future__ import annotations

from stemmata.graphs.edits import Replacement, moved
from stemmata.graphs.graph import Graph, GraphBuilder, payload_key
from stemmata.refinement.gates import edited_node
from stemmata.schemas.instruction import Node, Span
from stemmata.schemas.records import Edit
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind, NodeKind


def is_modelled(graph: Graph) -> bool:
    """Return whether a model made a graph, as its provenance says."""
    return str(graph.meta.get("parser", "")).startswith("llm")


def stable(before: Graph, after: Graph, edit: Edit) -> str | None:
    """The rules find the same in parent and variant outside the edited words; what touches these may change.

    Args:
        before: The parent's text as the rules parse it.
        after: The variant's text as the rules parse it.
        edit: The edit.
    """
    lengths = [
        Replacement(old, "x" * (new.end - new.start))
        for old, new in zip(edit.spans_before, edit.spans_after, strict=True)
    ]
    expected = {}
    for node in before.nodes:
        places = [moved(span, lengths, outer=node.kind in DISCOURSE) for span in node.spans]
        if not _touches(node, edit.spans_before) and all(places):
            expected[_key(node, tuple(place for place in places if place))] = node
    found = {_key(node, node.spans): node for node in after.nodes if not _touches(node, edit.spans_after)}
    gone = next((expected[key] for key in sorted(expected.keys() - found.keys(), key=repr)), None)
    came = next((found[key] for key in sorted(found.keys() - expected.keys(), key=repr)), None)
    if gone is None and came is None:
        return None
    return f"outside the edit the rules read it otherwise: {_say(gone)} became {_say(came)}"


def _key(node: Node, spans: tuple[Span, ...]) -> tuple[object, ...]:
    return node.kind, spans, node.role or "", payload_key(node.constraint)


def _say(node: Node | None) -> str:
    return "nothing" if node is None else f"{node.kind} {node.text[:60]!r}"


def _touches(node: Node, spans: tuple[Span, ...]) -> bool:
    return any(
        mine.turn == span.turn and mine.start <= span.end and span.start <= mine.end
        for mine in node.spans
        for span in spans
    )


def found_inside(graph: Graph, edit: Edit, parsed: Graph) -> Graph:
    """Return an edited graph with the action, output, entities and attributes that a parse finds in the edited act.

    Args:
        graph: The graph after the edit.
        edit: The edit.
        parsed: The new text as the rules parse it.
    """
    act = edited_node(graph, edit)
    if act is None or act.kind is not NodeKind.SUB_INSTRUCTION:
        return graph
    builder = GraphBuilder(graph.turns, graph.meta)
    handles: dict[str, int | None] = {graph.id: None}
    for node in graph.nodes:
        handles[node.id] = builder.add(
            node.kind, node.spans, role=node.role, constraint=node.constraint, extra=node.extra
        )
    for edge in graph.edges:
        source = handles[edge.source]
        if source is not None:
            builder.link(source, handles[edge.target], edge.kind, **edge.qualifiers)
    own = handles[act.id] or 0
    inner = {node.id: node for node in parsed.nodes if node.kind not in DISCOURSE and _inside(node, act)}
    known = {node.id: builder.add(node.kind, node.spans) for node in inner.values()}
    for edge in parsed.edges:
        if edge.kind is EdgeKind.PART_OF and edge.source in known:
            builder.link(known[edge.source], own, EdgeKind.PART_OF, **edge.qualifiers)
        elif edge.kind is EdgeKind.PERFORMS_ACTION and edge.target in known and edge.source not in known:
            builder.link(own, known[edge.target], edge.kind, **edge.qualifiers)
        elif edge.source in known and edge.target in known:
            builder.link(known[edge.source], known[edge.target], edge.kind, **edge.qualifiers)
    return builder.build()


def _inside(node: Node, unit: Node) -> bool:
    return all(
        any(span.turn == piece.turn and piece.start <= span.start and span.end <= piece.end for piece in unit.spans)
        for span in node.spans
    )
