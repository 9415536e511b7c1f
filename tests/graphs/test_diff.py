from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.graphs import edits
from stemmata.graphs.diff import diff
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import EdgeKind, NodeKind


def test_equal_graphs_do_not_differ(sms, dialogue):
    assert not diff(sms, sms)
    assert not diff(dialogue, dialogue)
    assert str(diff(sms, sms)) == ""


def test_a_changed_node_is_paired_with_what_it_was(sms):
    node = sms.constraint_nodes[1]
    found = diff(sms, edits.modify_node(sms, node.id, "Be rude"))
    assert [(old.text, new.text) for old, new in found.changed] == [("Be polite", "Be rude")]
    assert not (found.removed or found.added or found.edges_removed or found.edges_added)
    assert str(found) == "~ Constraint: 'Be polite' -> 'Be rude'"


def test_nodes_that_only_moved_are_the_same(sms):
    found = diff(sms, edits.modify_node(sms, sms.facts[0].id, "I must fetch my dear son from his school"))
    assert [new.kind for _, new in found.changed] == [NodeKind.FACT]
    assert [node.text for node in found.removed] == ["my son"]


def test_equal_words_with_another_meaning_are_a_change(sms):
    node = sms.constraint_nodes[0]
    payload = Payload("length_constraints:number_words", {"relation": "at most", "num_words": 20})
    found = diff(sms, edits.modify_node(sms, node.id, node.text, constraint=payload))
    assert [new.constraint for _, new in found.changed] == [payload]


def test_a_deleted_and_an_added_node_are_named_with_their_edges(sms):
    node = sms.constraint_nodes[1]
    less = edits.delete_node(sms, node.id)
    assert [one.text for one in diff(sms, less).removed] == ["Be polite"]
    assert sorted(edge.kind for edge in diff(sms, less).edges_removed) == ["CONSTRAINS", "PART_OF"]
    assert [one.text for one in diff(less, sms).added] == ["Be polite"]
    assert sorted(edge.kind for edge in diff(less, sms).edges_added) == ["CONSTRAINS", "PART_OF"]
    assert str(diff(sms, less)).splitlines() == ["- Constraint: 'Be polite'", "- PART_OF", "- CONSTRAINS"]


def test_edges_alone_differ(sms):
    length, act = sms.constraint_nodes[0], sms.sub_instructions[0]
    more = edits.add_edge(sms, length.id, act.id, EdgeKind.CONSTRAINS)
    found = diff(sms, more)
    assert not (found.changed or found.removed or found.added or found.edges_removed)
    assert [edge.source for edge in found.edges_added] == [length.id]
    other = edits.add_edge(sms, length.id, act.id, EdgeKind.CONSTRAINS, scope="title")
    assert diff(more, other).edges_added
    assert diff(more, other).edges_removed


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_graph_never_differs_from_itself_and_differences_are_symmetric(graphs, data):
    first, second = data.draw(graphs), data.draw(graphs)
    assert not diff(first, first)
    there, back = diff(first, second), diff(second, first)
    assert there.removed == back.added
    assert there.added == back.removed
    assert bool(there) == bool(back)
