"""Edits as pure functions: each returns a new graph whose other nodes keep their words, their spans moved.

The action space of HRSGD and DeMoRecon's modification in one. What changes is the text at some spans; nodes that lie
wholly inside a changed span go with it (a parser finds them anew), nodes around it stretch, all others move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from stemmata.graphs.graph import Draft, Graph, GraphBuilder
from stemmata.schemas.errors import EditError
from stemmata.schemas.instruction import Edge, Node, Payload, Span, Turn
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind, FactRole, NodeKind, QualifierValue


class Replacement(NamedTuple):
    """New text for one span; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Spliced(NamedTuple):
    """A graph after a splice, and where the new texts stand in it."""

    graph: Graph
    spans: tuple[Span, ...]


def moved(span: Span, replacements: Sequence[Replacement], *, outer: bool = False) -> Span | None:
    """Return where a span stands after some replacements; None if it lies wholly inside one of them.

    Replacements are sorted and do not overlap. A span around a replacement stretches; text inserted at a span's edge
    stays outside it. A span that is just the replaced one stretches if it is `outer`, else it is gone.
    """
    start, end = span.start, span.end
    shift_start = shift_end = 0
    for (turn, left, right), text in replacements:
        if turn != span.turn:
            continue
        grown = len(text) - (right - left)
        if left == right:
            shift_start += grown if start >= left else 0
            shift_end += grown if end > left else 0
        elif start >= right:
            shift_start += grown
            shift_end += grown
        elif end <= left:
            continue
        elif start <= left and right <= end and (outer or (start, end) != (left, right)):
            shift_end += grown
        else:
            return None
    return Span(span.turn, start + shift_start, end + shift_end)


def splice_turns(turns: Sequence[Turn], replacements: Sequence[Replacement]) -> tuple[Turn, ...]:
    """Return the turns with some spans replaced."""
    texts = [turn.text for turn in turns]
    for span, text in sorted(replacements, reverse=True):
        whole = texts[span.turn]
        texts[span.turn] = whole[: span.start] + text + whole[span.end :]
    return tuple(
        turn if turn.text == text else replace(turn, text=text) for turn, text in zip(turns, texts, strict=True)
    )


def splice(
    graph: Graph,
    replacements: Sequence[Replacement],
    *,
    edited: str | None = None,
    draft: Draft | None = None,
    links: Sequence[Edge] = (),
) -> Spliced:
    """Replace the text at some spans and carry the graph over.

    Args:
        graph: The graph to edit.
        replacements: Non-overlapping spans and their new texts.
        edited: The node that the edit is about; it is dropped unless `draft` takes its place and its edges.
        draft: What to put in the place of `edited`, or a new node; its spans are those after the splice.
        links: Edges to add, in the ids of `graph`, with `edited` or "new" for the drafted node.

    Returns:
        The new graph and the spans of the new texts in it, in order.

    Raises:
        EditError: The replacements overlap or lie outside their turn.
    """
    ordered = sorted(replacements)
    for first, second in pairwise(ordered):
        if first.span.turn == second.span.turn and second.span.start < first.span.end:
            raise EditError("two replacements overlap", where=f"graph {graph.id}")
    for span, _ in ordered:
        if not (0 <= span.turn < len(graph.turns) and 0 <= span.start <= span.end <= len(graph.turns[span.turn].text)):
            raise EditError(f"span {tuple(span)} lies outside the text", where=f"graph {graph.id}")
    builder = GraphBuilder(splice_turns(graph.turns, ordered), graph.meta)
    handles: dict[str, int | None] = {graph.id: None}
    if draft is not None:
        handle = builder.add(draft.kind, draft.spans, role=draft.role, constraint=draft.constraint, extra=draft.extra)
        handles["new"] = handle
        if edited is not None:
            handles[edited] = handle
    for node in graph.nodes:
        if node.id == edited:
            continue
        outer = node.kind in DISCOURSE
        ends = [moved(span, ordered, outer=outer) for span in node.spans]
        spans = [place for place in ends if place and place.end > place.start]
        if spans:
            handles[node.id] = builder.add(
                node.kind, spans, role=node.role, constraint=node.constraint, extra=node.extra
            )
    held: set[int] = set()
    for edge in (*graph.edges, *links):
        if edge.source in handles and edge.target in handles:
            source = handles[edge.source]
            if source is not None:
                builder.link(source, handles[edge.target], edge.kind, **edge.qualifiers)
                held.update([source] if edge.kind is EdgeKind.PART_OF else [])
    for edge in graph.edges:
        # What was part of a node that is gone is part of the instruction still.
        orphan = handles.get(edge.source) if edge.kind is EdgeKind.PART_OF else None
        if orphan is not None and orphan not in held:
            builder.link(orphan, None, EdgeKind.PART_OF, **edge.qualifiers)
            held.add(orphan)
    built = builder.build()
    # Unknown fields of the record speak of its text: they stay only where that stays.
    return Spliced(built if ordered else replace(built, extra=graph.extra), places(ordered))


def _find(graph: Graph, node_id: str) -> Node:
    try:
        return graph.node(node_id)
    except KeyError:
        raise EditError(f"no node {node_id!r}", where=f"graph {graph.id}") from None


