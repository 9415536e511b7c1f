"""A graph as SVG: the marked text above, the graph below."""

from __future__ import annotations

from collections.abc import Iterator

from stemmata.graphs.captions import on_one_line, payload_words, shortened
from stemmata.graphs.drawing_box import Box
from stemmata.graphs.drawing_edges import curves, svg_curves, svg_labels
from stemmata.graphs.drawing_layout import Layout, layout
from stemmata.graphs.drawing_passage import passage
from stemmata.graphs.drawing_style import (
    DARK,
    EDGE_INKS,
    FAINT,
    LINE,
    MARGIN,
    NODE_PAINTS,
    PANEL,
    TEXT,
    WHITE,
    WIDTH,
)
from stemmata.graphs.drawing_text import SANS, attribute, escaped, svg_text, width
from stemmata.graphs.graph import Graph
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind, NodeKind

_TITLE_LIMIT = 300


def to_svg(graph: Graph) -> str:
    """Return a graph as an SVG picture: its text with the words of each node marked, and the graph below.

    Long texts and large graphs are abridged, and the picture says by how much.
    """
    marker = f"to-{''.join(c for c in graph.id if c.isalnum())[:12]}"
    text, y = passage(graph, 62)
    body: list[str] = []
    if graph.nodes:
        heading = y + 10
        placed = layout(graph, heading + 58)
        found = curves(graph, placed)
        body += _instruction(graph, heading, placed)
        body += _bands(placed, marker, heading)
        body += svg_curves(found, marker)
        for box in placed.boxes.values():
            body += _box(box)
        body += svg_labels(found, placed)
        y = placed.bottom
        if placed.left_out:
            note = f"… {placed.left_out:,} more nodes are not drawn …"
            body.append(svg_text(note, MARGIN + 40, y + 12, 13, room=600, fill=FAINT, italic=True))
            y += 26
        kinds = {EdgeKind.PART_OF, *(curve.kind for curve in found)}
        defs = "".join(_arrow(marker, kind) for kind in EdgeKind if kind in kinds)
    else:
        body.append(svg_text("The graph has no nodes.", MARGIN, y + 20, 13, room=400, fill=FAINT, italic=True))
        defs, y = "", y + 34
    height = round(y + 8)
    title = shortened(on_one_line(graph.text), _TITLE_LIMIT) or "An empty instruction"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" font-family="{SANS}" style="max-width:100%;height:auto">',
            f"<title>{escaped(title)}</title>",
            f"<defs>{defs}</defs>",
            f'<rect width="{WIDTH}" height="{height}" fill="{WHITE}"/>',
            *_legend(graph),
            *text,
            *body,
            "</svg>",
        ]
    )


def _legend(graph: Graph) -> Iterator[str]:
    """Yield a chip for each kind that the graph has: filled for what owns words, underlined for what names them."""
    x = float(MARGIN)
    kinds = {node.kind for node in graph.nodes}
    for kind in NodeKind:
        if kind not in kinds:
            continue
        paint, room = NODE_PAINTS[kind], width(kind, 12.5, bold=True)
        if kind in DISCOURSE:
            yield f'<rect x="{x:.1f}" y="18" width="{room + 18:.1f}" height="24" rx="5" fill="{paint.fill}"/>'
        else:
            yield f'<rect x="{x + 9:.1f}" y="38" width="{room:.1f}" height="2.5" rx="1" fill="{paint.ink}"/>'
        yield svg_text(kind, x + 9, 34.5, 12.5, room=room, fill=paint.ink, weight=600)
        x += room + 30
    yield f'<line x1="{MARGIN}" y1="52" x2="{WIDTH - MARGIN}" y2="52" stroke="{LINE}"/>'


