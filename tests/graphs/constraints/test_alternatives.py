"""Several versions with a separator: how people ask for them, and what parts are."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints.families.alternatives import FAMILY
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import payload
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.errors import ArgumentError
from stemmata.schemas.instruction import Payload


def want(count: int, mark: str = "---") -> dict[str, Any]:
    return {"num_alternatives": count, "separator": mark}


def found(text: str) -> list[tuple[dict[str, Any], str, str]]:
    return [
        (one.kwargs, text[one.start : one.end], one.form.value)
        for one in extract(Passage.of(text))
        if one.id == FAMILY.id
    ]


@pytest.mark.parametrize(
    ("text", "kwargs", "form"),
    [
        ('Give three different versions, separated by "---".', want(3), "sentence"),
        ("Write two versions of the plan and separate them with ###.", want(2, "###"), "value"),
        ("Give me 3 taglines, each separated by a line of three dashes.", want(3), "value"),
        ("Please provide two alternatives separated by '==='.", want(2, "==="), "verb"),
        ("It should contain four answers, divided by 4 asterisks (****).", want(4, "****"), "amount"),
    ],
)
def test_stated(text: str, kwargs: dict[str, Any], form: str) -> None:
    assert [(one[0], one[2]) for one in found(text)] == [(kwargs, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Give exactly two different responses separated by 6 asterisk symbols ******.",
        "Use exactly 3 paragraphs separated by the markdown divider: ***.",
        "List 5 options separated by commas.",
        "Write 3 answers separated by blank lines.",
        "The two versions were separated by a wall.",
        'He wrote "three versions separated by ---".',
    ],
)
def test_not_stated(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("count", "mark", "text", "passed", "detail", "span"),
    [
        (2, "---", "a\n---\nb", True, "2 different parts", None),
        (2, "---", "---\na\n---\nb\n---", True, "2 different parts", None),
        (3, "---", "a\n---\nb", False, "2 parts with '---' between; asked for 3", None),
        (2, "---", "a---b---c", False, "3 parts with '---' between; asked for 2", (8, 9)),
        (2, "---", "a\n---\nA ", False, "two are the same", (5, 8)),
        (2, "---", "a ------ b", False, "1 parts with '---' between; asked for 2", None),
        (3, "---", "a\n---\n\n---\nb", False, "an alternative is empty", (5, 7)),
        (2, "OR", "x OR y, ORDER", True, "2 different parts", None),
        (2, "---", "", False, "an alternative is empty", (0, 0)),
    ],
)
def test_verify(count: int, mark: str, text: str, passed: bool, detail: str, span: object) -> None:
    assert FAMILY.verify(want(count, mark), text) == (passed, detail, span)


@pytest.mark.parametrize(
    ("text", "made", "changed", "lossy"),
    [
        ("a\n***\nb", "a\n\n---\n\nb", 12, False),
        ("a\n\nb", "a\n\n---\n\nb", 9, False),
        ("a\n---\nb\n---\nc", "a\n---\nb", 6, True),
    ],
)
def test_repair(text: str, made: str, changed: int, lossy: bool) -> None:
    mended = FAMILY.repair(want(2), text)
    assert mended is not None and (mended.text, mended.changed, mended.lossy) == (made, changed, lossy)


@pytest.mark.parametrize("text", ["", "one", "a\n\nb\n\nc"])
def test_no_repair(text: str) -> None:
    assert FAMILY.repair(want(2), text) is None


@pytest.mark.parametrize("mark", ["******", '"', "a\nb", " -- ", ""])
def test_refused_separators(mark: str) -> None:
    with pytest.raises(ArgumentError):
        payload(FAMILY.id, want(2, mark))


def test_relations_and_suits() -> None:
    assert FAMILY.relation(want(2), Payload(FAMILY.id, want(3))) == "contradicts"
    assert FAMILY.relation(want(2), Payload(FAMILY.id, want(3, "==="))) is None

    def suits(**given: Any) -> list[dict[str, Any]]:
        return list(FAMILY.suits(Task("Do this.", **given), random.Random(0)))

    assert suits(output="slogan", shape="short")[0]["num_alternatives"] == 2
    assert suits(output="slogan", shape="short", response="a\n\nb\n\nc")[0]["num_alternatives"] == 3
    assert suits(output="slogan", response="One.") == suits(output="essay") == suits(output="slogans") == []