def modify_node(
    graph: Graph,
    node_id: str,
    words: str | Sequence[str],
    *,
    constraint: Payload | None = None,
    role: FactRole | None = None,
) -> Graph:
    """Give one node other words.

    Args:
        graph: The graph to edit.
        node_id: The node to change.
        words: The new words; one text for each span of a discontinuous node.
        constraint: The new payload of a Constraint; None keeps none.
        role: The new role of a Fact; None keeps its role.

    Raises:
        EditError: No such node, or the number of texts is not the number of the node's spans.
    """
    node = _find(graph, node_id)
    texts = [words] if isinstance(words, str) else list(words)
    if len(texts) != len(node.spans):
        raise EditError(f"{len(texts)} texts for {len(node.spans)} spans", where=f"node {node_id}")
    replacements = [Replacement(span, text) for span, text in zip(node.spans, texts, strict=True)]
    after = places(replacements)
    draft = Draft(node.kind, tuple(s for s in after if s.end > s.start), role or node.role, constraint, node.extra)
    return splice(graph, replacements, edited=node_id, draft=draft if draft.spans else None).graph


def places(replacements: Sequence[Replacement]) -> tuple[Span, ...]:
    """Return where the new texts of some replacements stand after them, in order."""
    found: list[Span] = []
    shift: dict[int, int] = {}
    for span, text in sorted(replacements):
        moved_by = shift.get(span.turn, 0)
        found.append(Span(span.turn, span.start + moved_by, span.start + moved_by + len(text)))
        shift[span.turn] = moved_by + len(text) - (span.end - span.start)
    return tuple(found)


def add_node(
    graph: Graph,
    kind: NodeKind,
    words: str,
    *,
    at: tuple[int, int],
    before: str = "",
    after: str = "",
    constraint: Payload | None = None,
    role: FactRole | None = None,
    links: Mapping[EdgeKind, Sequence[str]] | None = None,
) -> Graph:
    """Insert a node and its words.

    Args:
        graph: The graph to edit.
        kind: The kind of the new node.
        words: The words that the node owns.
        at: The turn and the offset at which to insert.
        before: Glue to insert before the words.
        after: Glue to insert after them.
        constraint: The payload of a Constraint.
        role: The role of a Fact.
        links: Targets of the new node's edges, by kind; PART_OF the instruction is always added.

    Raises:
        EditError: The place lies outside the text, there are no words, or the place of a discourse node lies inside
            another one.
    """
    turn, offset = at
    if not words:
        raise EditError("a new node needs words", where=f"graph {graph.id}")
    if kind in DISCOURSE:
        for node in graph.discourse:
            if any(span.turn == turn and span.start < offset < span.end for span in node.spans):
                raise EditError(
                    f"offset {offset} of turn {turn} lies inside a {node.kind}",
                    where=f"node {node.id}",
                    fix="insert before or after it",
                )
    start = offset + len(before)
    draft = Draft(kind, (Span(turn, start, start + len(words)),), role, constraint)
    edges = [Edge("new", graph.id, EdgeKind.PART_OF)]
    edges += [Edge("new", target, link) for link, targets in (links or {}).items() for target in targets]
    inserted = Replacement(Span(turn, offset, offset), before + words + after)
    return splice(graph, [inserted], draft=draft, links=edges).graph


def delete_node(graph: Graph, node_id: str, *, glue: Sequence[Span] = ()) -> Graph:
    """Delete a node, its words, its edges, and the glue that would be left over.

    Args:
        graph: The graph to edit.
        node_id: The node to delete.
        glue: Further spans to delete with it: the connective or the stop that held it.

    Raises:
        EditError: No such node.
    """
    node = _find(graph, node_id)
    return splice(graph, [Replacement(span, "") for span in join((*node.spans, *glue))], edited=node_id).graph


def join(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, with those that touch or overlap joined into one.

    Example:
        >>> join([Span(0, 4, 6), Span(0, 1, 4)])
        (Span(turn=0, start=1, end=6),)
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and joined[-1].turn == span.turn and span.start <= joined[-1].end:
            joined[-1] = joined[-1]._replace(end=max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def add_edge(graph: Graph, source: str, target: str, kind: EdgeKind, **qualifiers: QualifierValue) -> Graph:
    """Add an edge; the text stays as it is.

    Raises:
        EditError: An end is not in the graph.
    """
    _find(graph, source)
    if target != graph.id:
        _find(graph, target)
    return splice(graph, [], links=[Edge(source, target, kind, qualifiers)]).graph


def delete_edge(graph: Graph, source: str, target: str, kind: EdgeKind) -> Graph:
    """Delete the edges of one kind between two nodes; the text stays as it is.

    Raises:
        EditError: There is no such edge.
    """
    kept = tuple(edge for edge in graph.edges if (edge.source, edge.target, edge.kind) != (source, target, kind))
    if len(kept) == len(graph.edges):
        raise EditError(f"no {kind} edge from {source} to {target}", where=f"graph {graph.id}")
    return replace(graph, edges=kept)


def no_op(graph: Graph) -> Graph:
    """Return the graph as it is."""
    return graph