def _instruction(graph: Graph, y: float, placed: Layout) -> Iterator[str]:
    """Yield the instruction's own node, and the stem from which the bands branch."""
    turns = f"{len(graph.turns)} turn{'' if len(graph.turns) == 1 else 's'}"
    said = f"{turns}, {sum(len(turn.text) for turn in graph.turns):,} characters"
    name = shortened(on_one_line(graph.id), 28)
    room = max(width(said, 11), width(name, 10.5, mono=True), 150.0)
    yield f'<g data-id={attribute(graph.id)} data-kind="Instruction">'
    yield f'<rect x="{MARGIN}" y="{y}" width="{room + 120:.1f}" height="42" rx="8" fill="{DARK}"/>'
    yield svg_text("Instruction", MARGIN + 14, y + 26, 14, room=90, fill=WHITE, weight=600)
    yield svg_text(said, MARGIN + 106, y + 18, 11, room=room, fill=WHITE)
    yield svg_text(name, MARGIN + 106, y + 33, 10.5, room=room, fill="#c6d0da", mono=True)
    yield "</g>"


def _bands(placed: Layout, marker: str, top: float) -> Iterator[str]:
    """Yield the frames, each tied to the instruction: all that stands in one is part of it."""
    ink, stem = EDGE_INKS[EdgeKind.PART_OF], MARGIN + 16
    last = placed.bands[-1]
    yield (
        f'<path d="M{stem},{last.y + 22:.1f} V{top + 44:.1f}" fill="none" stroke="{ink}" stroke-width="1.4" '
        f'marker-end="url(#{marker}-{EdgeKind.PART_OF})"/>'
    )
    for band in placed.bands:
        yield (
            f'<rect x="{band.x:.1f}" y="{band.y:.1f}" width="{band.width:.1f}" height="{band.height:.1f}" rx="10" '
            f'fill="{PANEL}" stroke="{LINE}"/>'
        )
        right, bottom = band.x + band.width - 12, band.y + band.height - 8
        room = width(band.note, 11)
        yield svg_text(band.note, right - room, bottom, 11, room=room, fill=FAINT, italic=True)
        yield f'<path d="M{band.x:.1f},{band.y + 22:.1f} H{stem}" fill="none" stroke="{ink}" stroke-width="1.4"/>'
        x, y = stem - 12, band.y + 30
        label = svg_text(str(EdgeKind.PART_OF), x, y, 9.5, room=52, fill=ink, weight=600)
        yield f'<g transform="rotate(90 {x} {y:.1f})">{label}</g>'


def _box(box: Box) -> Iterator[str]:
    """Yield a node's box: the kind, the words, and what it means."""
    node, paint = box.node, NODE_PAINTS[box.node.kind]
    discourse = node.kind in DISCOURSE
    soft = node.constraint is not None and not node.constraint.hard
    dashes = ' stroke-dasharray="5 3"' if soft else ""
    corner = 7 if discourse else 14
    yield f'<g data-id={attribute(node.id)} data-kind="{node.kind}">'
    title = shortened(on_one_line(node.text), _TITLE_LIMIT)
    if node.constraint is not None:
        title += f" [{shortened(payload_words(node.constraint), _TITLE_LIMIT)}]"
    yield f"<title>{escaped(title)}</title>"
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="{corner}" '
        f'fill="{paint.fill}" stroke="{paint.ink}" stroke-width="1.2"{dashes}/>'
    )
    inset = 15 if discourse else 11
    room = box.width - 2 * inset
    x, y = box.x + inset, box.y + (18 if discourse else 15)
    head = str(node.kind) if box.number is None else f"{box.number}  {node.kind}"
    said = node.role or ("soft" if soft else "")
    taken = width(said, 10.5)
    size = 11 if discourse else 9.5
    yield svg_text(head, x, y, size, room=room - taken - 6 if said else room, fill=paint.ink, weight=600)
    if said:
        yield svg_text(said, x + room - taken, y, 10.5, room=taken, fill=paint.ink, italic=True)
    size, leading = (13.0, 17) if discourse else (12.5, 16)
    for line in box.words:
        y += leading
        yield svg_text(line, x, y, size, room=room, fill=TEXT)
    y += 6 if discourse else 0
    for line in box.small:
        y += 14 if discourse else 13
        yield svg_text(line, x, y, 10.5, room=room, fill=paint.ink, mono=discourse, italic=not discourse)
    yield "</g>"


def _arrow(marker: str, kind: EdgeKind) -> str:
    return (
        f'<marker id="{marker}-{kind}" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0.5,0.8 L7.5,4 L0.5,7.2 z" fill="{EDGE_INKS[kind]}"/></marker>'
    )
