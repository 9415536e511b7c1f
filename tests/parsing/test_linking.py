"""What rests on what: acts on acts and facts, constraints on acts, across turns too."""

from __future__ import annotations

import pytest

from stemmata import parse
from stemmata.graphs.graph import Graph
from stemmata.parsing.linking import polarity, scope
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
        ("Name a river. Explain magnets.", "Explain magnets", "Name a", {"composition": "and", "order": 1}),
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
            {"composition": "selection", "condition": "if it is spam"},
        ),
    ],
)
def test_acts_rest_on_acts(text: str, source: str, target: str, qualifiers: dict[str, object]) -> None:
    assert (source, target, qualifiers) in edges(parse(text), EdgeKind.DEPENDS_ON)


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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("do not mention money", "forbidden"), ("it must not exceed a page", "required"),
        ("you may add a row", "optional"), ("in twenty words", "required"),
    ],
)  # fmt: skip
def test_polarity(words: str, said: str) -> None:
    assert polarity(words) == said


def test_scope() -> None:
    assert scope("each verse must rhyme") == "each verse"
    assert scope("use short words") == "output"


def test_many_acts_are_joined_in_linear_time() -> None:
    graph = parse("Why? " * 1500 + "Be brief.")
    assert len(graph.sub_instructions) == 1500
    assert len(edges(graph, EdgeKind.CONSTRAINS)) == 1
