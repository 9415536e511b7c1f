"""How many characters: lengths of text, and the people of stories that are no lengths."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

ID = "length_constraints:number_characters"


def found(text: str) -> list[tuple[dict[str, Any], str, str]]:
    return [
        (one.kwargs, text[one.start : one.end], one.form.value) for one in extract(Passage.of(text)) if one.id == ID
    ]


def bound(relation: str, value: int, upper: int | None = None) -> dict[str, Any]:
    return {"relation": relation, "num_characters": value} | ({"upper": upper} if upper else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core", "form"),
    [
        ("Write a tweet of up to 250 characters.", bound("at most", 250), "up to 250 characters", "amount"),
        ("Keep it under 160 characters (including spaces).", bound("less than", 160), "under 160 characters", "amount"),
        ("The caption has a character limit of 150.", bound("at most", 150), "150", "value"),
        ("Stay within the 280-character limit.", bound("at most", 280), "280", "value"),
        ("Character limit: 300", bound("at most", 300), "300", "value"),
        ("Character count: at most 300", bound("at most", 300), "at most 300", "value"),
        ("Write a 500-character bio.", bound("equal to", 500), "500-character", "adjective"),
        ("Limit your answer to 280 characters.", bound("at most", 280), "280 characters", "amount"),
        ("It should be 80 to 90 characters long.", bound("between", 80, 90), "80 to 90 characters", "amount"),
        ("Write a description (max. 400 chars).", bound("at most", 400), "max. 400 chars", "amount"),
        ("Answer in 200 characters or less.", bound("at most", 200), "200 characters or less", "amount"),
        ("It should not exceed 20 characters.", bound("at most", 20), "not exceed 20 characters", "verb"),
        ("The answer must be at least 8 characters long.", bound("at least", 8), "at least 8 characters", "amount"),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any], core: str, form: str) -> None:
    assert found(text) == [(kwargs, core, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Write a story with 3 characters.",
        "Write a play with at least five characters.",
        "List 50 characters from the comic.",
        "The novel should have 40 characters who all meet.",
        "Each heading should not exceed 25 characters in length.",
        "Use at most 100 characters excluding spaces.",
        "Write a function that returns at most 100 characters.",
        "The password must be at least 12 characters long.",
        "Explain the site's 280-character limit.",
        "Write it in 100 Chinese characters.",
        "Use at least 30 special characters.",
        'She wrote: "use 280 characters".',
    ],
)
def test_other_characters(text: str) -> None:
    assert found(text) == []


def test_blanks_around_the_whole_do_not_count() -> None:
    assert verify(ID, bound("equal to", 3), "\n a b \n").passed
    judged = verify(ID, bound("at most", 3), "  abcdef ")
    assert (judged.passed, judged.span, judged.detail) == (
        False,
        (5, 8),
        "6 characters; asked for at most 3 characters",
    )
    assert not verify(ID, bound("at least", 1), " ").passed


def test_repair_cuts_between_words() -> None:
    mended = repair(ID, bound("at most", 12), "One two three four.")
    assert mended is not None
    assert (mended.text, mended.changed, mended.lossy) == ("One two.", 13, True)
    assert repair(ID, bound("at most", 4), "Unbreakable") is None
    assert repair(ID, bound("at least", 40), "Short.") is None


def test_rewording_a_limit_changes_its_number() -> None:
    text = "Stay within the 280-character limit."
    one = extract(Passage.of(text))[0]
    assert next(reworded(text, one, ID, bound("at most", 140))) == "Stay within the 140-character limit."


def test_what_a_number_of_characters_means_for_words() -> None:
    words = Payload("length_constraints:number_words", {"relation": "at least", "num_words": 300})
    assert relation(Payload(ID, bound("at most", 280)), words) == "contradicts"


def test_a_limit_is_added_to_what_is_shown_in_little_room() -> None:
    tweet = Task("Write a tweet about tides.", "write", "tweet")
    assert list(families()[ID].suits(tweet, random.Random(1))) == [bound("at most", 280)]
    known = Task("Explain tides.", "explain", "tides", response="The moon pulls. The sea follows. " * 3)
    assert bound("at most", 120) in list(families()[ID].suits(known, random.Random(1)))
    assert not list(families()[ID].suits(Task("Write an essay.", "write", "essay"), random.Random(1)))
    assert not list(families()[ID].suits(Task("Sort it.", shape="code"), random.Random(1)))
