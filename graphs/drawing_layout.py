"""Where the nodes stand in the drawing: a band for each SubInstruction and what hangs on it.

In a band the discourse layer reads from left to right (the facts that the act depends on, the act, the constraints on
it), and the semantic layer stands in rows below the act: actions, then outputs and entities, then attributes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stemmata.graphs.captions import holders, on_one_line, payload_words, semantic_parents
from stemmata.graphs.drawing_box import Box
from stemmata.graphs.drawing_rows import ROW_GAP, pill, semantic_rows
from stemmata.graphs.drawing_style import MARGIN, WIDTH
from stemmata.graphs.drawing_text import wrap
from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Node
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind, NodeKind

MOST_NODES = 150
_LEFT = MARGIN + 40.0
_PAD = 18.0
_FACTS, _CONSTRAINTS = 226.0, 264.0
_GAP = 110.0
_INDENT = 16.0


@dataclass(frozen=True, slots=True)
class Band:
    """A frame around one act and what hangs on it."""

    x: float
    y: float
    width: float
    height: float
    note: str


@dataclass(slots=True)
class Group:
    """What goes into one band; `inside` is what stands in a fact's or a constraint's words and hangs on no act."""

    act: Node | None
    facts: list[Node] = field(default_factory=list)
    constraints: list[Node] = field(default_factory=list)
    semantic: list[Node] = field(default_factory=list)
    inside: dict[str, list[Node]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all that is drawn of a graph."""

    boxes: dict[str, Box]
    bands: list[Band]
    bottom: float
    left_out: int


def layout(graph: Graph, top: float) -> Layout:
    """Return where everything stands, from `top` downwards."""
    groups, left_out = _grouped(graph)
    columns = _Columns(
        facts=_FACTS if any(group.facts for group in groups) else 0.0,
        constraints=_CONSTRAINTS if any(group.constraints for group in groups) else 0.0,
    )
    numbers = {node.id: place for place, node in enumerate(graph.discourse, start=1)}
    parents = semantic_parents(graph)
    boxes: dict[str, Box] = {}
    bands: list[Band] = []
    y = top
    for group in groups:
        inner = y + _PAD
        facts = _column(group.facts, group, columns.left, columns.facts, numbers)
        # Without an act to constrain, constraints stand where one would.
        beside = columns.right if group.act or group.semantic else columns.middle
        bounds = _column(group.constraints, group, beside, columns.constraints, numbers)
        acts = _column([group.act] if group.act else [], group, columns.middle, columns.act, numbers)
        placed = [box.at(box.x, box.y + inner) for box in (*facts, *bounds, *acts)]
        below = inner + (acts[0].height + ROW_GAP if acts else 0.0)
        placed += semantic_rows(group.semantic, parents, columns.middle, columns.act, below)
        note = _note(graph, group)
        bottom = max(box.y + box.height for box in placed) + (_PAD + 8 if note else _PAD)
        bands.append(Band(_LEFT, y, WIDTH - MARGIN - _LEFT, bottom - y, note))
        boxes.update({box.node.id: box for box in placed})
        y = bottom + 16
    return Layout(boxes, bands, y, left_out)


def _note(graph: Graph, group: Group) -> str:
    if group.act is None:
        return "on no sub-instruction"
    return f"turn {group.act.spans[0].turn}" if len(graph.turns) > 1 and group.act.spans else ""


@dataclass(frozen=True, slots=True)
class _Columns:
    facts: float
    constraints: float

    @property
    def left(self) -> float:
        return _LEFT + _PAD

    @property
    def middle(self) -> float:
        return self.left + (self.facts + _GAP if self.facts else 64.0)

    @property
    def right(self) -> float:
        return WIDTH - MARGIN - _PAD - self.constraints

    @property
    def act(self) -> float:
        return self.right - self.middle - (_GAP if self.constraints else 0.0)


def _grouped(graph: Graph) -> tuple[list[Group], int]:
    """Share the nodes out to bands: each to the first act that an edge ties it to, the rest to a last band."""
    drawn = graph.nodes[:MOST_NODES]
    kept = {node.id for node in drawn}
    acts = [node for node in drawn if node.kind is NodeKind.SUB_INSTRUCTION]
    groups = {act.id: Group(act) for act in acts}
    loose = Group(None)
    home = {act.id: act.id for act in acts}
    parents = semantic_parents(graph)
    for start in parents:
        node_id = start
        while node_id in parents:
            edge = parents[node_id]
            node_id = edge.target if edge.source == node_id else edge.source
        home[start] = node_id
    for edge in graph.edges:
        if edge.kind is EdgeKind.DEPENDS_ON:
            home.setdefault(edge.target, edge.source)
    for kind in (EdgeKind.CONSTRAINS, EdgeKind.PART_OF):
        for edge in graph.edges:
            if edge.kind is kind and edge.target in home:
                home.setdefault(edge.source, home[edge.target])
    inside = holders(drawn, home)
    for node in drawn:
        holder = inside.get(node.id)
        group = groups.get(home.get(holder.id if holder else node.id, ""), loose)
        if holder:
            group.inside.setdefault(holder.id, []).append(node)
            continue
        if node.kind is NodeKind.FACT:
            group.facts.append(node)
        elif node.kind is NodeKind.CONSTRAINT:
            group.constraints.append(node)
        elif node.kind not in DISCOURSE:
            group.semantic.append(node)
    found = list(groups.values())
    if loose.facts or loose.constraints or loose.semantic:
        first = min([*loose.facts, *loose.constraints], key=lambda node: node.spans, default=None)
        early = first is not None and all(first.spans < act.spans for act in acts)
        found.insert(0 if early else len(found), loose)
    return found, len(graph.nodes) - len(kept)


def _column(nodes: Sequence[Node], group: Group, x: float, room: float, numbers: Mapping[str, int]) -> list[Box]:
    """Return boxes one below the other, from 0 downwards; what stands in a node's words comes after it, indented."""
    placed: list[Box] = []
    y = 0.0
    for node in nodes:
        placed.append(_wide(node, room, numbers).at(x, y))
        y += placed[-1].height + 8
        for inner in group.inside.get(node.id, []):
            placed.append(pill(inner, None).at(x + _INDENT, y))
            y += placed[-1].height + 6
        y += 6
    return placed


def _wide(node: Node, room: float, numbers: Mapping[str, int]) -> Box:
    """Return the box of a discourse node, not yet placed."""
    words = wrap(on_one_line(node.text), room - 30, 13, lines=5)
    small: list[str] = []
    if node.constraint is not None:
        small = wrap(payload_words(node.constraint), room - 30, 10.5, lines=3, mono=True)
    height = 32 + 17 * len(words) + (6 + 14 * len(small) if small else 0)
    return Box(node, 0, 0, room, height, tuple(words), tuple(small), numbers[node.id])
