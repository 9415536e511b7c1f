"""Letters, digits, contractions and emoji that a response must do without, or must have."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.errors import ArgumentError

LETTERS, DIGITS = "keywords:forbidden_letters", "detectable_content:no_digits"
SHORT, EMOJI = "style:no_contractions", "detectable_content:emoji"
HAND, FLAG, FAMILY, HEART = (
    "\U0001f44b\U0001f3fd",
    "\U0001f1eb\U0001f1f7",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u2764\ufe0f",
)


def found(text: str) -> list[tuple[str, dict[str, Any], str]]:
    return [(one.id, one.kwargs, one.form.value) for one in extract(Passage.of(text))]


NO_EMOJI = {"relation": "equal to", "num_emoji": 0}


@pytest.mark.parametrize(
    ("text", "letters", "form"),
    [
        ('Tell it without the letters "E" and "t" please.', ["e", "t"], "phrase"),
        ("Avoid the letters a, e and o.", ["a", "e", "o"], "verb"),
        ("no letters q or x", ["q", "x"], "amount"),
    ],
)
def test_letters(text: str, letters: list[str], form: str) -> None:
    assert found(text) == [(LETTERS, {"letters": letters}, form)]


@pytest.mark.parametrize(
    ("text", "family_id", "form"),
    [
        ("Do not use any digits.", DIGITS, "verb"),
        ("Spell out all numbers.", DIGITS, "sentence"),
        ("please write every number in words", DIGITS, "verb"),
        ("Numbers must be written out.", DIGITS, "sentence"),
        ("an essay with all numbers spelled out", DIGITS, "phrase"),
        ("It should not use Arabic numerals.", DIGITS, "modal"),
        ('Avoid contractions like "don\'t".', SHORT, "verb"),
        ("The email must not contain any contractions.", SHORT, "modal"),
        ("an essay without contractions", SHORT, "phrase"),
        ("Write out all contractions in full.", SHORT, "sentence"),
    ],
)
def test_without(text: str, family_id: str, form: str) -> None:
    assert found(text) == [(family_id, {}, form)]


@pytest.mark.parametrize(
    ("text", "bound", "form"),
    [
        ("Use no emojis.", ("equal to", 0, None), "verb"),
        ("Don't use emojis or hashtags.", ("equal to", 0, None), "verb"),
        ("an emoji-free post", ("equal to", 0, None), "adjective"),
        ("Include at least 2 emojis.", ("at least", 2, None), "amount"),
        ("a tweet with three emojis", ("equal to", 3, None), "amount"),
        ("Use between 2 and 4 relevant emojis.", ("between", 2, 4), "amount"),
        ("no more than one emoji", ("at most", 1, None), "amount"),
        ("Add some emojis.", ("at least", 1, None), "sentence"),
    ],
)
def test_emoji(text: str, bound: tuple[str, int, int | None], form: str) -> None:
    kwargs = {"relation": bound[0], "num_emoji": bound[1]} | ({"upper": bound[2]} if bound[2] else {})
    assert found(text) == [(EMOJI, kwargs, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Avoid using the letter i more than twice.",
        "Two people are trying to avoid using the letter t.",
        "Do not use the symbol '!'.",
        "Don't use the letter 'e' in the title.",
        "Which animals are there without the letter a?",
        "Remove the letter e from the word tree.",
        "Spell out numbers below ten.",
        "Write a function that drops all strings without digits.",
        "The password must not contain digits.",
        "No digits after the decimal point.",
        "How do you avoid muscle contractions?",
        "Why should one avoid contractions?",
        "Assign 3 emojis to each name.",
        "Include one emoji in each line.",
        "The film is described with 5 emojis.",
        "Guess the film from the emojis.",
        "Does the text include emojis?",
    ],
)
def test_not_stated(text: str) -> None:
    assert [one for one in found(text) if one[0] in (LETTERS, DIGITS, SHORT, EMOJI)] == []


@pytest.mark.parametrize(
    ("family_id", "kwargs", "text", "passed", "span"),
    [
        (LETTERS, {"letters": ["e", "q"]}, "A bad thing", True, None),
        (LETTERS, {"letters": ["q", "e"]}, "Go, Eve", False, (4, 5)),
        (DIGITS, {}, "ten", True, None),
        (DIGITS, {}, "room B12", False, (6, 8)),
        (DIGITS, {}, "٣", False, (0, 1)),
        (SHORT, {}, "The cat's toy cannot be Ann's", True, None),
        (SHORT, {}, "So it’s fine", False, (3, 7)),
        (SHORT, {}, "'I'm here'", False, (1, 4)),
        (SHORT, {}, "They cant go", False, (5, 9)),
        (EMOJI, {"relation": "equal to", "num_emoji": 4}, f"{HAND}{FLAG} {FAMILY} {HEART}", True, None),
        (EMOJI, {"relation": "equal to", "num_emoji": 0}, "1 # \u2122 \u2192 :)", True, None),
        (EMOJI, {"relation": "equal to", "num_emoji": 0}, f"Hi {HAND}", False, (3, 5)),
        (EMOJI, {"relation": "at most", "num_emoji": 1}, f"{FLAG}{HAND}", False, (2, 4)),
        (EMOJI, {"relation": "at least", "num_emoji": 2}, f"{FLAG} only", False, None),
    ],
)
def test_verify(family_id: str, kwargs: dict[str, Any], text: str, passed: bool, span: tuple[int, int] | None) -> None:
    check = verify(family_id, kwargs, text)
    assert (check.passed, check.span) == (passed, span) and check.detail


@pytest.mark.parametrize(
    ("family_id", "kwargs", "text", "mended", "changed"),
    [
        (LETTERS, {"letters": ["e", "q"]}, "tree", None, 0),
        (DIGITS, {}, "3 cats ate 12% in 1998.", "Three cats ate twelve percent in nineteen ninety-eight.", 48),
        (DIGITS, {}, "On the 21st, 1,200 came", "On the twenty-first, one thousand two hundred came", 41),
        (DIGITS, {}, "1. one\n2. two", None, 0),
        (DIGITS, {}, "It cost $5.", None, 0),
        (SHORT, {}, "Don't go. WE'RE here.", "Do not go. WE ARE here.", 8),
        (SHORT, {}, "Why can't you? I'd been ill.", "Why can you not? I had been ill.", 18),
        (SHORT, {}, "It's finished.", None, 0),
        (EMOJI, {"relation": "at most", "num_emoji": 1}, f"Hi {HAND}! Bye {FLAG}.", f"Hi {HAND}! Bye.", 3),
        (EMOJI, {"relation": "at least", "num_emoji": 1}, "Hi", None, 0),
        (EMOJI, {"relation": "equal to", "num_emoji": 0}, HAND, None, 0),
    ],
)
def test_repair(family_id: str, kwargs: dict[str, Any], text: str, mended: str | None, changed: int) -> None:
    done = repair(family_id, kwargs, text)
    assert (done and done.text) == mended
    assert done is None or done.changed == changed


@pytest.mark.parametrize(
    ("first", "second", "meaning"),
    [
        ((LETTERS, {"letters": ["e", "a", "o"]}), (LETTERS, {"letters": ["e", "o"]}), "implies"),
        ((LETTERS, {"letters": ["e", "q"]}), ("keywords:existence", {"keywords": ["Eve"]}), "contradicts"),
        ((DIGITS, {}), ("keywords:existence", {"keywords": ["G7"]}), "contradicts"),
        ((SHORT, {}), ("keywords:every_paragraph", {"keyword": "don't", "unit": "paragraph"}), "contradicts"),
        ((SHORT, {}), ("keywords:existence", {"keywords": ["I don't know"]}), "contradicts"),
        ((EMOJI, NO_EMOJI), (EMOJI, {"relation": "at most", "num_emoji": 2}), "implies"),
        ((EMOJI, NO_EMOJI), (EMOJI, {"relation": "at least", "num_emoji": 2}), "contradicts"),
    ],
)  # fmt: skip
def test_relations(first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]], meaning: str) -> None:
    assert relation(payload(*first), payload(*second)) == meaning


@pytest.mark.parametrize(
    ("family_id", "kwargs"),
    [
        (LETTERS, {"letters": ["ab", "c"]}),
        (LETTERS, {"letters": ["e"]}),
        (LETTERS, {"letters": [",", "e"]}),
        (LETTERS, {"letters": [" ", "e"]}),
        (EMOJI, {"relation": "at least", "num_emoji": 0}),
        (EMOJI, {"relation": "between", "num_emoji": 1}),
    ],
)
def test_arguments_that_mean_nothing_are_refused(family_id: str, kwargs: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError):
        payload(family_id, kwargs)
    assert payload(LETTERS, {"letters": ["E", "e", "a"]}).kwargs == {"letters": ["e", "a"]}


def suits(family_id: str, **given: Any) -> list[dict[str, Any]]:
    return list(families()[family_id].suits(Task("Do this.", **given), random.Random(0)))


def test_suits() -> None:
    told = "We don't know how the 3 dogs came home."
    assert suits(DIGITS, response=told) == suits(SHORT, response=told) == [{}]
    assert suits(SHORT, output="essay") == [{}] and suits(SHORT, output="tweet") == []
    assert suits(DIGITS, response="It cost $5 and nobody minded it.") == []
    assert suits(EMOJI, output="tweet") and suits(EMOJI, output="report") == []
    assert suits(EMOJI, output="tweet", response="Fine.") == [{"relation": "equal to", "num_emoji": 0}]
    assert suits(LETTERS, shape="verse") and suits(LETTERS, output="report") == []
    for family_id in (LETTERS, DIGITS, SHORT, EMOJI):
        assert suits(family_id, shape="code") == suits(family_id, shape="label") == []
