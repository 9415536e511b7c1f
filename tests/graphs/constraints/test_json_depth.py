"""The nesting of JSON: how people bound it, and how it is counted."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints.families.json_depth import FAMILY
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload


def found(text: str) -> list[tuple[dict[str, Any], str, str]]:
    return [
        (one.kwargs, text[one.start : one.end], one.form.value)
        for one in extract(Passage.of(text))
        if one.id == FAMILY.id
    ]


def bound(relation: str, value: int, upper: int | None = None) -> dict[str, Any]:
    return {"relation": relation, "num_levels": value} | ({"upper": upper} if upper else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core", "form"),
    [
        ("Object nesting levels must not exceed 3.", bound("at most", 3), "must not exceed 3", "modal"),
        ("Use JSON with object nesting levels that do not exceed 4.", bound("at most", 4), "do not exceed 4", "modal"),
        ("Show a JSON object with at least two levels of nesting.", bound("at least", 2),
         "at least two levels of nesting", "amount"),
        ("Reply in JSON with nesting levels not exceeding 5.", bound("at most", 5), "not exceeding 5", "phrase"),
        ("The JSON has a maximum of two nesting levels.", bound("at most", 2), "a maximum of two nesting levels",
         "amount"),
        ("The JSON object has a nesting level of 2.", bound("equal to", 2), "of 2", "phrase"),
        ("Return JSON with a maximum nesting depth of 3.", bound("at most", 3), "a maximum nesting depth of 3",
         "amount"),
        ("Give it as JSON, between 2 and 4 levels deep.", bound("between", 2, 4), "between 2 and 4 levels deep",
         "value"),
        ("Write a JSON object. Do not go more than 2 levels deep.", bound("at most", 2),
         "Do not go more than 2 levels deep", "sentence"),
    ],
)  # fmt: skip
def test_stated(text: str, kwargs: dict[str, Any], core: str, form: str) -> None:
    assert found(text) == [(kwargs, core, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Use nested bullet lists, at least three levels deep.",
        "Avoid more than three levels of nesting in your Python code.",
        "The bird was nesting two levels above the street.",
        "Explain nested objects in JSON.",
        'Translate "at least two levels of nesting".',
        "Use at least two heading levels.",
    ],
)
def test_not_stated(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ('{"a": 1}', 1),
        ('{"a": {"b": 1}, "c": 2}', 2),
        ('{"a": [{"b": 1}]}', 3),
        ('So:\n```json\n{"a": {}}\n```\nDone.', 2),
        ("```json\n[1]\n```", 1),
    ],
)
def test_levels_are_counted(text: str, levels: int) -> None:
    assert FAMILY.verify(bound("equal to", levels), text).passed
    assert not FAMILY.verify(bound("less than", levels), text).passed


@pytest.mark.parametrize("text", ["", "Hello.", "3", '"a"', "```json\n{oops}\n```", "[" * 100_000])
def test_no_json_fails(text: str) -> None:
    assert not FAMILY.verify(bound("at most", 9), text).passed


def test_verify_says_where() -> None:
    check = FAMILY.verify(bound("at most", 1), 'So:\n```json\n{"a": {}}\n```')
    assert check.span == (12, 21) and check.detail == "2 levels of nesting; asked for at most 1 level of nesting"


def test_repair() -> None:
    mended = FAMILY.repair(bound("at least", 2), '{"a": 1}')
    assert mended is not None and mended.text == '{"data": {"a": 1}}' and mended.changed == 10
    assert FAMILY.repair(bound("at least", 4), '{"a": 1}') is None
    assert FAMILY.repair(bound("at most", 1), '{"a": [1]}') is None
    assert FAMILY.repair(bound("at least", 2), "prose") is None


def test_suits() -> None:
    def suits(response: str | None = None, *known: str) -> list[dict[str, Any]]:
        constraints = tuple(Payload(one, {}) for one in known)
        return list(
            FAMILY.suits(Task("List x.", shape="list", response=response, constraints=constraints), random.Random(0))
        )

    assert suits() == [] and len(suits(None, "detectable_format:json_format")) == 1
    assert suits('{"a": {"b": [1]}}', "detectable_format:json_format") == [bound("at most", 3), bound("at least", 3)]
