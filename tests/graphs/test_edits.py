from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stemmata.graphs import edits
from stemmata.graphs.codec import from_dict, to_dict
from stemmata.graphs.consistency import check, ensure
from stemmata.graphs.diff import diff
from stemmata.graphs.edits import Replacement
from stemmata.graphs.graph import Graph, GraphBuilder, words_at
from stemmata.graphs.layout import pieces, render
from stemmata.schemas.errors import EditError
from stemmata.schemas.instruction import Node, Payload, Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind


def one(graph: Graph, words: str) -> Node:
    return next(node for node in graph.nodes if node.text == words)


def words(graph: Graph) -> list[tuple[str, str]]:
    return [(str(node.kind), node.text) for node in graph.nodes]


def glue(graph: Graph) -> list[str]:
    return [piece.text for turn in range(len(graph.turns)) for piece in pieces(graph, turn) if piece.node is None]


class TestModify:
    def test_changes_the_words_and_the_payload_of_one_node(self, sms):
        node = one(sms, "In 20 words")
        payload = Payload("length_constraints:number_words", {"relation": "at most", "num_words": 35})
        graph = ensure(edits.modify_node(sms, node.id, "In at most 35 words", constraint=payload))
        assert graph.text == sms.text.replace("In 20 words", "In at most 35 words")
        changed = one(graph, "In at most 35 words")
        assert changed.constraint == payload
        assert [(edge.kind, edge.qualifiers) for edge in graph.edges_of(changed.id)] == [
            (edge.kind, edge.qualifiers) for edge in sms.edges_of(node.id)
        ]
        assert diff(sms, graph).changed == ((node, changed),)

    def test_keeps_no_payload_that_it_is_not_given(self, sms):
        graph = edits.modify_node(sms, one(sms, "Be polite").id, "Be rude")
        assert one(graph, "Be rude").constraint is None

    def test_keeps_or_changes_the_role_of_a_fact(self, sms):
        fact = sms.facts[0].id
        assert edits.modify_node(sms, fact, "I am ill").facts[0].role == "background"
        assert edits.modify_node(sms, fact, "I am ill", role="material").facts[0].role == "material"

    def test_a_discontinuous_node_takes_a_text_for_each_span(self, dialogue):
        act = dialogue.sub_instructions[0]
        graph = ensure(edits.modify_node(dialogue, act.id, ["Compose one", "haiku"]))
        assert graph.turns[0].text == "Compose one fourteen-line haiku."
        assert graph.sub_instructions[0].text == "Compose one haiku"
        assert graph.constraint_nodes[0].text == "fourteen-line"
        with pytest.raises(EditError, match="1 texts for 2 spans"):
            edits.modify_node(dialogue, act.id, "Compose one")

    def test_an_empty_text_takes_one_span_of_a_discontinuous_node(self, dialogue):
        graph = ensure(edits.modify_node(dialogue, dialogue.sub_instructions[0].id, ["", "poem"]))
        assert graph.turns[0].text == " fourteen-line poem."
        assert graph.sub_instructions[0].spans == (Span(0, 15, 19),)

    def test_words_inside_a_changed_node_are_gone_and_others_move(self, sms):
        act = sms.sub_instructions[0]
        graph = ensure(edits.modify_node(sms, act.id, "Call my boss"))
        assert graph.of_kind(NodeKind.OUTPUT) == ()
        assert [node.text for node in graph.of_kind(NodeKind.ENTITY)] == ["my son"]
        assert [edge.target for edge in graph.edges if edge.kind is EdgeKind.CONSTRAINS] == [
            graph.sub_instructions[0].id
        ]

    def test_a_node_around_a_changed_one_stretches(self, sms):
        graph = ensure(edits.modify_node(sms, one(sms, "my supervisor").id, "the head of our office"))
        assert graph.sub_instructions[0].text == "Write a short SMS to the head of our office asking for leave"
        assert one(graph, "SMS").spans[0] == one(sms, "SMS").spans[0]
        assert len(graph.nodes) == len(sms.nodes)
        assert len(graph.edges) == len(sms.edges)

    def test_a_discourse_node_that_is_just_the_changed_words_stretches(self):
        builder = GraphBuilder([Turn("user", "Sing.")])
        act = builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, 4)])
        verb = builder.add(NodeKind.ACTION, [Span(0, 0, 4)])
        builder.link(act, None, EdgeKind.PART_OF)
        builder.link(verb, act, EdgeKind.PART_OF)
        builder.link(act, verb, EdgeKind.PERFORMS_ACTION)
        graph = builder.build()
        changed = ensure(edits.modify_node(graph, graph.of_kind(NodeKind.ACTION)[0].id, "Whistle"))
        assert words(changed) == [("SubInstruction", "Whistle"), ("Action", "Whistle")]
        gone = ensure(edits.delete_node(graph, graph.of_kind(NodeKind.ACTION)[0].id))
        assert (gone.text, gone.nodes) == (".", ())

    def test_an_unknown_node_is_named(self, sms):
        with pytest.raises(EditError, match="no node 'nothing'"):
            edits.modify_node(sms, "nothing", "x")


