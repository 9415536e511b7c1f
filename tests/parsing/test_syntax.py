"""Sentences with their syntax: offsets of the turn, clauses by coordination, limits of the output, semantic nodes."""

from __future__ import annotations

import pytest

from stemmata.parsing.coordination import cuts, fragment, imperative
from stemmata.parsing.english import load
from stemmata.parsing.headings import heading, inline
from stemmata.parsing.limits import limits
from stemmata.parsing.semantics import entities, mentions
from stemmata.parsing.syntax import Sentence, analysed


def parsed(text: str, before: str = "") -> Sentence:
    """Return a text as one sentence that stands after some other text."""
    whole = before + text
    return analysed(load(), [(whole, [(len(before), len(whole))])])[0][0]


def test_offsets_are_those_of_the_turn() -> None:
    before = "Hello there. "
    sentence = parsed("Name three rivers.", before)
    token = sentence.doc[1]
    start, end = sentence.span(token)
    assert (before + "Name three rivers.")[start:end] == "three"
    assert [t.text for t in sentence.tokens([(len(before), len(before) + 10)])] == ["Name", "three"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Write a poem and translate it into Welsh.", ["Write a poem", "translate it into Welsh."]),
        ("Read the notes and count the verbs.", ["Read the notes", "count the verbs."]),
        ("Write a poem about cats and dogs.", ["Write a poem about cats and dogs."]),
        ("What is a fjord, and how deep is it?", ["What is a fjord", "how deep is it?"]),
        ("If he is late and it is cold, write a note.", ["If he is late and it is cold, write a note."]),
    ],
)  # fmt: skip
def test_clauses_are_cut_where_acts_are_coordinated(text: str, pieces: list[str]) -> None:
    found, cursor = [], 0
    for left, right in [*cuts(parsed(text)), (len(text), len(text))]:
        found.append(text[cursor:left])
        cursor = right
    assert found == pieces


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Name three rivers that flow north.", ["three"]),
        ("Name the three rivers on the map.", []),
        ("Write a 400-word essay on silence.", ["400-word"]),
        ("Write an essay on bread in a warm tone.", ["in a warm tone"]),
        ("Write a poem about rain in Welsh.", ["in Welsh"]),
        ("Translate the song into Welsh.", []),
        ("Correct the text without changing its meaning.", ["without changing its meaning"]),
        ("Present the costs as a table.", ["as a table"]),
        ("Find the verb in the sentence.", []),
        ("Write a letter to the mayor.", []),
        ("Sort the words into nouns, verbs and the rest.", ["into nouns, verbs and the rest"]),
    ],
)
def test_limits_of_an_act(text: str, held: list[str]) -> None:
    end = len(text) - 1
    assert sorted({text[a:b] for a, b in limits(parsed(text), 0, end)}) == held


@pytest.mark.parametrize(
    ("text", "question", "kinds"),
    [
        (
            "Write a short poem for my aunt about the sea",
            False,
            {
                "Write": "Action",
                "short": "Attribute",
                "poem": "Output",
                "aunt": "Entity recipient",
                "sea": "Entity topic",
            },
        ),
        (
            "Could you suggest a name for my boat",
            True,
            {"suggest": "Action", "name": "Output", "boat": "Entity target"},
        ),
        ("Come up with a slogan", False, {"Come up with": "Action", "slogan": "Output"}),
        ("Explain how glaciers move", False, {"Explain": "Action", "glaciers": "Entity topic"}),
        ("What is the price of bread", True, {"price": "Entity target", "bread": "Entity topic"}),
        ("I need a recipe", False, {"need": "Action", "recipe": "Output"}),
        ("Turn the list into a poem", False, {"Turn": "Action", "list": "Entity target", "poem": "Output"}),
        ("Make it shorter", False, {"Make": "Action", "shorter": "Attribute"}),
    ],
)
def test_semantic_nodes_of_an_act(text: str, question: bool, kinds: dict[str, str]) -> None:
    found = mentions(parsed(text), [(0, len(text))], question=question)
    assert {text[m.range[0] : m.range[1]]: f"{m.kind} {m.role or ''}".strip() for m in found} == kinds


def test_a_statement_of_the_situation_names_things() -> None:
    text = "My sister is getting married in August and I have no time."
    assert [text[a:b] for a, b in entities(parsed(text), 0, len(text))][:2] == ["sister", "August"]


def test_orders_and_fragments() -> None:
    assert imperative(parsed("Write a poem."), 0, 12) is not None
    assert imperative(parsed("She writes a poem."), 0, 17) is None
    assert fragment(parsed("Five lines, no rhymes."), 0, 21)
    assert not fragment(parsed("It has five lines."), 0, 17)


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("## Format", "rules"), ("**Requirements:**", "rules"), ("Rules:", "rules"), ("Background", "background"),
        ("# Task", "task"), ("Rules of chess", None), ("Write a poem.", None), ("Please note:", "rules"),
    ],
)  # fmt: skip
def test_headings_say_what_follows(line: str, section: str | None) -> None:
    assert heading(line, alone=True) == section


def test_a_label_opens_a_section_in_its_line() -> None:
    assert inline("Requirements: at most eight words") == ("rules", 14)
    assert inline("Dear Ann: hello") is None
