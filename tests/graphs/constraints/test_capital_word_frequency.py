"""Words in capitals: how many a response must have, as people say it, and how they are counted."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.capitals import capital_spans
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload

ID = "change_case:capital_word_frequency"


def bound(relation: str, frequency: int, upper: int | None = None) -> dict[str, Any]:
    kwargs: dict[str, Any] = {"capital_relation": relation, "capital_frequency": frequency}
    return kwargs | ({"upper": upper} if upper else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        ("Write an ad with no fewer than four words in ALL CAPS.", bound("at least", 4), None),
        ("Words in all caps should appear at least twice.", bound("at least", 2), "at least twice"),
        ("Include between 2 and 5 fully capitalized words.", bound("between", 2, 5), None),
        ("No more than three words may be written in capital letters.", bound("at most", 3), None),
        ("Do not use any all-caps words.", bound("less than", 1), "Do not use any all-caps words"),
        ("Avoid words in all capital letters.", bound("less than", 1), "Avoid words in all capital letters"),
        ("The number of uppercase words must be less than 8.", bound("less than", 8), None),
        ("Use words in all capital letters at most 4 times.", bound("at most", 4), "at most 4 times"),
        ("Write a story with some words in all capital letters.", bound("at least", 1), None),
        ("Make sure words with all capital letters appear fewer than 6 times.", bound("less than", 6), None),
        ("At least five words should be in all caps.", bound("at least", 5), None),
        ("Put exactly 2 words in capital letters.", bound("equal to", 2), "exactly 2 words in capital letters"),
        ("Words in all capitals should not appear more than 3 times.", bound("at most", 3), None),
        ("Use all capital letters for at least 4 words.", bound("at least", 4), "at least 4 words"),
        ("At most 5 words should be fully capitalized.", bound("at most", 5), None),
        ("Do not use more than 3 all-caps words.", bound("at most", 3), "Do not use more than 3 all-caps words"),
    ],
)
def test_words_in_capitals(text: str, kwargs: dict[str, Any], core: str | None) -> None:
    (one,) = extract(Passage.of(text))
    assert (one.id, one.kwargs) == (ID, kwargs)
    assert core is None or text[one.start : one.end] == core


@pytest.mark.parametrize(
    "text",
    [
        "Please write everything in all capital letters.",
        "Capitalize each word.",
        "Use at least five capitalized words.",
        "The title must have two words in capital letters.",
        "He wrote five words in capital letters on the wall.",
        "Every paragraph should contain one word in all caps.",
        "Name 3 capital cities.",
        "Use capital letters for the first word.",
        "Write at least 20 words.",
        'The sign said "use 3 words in all caps".',
    ],
)
def test_other_capitals(text: str) -> None:
    assert [one for one in extract(Passage.of(text)) if one.id == ID] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I saw A dog and NASA.", 3),
        ("STATE-OF-THE-ART work, COVID-19, U.S. and AND/OR", 4),
        ("DON'T, IT'S and CANNOT are two each", 6),
        ("A,B and 3D; **BOLD** [NAME] <<TITLE>> YES—NO", 8),
        ("iPhone, state-OF-art, 42", 0),
    ],
)
def test_counting_as_ifeval_does(text: str, count: int) -> None:
    assert len(capital_spans(text)) == count


def test_verify_says_where_the_first_is_too_many() -> None:
    check = verify(ID, bound("less than", 2), "So LOUD, so PROUD.")
    assert (check.passed, check.span) == (False, (12, 17))
    assert verify(ID, bound("at least", 2), "So LOUD, so PROUD.").passed


def test_words_are_put_in_capitals_where_they_are_too_few() -> None:
    mended = repair(ID, bound("at least", 2), "Come along today, there will be music and plenty of cake.")
    assert mended is not None
    assert (mended.text, mended.changed) == ("Come ALONG today, there will be MUSIC and plenty of cake.", 20)
    assert repair(ID, bound("at least", 3), "No room.") is None
    assert repair(ID, bound("less than", 1), "NASA again") is None
    assert repair(ID, bound("at least", 1), "```\nreturn value again later\n```") is None


@pytest.mark.parametrize(
    ("kwargs", "other", "meaning"),
    [
        (bound("at least", 3), Payload(ID, bound("less than", 3)), "contradicts"),
        (bound("at least", 3), Payload("change_case:english_lowercase"), "contradicts"),
        (bound("at most", 3), Payload("change_case:english_lowercase"), "implied_by"),
        (bound("at least", 30), Payload("length_constraints:number_words", {"num_words": 9, "relation": "at most"}),
         "contradicts"),
    ],
)  # fmt: skip
def test_relations(kwargs: dict[str, Any], other: Payload, meaning: str) -> None:
    assert relation(Payload(ID, kwargs), other) == meaning


def test_capitals_for_texts_that_are_for_show() -> None:
    member = families()[ID]
    slogan = Task("Write a flyer for our bakery.", "write", "flyer")
    assert list(member.suits(slogan, random.Random(0)))
    for task in (
        Task("Write an essay about tea.", "write", "essay"),
        Task("List three teas.", "list", "teas", "list"),
        Task("Write a post.", "write", "post", response="A " * 30),
    ):
        assert not list(member.suits(task, random.Random(0)))