class TestAdd:
    def test_inserts_words_between_glue(self, sms):
        end = len(sms.turns[0].text)
        payload = Payload("punctuation:no_comma", {})
        graph = ensure(
            edits.add_node(
                sms,
                NodeKind.CONSTRAINT,
                "Use no commas",
                at=(0, end),
                before=" ",
                after=".",
                constraint=payload,
                links={EdgeKind.CONSTRAINS: [sms.sub_instructions[0].id]},
            )
        )
        assert graph.text == sms.text + " Use no commas."
        node = graph.constraint_nodes[-1]
        assert (node.text, node.constraint) == ("Use no commas", payload)
        assert {edge.kind for edge in graph.edges_of(node.id)} == {EdgeKind.PART_OF, EdgeKind.CONSTRAINS}
        assert words(graph)[:4] == words(sms)[:4]

    @pytest.mark.parametrize("edge", ["start", "end"])
    def test_words_at_the_edge_of_a_node_stay_outside_it(self, sms, edge):
        act = sms.sub_instructions[0]
        place = getattr(act.spans[0], edge)
        graph = ensure(edits.add_node(sms, NodeKind.CONSTRAINT, "politely", at=(0, place), before=" ", after=" "))
        assert graph.sub_instructions[0].text == act.text
        assert one(graph, "Write") and one(graph, "politely")
        assert len(graph.nodes) == len(sms.nodes) + 1

    def test_at_the_beginning_and_in_an_empty_text(self, sms):
        graph = ensure(edits.add_node(sms, NodeKind.FACT, "You are kind", at=(0, 0), after=". ", role="persona"))
        assert graph.text.startswith("You are kind. I have")
        empty = GraphBuilder([Turn("user", "")]).build()
        assert ensure(edits.add_node(empty, NodeKind.SUB_INSTRUCTION, "Sing", at=(0, 0))).text == "Sing"

    def test_a_discourse_node_does_not_go_inside_another(self, sms):
        inside = sms.sub_instructions[0].spans[0].start + 3
        with pytest.raises(EditError, match=r"lies inside a SubInstruction; insert before or after it"):
            edits.add_node(sms, NodeKind.CONSTRAINT, "x", at=(0, inside))

    def test_a_semantic_node_does(self, sms):
        place = one(sms, "short").spans[0].start
        graph = ensure(edits.add_node(sms, NodeKind.ATTRIBUTE, "kind", at=(0, place), after=" "))
        assert graph.sub_instructions[0].text.startswith("Write a kind short SMS")
        assert one(graph, "short")

    @pytest.mark.parametrize("at", [(0, 10_000), (0, -1), (1, 0), (-1, 0)])
    def test_a_place_outside_the_text_is_refused(self, sms, at):
        with pytest.raises(EditError, match="lies outside the text"):
            edits.add_node(sms, NodeKind.CONSTRAINT, "x", at=at)

    def test_a_node_without_words_is_refused(self, sms):
        with pytest.raises(EditError, match="a new node needs words"):
            edits.add_node(sms, NodeKind.CONSTRAINT, "", at=(0, 0))


