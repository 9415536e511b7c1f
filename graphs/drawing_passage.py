"""The upper half of the drawing: an instruction's turns, wrapped, with the words of each node marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby, pairwise

from stemmata.graphs.captions import printable, uncut, uncut_end
from stemmata.graphs.drawing_lines import LEADING, SIZE, Line, Run, lines
from stemmata.graphs.drawing_style import FAINT, MARGIN, NODE_PAINTS, TEXT, WIDTH
from stemmata.graphs.drawing_text import svg_text
from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Node, Span
from stemmata.schemas.vocabulary import DISCOURSE

_LABEL = 92.0
_ROOM = WIDTH - 2 * MARGIN - _LABEL
_LONGEST_PIECE = 480
_HEAD, _TAIL = 240, 120
_MOST_LINES = 26
_MOST_TURNS = 16


def passage(graph: Graph, top: float) -> tuple[list[str], float]:
    """Return the marked text as SVG elements, and where it ends."""
    numbers = {node.id: place for place, node in enumerate(graph.discourse, start=1)}
    marks: dict[int, list[tuple[Span, Node]]] = {}
    for node in graph.nodes:
        for span in node.spans:
            marks.setdefault(span.turn, []).append((span, node))
    shown: list[int | None] = list(range(len(graph.turns)))
    if len(shown) > _MOST_TURNS:
        shown = [*shown[: _MOST_TURNS // 2], None, *shown[-_MOST_TURNS // 2 :]]
    elements: list[str] = []
    y = top
    for index in shown:
        if index is None:
            note = f"… {len(graph.turns) - _MOST_TURNS:,} more turns …"
            elements.append(svg_text(note, MARGIN + _LABEL, y + 18, 13, room=_ROOM, fill=FAINT, italic=True))
            y += LEADING + 8
            continue
        turn = graph.turns[index]
        elements.append(svg_text(turn.role, MARGIN, y + 18, 12.5, room=_LABEL - 12, fill=FAINT, weight=600))
        for line in _abridged(list(lines(_runs(turn.text, marks.get(index, []), numbers), _ROOM))):
            elements += _draw(line, y)
            y += LEADING if line.runs else LEADING / 2
        y += 8
    return elements, y


def _runs(text: str, marks: list[tuple[Span, Node]], numbers: dict[str, int]) -> Iterator[Run]:
    """Yield a turn's text cut at every span; where semantic nodes nest, the innermost is named."""
    cuts = sorted({0, len(text), *(at for span, _ in marks for at in (span.start, span.end))})
    owners: dict[int, Node] = {}
    named: dict[int, Node] = {}
    for span, node in sorted(marks, key=lambda mark: mark[0].start - mark[0].end):
        layer = owners if node.kind in DISCOURSE else named
        for place in range(bisect_left(cuts, span.start), bisect_left(cuts, span.end)):
            layer[place] = node
    seen: set[str] = set()
    for place, (start, end) in enumerate(pairwise(cuts)):
        owner, name = owners.get(place), named.get(place)
        badge = None
        if owner is not None and owner.id not in seen:
            badge = numbers.get(owner.id)
            seen.add(owner.id)
        piece = text[start:end]
        if len(piece) <= _LONGEST_PIECE:
            yield Run(printable(piece), owner, name, badge)
            continue
        head, tail = uncut(piece, _HEAD), uncut_end(piece, _TAIL)
        head = head[: head.rfind(" ", _HEAD - 30)] if " " in head[_HEAD - 30 :] else head
        tail = tail[tail.find(" ", 0, 30) :] if " " in tail[:30] else tail
        yield Run(printable(head).rstrip() + " ", owner, name, badge)
        yield Run(f"[… {len(piece) - len(head) - len(tail):,} characters …]", owner, aside=True)
        yield Run(" " + printable(tail).lstrip(), owner, name)


def _abridged(found: list[Line]) -> list[Line]:
    """Return a turn's lines, the middle ones left out where there are too many."""
    if not found:
        return [Line((Run("(empty)", aside=True),), False)]
    if len(found) <= _MOST_LINES:
        return found
    head, tail = _MOST_LINES * 2 // 3, _MOST_LINES // 3
    note = Run(f"[… {len(found) - head - tail:,} lines …]", aside=True)
    return [*found[:head], Line((note,), False), *found[-tail:]]


def _draw(line: Line, y: float) -> Iterator[str]:
    left = MARGIN + _LABEL

    def at(x: float, width: float) -> float:
        return left + (_ROOM - x - width if line.rtl else x)

    for owner, group in groupby(line.runs, key=lambda run: run.owner):
        if owner is not None:
            runs = list(group)
            start, end = runs[0].x, runs[-1].x + runs[-1].width
            paint = NODE_PAINTS[owner.kind]
            yield (
                f'<rect x="{at(start, end - start) - 3:.1f}" y="{y + 1:.1f}" width="{end - start + 6:.1f}" height="23" '
                f'rx="4" fill="{paint.fill}"/>'
            )
    for run in line.runs:
        ink = NODE_PAINTS[run.owner.kind].ink if run.owner else FAINT
        room = run.width - run.lead
        x = at(run.x, run.width) + (0.0 if line.rtl else run.lead)
        if run.badge is not None:
            place = x + room + 3 if line.rtl else x - run.lead
            yield svg_text(str(run.badge), place, y + 11, 9, room=run.lead, fill=ink, weight=700)
        words = run.text.strip()
        if not words:
            continue
        lead, tail = run.margins
        begin, drawn = x + (tail if line.rtl else lead), room - lead - tail
        if run.named is not None:
            stroke = NODE_PAINTS[run.named.kind].ink
            yield f'<rect x="{begin:.1f}" y="{y + 21.5:.1f}" width="{drawn:.1f}" height="2.5" rx="1" fill="{stroke}"/>'
        colour = FAINT if run.aside else TEXT
        shown = words.replace("  ", "\u00a0 ")
        yield svg_text(shown, begin, y + 17.5, SIZE, room=drawn, fill=colour, italic=run.aside)
