"""A graph as a page of its own, and in Graphviz's language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.captions import kind_words, on_one_line, payload_words, qualifier_words, shortened
from stemmata.graphs.drawing_style import DARK, EDGE_INKS, FAINT, LINE, NODE_PAINTS, TEXT, WHITE
from stemmata.graphs.drawing_svg import to_svg
from stemmata.graphs.drawing_text import SANS, escaped
from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Node
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind

_WORDS_LIMIT = 600
_ROWS_LIMIT = 1000

_STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0 auto; max-width: 1152px; padding: 0 24px 24px; background: {WHITE}; color: {TEXT}; }}
body {{ font: 15px/1.5 {SANS}; }}
svg {{ display: block; margin: 0 -24px; max-width: calc(100% + 48px) !important; }}
table {{ border-collapse: collapse; width: 100%; margin-top: 16px; }}
th, td {{ border-bottom: 1px solid {LINE}; padding: 6px 10px 6px 0; text-align: left; vertical-align: top; }}
th {{ color: {FAINT}; font-size: 13px; font-weight: 600; }}
td {{ overflow-wrap: anywhere; }}
td:nth-child(-n+2), td:nth-child(4) {{ white-space: nowrap; }}
code {{ font-size: 12.5px; }}
"""


def to_html(graph: Graph) -> str:
    """Return a graph as a page of its own: the picture, and a table of its nodes. It loads nothing."""
    title = shortened(on_one_line(graph.text), 80) or "An empty instruction"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
            f"<title>{escaped(title)}</title>",
            f"<style>{_STYLE}</style></head>",
            "<body>",
            to_svg(graph),
            *_table(graph),
            "</body>",
            "</html>\n",
        ]
    )


def _table(graph: Graph) -> Iterator[str]:
    if not graph.nodes:
        return
    names = {graph.id: "the instruction"}
    numbers = {node.id: str(place) for place, node in enumerate(graph.discourse, start=1)}
    for node in graph.nodes:
        label = numbers.get(node.id, str(node.kind))
        names[node.id] = f"{label} “{shortened(on_one_line(node.text), 30)}”"
    said: dict[str, list[str]] = {}
    for edge in graph.edges:
        if edge.kind is EdgeKind.PART_OF and edge.target == graph.id and not edge.qualifiers:
            continue
        more = f" ({qualifier_words(edge.qualifiers)})" if edge.qualifiers else ""
        said.setdefault(edge.source, []).append(f"{edge.kind} → {names.get(edge.target, '?')}{more}")
    yield "<table>"
    yield "<thead><tr><th></th><th>Kind</th><th>Words</th><th>Where</th><th>Meaning and edges</th></tr></thead><tbody>"
    for node in graph.nodes[:_ROWS_LIMIT]:
        ink = NODE_PAINTS[node.kind].ink
        where = ", ".join(f"{span.turn}: {span.start}–{span.end}" for span in node.spans[:4])
        where += ", …" if len(node.spans) > 4 else ""
        meaning = [f"<code>{escaped(payload_words(node.constraint))}</code>"] if node.constraint else []
        meaning += [escaped(line) for line in said.get(node.id, [])]
        yield (
            f'<tr><td>{numbers.get(node.id, "")}</td><td style="color:{ink}">{escaped(kind_words(node))}</td>'
            f'<td dir="auto">{escaped(shortened(on_one_line(node.text), _WORDS_LIMIT))}</td><td>{where}</td>'
            f"<td>{'<br>'.join(meaning)}</td></tr>"
        )
    if len(graph.nodes) > _ROWS_LIMIT:
        yield f'<tr><td colspan="5">… {len(graph.nodes) - _ROWS_LIMIT:,} more nodes …</td></tr>'
    yield "</tbody></table>"


def to_dot(graph: Graph) -> str:
    """Return a graph in Graphviz's language, the two layers and the instruction as its nodes."""
    text = shortened(on_one_line(graph.text), 80)
    lines = [
        "digraph {",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11];',
        '  edge [fontname="Helvetica", fontsize=9];',
        f'  {_quoted(graph.id)} [label={_label("Instruction", text)}, fillcolor="{DARK}", fontcolor="{WHITE}"];',
    ]
    lines += [f"  {_quoted(node.id)} [{_node(node)}];" for node in graph.nodes]
    for edge in graph.edges:
        label = _label(str(edge.kind), qualifier_words(edge.qualifiers))
        ink = EDGE_INKS[edge.kind]
        lines.append(
            f'  {_quoted(edge.source)} -> {_quoted(edge.target)} [label={label}, color="{ink}", fontcolor="{ink}"];'
        )
    return "\n".join([*lines, "}\n"])


def _node(node: Node) -> str:
    paint = NODE_PAINTS[node.kind]
    meaning = shortened(payload_words(node.constraint), 60) if node.constraint else ""
    label = _label(kind_words(node), shortened(on_one_line(node.text), 60), meaning)
    shape = "" if node.kind in DISCOURSE else ", shape=ellipse, style=filled"
    return f'label={label}, fillcolor="{paint.fill}", color="{paint.ink}"{shape}'


def _quoted(text: str) -> str:
    return '"' + re.sub(r'["\\]', r"\\\g<0>", on_one_line(text)) + '"'


def _label(*parts: str) -> str:
    """Return a quoted label of several lines."""
    return '"' + "\\n".join(_quoted(part)[1:-1] for part in parts if part) + '"'