class TestDelete:
    def test_takes_the_words_and_the_edges(self, sms):
        graph = ensure(edits.delete_node(sms, one(sms, "Be polite").id))
        assert graph.text == sms.text.replace("Be polite", "")
        assert len(graph.edges) == len(sms.edges) - 2

    def test_takes_the_glue_that_it_is_told_to(self, sms):
        node = one(sms, "In 20 words")
        end = node.spans[0].end
        graph = ensure(edits.delete_node(sms, node.id, glue=[Span(0, end, end + 2)]))
        assert graph.text == sms.text.replace("In 20 words. ", "")
        assert words(graph) == [pair for pair in words(sms) if pair[1] != "In 20 words"]

    def test_takes_all_pieces_of_a_discontinuous_node(self, dialogue):
        act = dialogue.sub_instructions[0]
        graph = ensure(edits.delete_node(dialogue, act.id, glue=[Span(0, 7, 8), Span(0, 21, 22)]))
        assert graph.turns[0].text == "fourteen-line."
        assert graph.turns[1:] == dialogue.turns[1:]

    def test_what_was_part_of_it_and_stands_elsewhere_stays_in_the_instruction(self):
        turns = [Turn("user", "Ann is here. Greet her.")]
        builder = GraphBuilder(turns)
        act = builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 13, 22)])
        ann = builder.add(NodeKind.ENTITY, [Span(0, 0, 3)])
        builder.link(act, None, EdgeKind.PART_OF)
        builder.link(ann, act, EdgeKind.PART_OF, role="target")
        graph = builder.build()
        left = ensure(edits.delete_node(graph, graph.sub_instructions[0].id))
        assert [(edge.target, dict(edge.qualifiers)) for edge in left.edges] == [(left.id, {"role": "target"})]

    def test_an_unknown_node_is_named(self, sms):
        with pytest.raises(EditError, match="no node 'nothing'"):
            edits.delete_node(sms, "nothing")


class TestEdges:
    def test_an_edge_is_added_and_the_text_stays(self, sms):
        length, act = one(sms, "In 20 words"), sms.sub_instructions[0]
        graph = ensure(edits.add_edge(sms, length.id, act.id, EdgeKind.CONSTRAINS, scope="output"))
        assert (graph.turns, graph.nodes, graph.id) == (sms.turns, sms.nodes, sms.id)
        assert len(graph.edges) == len(sms.edges) + 1
        assert edits.delete_edge(graph, length.id, act.id, EdgeKind.CONSTRAINS) == sms

    def test_an_edge_to_the_instruction(self, sms):
        graph = ensure(edits.add_edge(sms, one(sms, "short").id, sms.id, EdgeKind.PART_OF))
        assert len(graph.edges) == len(sms.edges) + 1

    def test_an_end_that_is_not_there_is_refused(self, sms):
        with pytest.raises(EditError, match="no node 'nothing'"):
            edits.add_edge(sms, sms.nodes[0].id, "nothing", EdgeKind.CONSTRAINS)
        with pytest.raises(EditError, match="no DEPENDS_ON edge"):
            edits.delete_edge(sms, one(sms, "short").id, sms.id, EdgeKind.DEPENDS_ON)

    def test_unknown_fields_stay_where_the_text_stays(self, sms):
        graph = from_dict({**to_dict(sms), "response": "Dear boss …"})
        act, length = sms.sub_instructions[0].id, one(sms, "In 20 words").id
        assert edits.add_edge(graph, length, act, EdgeKind.CONSTRAINS).extra == {"response": "Dear boss …"}
        assert edits.modify_node(graph, length, "In 10 words").extra == {}

    def test_nothing_changes_nothing(self, sms):
        assert edits.no_op(sms) is sms


class TestSplice:
    def test_says_where_the_new_words_stand(self, sms):
        first, second = Span(0, 0, 1), Span(0, 101, 102)
        spliced = edits.splice(sms, [Replacement(second, "!!"), Replacement(first, "We")])
        assert words_at(spliced.graph.turns, spliced.spans) == "We !!"

    def test_replacements_must_not_overlap(self, sms):
        with pytest.raises(EditError, match="two replacements overlap"):
            edits.splice(sms, [Replacement(Span(0, 0, 5), "a"), Replacement(Span(0, 3, 9), "b")])

    def test_join(self):
        spans = [Span(1, 0, 2), Span(0, 4, 6), Span(0, 1, 4), Span(0, 8, 9), Span(0, 5, 7)]
        assert edits.join(spans) == (Span(0, 1, 7), Span(0, 8, 9), Span(1, 0, 2))


