"""The drawing's edges: curves between boxes, and labels where they hide least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from stemmata.graphs.captions import on_one_line, qualifier_words, semantic_parents, shortened
from stemmata.graphs.drawing_box import Box
from stemmata.graphs.drawing_layout import Layout
from stemmata.graphs.drawing_style import EDGE_INKS, WHITE
from stemmata.graphs.drawing_text import escaped, svg_text, width, wrap
from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Edge
from stemmata.schemas.vocabulary import EdgeKind

_SIZE = 9.5
_WIDEST = 98.0
_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)


class Point(NamedTuple):
    """A place in the drawing."""

    x: float
    y: float


class Area(NamedTuple):
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float

    def shared(self, other: Area) -> float:
        """Return the area that two rectangles share."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(across, 0.0) * max(down, 0.0)


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic curve with its label."""

    kind: EdgeKind
    points: tuple[Point, Point, Point, Point]
    label: tuple[str, ...]
    title: str

    def at(self, t: float) -> Point:
        """Return the point at a share of the way."""
        a, b, c, d = self.points
        u = 1 - t
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        return Point(
            sum(w * p.x for w, p in zip(weights, (a, b, c, d), strict=True)),
            sum(w * p.y for w, p in zip(weights, (a, b, c, d), strict=True)),
        )

    @property
    def path(self) -> str:
        """The curve as SVG writes it."""
        a, b, c, d = self.points
        return f"M{a.x:.1f},{a.y:.1f} C{b.x:.1f},{b.y:.1f} {c.x:.1f},{c.y:.1f} {d.x:.1f},{d.y:.1f}"


def drawn_edges(graph: Graph) -> list[Edge]:
    """Return the edges that are drawn as curves.

    A frame says what is part of the instruction; an edge that leads to a semantic node says whose part it is.
    """
    hung = set(map(id, semantic_parents(graph).values()))
    led = {edge.target for edge in graph.edges if id(edge) in hung and edge.kind is not EdgeKind.PART_OF}
    return [
        edge
        for edge in graph.edges
        if edge.kind is not EdgeKind.PART_OF
        or (edge.target != graph.id and (edge.source not in led or bool(edge.qualifiers)))
    ]


def curves(graph: Graph, placed: Layout) -> list[Curve]:
    """Return the curves of a graph; several edges between the same two boxes share one."""
    shared: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in drawn_edges(graph):
        if edge.source in placed.boxes and edge.target in placed.boxes:
            shared.setdefault((edge.source, edge.target, edge.kind), []).append(edge)
    arriving: dict[str, list[str]] = {}
    for source, target, _ in shared:
        if _side(placed.boxes[source], placed.boxes[target]) == "left":
            arriving.setdefault(target, []).append(source)
    for sources in arriving.values():
        sources.sort(key=lambda node_id: (placed.boxes[node_id].y, node_id))
    found = []
    bulges: dict[str, int] = {}
    said_once: set[str] = set()
    for (source, target, _), edges in shared.items():
        start, end = placed.boxes[source], placed.boxes[target]
        share = 0.5
        if target in arriving and source in arriving[target]:
            share = (arriving[target].index(source) + 1) / (len(arriving[target]) + 1)
        if _side(start, end) == "loop":
            bulges[target] = bulges.get(target, 0) + 1
        points = _points(start, end, share, bulges.get(target, 1))
        label = _label(edges, start)
        if edges[0].kind is EdgeKind.PART_OF and start.number is None:
            # What is part of one act says so once.
            points = _rail(start, end) if _on_rail(start, end) else points
            label = () if target in said_once else label
            said_once.add(target)
        found.append(Curve(edges[0].kind, points, label, _title(edges, start, end)))
    return found


def _side(start: Box, end: Box) -> str:
    """How an edge leaves its source: to the left, to the right, down, up, or by a loop at the left of a column."""
    if start.x >= end.x + end.width - 1:
        return "left"
    if end.x >= start.x + start.width - 1:
        return "right"
    if start.number is not None and end.number is not None:
        return "loop"
    return "down" if start.y < end.y else "up"


def _label(edges: Sequence[Edge], start: Box) -> tuple[str, ...]:
    """Return the lines of a label: the kind, and the qualifiers unless the box at the start tells them."""
    lines = [str(edges[0].kind)]
    for edge in edges[:3]:
        if edge.qualifiers and not (edge.kind is EdgeKind.PART_OF and start.small):
            lines += wrap(_values(edge), _WIDEST, _SIZE, lines=2)
    return tuple(lines)


def _title(edges: Sequence[Edge], start: Box, end: Box) -> str:
    """Return what a pointer over the curve is told."""
    said = " / ".join(qualifier_words(edge.qualifiers) for edge in edges[:3] if edge.qualifiers)
    first, last = (shortened(on_one_line(box.node.text), 80) for box in (start, end))
    return f"{first} {edges[0].kind}{f' ({said})' if said else ''} {last}"


def _values(edge: Edge) -> str:
    """Return an edge's qualifiers as short as they are clear: numbers with their names, words without."""
    said = sorted(edge.qualifiers.items())
    return ", ".join(f"{key} {value}" if isinstance(value, int) else on_one_line(str(value)) for key, value in said)


