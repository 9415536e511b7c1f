"""What is in italics."""

from __future__ import annotations

from stemmata.graphs.constraints.emphasis import Emphasis
from stemmata.graphs.constraints.family import Example
from stemmata.graphs.constraints.layout import italic_spans

_TYPE = r"(?:text|font|type|face|print|letters|lettering|formatting|style)"

FAMILY = Emphasis(
    id="detectable_format:italic",
    example=Example("Use at least three phrases in italic.", {"relation": "at least", "number": 3}),
    style="italic",
    cues=("italic",),
    spans=italic_spans,
    mark="*",
    adjective=r"italic(?:i[sz]ed)?",
    inside=rf"(?:(?:in|as|into)\s+italics?(?:\s+{_TYPE})?|italic(?:i[sz]ed)?(?=[.,;:)]|$))",
    act=r"italici[sz]e",
    noun=rf"(?:italic(?:i[sz]ed)?\s+(?:{_TYPE}|words)|italics?(?=\s+(?:for|to|on)\b|[.,;)]|$))",
)