def picked(graphs, data):
    graph = data.draw(graphs)
    assume(graph.discourse)
    return graph, data.draw(st.sampled_from(graph.discourse))


def others(graph: Graph, node: Node | None) -> Counter:
    return Counter((one.kind, one.text, one.constraint is None) for one in graph.discourse if one is not node)


def outside(graph: Graph, node: Node) -> Counter:
    """The semantic nodes that touch none of a node's spans."""
    return Counter(
        (one.kind, one.text)
        for one in graph.nodes
        if one not in graph.discourse
        and not any(a.turn == b.turn and a.start < b.end and b.start < a.end for a in one.spans for b in node.spans)
    )


def semantic(graph: Graph) -> Counter:
    return Counter((node.kind, node.text) for node in graph.nodes if node not in graph.discourse)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_modifying_any_node_changes_nothing_else(graphs, data):
    graph, node = picked(graphs, data)
    texts = [data.draw(st.text("ab é😀", min_size=1, max_size=9)) for _ in node.spans]
    changed = edits.modify_node(graph, node.id, texts, constraint=node.constraint)
    assert check(changed) == []
    assert glue(changed) == glue(graph)
    assert others(graph, node) <= others(changed, None)
    assert outside(graph, node) <= semantic(changed)
    assert any(one.text == " ".join(texts) and one.kind is node.kind for one in changed.discourse)
    expected = edits.splice_turns(
        graph.turns, [Replacement(span, text) for span, text in zip(node.spans, texts, strict=True)]
    )
    assert changed.turns == render(changed) == expected


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_modifying_a_node_and_back_is_no_change_of_text(graphs, data):
    graph, node = picked(graphs, data)
    texts = [graph.turns[span.turn].text[span.start : span.end] for span in node.spans]
    there = edits.modify_node(graph, node.id, ["#" * (index + 1) for index in range(len(texts))])
    again = next(one for one in there.discourse if one.text == " ".join("#" * (i + 1) for i in range(len(texts))))
    back = edits.modify_node(there, again.id, texts, constraint=node.constraint)
    assert back.turns == graph.turns
    assert back.id == graph.id
    assert [one.id for one in back.discourse] == [one.id for one in graph.discourse]


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_deleting_any_node_changes_nothing_else(graphs, data):
    graph, node = picked(graphs, data)
    changed = edits.delete_node(graph, node.id)
    assert check(changed) == []
    assert "".join(glue(changed)) == "".join(glue(graph))
    assert others(changed, None) == others(graph, node)
    assert outside(graph, node) <= semantic(changed)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_adding_a_node_anywhere_between_changes_nothing_else(graphs, data):
    graph = data.draw(graphs)
    turn = data.draw(st.integers(0, len(graph.turns) - 1))
    inside = {o for node in graph.discourse for s in node.spans if s.turn == turn for o in range(s.start + 1, s.end)}
    places = [offset for offset in range(len(graph.turns[turn].text) + 1) if offset not in inside]
    offset = data.draw(st.sampled_from(places))
    changed = edits.add_node(graph, NodeKind.CONSTRAINT, "new words", at=(turn, offset), before="(", after=")")
    assert check(changed) == []
    text = graph.turns[turn].text
    assert changed.turns[turn].text == text[:offset] + "(new words)" + text[offset:]
    assert others(changed, None) - others(graph, None) == Counter([(NodeKind.CONSTRAINT, "new words", True)])
    assert others(graph, None) <= others(changed, None)
    added = next(node for node in changed.constraint_nodes if node.text == "new words")
    assert (
        edits.delete_node(
            changed, added.id, glue=[Span(turn, offset, offset + 1), Span(turn, offset + 10, offset + 11)]
        ).discourse
        == graph.discourse
    )
