"""What rests on what: acts on acts and facts, constraints on acts, across turns too."""

from __future__ import annotations

import pytest

from stemmata import parse
from stemmata.graphs.graph import Graph
from stemmata.schemas.instruction import Turn
from stemmata.schemas.vocabulary import EdgeKind


def edges(graph: Graph, kind: EdgeKind) -> list[tuple[str, str, dict[str, object]]]:
    """Return the edges of a kind between units, by the first two words of each."""
    names = {node.id: " ".join(node.text.split()[:2]) for node in graph.nodes}
    return [
        (names[edge.source], names[edge.target], dict(edge.qualifiers))
        for edge in graph.edges
        if edge.kind is kind and edge.target in names
    ]


@pytest.mark.parametrize(
    ("text", "source", "target", "qualifiers"),
    [
        ("Name a river. Describe it.", "Describe it", "Name a", {"composition": "chain", "order": 1}),
        ("Name a river. Explain magnets.", "Explain magnets", "Name a", {"composition": "and"}),
        (
            "Write a letter to the mayor. Explain what the litter does.",
            "Explain what",
            "Write a",
            {"composition": "nested"},
        ),
        (
            "Decide whether it is spam. If it is spam, delete the mail.",
            "If it",
            "Decide whether",
            {"composition": "selection", "condition": "If it is spam"},
        ),
        (
            "If the tenant is late, write a reminder; otherwise thank the tenant.",
            "thank the",
            "If the",
            {"composition": "selection", "condition": "otherwise"},
        ),
        (
            "Check if the sum is right. If not, correct it.",
            "If not,",
            "Check if",
            {"composition": "selection", "condition": "If not"},
        ),
        ("List six owls. Choose the two smallest.", "Choose the", "List owls", {"composition": "chain", "order": 1}),
        ("List six owls. Sort the list by weight.", "Sort the", "List owls", {"composition": "chain", "order": 1}),
        (
            "Which star is nearest? Justify your answer.",
            "Justify your",
            "Which star",
            {"composition": "chain", "order": 1},
        ),
        ("Describe the heron. When was it first seen here?", "When was", "Describe the", {"composition": "and"}),
        ("Write a fable about a crow. Give the fable a title.", "Give the", "Write a", {"composition": "nested"}),
        ("Draft a memo to the crew and ask for volunteers.", "ask for", "Draft a", {"composition": "nested"}),
        (
            "Write a sonnet about ice. Explain how the poem ends.",
            "Explain how",
            "Write a",
            {"composition": "chain", "order": 1},
        ),
        ("Write an article about tea. Discuss its history.", "Discuss its", "Write an", {"composition": "nested"}),
        ("Draft a letter to my aunt. Give me two tips for the trip.", "Give me", "Draft a", {"composition": "and"}),
        (
            "List three myths about bees. For each myth, say why it is wrong.",
            "For each",
            "List myths",
            {"composition": "chain", "order": 1},
        ),
        ("Plan a picnic, list the dishes and estimate the cost.", "list the", "Plan a", {"composition": "and"}),
    ],
)
def test_acts_rest_on_acts(text: str, source: str, target: str, qualifiers: dict[str, object]) -> None:
    assert (source, target, qualifiers) in edges(parse(text), EdgeKind.DEPENDS_ON)


def test_what_names_an_outcome_leads_to_the_act_that_made_it() -> None:
    graph = parse("Write a haiku. Draft a sonnet. Translate the haiku.")
    assert ("Translate the", "Write a", {"composition": "chain", "order": 2}) in edges(graph, EdgeKind.DEPENDS_ON)


