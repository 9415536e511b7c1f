from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.graphs.consistency import check, ensure
from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import GraphError
from stemmata.schemas.instruction import Edge, Payload, Span
from stemmata.schemas.vocabulary import EdgeKind


def with_node(graph: Graph, index: int, **changes) -> Graph:
    nodes = list(graph.nodes)
    nodes[index] = replace(nodes[index], **changes)
    return replace(graph, nodes=tuple(nodes))


def with_edge(graph: Graph, source: str, target: str, kind: EdgeKind, **qualifiers) -> Graph:
    return replace(graph, edges=(*graph.edges, Edge(source, target, kind, qualifiers)))


def only(graph: Graph, invariant: str):
    problems = check(graph)
    assert {problem.invariant for problem in problems} == {invariant}, [str(problem) for problem in problems]
    return problems[0]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_built_graphs_break_nothing(graphs, data):
    graph = data.draw(graphs)
    assert ensure(graph) is graph


def test_the_id_is_that_of_the_text(sms):
    broken = replace(
        sms,
        id="0" * 24,
        edges=tuple(replace(edge, target="0" * 24) if edge.target == sms.id else edge for edge in sms.edges),
    )
    assert only(broken, "content-id").subject == "0" * 24


def test_no_id_is_used_twice(sms):
    twice = replace(sms, nodes=(*sms.nodes, replace(sms.nodes[4])))
    problem = only(twice, "unique-id")
    assert (problem.subject, problem.place) == (sms.nodes[4].id, sms.nodes[4].spans[0])


def test_every_node_has_a_span(sms):
    problem = only(with_node(sms, 4, spans=()), "anchored")
    assert problem.subject == sms.nodes[4].id
    assert "Entity" in problem.message


@pytest.mark.parametrize(
    "span", [Span(0, 5, 5), Span(0, 6, 5), Span(0, 0, 999), Span(1, 0, 1), Span(-1, 0, 1), Span(0, -1, 1)]
)
def test_spans_lie_inside_their_turn(sms, span):
    problem = only(with_node(sms, 4, spans=(span,)), "inside-turn")
    assert (problem.subject, problem.place) == (sms.nodes[4].id, span)


def test_a_node_says_the_words_at_its_spans(sms):
    problem = only(with_node(sms, 2, text="In 30 words"), "words")
    assert (problem.subject, problem.place) == (sms.nodes[2].id, sms.nodes[2].spans[0])
    assert "'In 30 words'" in problem.message


def test_discourse_nodes_do_not_overlap(sms):
    first, second = sms.nodes[2], sms.nodes[3]
    spans = (Span(0, first.spans[0].start, second.spans[0].start + 2),)
    text = sms.text[spans[0].start : spans[0].end]
    problem = only(with_node(sms, 2, spans=spans, text=text), "no-overlap")
    assert (problem.subject, problem.place) == (second.id, second.spans[0])
    assert first.id in problem.message


def test_semantic_nodes_may_overlap(sms):
    outer = sms.nodes[1].spans
    assert check(with_node(sms, 4, spans=outer, text=sms.nodes[1].text)) == []


def test_only_a_constraint_carries_a_payload(sms):
    problem = only(with_node(sms, 1, constraint=Payload("a:b")), "payload")
    assert (problem.subject, problem.place) == (sms.nodes[1].id, sms.nodes[1].spans[0])


@pytest.mark.parametrize(("index", "role"), [(0, None), (2, "material")])
def test_a_fact_and_nothing_else_has_a_role(sms, index, role):
    assert only(with_node(sms, index, role=role), "fact-role").subject == sms.nodes[index].id


def test_an_edit_edge_joins_instructions(sms):
    broken = with_edge(sms, sms.nodes[0].id, sms.id, EdgeKind.EDIT)
    assert only(broken, "edge-kind").subject == f"{sms.nodes[0].id} -EDIT-> {sms.id}"


@pytest.mark.parametrize("end", ["source", "target"])
def test_the_ends_of_an_edge_are_there(sms, end):
    ends = {"source": sms.nodes[2].id, "target": sms.nodes[1].id, end: "nothing"}
    problem = only(with_edge(sms, ends["source"], ends["target"], EdgeKind.CONSTRAINS), "edge-ends")
    assert "nothing" in problem.subject


def test_an_edge_joins_kinds_that_it_may_join(sms):
    fact, act = sms.facts[0].id, sms.sub_instructions[0].id
    problem = only(with_edge(sms, fact, act, EdgeKind.CONSTRAINS), "edge-ends")
    assert problem.message == "CONSTRAINS cannot join Fact to SubInstruction"


@pytest.mark.parametrize(
    ("qualifiers", "words"),
    [
        ({"colour": "red"}, "unknown qualifier 'colour'"),
        ({"role": "owner"}, "role must be one of exclude, focus"),
        ({"order": "first"}, "order must be a whole number, not 'first'"),
        ({"turn": True}, "turn must be a whole number, not True"),
        ({"scope": 3}, "scope must be a text, not 3"),
    ],
)
def test_qualifiers_are_of_the_vocabulary(sms, qualifiers, words):
    act = sms.sub_instructions[0].id
    problem = only(with_edge(sms, sms.nodes[2].id, act, EdgeKind.CONSTRAINS, **qualifiers), "qualifier")
    assert words in problem.message


def test_every_node_is_part_of_something(sms):
    boss = next(node for node in sms.nodes if node.text == "my supervisor")
    broken = replace(sms, edges=tuple(edge for edge in sms.edges if edge.source != boss.id))
    problem = only(broken, "contained")
    assert (problem.subject, problem.place) == (boss.id, boss.spans[0])


def test_the_first_problem_is_raised_with_its_place(sms):
    broken = with_node(sms, 2, text="In 30 words")
    with pytest.raises(GraphError) as caught:
        ensure(broken)
    assert str(caught.value).startswith(f"graph {sms.id}: words: {sms.nodes[2].id} at turn 0, 79-90: ")
