from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.graphs.fingerprints import NO_DEMANDS, Level, Prints, demand, fingerprints, fingerprints_of
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

# Of two levels, the first one's print decides the second one's.
DECIDES = [
    (Level.TEXT, Level.CONTENT),
    (Level.CONTENT, Level.TYPED),
    (Level.TYPED, Level.DEMANDS),
    (Level.TYPED, Level.SHAPE),
]


def renamed(graph: Graph, seed: int) -> Graph:
    """The same graph with its nodes and edges in another order and with other ids."""
    rng = random.Random(seed)
    names = {name: f"{rng.getrandbits(96):024x}" for name in (graph.id, *(node.id for node in graph.nodes))}
    nodes = [replace(node, id=names[node.id]) for node in graph.nodes]
    edges = [replace(edge, source=names[edge.source], target=names[edge.target]) for edge in graph.edges]
    rng.shuffle(nodes)
    rng.shuffle(edges)
    return replace(graph, id=names[graph.id], nodes=tuple(nodes), edges=tuple(edges))


def with_words(change: Callable[[str], str], graph: Graph) -> Graph:
    turns = tuple(replace(turn, text=change(turn.text)) for turn in graph.turns)
    return replace(graph, turns=turns, nodes=tuple(replace(node, text=change(node.text)) for node in graph.nodes))


def with_payloads(change: Callable[[Payload], Payload], graph: Graph) -> Graph:
    nodes = (replace(node, constraint=node.constraint and change(node.constraint)) for node in graph.nodes)
    return replace(graph, nodes=tuple(nodes))


def with_qualifiers(graph: Graph, **more: Any) -> Graph:
    return replace(graph, edges=tuple(replace(edge, qualifiers={**edge.qualifiers, **more}) for edge in graph.edges))


CHANGES: dict[str, Callable[[Graph], Graph]] = {
    "nothing": lambda graph: graph,
    "case": partial(with_words, str.swapcase),
    "order of letters": partial(with_words, lambda text: text[::-1]),
    "first word": partial(with_words, lambda text: " ".join(text.split()[1:])),
    "arguments": partial(with_payloads, lambda one: replace(one, kwargs={**one.kwargs, "n": 7})),
    "case of a family": partial(with_payloads, lambda one: replace(one, id=one.id + "z")),
    "softness": partial(with_payloads, lambda one: replace(one, hard=False)),
    "scope": lambda graph: with_qualifiers(graph, scope="paragraph 2"),
    "role": lambda graph: with_qualifiers(graph, role="topic"),
    "turn": lambda graph: with_qualifiers(graph, turn=1),
    "condition": lambda graph: with_qualifiers(graph, condition="if it rains"),
    "a node less": lambda graph: without(graph, graph.nodes[-1].id) if graph.nodes else graph,
    "an edge less": lambda graph: replace(graph, edges=graph.edges[1:]),
}


def without(graph: Graph, name: str) -> Graph:
    return replace(
        graph,
        nodes=tuple(node for node in graph.nodes if node.id != name),
        edges=tuple(edge for edge in graph.edges if name not in (edge.source, edge.target)),
    )


def test_prints_do_not_depend_on_order_or_ids(graphs):
    @given(graphs, st.integers(0, 1000))
    def check(graph, seed):
        assert fingerprints(renamed(graph, seed)) == fingerprints(graph)

    check()


def test_a_finer_print_decides_the_coarser(graphs):
    agreed: set[tuple[Level, str]] = set()

    @given(graphs, st.sampled_from(sorted(CHANGES)))
    def check(graph, name):
        before, after = fingerprints(graph), fingerprints(CHANGES[name](graph))
        for finer, coarser in DECIDES:
            if before.of(finer) == after.of(finer):
                agreed.add((finer, name))
                assert before.of(coarser) == after.of(coarser), (name, finer, coarser)

    check()
    assert {finer for finer, name in agreed if name != "nothing"} == {Level.TEXT, Level.CONTENT, Level.TYPED}


def test_prints_do_not_depend_on_what_else_is_printed(graphs):
    several = st.lists(graphs, max_size=6).flatmap(st.permutations)

    @given(several, st.integers(0, 1000))
    def check(some, seed):
        one_by_one = [fingerprints(graph) for graph in some]
        assert fingerprints_of(some) == one_by_one
        assert fingerprints_of([renamed(graph, seed) for graph in some[::-1]]) == one_by_one[::-1]

    check()


def test_prints_of_more_graphs_than_are_printed_together(sms, dialogue):
    bare = GraphBuilder([Turn("user", "")]).build()
    some = [sms, bare, dialogue, *[bare, sms, sms, dialogue] * 50]
    assert fingerprints_of(some) == [fingerprints(graph) for graph in some]
    assert fingerprints_of([]) == []


def test_what_was_printed_before_changes_no_print(sms):
    """Python takes 1 and True for one key: what is remembered of the one must be right for the other."""
    first, second = (with_qualifiers(sms, order=order) for order in (True, 1))
    assert fingerprints(first) == fingerprints(second)
    loose = (Payload("a:b", {"n": value}) for value in (1, True, 1.0, "1", [1]))
    assert len({fingerprints(with_payloads(lambda _, one=one: one, sms)).demands for one in loose}) == 5


