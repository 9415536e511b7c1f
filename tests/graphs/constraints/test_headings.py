"""Headings."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation, repair, verify
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload

ID = "detectable_format:headings"


def found(text: str) -> list[dict[str, Any]]:
    return [one.kwargs for one in extract(Passage.of(text)) if one.id == ID]


@pytest.mark.parametrize(
    ("text", "kwargs"),
    [
        ("Use markdown headings.", {}),
        ("Write a guide with clear headings and subheadings.", {}),
        ("Use heading levels to order the answer.", {}),
        ("Include a level 2 heading.", {"level": 2}),
        ("Use heading level 3 for each river.", {"level": 3}),
        ("The title should be a second-level heading.", {"level": 2}),
        ("Use ## for headings.", {"level": 2}),
        ('Use "###" for the section titles.', {"level": 3}),
        ("Include exactly three level 2 headings.", {"level": 2, "num_headings": 3}),
        ("Write a guide with 3 headings.", {"num_headings": 3}),
        ("Use at least four headings.", {"num_headings": 4, "relation": "at least"}),
        ("Use at least two heading levels.", {"num_levels": 2, "levels_relation": "at least"}),
        ("Use no more than two levels of headings.", {"num_levels": 2, "levels_relation": "at most"}),
        ("Use headings at two levels.", {"num_levels": 2}),
        ("Use headings no deeper than level 3.", {"max_level": 3}),
        ("Do not use headings.", {"num_headings": 0}),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any]) -> None:
    assert found(text) == [kwargs]


@pytest.mark.parametrize(
    "text",
    [
        "He was heading home.",
        "What is a heading in HTML?",
        "Each of the headings above is wrong.",
        "Explain how to use headings.",
        "The three headings below are mine.",
        "Reach level 2 of the game.",
        "Write a function that parses HTTP headers.",
        'Translate "use headings" into German.',
    ],
)
def test_other_headings(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("kwargs", "response", "passed"),
    [
        ({}, "# A", True),
        ({}, "A\n===\ntext", True),
        ({}, "#A", False),
        ({}, "```\n# A\n```", False),
        ({"level": 2}, "# A\n## B", True),
        ({"level": 2}, "# A", False),
        ({"num_headings": 2}, "# A\n## B", True),
        ({"num_headings": 1, "level": 2}, "## A\n## B", False),
        ({"num_levels": 2}, "# A\n## B\n## C", True),
        ({"num_levels": 2, "levels_relation": "at least"}, "## A\n## B", False),
        ({"max_level": 2}, "# A\n### B", False),
        ({"num_headings": 0}, "**A**", True),
        ({"num_headings": 0}, "# A", False),
    ],
)
def test_verify(kwargs: dict[str, Any], response: str, passed: bool) -> None:
    assert verify(ID, kwargs, response).passed is passed


def test_the_first_heading_too_many_is_pointed_at() -> None:
    assert verify(ID, {"num_headings": 1}, "# A\n# B").span == (4, 7)
    assert verify(ID, {"max_level": 1}, "# A\n## B").span == (4, 8)


@pytest.mark.parametrize(
    ("kwargs", "response", "text"),
    [
        ({}, "**Tea**\nHot.\n\n**Milk:**\nCold.", "## Tea\nHot.\n\n## Milk\nCold."),
        ({"level": 3}, "# A\n# B", "### A\n### B"),
        ({"max_level": 2}, "# A\n### B", "# A\n## B"),
        ({"num_headings": 0}, "# A\ntext", "A\ntext"),
    ],
)
def test_repair(kwargs: dict[str, Any], response: str, text: str) -> None:
    mended = repair(ID, kwargs, response)
    assert mended is not None
    assert (mended.text, mended.lossy) == (text, False)


@pytest.mark.parametrize(
    ("one", "other", "meaning"),
    [
        ({"level": 2}, {}, "implies"),
        ({"num_levels": 2}, {"num_headings": 1}, "contradicts"),
        ({"num_levels": 2}, {"num_headings": 2, "relation": "at least"}, "implies"),
        ({"level": 3}, {"max_level": 2}, "contradicts"),
        ({"num_headings": 0}, {"max_level": 2}, "implies"),
        ({"level": 3}, {"level": 2}, "independent"),
    ],
)
def test_relations(one: dict[str, Any], other: dict[str, Any], meaning: str) -> None:
    assert relation(Payload(ID, one), Payload(ID, other)) == meaning


def test_suits_long_prose() -> None:
    member, rng = families()[ID], random.Random(0)
    assert list(member.suits(Task("Write an essay about tea.", "write", "essay"), rng))
    assert {"num_headings": 2} in list(member.suits(Task("Tell me.", response="# A\nb\n# C\nd"), rng))
    assert not list(member.suits(Task("Write a haiku.", "write", "haiku", "verse"), rng))
    assert not list(member.suits(Task("Write a tweet.", "write", "tweet"), rng))
