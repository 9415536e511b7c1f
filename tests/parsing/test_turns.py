"""What a later turn takes up of the turns before it: which acts, and how."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from stemmata import parse
from stemmata.parsing.things import things
from stemmata.schemas.instruction import Turn
from stemmata.schemas.vocabulary import EdgeKind, NodeKind

BREAD = [
    "Explain how sourdough bread is baked at home.",
    "Sourdough rises with a starter of flour and water. You knead the dough, let it rest overnight and bake it hot.",
]
WHALES = ["Which whales live in the Arctic?", "Belugas, narwhals and bowhead whales live there all year."]


def taken(*texts: str) -> tuple[str | None, list[int]]:
    """Return how the last turn takes up others, and which; persons and assistants speak by turns."""
    turns = [Turn("assistant" if place % 2 else "user", text) for place, text in enumerate(texts)]
    graph = parse(turns)
    last = {node.id for node in graph.sub_instructions if node.spans[0].turn == len(turns) - 1}
    first = {node.id: node.spans[0].turn for node in graph.nodes if node.kind is NodeKind.SUB_INSTRUCTION}
    found = [
        (str(edge.qualifiers["reference"]), first[edge.target])
        for edge in graph.edges
        if edge.kind is EdgeKind.DEPENDS_ON and edge.source in last and "turn" in edge.qualifiers
    ]
    for edge in graph.edges:
        if "turn" in edge.qualifiers:
            assert edge.qualifiers["turn"] == first[edge.target]
    return (found[0][0] if found else None), sorted({turn for _, turn in found})


@pytest.mark.parametrize(
    "words",
    [
        "Make it shorter.",
        "can u rewrite that for kids?",
        "Could you change the tone of your explanation?",
        "Thanks for the overview! Could you make it friendlier?",
        "Rephrase your answer in a more formal style.",
        "Add a remark on salt.",
        "Put all of that into a table.",
        "I need a simpler answer this time.",
    ],
)
def test_what_was_made_is_changed(words: str) -> None:
    assert taken(*BREAD, words) == ("refinement", [0])


@pytest.mark.parametrize(
    "words",
    ["Tell me more about the starter.", "Could you elaborate on the kneading?", "Can you delve into flour and dough?"],
)
def test_more_is_asked_for(words: str) -> None:
    assert taken(*BREAD, words) == ("expansion", [0])


@pytest.mark.parametrize(
    "words",
    [
        "How long do these loaves last?",
        "And why does it rest overnight?",
        "What about rye?",
        "Mine stays flat and dense. Tell me why.",
        "We liked the second one. Suggest a drink to go with it.",
        "Building on that recipe, which cheese would you serve?",
    ],
)
def test_what_leans_on_the_answer_follows_it_up(words: str) -> None:
    assert taken(*BREAD, words) == ("follow-up", [0])


@pytest.mark.parametrize(
    "words",
    [
        "Going back to the dough, can I freeze it?",
        "Remember the sourdough that you described? Which flour is best for it?",
        "You said earlier that dough rests overnight. Is four hours enough?",
        "What was the first question I asked you about sourdough?",
    ],
)
def test_an_earlier_turn_is_called_back(words: str) -> None:
    assert taken(*BREAD, *WHALES, words) == ("recall", [0])


@pytest.mark.parametrize(
    "words",
    [
        "Sum up everything we have discussed.",
        "Could you pull all of it together in a paragraph?",
        "Summarize our conversation.",
    ],
)
def test_all_of_the_theme_is_summed_up(words: str) -> None:
    more = ["Tell me more about the starter.", "It is fed each day with fresh flour."]
    assert taken(*BREAD, *more, words) == ("summary", [0, 2])
    assert taken(*WHALES, *BREAD, *more, words) == ("summary", [2, 4])


def test_the_last_answer_or_both_are_summed_up() -> None:
    assert taken(*BREAD, *WHALES, "Summarise that in one line.") == ("summary", [2])
    assert taken("Name a lake.", "Lake Como.", *BREAD, *WHALES, "Sum up both answers.") == ("summary", [2, 4])


def test_a_summary_of_something_new_sums_up_nothing() -> None:
    assert taken(*BREAD, "Give me a summary of a novel by Austen.") == (None, [])


@pytest.mark.parametrize(
    "words",
    [
        "Which whales live in the Arctic?",
        "By the way, what does my passport need for Peru?",
        "I am planning a museum of clocks. Please suggest a name, and keep it short.",
        'Translate this sentence: "The harbour was full of boats when we came home."',
    ],
)
def test_a_new_theme_takes_up_nothing(words: str) -> None:
    assert taken(*BREAD, words) == (None, [])


def test_one_part_of_a_theme_after_another_is_asked_of_the_turn_that_opened_it() -> None:
    opened = ["Give me an overview of beekeeping.", "Beekeeping takes hives, smoke, gloves and patience."]
    second = ["What gloves suit beekeeping?", "Leather gloves keep stings out."]
    assert taken(*opened, *second, "Which hives are common in beekeeping?") == ("expansion", [0])


def test_of_several_acts_the_one_that_is_spoken_of_is_taken_up() -> None:
    graph = parse(
        [
            Turn("user", "Describe a glacier. Then name a volcano in Chile."),
            Turn("user", "Rewrite the description of the glacier."),
        ]
    )
    (edge,) = [edge for edge in graph.edges if "turn" in edge.qualifiers]
    assert graph.node(edge.target).text == "Describe a glacier"


def test_each_act_that_changes_what_was_made_takes_it_up() -> None:
    graph = parse([Turn("user", "Suggest a soup."), Turn("user", "Make it vegan and add a garnish.")])
    assert [edge.qualifiers["reference"] for edge in graph.edges if "turn" in edge.qualifiers] == ["refinement"] * 2


def test_a_long_dialogue_has_no_more_edges_than_turns_times_a_bound() -> None:
    turns = [Turn("user", "Name a river in Norway."), *(Turn("user", "Sum up all of our conversation."),) * 200]
    edges = [edge for edge in parse(turns).edges if "turn" in edge.qualifiers]
    assert 200 < len(edges) <= 200 * 64


def test_the_same_dialogue_gives_the_same_graph_whatever_order_sets_have() -> None:
    code = (
        "from stemmata import parse; from stemmata.schemas.instruction import Turn; from stemmata.graphs.codec import "
        "to_json; print(to_json(parse([Turn('user', t) for t in ('Describe bees, wasps, hornets and flowers in "
        "meadows.', 'Name flowers, trees and meadows for bees.', 'You said bees like meadows. Which flowers?')])))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(runs) == 1
    assert b'"reference"' in runs.pop()


def test_things_are_words_that_may_name_one() -> None:
    assert things("Could you explain the tides, and a tide's timing, in detail?") == {"tide", "timing"}
