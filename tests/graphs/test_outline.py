from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.graphs import edits
from stemmata.graphs.captions import on_one_line, payload_words, printable, shortened
from stemmata.graphs.graph import GraphBuilder
from stemmata.graphs.outline import outline
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind


def test_the_whole_outline(sms):
    assert outline(sms) == str(sms)
    assert outline(sms).splitlines() == [
        f"Instruction {sms.id}",
        f"  user: {sms.text}",
        "",
        "[1] Fact (background): I have to pick up my son",
        "    └─ Entity: my son",
        "[2] SubInstruction: Write a short SMS to my supervisor asking for leave",
        "    ├─ PERFORMS_ACTION → Action: Write",
        "    │  └─ PRODUCES → Output: SMS",
        "    │     └─ HAS_ATTRIBUTE → Attribute: short",
        "    ├─ Entity: my supervisor (role: recipient)",
        "    └─ DEPENDS_ON → [1] I have to pick up my son",
        "[3] Constraint: In 20 words",
        "    ├─ length_constraints:number_words equal to 20",
        "    └─ CONSTRAINS → Output SMS (scope: output)",
        "[4] Constraint: Be polite",
        "    ├─ style:tone tone=polite (soft)",
        "    └─ CONSTRAINS → [2] Write a short SMS to my su…ing for leave",
    ]


def test_turns_are_told_where_there_are_several(dialogue):
    lines = outline(dialogue).splitlines()
    assert lines[2] == "  assistant: Rain, rain …"
    assert "[1] SubInstruction, turn 0: Write a poem about rain" in lines
    assert "    └─ DEPENDS_ON → [1] Write a poem about rain (reference: follow-up, turn: 0)" in lines


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (Payload("a:b", {"relation": "at least", "num_words": 300}), "a:b at least 300"),
        (Payload("a:b", {"num_words": 30, "relation": "between", "upper": 50}), "a:b between 30 and 50"),
        (Payload("a:b", {"keyword": "sea", "relation": "less than", "frequency": 2}), "a:b less than 2 keyword=sea"),
        (Payload("a:b", {"let_relation": "at least", "letter": "q", "let_frequency": 2}), "a:b at least 2 letter=q"),
        (Payload("a:b", {"keywords": ["sea", "blue sky"]}), 'a:b keywords=sea,"blue sky"'),
        (Payload("a:b", {"end_phrase": "The end."}), 'a:b end_phrase="The end."'),
        (Payload("a:b", {"columns": {"a": 1}, "none": None}), 'a:b columns={"a": 1}'),
        (Payload("a:b", {}, False), "a:b (soft)"),
        (Payload("a:b", {"relation": "at least"}), "a:b at least"),
    ],
)
def test_payload_words(payload, words):
    assert payload_words(payload) == words


def test_long_text_is_shortened():
    text = "word " * 20_000
    builder = GraphBuilder([Turn("user", text)])
    builder.link(builder.add(NodeKind.FACT, [Span(0, 0, 90_000)], role="material"), None, EdgeKind.PART_OF)
    assert max(map(len, outline(builder.build()).splitlines())) < 450


def test_what_would_move_a_terminal_is_dropped():
    builder = GraphBuilder([Turn("user", "a\x1b[31m\x07 b\r\nc\u202e d \ud800")])
    builder.link(builder.add(NodeKind.CONSTRAINT, [Span(0, 0, 14)]), None, EdgeKind.PART_OF)
    shown = outline(builder.build())
    assert "a[31m b c" in shown
    assert not any(c in shown for c in "\x1b\x07\r\u202e")
    shown.encode("utf-8")


def test_an_empty_graph():
    shown = outline(GraphBuilder([Turn("user", "")]).build())
    assert shown.splitlines()[1:] == ["  user: (empty)", "", "  (no nodes)"]


def test_shortened_keeps_whole_characters():
    family = "👩‍👩‍👧‍👦"
    for limit in range(3, 40):
        short = shortened(family * 10, limit)
        assert len(short) <= limit
        assert set(short.replace(family, "")) <= {"…"}
    assert shortened("e\u0301" * 9, 8).count("\u0301") == shortened("e\u0301" * 9, 8).count("e")


@given(st.text(), st.integers(1, 50))
def test_shortened_is_short_and_printable_is_stable(text, limit):
    assert len(shortened(text, limit)) <= limit
    assert printable(printable(text)) == printable(text)
    assert "\n" not in on_one_line(text)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_node_is_shown_once(graphs, data):
    graph = data.draw(graphs)
    shown = outline(graph)
    entries = [line.split("─ ")[-1].split("→ ")[-1] for line in shown.splitlines()]
    for kind in ("Action", "Output", "Entity", "Attribute"):
        assert sum(entry.startswith(f"{kind}: ") for entry in entries) == len(graph.of_kind(NodeKind(kind)))
    assert sum(line.startswith("[") for line in shown.splitlines()) == len(graph.discourse)


def test_an_edge_between_acts_is_shown(sms):
    graph = edits.add_edge(sms, sms.sub_instructions[0].id, sms.sub_instructions[0].id, EdgeKind.PART_OF, order=1)
    assert "PART_OF → [2] Write a short SMS to my su…ing for leave (order: 1)" in outline(graph)
