"""Words of which some must be there, or all in an order, at a place, in every part; and words only talked of."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.verifying import verify
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.errors import ArgumentError
from stemmata.schemas.instruction import Payload

SOME, ORDER, PLACE, EVERY = "keywords:any_of", "keywords:in_order", "keywords:position", "keywords:every_paragraph"
HAS, LACKS = "keywords:existence", "keywords:forbidden_words"


def found(text: str) -> list[tuple[str, dict[str, Any], str, str]]:
    return [(one.id, one.kwargs, text[one.start : one.end], one.form.value) for one in extract(Passage.of(text))]


@pytest.mark.parametrize(
    ("text", "words", "num", "form"),
    [
        ('Use at least one of the words "ink" and "sky".', ["ink", "sky"], 1, "sentence"),
        ('It must mention at least two of "ink", "sky" and "sea".', ["ink", "sky", "sea"], 2, "modal"),
        ("Please include either 'ink' or 'sky' somewhere.", ["ink", "sky"], 1, "verb"),
        ("Use the word ink or sky.", ["ink", "sky"], 1, "sentence"),
        ("A poem using one or more of the following words: ink, sky, sea", ["ink", "sky", "sea"], 1, "phrase"),
        ("At least two of the words ink, sky and sea must appear in it.", ["ink", "sky", "sea"], 2, "sentence"),
        ("Include any of these: “ink”, “sky”.", ["ink", "sky"], 1, "sentence"),
    ],
)
def test_some_of_several(text: str, words: list[str], num: int, form: str) -> None:
    assert [(one[0], one[1], one[3]) for one in found(text)] == [(SOME, {"keywords": words, "num": num}, form)]


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ('Use the words "ink", "sky" and "sea" in this order.', ["ink", "sky", "sea"], "sentence"),
        ("Mention ‘ink’ and ‘sky’ in that exact order.", ["ink", "sky"], "sentence"),
        ("Use the following words in the given order: ink, sky, sea", ["ink", "sky", "sea"], "sentence"),
        ("It should contain, in this order, the words ink and sky.", ["ink", "sky"], "modal"),
        ('In this exact order, use the words "ink" and "sky".', ["ink", "sky"], "sentence"),
        ('make sure that "ink" comes before "sky"', ["ink", "sky"], "verb"),
        ('The word "ink" must appear after the word "sky".', ["sky", "ink"], "sentence"),
        ('The words "ink" and "sky" must appear in this order.', ["ink", "sky"], "sentence"),
    ],
)
def test_in_order(text: str, words: list[str], form: str) -> None:
    assert [(one[0], one[1], one[3]) for one in found(text)] == [(ORDER, {"keywords": words}, form)]


@pytest.mark.parametrize(
    ("text", "word", "unit", "place", "form"),
    [
        ('The first word of your response must be "Yes".', "Yes", "word", 1, "sentence"),
        ("The very last word must be the word stop.", "stop", "word", -1, "sentence"),
        ('The word "ink" should be the 12th word.', "ink", "word", 12, "sentence"),
        ("Use the word ink in the opening sentence.", "ink", "sentence", 1, "sentence"),
        ("a letter with the word 'ink' in the second paragraph", "ink", "paragraph", 2, "phrase"),
        ("Make sure the last line of the poem contains the word “ink”.", "ink", "line", -1, "sentence"),
        ("The third paragraph must mention 'ice cream' and be long.", "ice cream", "paragraph", 3, "sentence"),
    ],
)
def test_position(text: str, word: str, unit: str, place: int, form: str) -> None:
    kwargs = {"keyword": word, "unit": unit, "place": place}
    assert [(one[0], one[1], one[3]) for one in found(text)] == [(PLACE, kwargs, form)]


@pytest.mark.parametrize(
    ("text", "word", "unit", "core"),
    [
        ('Use the word "ink" in every paragraph.', "ink", "paragraph", 'Use the word "ink" in every paragraph'),
        ("with the word ink in each line", "ink", "line", "with the word ink in each line"),
        ("and each sentence must use the word 'ink'", "ink", "sentence", "each sentence must use the word 'ink'"),
        ("Ensure that all paragraphs mention 'ink'.", "ink", "paragraph", "Ensure that all paragraphs mention 'ink'"),
        ("The word “ink” must appear at least once in every sentence.", "ink", "sentence", None),
        ("a song where every line has the word 'ink'", "ink", "line", "every line has the word 'ink'"),
    ],
)  # fmt: skip
def test_every_part(text: str, word: str, unit: str, core: str | None) -> None:
    ((family_id, kwargs, words, _),) = found(text)
    assert (family_id, kwargs) == (EVERY, {"keyword": word, "unit": unit})
    assert core is None or words == core


def test_several_words_of_one_order_are_one_constraint_each() -> None:
    assert [one[1]["keyword"] for one in found("Each line should include the words ink and sky.")] == ["ink", "sky"]
    text = "Make sure 'ink', 'sky' and 'sea' appear in the first, second, and third sentence."
    assert [(one[1]["keyword"], one[1]["place"]) for one in found(text)] == [("ink", 1), ("sky", 2), ("sea", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "Your answer must contain exactly one of the following phrases: 'a b', 'c d'.",
        "Answer with one of these: 'My answer is yes.', 'My answer is no.'",
        "Do not mention either 'ink' or 'sky'.",
        "The first word should be capitalized.",
        "The first sentence of the text contains the word 'ink'. Go on.",
        "Start the second paragraph with the word 'ink'.",
        "The word 'ink' should not be in the first line.",
        "Each question must include a number.",
        "List them in the order of importance.",
        "Sort the words in alphabetical order: ink, sky.",
        "If every line has the word 'ink', say so.",
        'The guide says: "use the word ink in every line".',
    ],
)
def test_not_stated(text: str) -> None:
    assert [one for one in found(text) if one[0] in (SOME, ORDER, PLACE, EVERY)] == []


def test_all_of_several_words_stay_with_existence() -> None:
    assert [one[0] for one in found('Include the words "ink" and "sky".')] == [HAS]
    assert [one[0] for one in found('Use the word "ink" at least twice.')] == ["keywords:frequency"]
    assert [one[0] for one in found('Do not use the words "ink" or "sky".')] == [LACKS]


FIRST = {"unit": "word", "place": 1}
TEXT = "The river ran on.\nIt's a stone, they said.\n\nNo river there; ice cream. Stop it now."


@pytest.mark.parametrize(
    ("family_id", "kwargs", "passed", "part"),
    [
        (SOME, {"keywords": ["river", "moon"], "num": 1}, True, None),
        (SOME, {"keywords": ["river", "moon"], "num": 2}, False, None),
        (ORDER, {"keywords": ["river", "stone", "STOP"]}, True, None),
        (ORDER, {"keywords": ["stone", "river"]}, False, "river"),
        (ORDER, {"keywords": ["river", "moon"]}, False, None),
        (PLACE, {"keyword": "the", "unit": "word", "place": 1}, True, None),
        (PLACE, {"keyword": "it's", "unit": "word", "place": 5}, True, None),
        (PLACE, {"keyword": "it", "unit": "word", "place": 5}, False, "It's"),
        (PLACE, {"keyword": "now", "unit": "word", "place": -1}, True, None),
        (PLACE, {"keyword": "it now", "unit": "word", "place": -1}, True, None),
        (PLACE, {"keyword": "x", "unit": "word", "place": 90}, False, None),
        (PLACE, {"keyword": "river", "unit": "sentence", "place": 2}, False, "It's a stone, they said."),
        (PLACE, {"keyword": "ice cream", "unit": "paragraph", "place": -1}, True, None),
        (PLACE, {"keyword": "stone", "unit": "line", "place": 2}, True, None),
        (EVERY, {"keyword": "River", "unit": "paragraph"}, True, None),
        (EVERY, {"keyword": "river", "unit": "line"}, False, "It's a stone, they said."),
        (EVERY, {"keyword": "ran", "unit": "sentence"}, False, "It's a stone, they said."),
    ],
)
def test_verify(family_id: str, kwargs: dict[str, Any], passed: bool, part: str | None) -> None:
    check = verify(family_id, kwargs, TEXT)
    assert check.passed is passed and check.detail
    assert (check.span and TEXT[slice(*check.span)]) == part
    assert not verify(family_id, kwargs, "").passed


@pytest.mark.parametrize(
    ("first", "second", "meaning"),
    [
        ((HAS, {"keywords": ["a", "b"]}), (SOME, {"keywords": ["a", "b"], "num": 1}), "implies"),
        ((HAS, {"keywords": ["a", "b"]}), (SOME, {"keywords": ["a", "b"], "num": 2}), "equivalent"),
        ((SOME, {"keywords": ["a", "b"], "num": 2}), (SOME, {"keywords": ["a", "b"], "num": 1}), "implies"),
        ((SOME, {"keywords": ["a", "b"], "num": 1}), (SOME, {"keywords": ["a", "b", "c"], "num": 1}), "implies"),
        ((SOME, {"keywords": ["a", "b"], "num": 1}), (LACKS, {"forbidden_words": ["a"]}), "independent"),
        ((SOME, {"keywords": ["a", "b"], "num": 1}), (LACKS, {"forbidden_words": ["a", "b"]}), "independent"),
        ((SOME, {"keywords": ["x a y", "x b y"], "num": 1}), (LACKS, {"forbidden_words": ["a", "b"]}), "contradicts"),
        ((ORDER, {"keywords": ["a", "b"]}), (ORDER, {"keywords": ["b", "a"]}), "contradicts"),
        ((ORDER, {"keywords": ["a", "b", "c"]}), (ORDER, {"keywords": ["a", "c"]}), "implies"),
        ((ORDER, {"keywords": ["a", "b"]}), (HAS, {"keywords": ["b"]}), "implies"),
        ((EVERY, {"keyword": "a", "unit": "line"}), (EVERY, {"keyword": "a", "unit": "paragraph"}), "implies"),
        ((EVERY, {"keyword": "a", "unit": "line"}), (PLACE, {"keyword": "a", "unit": "line", "place": -1}), "implies"),
        ((PLACE, FIRST | {"keyword": "a"}), (PLACE, FIRST | {"keyword": "b"}), "contradicts"),
        ((PLACE, FIRST | {"keyword": "a b"}), (PLACE, FIRST | {"keyword": "a"}), "unknown"),
    ],
)  # fmt: skip
def test_relations(first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]], meaning: str) -> None:
    assert relation(payload(*first), payload(*second)) == meaning


def suits(family_id: str, task: Task) -> list[dict[str, Any]]:
    return list(families()[family_id].suits(task, random.Random(0)))


def test_suits() -> None:
    story = "The harbor slept. The budget of the harbor was small.\n\nNobody saw the harbor again."
    task = Task("Write a story about the budget of a harbor.", "write", "story", response=story)
    assert suits(SOME, task) and suits(SOME, Task(task.text, "write", "story"))
    assert suits(ORDER, task) == [{"keywords": ["harbor", "budget"]}]
    assert {"keyword": "harbor", "unit": "paragraph"} in suits(EVERY, task)
    assert {"keyword": "budget", "unit": "sentence", "place": 1} not in suits(PLACE, task)
    assert {"keyword": "harbor", "unit": "sentence", "place": -1} in suits(PLACE, task)
    code = Task("Write a function that sorts harbors by budget.", "write", "function", "code")
    taken = Task(task.text, "write", "story", constraints=(Payload(HAS, {"keywords": ["ink"]}),))
    assert not any(suits(one, other) for one in (SOME, ORDER, PLACE, EVERY) for other in (code, taken))


@pytest.mark.parametrize(
    ("family_id", "kwargs"),
    [
        (SOME, {"keywords": ["a"], "num": 1}),
        (SOME, {"keywords": ["a", "b"], "num": 3}),
        (ORDER, {"keywords": ["a", "A"]}),
        (PLACE, {"keyword": "a", "unit": "word", "place": 0}),
        (EVERY, {"keyword": "a", "unit": "word"}),
    ],
)
def test_arguments_that_mean_nothing_are_refused(family_id: str, kwargs: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError, match=family_id):
        payload(family_id, kwargs)
