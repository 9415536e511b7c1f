"""Placeholders in square brackets: how many, as people say it."""

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
from stemmata.schemas.instruction import Payload

ID = "detectable_content:number_placeholders"


def bound(number: int, relation: str | None = None, upper: int | None = None) -> dict[str, Any]:
    more = {"relation": relation, "upper": upper}
    return {"num_placeholders": number} | {key: value for key, value in more.items() if value is not None}


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        ("Draft a lease with at least 6 placeholders, e.g. [tenant].", bound(6), "at least 6 placeholders"),
        ("Use no fewer than four placeholders like [city].", bound(4), "no fewer than four placeholders"),
        ("Your email should have 3 placeholders.", bound(3), "3 placeholders"),
        ("There must be two or more placeholders.", bound(2), "two or more placeholders"),
        ("Include a placeholder for the customer's name.", bound(1), "Include a placeholder"),
        ("The number of placeholders should be at least 5.", bound(5), None),
        ("Add exactly 2 bracketed placeholders ([date], [time]).", bound(2, "equal to"), None),
        ("I'd like 5 different placeholders, written as [this].", bound(5), "5 different placeholders"),
        ("Have between 2 and 4 placeholders.", bound(2, "between", 4), "between 2 and 4 placeholders"),
        ("At least 4 items in square brackets, such as [venue].", bound(4), "At least 4 items in square brackets"),
        ("No placeholders please.", bound(1, "less than"), "No placeholders"),
        ("Please don't leave any placeholders in it.", bound(1, "less than"), "don't leave any placeholders"),
        ("Use placeholders, such as [age]. I want at least 4 of them.", bound(4), "at least 4 of them"),
        ("Use placeholders for the names. Include at least 7 placeholders.", bound(7), "at least 7 placeholders"),
    ],
)
def test_placeholders(text: str, kwargs: dict[str, Any], core: str | None) -> None:
    (one,) = extract(Passage.of(text))
    assert (one.id, one.kwargs) == (ID, kwargs)
    assert core is None or text[one.start : one.end] == core


@pytest.mark.parametrize(
    "text",
    [
        "Replace the placeholders in the given text.",
        "The search field contains a placeholder with grey text.",
        "Each paragraph must contain two placeholders.",
        "Here are 3 placeholders that were used in the template.",
        "What is a placeholder?",
        'The note says "add 3 placeholders".',
        "Add a placeholder attribute to the input.",
        "Put the date in square brackets.",
    ],
)
def test_other_placeholders(text: str) -> None:
    assert extract(Passage.of(text)) == []


@pytest.mark.parametrize(
    ("kwargs", "response", "passed", "span"),
    [
        (bound(2), "Dear [name], on [day].", True, None),
        (bound(2), "Dear [name\n], on [day].", False, None),
        (bound(1, "equal to"), "[[name]]", True, None),
        (bound(1, "at most"), "[a] and [b]", False, (8, 11)),
        (bound(1, "less than"), "none [here", True, None),
    ],
)
def test_verify(kwargs: dict[str, Any], response: str, passed: bool, span: tuple[int, int] | None) -> None:
    check = verify(ID, kwargs, response)
    assert (check.passed, check.span) == (passed, span)
    assert repair(ID, bound(9), response) is None


def test_at_least_goes_unsaid() -> None:
    assert payload(ID, bound(2, "at least")).kwargs == bound(2)
    assert relation(Payload(ID, bound(3)), Payload(ID, bound(2))) == "implies"
    assert (
        relation(
            Payload(ID, bound(3)), Payload("length_constraints:number_words", {"relation": "at least", "num_words": 1})
        )
        == "unknown"
    )


def test_placeholders_for_texts_that_are_filled_in() -> None:
    member = families()[ID]
    assert list(member.suits(Task("Write an email.", "write", "email"), random.Random(0)))
    known = Task("Write to them.", "write", "text", response="Dear [name], see you on [day].")
    assert list(member.suits(known, random.Random(0))) == [bound(2)]
    for task in (
        Task("Write an essay about tea.", "write", "essay"),
        Task("Write an email.", "write", "email", response="Dear Ann, see you."),
        Task("Write HTML for a form.", "write", "form", "code"),
    ):
        assert not list(member.suits(task, random.Random(0)))