def _on_rail(start: Box, end: Box) -> bool:
    """Whether a node hangs on a line down from the left of its act, with the others of its column."""
    return 0 < start.x - end.x < 40 and start.y > end.y


def _rail(start: Box, end: Box) -> tuple[Point, Point, Point, Point]:
    a = Point(start.x, start.y + min(start.height / 2, 20))
    d = Point(end.x + 10, end.y + end.height)
    return a, Point(d.x, a.y), Point(d.x, a.y - 4), d


def _points(start: Box, end: Box, share: float, bulge: int) -> tuple[Point, Point, Point, Point]:
    side = _side(start, end)
    if side == "loop":
        out = 34 + 16 * min(bulge, 4)
        a = Point(start.x, start.y + start.height * 0.4)
        d = Point(end.x, end.y + end.height * 0.75)
        return a, Point(a.x - out * 1.3, a.y), Point(d.x - out * 1.3, d.y), d
    if side in ("left", "right"):
        a = Point(start.x if side == "left" else start.x + start.width, start.y + start.height / 2)
        d = Point(
            end.x + end.width if side == "left" else end.x,
            end.y + end.height * (share if side == "left" else 0.5),
        )
        reach = max(abs(a.x - d.x) * 0.5, 30.0) * (1 if side == "right" else -1)
        return a, Point(a.x + reach, a.y), Point(d.x - reach, d.y), d
    down = side == "down"
    # A short stretch of a wide box faces each narrow one, so that the curve falls as straight as it can.
    a_x = min(max(end.centre, start.x + 16), start.x + start.width - 16)
    d_x = min(max(a_x if start.width < end.width else end.centre, end.x + 12), end.x + end.width - 12)
    if start.width < end.width:
        a_x = start.centre
        d_x = min(max(start.centre, end.x + 16), end.x + end.width - 16)
    a = Point(a_x, start.y + start.height if down else start.y)
    d = Point(d_x, end.y if down else end.y + end.height)
    reach = max(abs(a.y - d.y) * 0.5, 16.0) * (1 if down else -1)
    return a, Point(a.x, a.y + reach), Point(d.x, d.y - reach), d


def svg_curves(found: Sequence[Curve], marker: str) -> Iterator[str]:
    """Yield the curves as SVG; `marker` is the beginning of the arrowheads' ids."""
    for curve in found:
        ink = EDGE_INKS[curve.kind]
        dashed = ' stroke-dasharray="3 3"' if curve.kind is EdgeKind.PART_OF else ""
        yield (
            f'<path d="{curve.path}" fill="none" stroke="{ink}" stroke-width="1.4"{dashed} '
            f'marker-end="url(#{marker}-{curve.kind})"><title>{escaped(curve.title)}</title></path>'
        )


def svg_labels(found: Sequence[Curve], placed: Layout) -> Iterator[str]:
    """Yield the curves' labels as SVG, each where it hides least of boxes and of other labels."""
    taken = [Area(box.x, box.y, box.width, box.height) for box in placed.boxes.values()]
    for curve in found:
        if not curve.label:
            continue
        lines = [(line, min(width(line, _SIZE, bold=place == 0), _WIDEST)) for place, line in enumerate(curve.label)]
        wide, high = max(room for _, room in lines) + 6, 11.5 * len(lines) + 3
        best: tuple[float, Area] | None = None
        for place, share in enumerate(_SHARES):
            middle = curve.at(share)
            area = Area(middle.x - wide / 2, middle.y - high / 2, wide, high)
            hidden = sum(area.shared(other) for other in taken) + place
            if best is None or hidden < best[0]:
                best = (hidden, area)
        if best is None:
            continue
        area = best[1]
        taken.append(area)
        yield (
            f'<rect x="{area.x:.1f}" y="{area.y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="3" '
            f'fill="{WHITE}" fill-opacity="0.93"/>'
        )
        for place, (line, room) in enumerate(lines):
            x, y = area.x + (wide - room) / 2, area.y + 10 + 11.5 * place
            weight = 600 if place == 0 else 400
            yield svg_text(line, x, y, _SIZE, room=room, fill=EDGE_INKS[curve.kind], weight=weight)