def test_prints_of_distinct_levels_never_meet(sms, dialogue):
    prints = [*fingerprints(sms), *fingerprints(dialogue)]
    assert len(set(prints)) == len(prints)
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in prints)


def test_prints_stay_what_they_are(sms):
    """Stored prints must be those of any later version, machine or Python; a change of these raises VERSION."""
    assert fingerprints(sms) == Prints(*GOLDEN)


GOLDEN = ("4d0f656c35f19165", "4525ee6005d2e209", "be24db5103158d36", "a90dbb42e8be0483", "c3c0513c715bc6cb")


def test_prints_do_not_depend_on_the_hash_seed():
    script = (
        "from stemmata.graphs.fingerprints import fingerprints\n"
        "from stemmata.graphs.graph import GraphBuilder\n"
        "from stemmata.schemas.instruction import Payload, Span, Turn\n"
        "builder = GraphBuilder([Turn('user', 'Sing a song. Say rain, sea.')])\n"
        "builder.add('Constraint', [Span(0, 13, 26)], constraint=Payload('a:b', {'k': ['rain', 'sea'], 'n': 2}))\n"
        "print(*fingerprints(builder.build()))\n"
    )

    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert run("1") == run("2") != ""


def changed(before: Graph, after: Graph) -> set[str]:
    first, second = fingerprints_of([before, after])
    return {level.value for level in Level if first.of(level) != second.of(level)}


def edited(graph: Graph, text: str, /, **changes: Any) -> Graph:
    """The graph with one node changed; the turn's text with it where its words change."""
    (node,) = (node for node in graph.nodes if node.text == text)
    words = changes.get("text", text)
    turns = tuple(replace(turn, text=turn.text.replace(text, words)) for turn in graph.turns)
    nodes = tuple(replace(one, **changes) if one.id == node.id else one for one in graph.nodes)
    return replace(graph, turns=turns, nodes=nodes)


LENGTH = "length_constraints:number_words"
ALL = {"text", "content", "typed", "demands", "shape"}


@pytest.mark.parametrize(
    ("text", "changes", "levels"),
    [
        ("In 20 words", {"text": "IN 20 WORDS!"}, set()),
        ("In 20 words", {"text": "With just twenty words"}, {"text"}),
        ("I have to pick up my son", {"text": "I have to pick up my sons"}, {"text"}),
        ("I have to pick up my son", {"text": "I have to pick up my daughter"}, {"text", "content"}),
        ("my supervisor", {"text": "my landlord"}, {"text", "content"}),
        ("I have to pick up my son", {"role": "material"}, ALL - {"demands"}),
        ("I have to pick up my son", {"role": None}, ALL - {"demands"}),
        ("my son", {"kind": NodeKind.OUTPUT}, ALL - {"demands"}),
        ("In 20 words", {"kind": NodeKind.FACT}, ALL),
        ("In 20 words", {"constraint": Payload(LENGTH, {"num_words": 20, "relation": "equal to"})}, set()),
        ("In 20 words", {"constraint": Payload(LENGTH, {"num_words": 20, "relation": "Equal  to"})}, {"text"}),
        (
            "In 20 words",
            {"constraint": Payload(LENGTH, {"relation": "equal to", "num_words": 30})},
            ALL - {"shape"},
        ),
        ("In 20 words", {"constraint": Payload("style:tone", {"relation": "equal to", "num_words": 20})}, ALL),
        ("Be polite", {"constraint": Payload("style:tone", {"tone": "polite"}, True)}, ALL - {"shape"}),
        ("Be polite", {"constraint": None}, ALL),
    ],
)
def test_an_edit_of_one_node_changes_just_the_levels_that_hold_it(sms, text, changes, levels):
    assert changed(sms, edited(sms, text, **changes)) == levels


def test_a_node_or_an_edge_more_or_less(sms):
    (polite,) = (node for node in sms.nodes if node.text == "Be polite")
    (boss,) = (node for node in sms.nodes if node.text == "my supervisor")
    assert changed(sms, without(sms, polite.id)) == ALL
    assert changed(sms, without(sms, boss.id)) == ALL - {"demands"}
    assert changed(sms, replace(sms, edges=sms.edges[1:])) == ALL - {"demands"}


def test_the_ends_and_the_direction_of_an_edge_count(sms):
    act = sms.sub_instructions[0]
    (dependence,) = (edge for edge in sms.edges if edge.kind is EdgeKind.DEPENDS_ON)
    turned = replace(dependence, source=dependence.target, target=dependence.source)
    elsewhere = replace(dependence, target=act.id)
    for other in (turned, elsewhere):
        edges = tuple(other if edge is dependence else edge for edge in sms.edges)
        assert changed(sms, replace(sms, edges=edges)) == ALL - {"demands"}


