"""Where semantic nodes stand below their act: entities at the left; actions, outputs, attributes at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stemmata.graphs.captions import on_one_line, qualifier_words
from stemmata.graphs.drawing_box import Box
from stemmata.graphs.drawing_text import width, wrap
from stemmata.schemas.instruction import Edge, Node
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

ROW_GAP = 50.0
_LINE_GAP = 14.0
_GAP = 22.0
_INDENT = 26.0
_WIDEST = 170.0


def semantic_rows(
    nodes: Sequence[Node], parents: Mapping[str, Edge], left: float, room: float, top: float
) -> list[Box]:
    """Place the semantic nodes of a band in rows, each near what leads to it.

    The right side is for what is done and comes out, so that constraints, which stand further right, reach it freely.
    """
    ids = {node.id for node in nodes if node.kind is NodeKind.ENTITY}
    aside = ids | {node.id for node in nodes if _leads(parents.get(node.id), ids)}
    chain = [node for node in nodes if node.id not in aside]
    entities = [node for node in nodes if node.id in aside]
    share = room * 0.54 if chain and entities else 0.0
    at_left = _rows(entities, parents, left + _INDENT, (share or room) - _GAP - _INDENT, top)
    return at_left + _rows(chain, parents, left + share, room - share, top)


def _leads(edge: Edge | None, entities: set[str]) -> bool:
    return edge is not None and edge.kind is EdgeKind.HAS_ATTRIBUTE and edge.source in entities


def _rows(nodes: Sequence[Node], parents: Mapping[str, Edge], left: float, room: float, top: float) -> list[Box]:
    placed: dict[str, Box] = {}
    y = top
    for kind in (NodeKind.ENTITY, NodeKind.ACTION, NodeKind.OUTPUT, NodeKind.ATTRIBUTE):
        boxes = [pill(node, parents.get(node.id), room) for node in nodes if node.kind is kind]
        wishes = {box.node.id: _wished(box, parents.get(box.node.id), placed, left, room) for box in boxes}
        lines: list[list[Box]] = []
        for box in sorted(boxes, key=lambda box: wishes[box.node.id]):
            if not lines or sum(other.width + _GAP for other in lines[-1]) + box.width > room:
                lines.append([])
            lines[-1].append(box)
        for line in lines:
            places = _spread(line, [wishes[box.node.id] for box in line], left, room)
            placed |= {box.node.id: box.at(x, y) for box, x in zip(line, places, strict=True)}
            y += max(box.height for box in line) + (ROW_GAP if line is lines[-1] else _LINE_GAP)
    return list(placed.values())


def _wished(box: Box, parent: Edge | None, placed: Mapping[str, Box], left: float, room: float) -> float:
    """Where a box would best begin: below what leads to it, else in the middle for an action."""
    if parent is not None and parent.source in placed:
        return placed[parent.source].centre - box.width / 2
    return left + (room - box.width) / 2 if box.node.kind is NodeKind.ACTION else left


def _spread(line: Sequence[Box], wishes: Sequence[float], left: float, room: float) -> list[float]:
    """Return where the boxes of a line begin: as near to their wishes as they fit, in order."""
    xs: list[float] = []
    cursor = left
    for box, wish in zip(line, wishes, strict=True):
        xs.append(max(cursor, wish))
        cursor = xs[-1] + box.width + _GAP
    limit = left + room
    for place in range(len(line) - 1, -1, -1):
        xs[place] = max(min(xs[place], limit - line[place].width), left)
        limit = xs[place] - _GAP
    return xs


def pill(node: Node, parent: Edge | None, room: float = _WIDEST) -> Box:
    """Return the box of a semantic node, not yet placed."""
    widest = min(room - 24, _WIDEST)
    words = wrap(on_one_line(node.text), widest, 12.5, lines=3)
    small: list[str] = []
    if parent is not None and parent.kind is EdgeKind.PART_OF and parent.qualifiers:
        small = wrap(qualifier_words(parent.qualifiers), widest, 10.5, lines=2)
    inner = max(
        [
            46.0,
            width(node.kind, 9.5, bold=True),
            *(width(line, 12.5) for line in words),
            *(width(line, 10.5) for line in small),
        ]
    )
    return Box(node, 0, 0, min(inner, widest) + 24, 24 + 16 * len(words) + 13 * len(small), tuple(words), tuple(small))
