"""How many paragraphs, divided by *** or by blank lines."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

ID = "length_constraints:number_paragraphs"


def found(text: str) -> list[tuple[dict[str, Any], str]]:
    return [(one.kwargs, text[one.start : one.end]) for one in extract(Passage.of(text)) if one.id == ID]


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        (
            "There should be exactly 3 paragraphs separated by the markdown divider: ***.",
            {"num_paragraphs": 3},
            "exactly 3 paragraphs",
        ),
        (
            "There should be 3 paragraphs. Paragraphs are separated with the markdown divider: ***",
            {"num_paragraphs": 3},
            "3 paragraphs",
        ),
        (
            "exactly 3 paragraphs each separated by *** and exactly 3 bullet points",
            {"num_paragraphs": 3},
            "exactly 3 paragraphs",
        ),
        (
            "for there to be exactly 3 paragraphs each separated by three asterisk symbols (***)",
            {"num_paragraphs": 3},
            "exactly 3 paragraphs",
        ),
        ("make sure there are exactly 4 sections. Separated the sections by: ***", {"num_paragraphs": 4}, "4"),
        ("Separate your song into 3 parts, where each part is separated with ***.", {"num_paragraphs": 3}, "3"),
        (
            "Put the response into at least 5 sections, separated using 3 asterisks ***.",
            {"relation": "at least", "num_paragraphs": 5},
            "5",
        ),
        ("Response in three paragraphs.", {"num_paragraphs": 3, "separator": "blank"}, "three paragraphs"),
        (
            "The answer must be organized into at least two paragraphs",
            {"relation": "at least", "num_paragraphs": 2, "separator": "blank"},
            "at least two paragraphs",
        ),
        ("Write a five-paragraph essay.", {"num_paragraphs": 5, "separator": "blank"}, "five-paragraph"),
        ("The response must be a single paragraph", {"num_paragraphs": 1, "separator": "blank"}, "a single paragraph"),
        (
            "Follow the format below:\n\nPart 1. Task\n***\nPart 2. Motive\n***\nPart 3. History",
            {"num_paragraphs": 3},
            "format",
        ),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any], core: str) -> None:
    assert found(text) == [(kwargs, core)]


@pytest.mark.parametrize(
    "text",
    [
        "Read the following three paragraphs and answer.",
        "merge the last two paragraphs into one",
        "I have 3 paragraphs of text here.",
        "Write a paragraph about cats.",
        "Give two responses separated by 6 asterisk symbols: ******.",
        "Write 4 sections. Mark the beginning of each section with Section X.",
        "Write exactly 4 paragraphs. Start the 4th paragraph with the word elm.",
        "Write exactly 4 sections about bees.",
        'The note says "write two paragraphs".',
        "Each chapter has 2 paragraphs.",
    ],
)
def test_other_numbers(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("response", "passed"),
    [
        ("a *** b *** c", True),
        ("a\n***\nb\n***\nc", True),
        ("***\na\n***\nb\n***\nc\n***", True),
        ("a *** b", False),
        ("a *** *** b *** c", False),
        ("a\n\nb\n\nc", False),
        ("", False),
    ],
)
def test_verify_as_ifeval_does(response: str, passed: bool) -> None:
    assert verify(ID, {"num_paragraphs": 3}, response).passed is passed


def test_blank_lines_count_only_where_they_are_asked_for() -> None:
    blank = {"num_paragraphs": 2, "separator": "blank"}
    assert verify(ID, blank, "One.\n\n***\n\nTwo.\n").passed
    check = verify(ID, blank, "One.\n\nTwo.\n\nThree.")
    assert (check.passed, check.span) == (False, (12, 18))


def test_usual_arguments_are_left_out() -> None:
    given = {"num_paragraphs": 3, "separator": "***", "relation": "equal to"}
    assert payload(ID, given).kwargs == {"num_paragraphs": 3}


def test_dividers_and_blank_lines_are_counted_apart() -> None:
    stars, blank = Payload(ID, {"num_paragraphs": 3}), Payload(ID, {"num_paragraphs": 2, "separator": "blank"})
    assert relation(stars, blank) == "independent"
    assert relation(stars, Payload(ID, {"num_paragraphs": 2})) == "contradicts"


@pytest.mark.parametrize(
    ("kwargs", "response", "text"),
    [
        ({"num_paragraphs": 2}, "One.\n\nTwo.", "One.\n***\nTwo."),
        ({"num_paragraphs": 2}, "One. Two. Three.", "One. Two.\n***\nThree."),
        ({"num_paragraphs": 2, "separator": "blank"}, "One.\n\nTwo is long.\n\nThree.", "One. Two is long.\n\nThree."),
        ({"num_paragraphs": 1, "separator": "blank"}, "One.\n\nTwo.", "One. Two."),
    ],
)
def test_repair_divides_and_joins(kwargs: dict[str, Any], response: str, text: str) -> None:
    mended = repair(ID, kwargs, response)
    assert mended is not None
    assert (mended.text, mended.lossy) == (text, False)


def test_repair_leaves_lists_and_code_alone() -> None:
    assert repair(ID, {"num_paragraphs": 3, "separator": "blank"}, "* a\n* b") is None
    assert repair(ID, {"num_paragraphs": 2, "separator": "blank"}, "One sentence only.") is None


def test_sections_keep_their_name() -> None:
    text = "There should be exactly 4 sections, separated by ***"
    one = extract(Passage.of(text))[0]
    assert (
        next(reworded(text, one, ID, {"num_paragraphs": 6})) == "There should be exactly 6 sections, separated by ***"
    )


def test_no_paragraphs_for_a_line() -> None:
    member = families()[ID]
    assert not list(member.suits(Task("Name it.", shape="short"), random.Random(0)))
    assert not list(member.suits(Task("Say hello.", response="Hello."), random.Random(0)))
    two = Task("Write an essay.", "write", "essay", response="One thing.\n\nAnother thing.")
    assert list(member.suits(two, random.Random(0))) == [
        {"num_paragraphs": 2, "separator": "blank"},
        {"num_paragraphs": 2},
    ]
