"""How many list items of any mark: lists that are demanded, and numbers of things that are only named."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.bullets import bullet_lines
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.listing import item_lines
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

ID = "detectable_format:number_items"


def found(text: str) -> list[tuple[dict[str, Any], str, str]]:
    return [
        (one.kwargs, text[one.start : one.end], one.form.value) for one in extract(Passage.of(text)) if one.id == ID
    ]


def bound(value: int, relation: str | None = None, upper: int | None = None) -> dict[str, Any]:
    made = {"num_items": value, "relation": relation, "upper": upper}
    return {key: one for key, one in made.items() if one is not None}


@pytest.mark.parametrize(
    ("text", "kwargs", "core", "form"),
    [
        ("Give me a list of 5 tips for sleeping.", bound(5), "5", "value"),
        ("Create a numbered list of at least 10 ideas.", bound(10, "at least"), "at least 10", "value"),
        ("Provide a list of the top 12 cities.", bound(12), "12", "value"),
        ("Make a shopping list of 12 items.", bound(12), "12 items", "amount"),
        ("Suggest three tips as a list.", bound(3), "three", "value"),
        (
            "Explain at least three methods, formatted as a numbered list.",
            bound(3, "at least"),
            "at least three",
            "value",
        ),
        ("List 10 items, and keep them cheap.", bound(10), "10 items", "amount"),
        ("The list should not exceed 10 entries.", bound(10, "at most"), "not exceed 10 entries", "verb"),
        (
            "The list of names should be limited to five entries.",
            bound(5, "at most"),
            "limited to five entries",
            "phrase",
        ),
        ("Your answer must contain exactly 4 list items.", bound(4), "exactly 4 list items", "amount"),
        ("Answer in a list of 3 to 5 items.", bound(3, "between", 5), "3 to 5 items", "amount"),
        ("Respond with a list of no more than six options.", bound(6, "at most"), "no more than six", "value"),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any], core: str, form: str) -> None:
    assert found(text) == [(kwargs, core, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Name five books.",
        "List five countries.",
        "Give a bulleted list of 5 items.",
        "Write a list of 5 tips in bullet points.",
        "Make a list of 12 parrots in a table.",
        "Write a Python function that takes a list of 5 numbers.",
        "Draw one joke from a list of 4 jokes.",
        "I have a list of 20 names.",
        "Create a list of 5-letter words.",
        "Give a list of 2020 films.",
        "Write a comma-separated list of 5 fruits.",
        "His bag should contain two heavy items.",
        "For each country, give a list of 3 foods.",
        "Write a list of at least 100 words.",
    ],
)
def test_other_items(text: str) -> None:
    assert found(text) == []


def test_rewording_keeps_what_is_listed() -> None:
    text = "Give me a list of 5 tips."
    assert next(reworded(text, extract(Passage.of(text))[0], ID, bound(7))) == "Give me a list of 7 tips."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Three:\n* one\n- two\n+ three", 3),
        ("1. one\n2) two\n(3) three\n 10. ten", 4),
        ("a) one\nb) two", 2),
        ("i. one\nii. two\niii. three", 3),
        ("• one\n▪ two\n→ three", 3),
        ("J. Doe came.\nHe left.", 0),
        ("3.14 is pi\n2,000 men\nOn 4. May", 0),
        ("**Bold** text\n***", 0),
        ("1. **one**\n   - below\n**2.** two", 3),
        ("", 0),
    ],
)
def test_what_an_item_is(text: str, count: int) -> None:
    assert len(item_lines(text)) == count


@given(st.text(alphabet="*-+1a.) \n•_", max_size=40))
def test_every_bullet_point_is_an_item(text: str) -> None:
    items = {start for start, _ in item_lines(text)}
    assert {start for start, _ in bullet_lines(text)} <= items


def test_bullet_points_are_items_in_relations() -> None:
    bullets = Payload("detectable_format:number_bullet_lists", {"num_bullets": 5})
    assert relation(bullets, Payload(ID, bound(3, "at most"))) == "contradicts"
    assert relation(bullets, Payload(ID, bound(4, "at least"))) == "implies"


@pytest.mark.parametrize(
    ("kwargs", "response", "mended"),
    [
        (bound(2), "1. a\n2. b\n3. c", "1. a\n2. b"),
        (bound(3), "red, green and blue", "* red\n* green\n* blue"),
        (bound(2), "Tea\nCoffee", "* Tea\n* Coffee"),
        (bound(4), "1. a\n2. b", None),
        (bound(2), "No list here.", None),
    ],
)
def test_repair(kwargs: dict[str, Any], response: str, mended: str | None) -> None:
    made = repair(ID, kwargs, response)
    assert (made and made.text) == mended


def test_the_first_item_too_many_is_shown() -> None:
    judged = verify(ID, bound(1, "at most"), "1. a\n2. b\n3. c")
    assert (judged.passed, judged.span) == (False, (5, 9))
    assert judged.detail == "3 list items; asked for at most 1 list item"


def test_a_number_is_added_to_lists() -> None:
    task = Task("Name five rivers.", "name", "rivers", "list")
    assert list(families()[ID].suits(task, random.Random(1))) == [bound(5)]
    known = Task("Name rivers.", "name", "rivers", "list", response="1. Po\n2. Inn\n3. Ob")
    assert list(families()[ID].suits(known, random.Random(1))) == [bound(3)]
    assert not list(families()[ID].suits(Task("Write an essay.", "write", "essay"), random.Random(1)))
    assert not list(families()[ID].suits(Task("Name five rivers in bullets.", shape="list"), random.Random(1)))
