from __future__ import annotations

import random

import pytest

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