@pytest.mark.parametrize(
    ("qualifiers", "levels"),
    [
        ({"polarity": "forbidden"}, ALL - {"demands"}),
        ({"composition": "chain"}, ALL - {"demands"}),
        ({"reference": "recall"}, ALL - {"demands"}),
        ({"scope": "Output"}, {"text", "content", "typed"}),
        ({"order": 3}, {"text", "content", "typed"}),
        ({"scope": "paragraph 1"}, {"text", "content", "typed"}),
        ({"condition": "it rains"}, {"text", "content", "typed"}),
        ({"turn": 0}, {"text"}),
    ],
)
def test_qualifiers_count_where_their_level_holds_them(sms, qualifiers, levels):
    assert changed(sms, with_qualifiers(sms, **qualifiers)) == levels


@pytest.mark.parametrize(
    ("name", "values", "levels"),
    [
        ("scope", ("paragraph 1", "Paragraph  1"), {"text"}),
        ("scope", ("paragraph 1", "in the paragraph 1"), {"text", "typed"}),
        ("condition", ("if it rains", "if it snows"), {"text", "content"}),
        ("condition", ("if it rains", "if rain"), {"text"}),
        ("order", (1, 2), {"text", "content", "typed"}),
        ("turn", (0, 1), {"text"}),
    ],
)
def test_two_values_of_a_qualifier_differ_where_their_level_holds_them(sms, name, values, levels):
    before, after = (with_qualifiers(sms, **{name: value}) for value in values)
    assert changed(before, after) == levels


def test_a_qualifier_more_or_less_on_one_edge(sms):
    places = [place for place, edge in enumerate(sms.edges) if not edge.qualifiers]
    found = set()
    for place in places:
        edges = list(sms.edges)
        edges[place] = replace(edges[place], qualifiers={"polarity": "optional"})
        assert changed(sms, replace(sms, edges=tuple(edges))) == ALL - {"demands"}
        found.add(fingerprints(replace(sms, edges=tuple(edges))).shape)
    assert len(found) == len(places), "which edge has it counts"


def test_two_graphs_that_only_refinement_tells_apart():
    """Two acts, an action and an attribute each: who has the attribute shows in no label, only in the neighbours."""

    def made(owner: int) -> Graph:
        builder = GraphBuilder([Turn("user", "Sing it, say it, loud.")])
        spans = [Span(0, 0, 7), Span(0, 9, 15)]
        acts = [
            builder.add(NodeKind.SUB_INSTRUCTION, spans[:1]),
            builder.add(NodeKind.SUB_INSTRUCTION, spans[1:]),
        ]
        outputs = [builder.add(NodeKind.ACTION, [Span(0, 0, 4)]), builder.add(NodeKind.ACTION, [Span(0, 9, 12)])]
        loud = builder.add(NodeKind.CONSTRAINT, [Span(0, 17, 21)])
        for act, output in zip(acts, outputs, strict=True):
            builder.link(act, output, EdgeKind.PERFORMS_ACTION)
        builder.link(acts[0], acts[1], EdgeKind.DEPENDS_ON)
        builder.link(loud, outputs[owner], EdgeKind.CONSTRAINS)
        return builder.build()

    assert changed(made(0), made(1)) == ALL - {"demands"}


def test_demands_are_equal_where_they_mean_the_same():
    def words(relation: str, count: int) -> str:
        return demand(Payload(LENGTH, {"relation": relation, "num_words": count}))

    assert words("more than", 299) == words("at least", 300)
    assert words("less than", 10) == words("at most", 9)
    assert words("at least", 300) != words("at most", 300)
    assert demand(Payload("keywords:existence", {"keywords": ["Rain"]})) == demand(
        Payload("keywords:existence", {"keywords": ["rain"]})
    )
    assert demand(Payload("a:b", {"mark": "!"})) != demand(Payload("a:b", {"mark": "?"}))


def test_to_demand_nothing_is_no_agreement(sms):
    def plain(text: str) -> Prints:
        builder = GraphBuilder([Turn("user", text)])
        builder.add(NodeKind.SUB_INSTRUCTION, [Span(0, 0, len(text))])
        return fingerprints(builder.build())

    first, second = plain("Sing of rain"), plain("Name a river")
    assert first.demands == second.demands == NO_DEMANDS
    assert first.agreement(second) is Level.TYPED
    assert first.agreement(fingerprints(sms)) is None
    assert fingerprints(sms).agreement(fingerprints(sms)) is Level.TEXT


def test_texts_in_which_nothing_was_found_keep_apart():
    def bare(text: str) -> Prints:
        return fingerprints(GraphBuilder([Turn("user", text)]).build())

    assert bare("雨についての詩").agreement(bare("川の名前")) is Level.TYPED
    assert bare("雨についての詩").agreement(bare("雨についての詩。")) is Level.TEXT


def test_half_a_surrogate_pair_has_prints():
    builder = GraphBuilder([Turn("user", "Say \ud83d now")])
    builder.add(NodeKind.CONSTRAINT, [Span(0, 0, 5)], constraint=Payload("a:b", {"word": "\ud83d"}))
    assert len(set(fingerprints(builder.build()))) == 5
