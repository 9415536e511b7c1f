from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemmata.graphs import edits
from stemmata.graphs.drawing import to_dot, to_html, to_svg
from stemmata.graphs.drawing_edges import drawn_edges
from stemmata.graphs.drawing_layout import MOST_NODES, layout
from stemmata.graphs.drawing_style import EDGE_INKS, NODE_PAINTS, WHITE, WIDTH
from stemmata.graphs.drawing_text import width, wrap
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

SVG = "{http://www.w3.org/2000/svg}"


def drawn(graph: Graph) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(graph))


def chain(*texts: str, kind: NodeKind = NodeKind.CONSTRAINT, role=None) -> Graph:
    """A graph of one turn for each text, the whole of it one node."""
    builder = GraphBuilder([Turn("user", text) for text in texts])
    for turn, text in enumerate(texts):
        builder.link(builder.add(kind, [Span(turn, 0, len(text))], role=role), None, EdgeKind.PART_OF)
    return builder.build()


HARD = {
    "empty": GraphBuilder([Turn("user", "")]).build(),
    "no nodes": GraphBuilder([Turn("user", "Hello there.")]).build(),
    "right to left": chain("اكتب رسالة قصيرة إلى مديري (20 words)", "כתוב מכתב קצר אל המנהל שלי"),
    "emoji": chain("👩‍👩‍👧‍👦🇨🇭👵🏽 " * 40, "❤️" * 300),
    "wide letters": chain("写一首关于雨的短诗，不超过二十个字。" * 40),
    "one long word": chain("x" * 5000),
    "a hundred thousand": chain("The quick brown fox. " * 5000, kind=NodeKind.FACT, role="material"),
    "markup": chain("a < b & c > \"d\" 'e' ]]> <script>alert(1)</script>"),
    "controls": chain("a\x00b\x1b[31m\x07\r\nc\td\ufffe\ud800\u202e e"),
    "accents": chain("e\u0301" * 3000),
    "tabs": chain("def f():\n\treturn 1\n\n\n    x  =  2"),
    "many turns": chain(*[f"Turn {n}." for n in range(60)]),
    "many lines": chain("\n".join(f"line {n}" for n in range(500))),
}


@pytest.mark.parametrize("name", HARD)
def test_any_text_makes_a_valid_picture(name):
    graph = HARD[name]
    root = drawn(graph)
    assert root.tag == f"{SVG}svg"
    assert len(to_svg(graph)) < 200_000
    assert float(root.get("height")) < 20_000
    in_bounds(root)


def test_a_text_is_marked_by_its_nodes(sms):
    root = drawn(sms)
    texts = [element.text for element in root.iter(f"{SVG}text")]
    for word in ("my supervisor", "Write", "In 20 words", "user", "Instruction", sms.id):
        assert word in texts
    fills = {rect.get("fill") for rect in root.iter(f"{SVG}rect")}
    assert {NODE_PAINTS[node.kind].fill for node in sms.nodes} <= fills
    for kind in {node.kind for node in sms.nodes}:
        assert str(kind) in texts, "the legend names every kind"


def test_every_node_has_a_box_and_every_edge_a_curve(sms, dialogue):
    for graph in (sms, dialogue):
        root = drawn(graph)
        boxes = {group.get("data-id"): group.get("data-kind") for group in root.iter(f"{SVG}g") if group.get("data-id")}
        assert boxes == {graph.id: "Instruction", **{node.id: str(node.kind) for node in graph.nodes}}
        arrows = [path.get("marker-end") for path in root.iter(f"{SVG}path") if path.find(f"{SVG}title") is not None]
        assert len(arrows) == len(drawn_edges(graph))
        texts = {element.text for element in root.iter(f"{SVG}text")}
        assert {str(edge.kind) for edge in graph.edges} <= texts
        markers = {marker.get("id") for marker in root.iter(f"{SVG}marker")}
        assert {re.match(r"url\(#(.*)\)", arrow)[1] for arrow in arrows} <= markers


def test_payloads_and_qualifiers_are_told(sms):
    svg = to_svg(sms)
    assert "length_constraints:number_words" in svg
    assert "role: recipient" in svg
    assert "(scope: output)" in svg


def test_a_soft_constraint_has_a_broken_line(sms):
    soft = sms.constraint_nodes[1].id
    groups = {group.get("data-id"): group for group in drawn(sms).iter(f"{SVG}g") if group.get("data-id")}
    assert groups[soft].find(f"{SVG}rect").get("stroke-dasharray")
    assert not groups[sms.constraint_nodes[0].id].find(f"{SVG}rect").get("stroke-dasharray")


def test_long_text_says_how_much_is_left_out():
    svg = to_svg(HARD["a hundred thousand"])
    assert re.search(r"\[… 104,6\d\d characters …\]", svg)
    assert "lines …]" in to_svg(HARD["many lines"])
    assert "44 more turns" in to_svg(HARD["many turns"])


