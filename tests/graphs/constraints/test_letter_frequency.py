"""Letters and signs that a response must have, must not have, or must so often have."""

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
from stemmata.schemas.errors import ArgumentError
from stemmata.schemas.instruction import Payload

ID = "keywords:letter_frequency"


def bound(letter: str, relation: str, frequency: int, upper: int | None = None) -> dict[str, Any]:
    kwargs: dict[str, Any] = {"letter": letter, "let_relation": relation, "let_frequency": frequency}
    return kwargs | ({"upper": upper} if upper else {})


def found(text: str) -> list[tuple[dict[str, Any], str, str]]:
    everything = extract(Passage.of(text))
    return [(one.kwargs, one.form.value, text[one.start : one.end]) for one in everything if one.id == ID]


@pytest.mark.parametrize(
    ("text", "kwargs", "form", "core"),
    [
        ("Use the letter z no fewer than four times.", bound("z", "at least", 4), "amount", "no fewer than four times"),
        ('The letter "k" must show up 8 or more times.', bound("k", "at least", 8), "amount", "8 or more times"),
        (
            "Make sure that the letter M appears under 10 times.",
            bound("m", "less than", 10),
            "amount",
            "under 10 times",
        ),
        ("The letter j should be used at most once.", bound("j", "at most", 1), "amount", "at most once"),
        ("a poem in which the letter w occurs 12 times", bound("w", "equal to", 12), "amount", "12 times"),
        ("with the letter v appearing at least twice", bound("v", "at least", 2), "amount", "at least twice"),
        ("I want the letter g to appear more than 5 times", bound("g", "more than", 5), "amount", "more than 5 times"),
        ("Limit the letter s to 20 times.", bound("s", "at most", 20), "amount", "20 times"),
        ('let "&" alone; the symbol "&" must occur once', bound("&", "equal to", 1), "amount", "once"),
        ("Include the character # at least 3 times.", bound("#", "at least", 3), "amount", "at least 3 times"),
        ("Don't use the letter x more than twice.", bound("x", "at most", 2), "verb", None),
        ("Never let the letter x appear more than twice.", bound("x", "at most", 2), "sentence", None),
        ("Write about tea without the letter e.", bound("e", "less than", 1), "phrase", "without the letter e"),
        ("Your story may not contain the letter 'b'.", bound("b", "less than", 1), "modal", None),
        ("The letter 'y' cannot appear.", bound("y", "less than", 1), "sentence", "The letter 'y' cannot appear"),
        ("Avoid using the letter a in your answer.", bound("a", "less than", 1), "sentence", None),
        ("Somewhere, include the letter x.", bound("x", "at least", 1), "verb", "include the letter x"),
        ("Use at least ten letter e's.", bound("e", "at least", 10), "value", "at least ten letter e's"),
        ("At least 20 occurrences of the letter s.", bound("s", "at least", 20), "value", None),
        ("Add between 2 and 4 hashtags at the end.", bound("#", "between", 2, 4), "value", "between 2 and 4 hashtags"),
        ("Use exactly three exclamation marks.", bound("!", "equal to", 3), "value", "exactly three exclamation marks"),
        ("use at most 3 commas", bound(",", "at most", 3), "value", "at most 3 commas"),
    ],
)
def test_letters_so_often(text: str, kwargs: dict[str, Any], form: str, core: str | None) -> None:
    if form == "verb" and text[0].isupper() and core is None:
        form = "sentence"
    ((read, shape, words),) = found(text)
    assert (read, shape) == (kwargs, form)
    assert core is None or words == core


def test_several_letters_are_one_constraint_each() -> None:
    assert [one[0]["letter"] for one in found("Use the letters a, e and 'o' twice.")] == ["a", "e", "o"]


