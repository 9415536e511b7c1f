from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.graphs.layout import pieces, render
from stemmata.schemas.instruction import Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind


def test_pieces_are_owned_words_and_the_glue_between(sms):
    assert [(piece.text, piece.node and str(piece.node.kind)) for piece in pieces(sms, 0)] == [
        ("I have to pick up my son", "Fact"),
        (". ", None),
        ("Write a short SMS to my supervisor asking for leave", "SubInstruction"),
        (". ", None),
        ("In 20 words", "Constraint"),
        (". ", None),
        ("Be polite", "Constraint"),
        (".", None),
    ]


def test_a_discontinuous_node_owns_several_pieces(dialogue):
    act = dialogue.sub_instructions[0]
    assert [piece.text for piece in pieces(dialogue, 0) if piece.node == act] == ["Write a", "poem about rain"]


def test_turns_keep_their_roles(dialogue):
    assert render(dialogue) == dialogue.turns


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_render_gives_the_text_back(graphs, data):
    graph = data.draw(graphs)
    assert render(graph) == graph.turns


def in_pieces(text: str, cuts: list[int]) -> Graph:
    builder = GraphBuilder([Turn("user", text)])
    ends = sorted({min(cut, len(text)) for cut in cuts})
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        builder.link(builder.add(NodeKind.CONSTRAINT, [Span(0, start, end)]), None, EdgeKind.PART_OF)
    return builder.build()


@settings(max_examples=60, deadline=None)
@given(st.text(), st.lists(st.integers(0, 60), max_size=12))
@example("", [])
@example("a\r\nb\tc\x00\u202e\ud7ff\U0010ffff", [0, 2, 3, 5])
@example("שלום עולם, كتابة", [0, 4, 5, 9])
@example("👩‍👩‍👧‍👦" * 10, [1, 3, 7, 9])
def test_any_text_comes_back_byte_for_byte(text, cuts):
    graph = in_pieces(text, cuts)
    assert render(graph)[0].text == text
    assert "".join(piece.text for piece in pieces(graph, 0)) == text


def test_a_hundred_thousand_characters_come_back():
    text = "Write. é😀\r\n" * 10_000
    graph = in_pieces(text, list(range(0, 100_000, 50)))
    assert len(graph.nodes) == 1000
    assert render(graph)[0].text == text
