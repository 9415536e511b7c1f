"""What is in bold."""

from __future__ import annotations

from stemmata.graphs.constraints.emphasis import Emphasis
from stemmata.graphs.constraints.family import Example
from stemmata.graphs.constraints.layout import bold_spans

_TYPE = r"(?:text|font|type|face|print|letters|lettering|formatting|style)"

FAMILY = Emphasis(
    id="detectable_format:bold",
    example=Example("Use at least three phrases in bold.", {"relation": "at least", "number": 3}),
    style="bold",
    cues=("bold",),
    spans=bold_spans,
    mark="**",
    adjective=r"bold(?:ed|faced?)?",
    inside=rf"(?:(?:in|as|into)\s+bold(?:face)?(?:\s+{_TYPE})?(?!\s+(?:colou?rs?|strokes|tones?|claims?))|"
    rf"bold(?:ed)?(?=[.,;:)]|$))",
    act=r"(?:bold|embolden)",
    noun=rf"(?:bold(?:face|ed)?\s+(?:{_TYPE}|words|headings|titles)|bold(?=\s+(?:for|to|on)\b|[.,;)]|$))",
)
