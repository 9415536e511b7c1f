"""About how many words: what is near, how near it must be, and words that are only told of."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.nearness import near_interval
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

ID = "length_constraints:about_words"


def found(text: str) -> list[tuple[str, dict[str, Any], str, str]]:
    return [
        (one.id, one.kwargs, text[one.start : one.end], one.form.value)
        for one in extract(Passage.of(text))
        if one.id.endswith("_words")
    ]


def about(value: int, tolerance: float = 0.1, upper: int | None = None) -> dict[str, Any]:
    return {"num_words": value, "tolerance": tolerance} | ({"upper": upper} if upper else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core", "form"),
    [
        ("Write an essay of about 300 words.", about(300), "about 300 words", "amount"),
        ("Your answer should be roughly 250 words long.", about(250), "roughly 250 words", "amount"),
        ("Give me ~300 words on whales.", about(300), "~300 words", "amount"),
        ("Write 300 words or so.", about(300), "300 words or so", "amount"),
        ("Aim for 400 words.", about(400), "400 words", "amount"),
        ("Aim for around 400 words.", about(400), "around 400 words", "amount"),
        ("Keep it about 150 words.", about(150), "about 150 words", "amount"),
        ("Use 300 words, give or take 20 words.", about(300, 0.066667), "300 words, give or take 20 words", "amount"),
        ("Use 500 words, plus or minus 15 percent.", about(500, 0.15), "500 words, plus or minus 15 percent", "amount"),
        ("It should be within 5% of 300 words.", about(300, 0.05), "within 5% of 300 words", "amount"),
        ("Write 300 words (±12.5%).", about(300, 0.125), "300 words (±12.5%)", "amount"),
        ("Write a roughly 300-word summary.", about(300), "roughly 300-word", "adjective"),
        ("Answer in around 200-300 words.", about(200, 0.1, 300), "around 200-300 words", "amount"),
        ("Write a 300ish word story.", about(300), "300ish word", "adjective"),
        ("It should be about 12 words.", about(12), "about 12 words", "amount"),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any], core: str, form: str) -> None:
    assert found(text) == [(ID, kwargs, core, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Each section should be about 100 words.",
        "Write about 100 words per section.",
        "Write a poem about three words.",
        "Tell me about 5 words that changed history.",
        "He knows about 300 words.",
        "I wrote about 300 words.",
        "She speaks about 150 words per minute.",
        "The text below has about 300 words.",
        "List about 20 words that rhyme with cat.",
        'The sign said "about 300 words".',
    ],
)
def test_other_words(text: str) -> None:
    assert found(text) == []


def test_a_plain_number_stays_exact() -> None:
    assert [one[0] for one in found("Write 300 words about love.")] == ["length_constraints:number_words"]


@pytest.mark.parametrize(
    ("value", "upper", "tolerance", "low", "high"),
    [(300, None, 0.1, 270, 330), (300, None, 0.066667, 280, 320), (200, 300, 0.1, 180, 330), (1, None, 0.1, 1, 1)],
)
def test_what_is_near(value: int, upper: int | None, tolerance: float, low: int, high: int) -> None:
    assert near_interval(value, upper, tolerance) == (low, high)


def test_too_many_words_are_shown_and_cut() -> None:
    text = "word " * 25
    judged = verify(ID, about(20), text)
    assert (judged.passed, judged.span) == (False, (110, 125))
    assert judged.detail == "25 words; asked for about 20 words, 18 to 22"
    mended = repair(ID, about(20), text)
    assert mended is not None
    assert (len(mended.text.split()), mended.changed, mended.lossy) == (22, 17, True)
    assert repair(ID, about(40), text) is None


def test_relations_with_bounds() -> None:
    words = "length_constraints:number_words"
    assert relation(Payload(ID, about(300)), Payload(words, {"relation": "at most", "num_words": 200})) == "contradicts"
    assert relation(Payload(words, {"relation": "equal to", "num_words": 300}), Payload(ID, about(300))) == "implies"


def test_rewording_keeps_the_style() -> None:
    text = "in about 300 words"
    one = extract(Passage.of(text))[0]
    assert next(reworded(text, one, ID, about(150))) == "in about 150 words"


def test_a_number_is_added_near_the_known_response() -> None:
    known = Task("Explain tides.", "explain", "tides", response="The moon pulls the sea. " * 21)
    assert list(families()[ID].suits(known, random.Random(1))) == [about(100)]
    assert not list(families()[ID].suits(Task("Sort it.", shape="data"), random.Random(1)))