@pytest.mark.parametrize(
    "text",
    [
        "Write the letter a friend would like to get.",
        "Write the letter I asked you for.",
        "Give me five words that contain the letter q.",
        "Words that start with the letter b.",
        "How many times does the letter r appear in strawberry?",
        "Two people are trying to avoid the letter t.",
        "Each sentence must contain the letter z.",
        "Every line uses the letter p at least twice.",
        "End your response with an exclamation mark.",
        "Separate the parts with 6 asterisks.",
        "Use the letter k as a variable.",
        "Remove the letter a from the sentence.",
        "The letter e appears 12 times in the text below.",
        "Do not use commas.",
        'He said: "use the letter x at least twice".',
        "Does the response use the letter e at least 3 times?",
        "Write a letter to my aunt at least once a month.",
        "Use capital letters at least 3 times.",
        "The capital letter A should appear at least twice.",
    ],
)
def test_letters_only_talked_of(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("kwargs", "response", "passed", "span"),
    [
        (bound("a", "at least", 3), "A banana", True, None),
        (bound("a", "at most", 2), "A banana", False, (5, 6)),
        (bound("#", "at least", 2), "#one #two", True, None),
        (bound("e", "less than", 1), "Dusk", True, None),
        (bound("e", "less than", 1), "DEEP", False, (1, 2)),
        (bound("é", "equal to", 1), "É", True, None),
        (bound(".", "equal to", 1), "abc", False, None),
    ],
)
def test_verify(kwargs: dict[str, Any], response: str, passed: bool, span: tuple[int, int] | None) -> None:
    check = verify(ID, kwargs, response)
    assert (check.passed, check.span) == (passed, span)


def test_a_letter_is_one_visible_character() -> None:
    assert payload(ID, bound("Q", "at least", 1)).kwargs["letter"] == "q"
    for letter in ("", "ab", " ", "\n"):
        with pytest.raises(ArgumentError):
            payload(ID, bound(letter, "at least", 1))


def test_exclamation_marks_and_hashtags_that_are_too_many_are_taken_out() -> None:
    mended = repair(ID, bound("!", "at most", 1), "Wow! Great! Fine.")
    assert mended is not None
    assert (mended.text, mended.changed, mended.lossy) == ("Wow! Great. Fine.", 2, False)
    tags = repair(ID, bound("#", "equal to", 1), "Sun #sea #sand")
    assert tags is not None
    assert (tags.text, tags.changed) == ("Sun #sea sand", 1)
    assert repair(ID, bound("!", "less than", 1), "a != b") is None
    assert repair(ID, bound("#", "less than", 1), "# Title") is None
    assert repair(ID, bound("e", "less than", 1), "the end") is None
    assert repair(ID, bound("q", "at least", 1), "the end") is None


@pytest.mark.parametrize(
    ("first", "second", "meaning"),
    [
        (Payload(ID, bound("a", "at least", 3)), Payload(ID, bound("a", "at least", 2)), "implies"),
        (Payload(ID, bound("a", "at least", 3)), Payload(ID, bound("b", "at most", 2)), "independent"),
        (Payload(ID, bound("e", "less than", 1)), Payload("keywords:existence", {"keywords": ["Tea"]}), "contradicts"),
        (Payload(ID, bound(",", "at least", 1)), Payload("punctuation:no_comma"), "contradicts"),
        (Payload(ID, bound(",", "at most", 3)), Payload("punctuation:no_comma"), "implied_by"),
    ],
)
def test_relations(first: Payload, second: Payload, meaning: str) -> None:
    assert relation(first, second) == meaning


def test_rewording_keeps_the_style() -> None:
    text = "Use the letter z at least 4 times"
    assert next(reworded(text, extract(Passage.of(text))[0], ID, bound("z", "at most", 2))) == (
        "Use the letter z at most twice"
    )


def test_letters_for_texts_that_are_written_out() -> None:
    member = families()[ID]
    essay = Task("Write an essay about the sea.", "write", "essay")
    assert list(member.suits(essay, random.Random(0)))
    known = Task(essay.text, "write", "essay", response="The sea is wide and the ships are small and slow today.")
    offered = list(member.suits(known, random.Random(0)))
    assert offered
    assert all(verify(ID, kwargs, known.response or "").passed for kwargs in offered)
    for task in (Task("Is it?", shape="label"), Task("Write SQL.", shape="code")):
        assert not list(member.suits(task, random.Random(0)))


def test_a_reply_is_the_response() -> None:
    assert found("The reply should contain the letter t at least 33 times.")[0][0] == bound("t", "at least", 33)
    assert found("Let the letter e be used less than 5 times.")[0][0] == bound("e", "less than", 5)
