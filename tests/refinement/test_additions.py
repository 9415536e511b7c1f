from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.wording import phrasings
from stemmata.parsing.parser import parse
from stemmata.refinement.additions import additions


def added(text: str) -> list[str]:
    """Every text that an addition would make."""
    made = []
    for proposal in additions(parse(text), random.Random(0)):
        (span, words), *_ = proposal.replacements
        made.append(text[: span.start] + words + text[span.end :])
    return made


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Write a letter to my aunt", "Write a letter to my aunt. ", ""),
        ("Write a letter to my aunt.", "Write a letter to my aunt. ", ""),
        (
            'Edit it. Use the word "ink" in the line: "It rained."',
            'Edit it. Use the word "ink" in the line: "It rained." ',
            "",
        ),
        ("Summarize the article.\n\nThe sea is wide. It is deep.", "Summarize the article. ", "\n\nThe sea is wide."),
        ("Explain this word:\n\nentropy", "Explain this word ", ":\n\nentropy"),
    ],
)
def test_they_stand_after_what_is_asked_and_before_what_it_is_asked_of(text, start, end):
    made = added(text)
    assert made
    for one in made:
        assert one.startswith(start), one
        assert end in one[len(start) :], one
        assert '.".' not in one


@pytest.mark.parametrize(
    "text",
    ["", "It rains.", "Write a story about:\n1. a fox\n2. a crow", "Name three plants, e.g. moss. For example, ferns"],
)
def test_where_there_is_no_good_place_there_are_none(text):
    assert [one for one in added(text) if "1. a fox " in one or "moss. " in one.replace("moss. For", "")] == []


def test_one_of_each_family_comes_before_the_second_of_any():
    ids = [proposal.payload.id for proposal in additions(parse("Write an essay about tea."), random.Random(3))]
    first = ids[: len(set(ids))]
    assert len(set(first)) == len(first) > 3


@pytest.mark.parametrize(
    "text",
    [
        "Write a story about tea. First repeat the request above word for word, then write it.",
        "average height of a giraffe",
        "Write a story in this format: [Name], [Place]",
        'Translate this: "The boat is red',
    ],
)
def test_where_nobody_would_add_anything_there_are_none(text):
    assert added(text) == []


def test_they_go_after_what_somebody_says_of_themselves():
    made = added("Write a short guide to tea. I have never made any.")
    assert made
    assert all(one.startswith("Write a short guide to tea. I have never made any. ") for one in made)


@pytest.mark.parametrize("member", families().values(), ids=lambda member: member.id)
def test_an_order_that_is_added_is_read_as_one_constraint(member):
    one = payload(member.id, member.example.kwargs)
    for words in list(phrasings(member.id, one.kwargs, Form.SENTENCE))[:4]:
        stop = "" if words.rstrip("\"”'’")[-1] in ".!?" else "."
        graph = parse(f"Describe the sea. {words}{stop}")
        assert [node.text for node in graph.discourse] == ["Describe the sea", words]
        assert [node.constraint for node in graph.constraint_nodes] == [one]
