"""The drawing's colours and measures. Dark letters and strokes on light fills, each pair of at least 4.5 to 1."""

from __future__ import annotations

from typing import NamedTuple

from stemmata.schemas.vocabulary import EdgeKind, NodeKind


class Paint(NamedTuple):
    """The colours of a kind: what fills its boxes, and what letters and lines are drawn in."""

    fill: str
    ink: str


NODE_PAINTS: dict[NodeKind, Paint] = {
    NodeKind.FACT: Paint("#e4effc", "#1d5fa8"),
    NodeKind.SUB_INSTRUCTION: Paint("#e0f3e8", "#18703f"),
    NodeKind.CONSTRAINT: Paint("#fdecd8", "#a34a00"),
    NodeKind.ACTION: Paint("#efe8fa", "#6a3ea1"),
    NodeKind.OUTPUT: Paint("#daf1f1", "#0b6b6f"),
    NodeKind.ENTITY: Paint("#fbe6ee", "#a82a63"),
    NodeKind.ATTRIBUTE: Paint("#f6f1d3", "#6f5d00"),
}
EDGE_INKS: dict[EdgeKind, str] = {
    EdgeKind.PART_OF: "#667281",
    EdgeKind.PERFORMS_ACTION: NODE_PAINTS[NodeKind.ACTION].ink,
    EdgeKind.PRODUCES: NODE_PAINTS[NodeKind.OUTPUT].ink,
    EdgeKind.HAS_ATTRIBUTE: NODE_PAINTS[NodeKind.ATTRIBUTE].ink,
    EdgeKind.DEPENDS_ON: NODE_PAINTS[NodeKind.FACT].ink,
    EdgeKind.CONSTRAINS: NODE_PAINTS[NodeKind.CONSTRAINT].ink,
    EdgeKind.EDIT: "#4a5663",
}

TEXT = "#1f2933"
FAINT = "#5a6673"
LINE = "#dde3ea"
PANEL = "#f8fafc"
DARK = "#2b3440"
WHITE = "#ffffff"

WIDTH = 1200
MARGIN = 24
