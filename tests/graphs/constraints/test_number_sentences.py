"""How many sentences: wordings from real prompts, numbers that are only told, and what counts as a sentence."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded

ID = "length_constraints:number_sentences"


def found(text: str) -> list[tuple[dict[str, Any], str, str]]:
    return [
        (one.kwargs, text[one.start : one.end], one.form.value) for one in extract(Passage.of(text)) if one.id == ID
    ]


def bound(relation: str, value: int, upper: int | None = None) -> dict[str, Any]:
    return {"relation": relation, "num_sentences": value} | ({"upper": upper} if upper else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core", "form"),
    [
        (
            "Your response should contain fewer than 6 sentences.",
            bound("less than", 6),
            "fewer than 6 sentences",
            "amount",
        ),
        ("and have less than 5 sentences (excluding 5).", bound("less than", 5), "less than 5 sentences", "amount"),
        ("Answer with exactly one sentence.", bound("equal to", 1), "exactly one sentence", "amount"),
        ("Write a one-sentence summary.", bound("equal to", 1), "one-sentence", "adjective"),
        ("Write a one sentence summary.", bound("equal to", 1), "one sentence", "adjective"),
        ("Summarize this news into 3 sentences.", bound("equal to", 3), "3 sentences", "amount"),
        ("Use at least 60 sentences, but be clear.", bound("at least", 60), "at least 60 sentences", "amount"),
        (
            "provide less than a total of 10 sentences",
            bound("less than", 10),
            "less than a total of 10 sentences",
            "amount",
        ),
        ("limiting it to at most 5 sentences", bound("at most", 5), "at most 5 sentences", "amount"),
        ("Limit your response to four sentences.", bound("at most", 4), "four sentences", "amount"),
        ("It must stay between 3 to 10 sentences.", bound("between", 3, 10), "between 3 to 10 sentences", "amount"),
        ("structured into 10 to 15 sentences", bound("between", 10, 15), "10 to 15 sentences", "amount"),
        ("Write a 3-5 sentence description.", bound("between", 3, 5), "3-5 sentence", "adjective"),
        (
            "the explanation, limited to a maximum of 2 sentences",
            bound("at most", 2),
            "limited to a maximum of 2 sentences",
            "phrase",
        ),
        (
            "It should not exceed a maximum of 5 sentences.",
            bound("at most", 5),
            "not exceed a maximum of 5 sentences",
            "verb",
        ),
        ("contain at least one complete sentence", bound("at least", 1), "at least one complete sentence", "amount"),
        ("Combine the two sentences into a single sentence.", bound("equal to", 1), "a single sentence", "amount"),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any], core: str, form: str) -> None:
    assert found(text) == [(kwargs, core, form)]


def test_an_explanation_in_parentheses_is_not_a_second_bound() -> None:
    text = "Your response should be less than 3 sentences (just 1 sentence or 2 sentences)."
    assert [one[0] for one in found(text)] == [bound("less than", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "Two sentences are given below.",
        "Compare the following two sentences.",
        "I have two sentences here.",
        "Each paragraph contains less than three sentences.",
        "Each point must not exceed two sentences.",
        "2 sentences per paragraph",
        "two sentences each",
        "The first paragraph should have two sentences.",
        "Add one sentence about the weather.",
        'He said: "answer in two sentences".',
        "Generate a one-sentence description for each of the following people.",
        "All sentences should be short.",
        "Use at least two sentence structures.",
    ],
)
def test_numbers_of_other_sentences(text: str) -> None:
    assert found(text) == []


def test_rewording_keeps_the_style() -> None:
    text = "in exactly two sentences"
    one = extract(Passage.of(text))[0]
    assert "in exactly three sentences" in list(reworded(text, one, ID, bound("equal to", 3)))
    assert "in exactly 1 sentence" in list(reworded(text, one, ID, bound("equal to", 1)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Who came at 5 p.m. and left. No. 6 stayed!", 2),
        ("He said no. Then he left.", 2),
        ("1. Do this. And that.\n2. Do that.", 3),
        ("this is one. this is two.", 2),
        ("Wait... what? No!", 2),
        ('"What?" he said. "Go!"', 2),
        ("I live in the U.S. and like it. J. K. Rowling wrote this.", 2),
        ("It costs 3.14 dollars, e.g. today. OK", 2),
        ("A title\n\nSome text here.", 2),
        ("* One\n* Two", 2),
        ("好。是的。", 2),
        ("***", 0),
        ("", 0),
    ],
)
def test_what_a_sentence_is(text: str, count: int) -> None:
    spans = sentence_spans(text)
    assert len(spans) == count
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)


def test_repair_cuts_after_the_last_allowed_sentence() -> None:
    mended = repair(ID, bound("at most", 2), "One. Two. Three. Four.")
    assert mended is not None
    assert (mended.text, mended.changed, mended.lossy) == ("One. Two.", 13, True)
    assert verify(ID, bound("at most", 2), "One. Two. Three.").span == (10, 16)
    assert repair(ID, bound("at least", 3), "One.") is None


def test_an_added_bound_is_near_the_known_response() -> None:
    task = Task("Explain tides.", "explain", "tides", response="The moon pulls. The sea follows. It comes back.")
    assert bound("equal to", 3) in list(families()[ID].suits(task, random.Random(1)))
    assert not list(families()[ID].suits(Task("Sort it.", shape="data"), random.Random(1)))
