"""How many words: wordings from real prompts, and numbers that are about something else."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded

ID = "length_constraints:number_words"


def found(text: str) -> list[tuple[dict[str, Any], str, str]]:
    return [
        (one.kwargs, text[one.start : one.end], one.form.value) for one in extract(Passage.of(text)) if one.id == ID
    ]


def bound(relation: str, value: int, upper: int | None = None) -> dict[str, Any]:
    return {"relation": relation, "num_words": value} | ({"upper": upper} if upper else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core", "form"),
    [
        ("Write a 300+ word summary of the page.", bound("at least", 300), "300+ word", "adjective"),
        (
            "Write an exactly three-hundred word essay.",
            bound("equal to", 300),
            "exactly three-hundred word",
            "adjective",
        ),
        ("Write a six-word story.", bound("equal to", 6), "six-word", "adjective"),
        ("Respond with at most 150 words.", bound("at most", 150), "at most 150 words", "amount"),
        ("The answer should be 600+ words long.", bound("at least", 600), "600+ words", "amount"),
        ("Keep it under 1,200 words!", bound("less than", 1200), "under 1,200 words", "amount"),
        ("It should not exceed 50 words.", bound("at most", 50), "not exceed 50 words", "verb"),
        ("Ensure that it does not exceed 150 words.", bound("at most", 150), "does not exceed 150 words", "modal"),
        ("Do not exceed 50 words.", bound("at most", 50), "Do not exceed 50 words", "sentence"),
        ("Use 50-100 words.", bound("between", 50, 100), "50-100 words", "amount"),
        (
            "no less than 50 but no more than 60 words",
            bound("between", 50, 60),
            "no less than 50 but no more than 60 words",
            "amount",
        ),
        ("Limit your response to 100 words.", bound("at most", 100), "100 words", "amount"),
        ("Summarise it in 100 words or less.", bound("at most", 100), "100 words or less", "amount"),
        ("a text of six hundred and fifty words", bound("equal to", 650), "six hundred and fifty words", "amount"),
        ("exactly 1 word long", bound("equal to", 1), "exactly 1 word", "amount"),
        ("at least two hundred (200) words", bound("at least", 200), "at least two hundred (200) words", "amount"),
        ("Keep the word count between 150 and 200.", bound("between", 150, 200), "between 150 and 200", "value"),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any], core: str, form: str) -> None:
    assert found(text) == [(kwargs, core, form)]


def test_the_number_of_words_may_come_first() -> None:
    text = "The sentences should be long, so that the total number of words in your response should be 250 or more."
    assert [one[0] for one in found(text)] == [bound("at least", 250)]


@pytest.mark.parametrize(
    "text",
    [
        "Give me 5 words that rhyme with orange.",
        "Name 5 words.",
        "He wrote 300 words a day for ten years.",
        "Edit my 300-word essay.",
        "Write approximately 300 words.",
        "Each paragraph should have at most 50 words.",
        "Every sentence must not exceed 20 words.",
        "Use no more than 20 words per sentence.",
        "The title should be under 10 words.",
        "Only use four-word sentences.",
        'The teacher said "use at least 300 words" and left.',
        "the number of words in all capital letters should be less than 5",
        "Read the first 100 words.",
        "these 20 words",
    ],
)
def test_numbers_of_other_things(text: str) -> None:
    assert found(text) == []


def test_a_whole_response_after_its_parts() -> None:
    text = "Start each section with a title, and the entire response should have at least 100 words."
    assert [one[0] for one in found(text)] == [bound("at least", 100)]


def test_rewording_keeps_the_rest() -> None:
    text = "Write a 30-word ad"
    one = extract(Passage.of(text))[0]
    assert next(reworded(text, one, ID, bound("equal to", 20))) == "Write a 20-word ad"


def test_verify_counts_and_says_where_it_is_too_long() -> None:
    check = verify(ID, bound("at most", 2), "one two three")
    assert (check.passed, check.span) == (False, (8, 13))
    assert verify(ID, bound("between", 2, 3), "one two three").passed
    assert not verify(ID, bound("more than", 3), "one two three").passed


def test_repair_cuts_and_says_so() -> None:
    mended = repair(ID, bound("less than", 4), "One two three four five.")
    assert mended is not None
    assert (mended.text, mended.lossy) == ("One two three.", True)
    assert repair(ID, bound("at least", 9), "One two.") is None


def test_edits_never_say_nothing() -> None:
    for seed in range(20):
        for made in families()[ID].edits(bound("at least", 8), random.Random(seed)):
            assert made.kwargs["num_words"] >= 5


def test_nobody_bounds_the_words_of_code() -> None:
    assert not list(families()[ID].suits(Task("Write a function.", "write", "function", "code"), random.Random(1)))
    offered = list(
        families()[ID].suits(Task("Write an essay.", "write", "essay", response="word " * 100), random.Random(1))
    )
    assert bound("at least", 70) in offered
    assert families()[ID].render(bound("at most", 5), Form.ADJECTIVE) == []
