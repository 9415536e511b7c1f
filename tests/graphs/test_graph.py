from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.graphs.consistency import check
from stemmata.graphs.graph import GraphBuilder, payload_key, words_at
from stemmata.schemas.instruction import Payload, Span, Turn, instruction_id
from stemmata.schemas.vocabulary import DISCOURSE, EdgeKind, NodeKind


def test_the_text_joins_the_turns(dialogue):
    assert dialogue.text == "\n\n".join(turn.text for turn in dialogue.turns)


def test_nodes_by_kind_and_in_order_of_position(sms):
    assert [node.text for node in sms.discourse] == [
        "I have to pick up my son",
        "Write a short SMS to my supervisor asking for leave",
        "In 20 words",
        "Be polite",
    ]
    assert [node.text for node in sms.facts] == ["I have to pick up my son"]
    assert [node.text for node in sms.constraint_nodes] == ["In 20 words", "Be polite"]
    assert [node.kind for node in sms.nodes[4:]] == [
        NodeKind.ENTITY,
        NodeKind.ACTION,
        NodeKind.ATTRIBUTE,
        NodeKind.OUTPUT,
        NodeKind.ENTITY,
    ]


def test_a_discontinuous_node_joins_its_pieces_by_a_space(dialogue):
    assert dialogue.sub_instructions[0].text == "Write a poem about rain"
    assert words_at(dialogue.turns, [Span(0, 0, 5), Span(2, 0, 3)]) == "Write Now"


def test_a_node_is_found_by_its_id(sms):
    node = sms.constraint_nodes[0]
    assert sms.node(node.id) is node
    with pytest.raises(KeyError):
        sms.node("nothing")


def test_the_edges_of_a_node_are_those_that_begin_or_end_there(sms):
    act = sms.sub_instructions[0]
    kinds = [edge.kind for edge in sms.edges_of(act.id)]
    assert kinds.count(EdgeKind.CONSTRAINS) == 1
    assert kinds.count(EdgeKind.PART_OF) == 5
    assert EdgeKind.DEPENDS_ON in kinds


def test_equal_nodes_and_edges_are_merged():
    builder = GraphBuilder([Turn("user", "Sing.")])
    first = builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, 4)])
    second = builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, 4)])
    builder.link(first, None, EdgeKind.PART_OF)
    builder.link(second, None, EdgeKind.PART_OF)
    builder.link(second, None, EdgeKind.PART_OF, order=1)
    graph = builder.build()
    assert len(graph.nodes) == 1
    assert [dict(edge.qualifiers) for edge in graph.edges] == [{}, {"order": 1}]


def test_ids_do_not_depend_on_the_order_of_building():
    turns = [Turn("user", "Sing. Dance.")]

    def build(order):
        builder = GraphBuilder(turns)
        for start, end in order:
            builder.link(builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, start, end)]), None, EdgeKind.PART_OF)
        return builder.build()

    assert build([(0, 4), (6, 11)]) == build([(6, 11), (0, 4)])


def test_ids_are_those_of_any_machine(sms):
    # Frozen on purpose: stores and caches hold these ids.
    assert instruction_id([Turn("user", "Sing.")]) == "4169abdd5b7a0a259cc4a6ef"
    assert sms.id == instruction_id(sms.turns)


def test_provenance_is_no_part_of_the_content(sms):
    other = sms.with_meta({"source": "elsewhere"})
    assert other.meta == {"source": "elsewhere"}
    assert other == sms


def test_a_payload_has_one_key_whatever_the_order_of_its_arguments():
    first = Payload("a:b", {"x": 1, "y": "é"})
    second = Payload("a:b", {"y": "é", "x": 1})
    assert payload_key(first) == payload_key(second) != payload_key(Payload("a:b", {"x": 1, "y": "é"}, False))
    assert payload_key(None) == ""


def test_text_that_is_no_valid_unicode_has_an_id_too():
    graph = GraphBuilder([Turn("user", "a \ud800 b")]).build()
    assert check(graph) == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_built_graph_is_canonical(graphs, data):
    graph = data.draw(graphs)
    assert check(graph) == []
    assert pickle.loads(pickle.dumps(graph)) == graph
    assert hash(graph) == hash(pickle.loads(pickle.dumps(graph)))
    layers = [node.kind in DISCOURSE for node in graph.nodes]
    assert layers == sorted(layers, reverse=True)
    assert [node.spans for node in graph.discourse] == sorted(node.spans for node in graph.discourse)
