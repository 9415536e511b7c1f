"""How many different words."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload

ID = "length_constraints:unique_words"


def found(text: str) -> list[tuple[str, dict[str, Any], str]]:
    return [(one.id, one.kwargs, text[one.start : one.end]) for one in extract(Passage.of(text))]


def bound(relation: str, value: int, upper: int | None = None) -> dict[str, Any]:
    return {"relation": relation, "num_words": value} | ({"upper": upper} if upper else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        ("Use at least 50 unique words.", bound("at least", 50), "at least 50 unique words"),
        ("Write a story using only 40 different words.", bound("equal to", 40), "only 40 different words"),
        ("The poem must have no more than 30 distinct words.", bound("at most", 30), "no more than 30 distinct words"),
        (
            "The number of unique words should be at least 90.",
            bound("at least", 90),
            "The number of unique words should be at least 90",
        ),
        ("It should contain 60 to 80 unique words.", bound("between", 60, 80), "60 to 80 unique words"),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any], core: str) -> None:
    assert found(text) == [(ID, kwargs, core)]


@pytest.mark.parametrize(
    "text",
    [
        "Give me five different words for happy.",
        "Use three different words that mean glad.",
        "Each sentence should have 5 unique words.",
        "There are 200 unique words in the text.",
        'The label says "50 unique words".',
    ],
)
def test_other_words(text: str) -> None:
    assert [one for one in found(text) if one[0] == ID] == []


def test_case_makes_no_difference() -> None:
    assert verify(ID, bound("equal to", 2), "The sea, the SEA.").passed
    judged = verify(ID, bound("at most", 2), "The sea, the moon.")
    assert (judged.passed, judged.span) == (False, (13, 17))
    assert judged.detail == "3 unique words; asked for at most 2 unique words"


def test_repair_cuts_before_the_first_word_too_many() -> None:
    mended = repair(ID, bound("at most", 2), "The sea, the moon.")
    assert mended is not None
    assert (mended.text, mended.changed, mended.lossy) == ("The sea, the.", 7, True)
    assert repair(ID, bound("at least", 9), "The sea.") is None


def test_relations_with_all_words() -> None:
    words = Payload("length_constraints:number_words", {"relation": "at most", "num_words": 40})
    assert relation(Payload(ID, bound("at least", 50)), words) == "contradicts"
    assert relation(words, Payload(ID, bound("at most", 50))) == "implies"


def test_a_bound_is_added_near_the_known_response() -> None:
    text = " ".join(f"word{i}" for i in range(50))
    known = Task("Explain tides.", "explain", "tides", response=text)
    assert list(families()[ID].suits(known, random.Random(1))) == [bound("at least", 40)]
    assert not list(families()[ID].suits(Task("Sort it.", shape="data"), random.Random(1)))