@pytest.mark.parametrize(
    ("text", "constraint", "bound"),
    [
        ("Name a lake. Draft a card for my aunt. The card must be funny.", "The card", ["Draft a"]),
        ("Draft a card for my aunt. Name a lake. The card must be funny.", "The card", ["Draft a"]),
        ("Draft a card for my aunt. Explain in it why I am late. Do not mention trains.", "Do not", ["Draft a"]),
        (
            "If the guest is early, offer tea; otherwise suggest a walk. Use at most ten words.",
            "Use at",
            ["If the", "suggest a"],
        ),
        ("Write a slogan. Draft a leaflet. Both texts must rhyme.", "Both texts", ["Write a", "Draft a"]),
        (
            "Name a lake. Describe a fen. Your entire response should be in lowercase.",
            "Your entire",
            ["Name a", "Describe a"],
        ),
        ("Name three lakes. Draft a card. Avoid lakes that are dry in summer.", "Avoid lakes", ["Name lakes"]),
    ],
)
def test_a_constraint_binds_the_acts_that_it_speaks_of(text: str, constraint: str, bound: list[str]) -> None:
    assert [target for source, target, _ in edges(parse(text), EdgeKind.CONSTRAINS) if source == constraint] == bound


def test_what_goes_on_in_a_sentence_is_about_the_same_part() -> None:
    graph = parse("Write an ode to salt. The refrain has to mention the sea and should appear twice.")
    scopes = {source: said["scope"] for source, _, said in edges(graph, EdgeKind.CONSTRAINS)}
    assert set(scopes.values()) == {"refrain"}


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("Name the speaker of the text. Underline its verbs.\n\nText: We rowed and sang.", {"Name the"}),
        ("Summarise the text below. Translate the summary.\n\nText: We rowed all night and sang.", {"Summarise the"}),
        (
            "Decide whether the note below is rude. If it is rude, write an apology.\n\nNote: You are late, as ever.",
            {"Decide whether"},
        ),
    ],
)
def test_material_belongs_to_the_acts_that_work_on_it(text: str, working: set[str]) -> None:
    found = edges(parse(text), EdgeKind.DEPENDS_ON)
    assert {source for source, _, said in found if said.get("role") == "source"} == working


def test_one_more_question_of_its_kind_works_on_the_passage_of_the_turn_before() -> None:
    first = "Which tower is higher?\n\nTower A: 40 metres\nTower B: 60 metres"
    graph = parse([Turn("user", first), Turn("assistant", "B."), Turn("user", "Which tower is lower?")])
    found = [source for source, _, said in edges(graph, EdgeKind.DEPENDS_ON) if said.get("role") == "source"]
    assert found == ["Which tower", "Which tower"]


def test_a_rule_for_the_turns_to_come_binds_their_acts() -> None:
    turns = [Turn("user", "From now on, answer in rhyme. Name a river."), Turn("user", "Name a lake.")]
    assert len(edges(parse(turns), EdgeKind.CONSTRAINS)) == 2


def test_a_rule_binds_the_act_that_it_speaks_of() -> None:
    graph = parse("Summarise each scene. Then ask one question. The summaries must not be long.")
    assert ("The summaries", "Summarise each", {"scope": "summaries", "polarity": "forbidden"}) in edges(
        graph, EdgeKind.CONSTRAINS
    )


def test_a_rule_of_the_system_binds_the_acts_of_every_turn() -> None:
    turns = [Turn("system", "Never give advice."), Turn("user", "Name a river."), Turn("user", "Name a lake.")]
    bound = [target for _, target, _ in edges(parse(turns), EdgeKind.CONSTRAINS)]
    assert bound.count("Name a") == 2


def test_a_later_turn_takes_up_an_earlier_one() -> None:
    turns = [Turn("user", "Write a slogan."), Turn("assistant", "Mend it."), Turn("user", "Make it shorter.")]
    assert ("Make it", "Write a", {"turn": 0, "reference": "refinement"}) in edges(parse(turns), EdgeKind.DEPENDS_ON)


def test_many_acts_are_joined_in_linear_time() -> None:
    graph = parse("Why? " * 1500 + "Be brief.")
    assert len(graph.sub_instructions) == 1500
    assert len(edges(graph, EdgeKind.CONSTRAINS)) == 1