def test_a_large_graph_says_how_many_nodes_are_left_out():
    graph = chain("Sing. " * 600)
    builder = GraphBuilder(graph.turns)
    for place in range(MOST_NODES + 7):
        span = Span(0, place * 6, place * 6 + 4)
        builder.link(builder.add(NodeKind.SUB_INSTRUCTION, [span]), None, EdgeKind.PART_OF)
    assert "7 more nodes are not drawn" in to_svg(builder.build())


def in_bounds(root: ElementTree.Element) -> None:
    """No line of text leaves the picture or the box that it stands in."""
    high = float(root.get("height"))

    def extent(text: ElementTree.Element) -> tuple[float, float]:
        size = float(text.get("font-size"))
        mono = text.get("font-family") is not None
        bold = int(text.get("font-weight", 400)) > 500
        room = float(text.get("textLength") or width(text.text or "", size, mono=mono, bold=bold))
        x = float(text.get("x"))
        return (x - room, x) if text.get("direction") == "rtl" else (x, x + room)

    for text in root.iter(f"{SVG}text"):
        start, end = extent(text)
        assert start >= -1 and end <= WIDTH + 1, text.text
        assert 0 < float(text.get("y")) <= high
    for group in root.iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        if group.get("data-id") is None:
            continue
        left, top = float(box.get("x")), float(box.get("y"))
        right, bottom = left + float(box.get("width")), top + float(box.get("height"))
        for text in group.iter(f"{SVG}text"):
            start, end = extent(text)
            assert left < start and end < right, text.text
            assert top < float(text.get("y")) < bottom, text.text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_graph_is_drawn_in_bounds_and_without_overlap(graphs, data):
    graph = data.draw(graphs)
    in_bounds(drawn(graph))
    assert to_svg(graph) == to_svg(graph)
    ElementTree.fromstring(to_svg(graph))
    if graph.nodes:
        placed = layout(graph, 0)
        assert set(placed.boxes) == {node.id for node in graph.nodes}
        for one, other in combinations(placed.boxes.values(), 2):
            apart = (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )
            assert apart, (one.words, other.words)
    assert to_html(graph).endswith("</html>\n")
    assert to_dot(graph).endswith("}\n")


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", NodeKind)
def test_letters_are_readable_on_their_fill(kind):
    paint = NODE_PAINTS[kind]
    assert contrast(paint.ink, paint.fill) >= 4.5
    assert contrast(paint.ink, WHITE) >= 4.5


@pytest.mark.parametrize("kind", EdgeKind)
def test_labels_of_edges_are_readable(kind):
    assert contrast(EDGE_INKS[kind], WHITE) >= 4.5


@given(st.text(), st.integers(20, 300), st.integers(1, 4))
def test_wrapped_lines_fit(text, room, lines):
    line = " ".join(text.split())
    broken = wrap(line, room, 13, lines=lines)
    assert len(broken) <= lines
    assert all(width(one, 13) <= room + 20 for one in broken)
    if broken and not broken[-1].endswith("…"):
        assert "".join(broken).replace(" ", "") == line.replace(" ", "")


def test_the_page_is_self_contained_and_escapes(sms):
    page = to_html(HARD["markup"])
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r'(?:src|href)="', to_html(sms))
    assert "http" not in to_html(sms).replace("http://www.w3.org/2000/svg", "")
    rows = to_html(sms).count("<tr>")
    assert rows == len(sms.nodes) + 1
    assert "length_constraints:number_words equal to 20" in to_html(sms)
    assert "color-scheme: light" in to_html(sms)


def test_graphviz_gets_every_node_and_edge(sms):
    dot = to_dot(sms)
    assert dot.startswith("digraph {")
    for node in sms.nodes:
        assert f'"{node.id}" [label="' in dot
    assert dot.count(" -> ") == len(sms.edges)
    assert 'label="CONSTRAINS\\nscope: output"' in dot
    quoted = to_dot(chain('say "no" \\ twice\nnow'))
    assert 'say \\"no\\" \\\\ twice now' in quoted


def test_a_graph_shows_itself_in_a_notebook(sms):
    assert sms._repr_svg_() == to_svg(sms)


def test_several_edges_between_two_boxes_share_a_curve(sms):
    length, act = sms.constraint_nodes[0].id, sms.sub_instructions[0].id
    graph = edits.add_edge(sms, length, act, EdgeKind.CONSTRAINS, scope="title")
    graph = edits.add_edge(graph, length, act, EdgeKind.CONSTRAINS, scope="body")
    svg = to_svg(graph)
    assert "(scope: body / scope: title)" in svg


def test_a_payload_of_any_shape_is_drawn():
    builder = GraphBuilder([Turn("user", "Use it.")])
    payload = Payload("a:" + "b" * 200, {"deep": {"x": [1, {"y": "<&>" * 90}]}}, False)
    builder.link(builder.add(NodeKind.CONSTRAINT, [Span(0, 0, 6)], constraint=payload), None, EdgeKind.PART_OF)
    in_bounds(drawn(builder.build()))
