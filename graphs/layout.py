"""The text between and inside nodes: pieces of a turn, and rendering them back byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Node, Turn


class Piece(NamedTuple):
    """A stretch of a turn's text, and the discourse node that owns it; None for glue."""

    text: str
    node: Node | None


def pieces(graph: Graph, turn: int) -> Iterator[Piece]:
    """Yield a turn's text as the pieces that its discourse nodes own, with the glue between them.

    The texts of the pieces joined are the turn's text. A node of several spans owns several pieces.
    """
    text = graph.turns[turn].text
    owned = sorted(
        (span.start, span.end, position)
        for position, node in enumerate(graph.discourse)
        for span in node.spans
        if span.turn == turn
    )
    nodes = graph.discourse
    cursor = 0
    for start, end, position in owned:
        if start > cursor:
            yield Piece(text[cursor:start], None)
        yield Piece(text[start:end], nodes[position])
        cursor = end
    if cursor < len(text):
        yield Piece(text[cursor:], None)


def render(graph: Graph) -> tuple[Turn, ...]:
    """Return the instruction's turns, written from the graph's nodes and the glue between them.

    For every input of a parser, `render(parse(turns)) == turns`, byte for byte.
    """
    return tuple(
        Turn(turn.role, "".join(piece.text for piece in pieces(graph, index))) for index, turn in enumerate(graph.turns)
    )
