"""Separated values: orders for them, and what rows are."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.families.csv import FAMILY
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload


def want(*columns: str, by: str = ",") -> dict[str, Any]:
    return ({"columns": list(columns)} if columns else {}) | {"delimiter": by}


def found(text: str) -> list[tuple[dict[str, Any], str]]:
    return [(one.kwargs, text[one.start : one.end]) for one in extract(Passage.of(text)) if one.id == FAMILY.id]


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        ("Return the result as a CSV string, with one line per week.", want(), "as a CSV string"),
        ("Give it as CSV with the columns Name, Date of Birth and City.", want("Name", "Date of Birth", "City"),
         "as CSV with the columns Name, Date of Birth and City"),
        ("Output in tab-separated format.", want(by="\t"), "in tab-separated format"),
        ("Format the answer as comma-separated values.", want(), "Format the answer as comma-separated values"),
        ('Present it in CSV format with columns "name", "age", using semicolons as the delimiter.',
         want("name", "age", by=";"), 'in CSV format with columns "name", "age", using semicolons as the delimiter'),
        ("Answer in CSV using ';' as the separator.", want(by=";"), "Answer in CSV using ';' as the separator"),
        ("Respond in TSV format with the headers id and score.", want("id", "score", by="\t"),
         "Respond in TSV format with the headers id and score"),
    ],
)  # fmt: skip
def test_stated(text: str, kwargs: dict[str, Any], core: str) -> None:
    assert found(text) == [(kwargs, core)]


@pytest.mark.parametrize(
    "text",
    [
        "Reply with a comma-separated list.",
        "Write a script that saves the data in CSV.",
        "Read the following CSV file.",
        "How do I open a file in CSV format?",
        "The paragraphs are separated by ***.",
        "What is the difference between CSV and TSV?",
        'Explain what "in CSV format" means.',
    ],
)
def test_not_stated(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("kwargs", "text", "passed", "detail", "span"),
    [
        (want(), "a,b\n1,2", True, "2 rows of 2 values", None),
        (want(), '```csv\na,"b, c\nd"\n1,2\n```', True, "2 rows of 2 values", None),
        (want("a", "b"), "a, b\r\n1,2\r\n", True, "2 rows of 2 values", None),
        (want("a", "b"), "x,b\n1,2", False, "the columns are x, b", (0, 3)),
        (want(by=";"), "a,b\n1,2", False, "row 1 has 1 values", (0, 7)),
        (want(), "a,b\n1,2,3", False, "row 2 has 3 values, not 2", (4, 9)),
        (want(), "a,b\n\n1,2", False, "row 2 has 0 values, not 2", (4, 8)),
        (want(), "a,b", False, "one row alone", (0, 3)),
        (want(), "", False, "no rows", (0, 0)),
        (want(), "- a, b\n- c, d", False, "no rows", (0, 13)),
        (want(), '[1,2,\n3,4,""]', False, "no rows", (0, 13)),
        (want(), 'a,"b\n1,2', False, None, (0, 8)),
    ],
)
def test_verify(kwargs: dict[str, Any], text: str, passed: bool, detail: str | None, span: object) -> None:
    check = FAMILY.verify(kwargs, text)
    assert check.passed == passed and check.span == span and detail in (None, check.detail)


@pytest.mark.parametrize(
    ("kwargs", "text", "made"),
    [
        (want(), "| a | b |\n|---|---|\n| 1, 2 | x |", 'a,b\n"1, 2",x'),
        (want(by="\t"), "a,b\n1,2", "a\tb\n1\t2"),
        (want("Name", "Age"), "name,age\nAnn,3", "Name,Age\nAnn,3"),
    ],
)
def test_repair(kwargs: dict[str, Any], text: str, made: str) -> None:
    mended = FAMILY.repair(kwargs, text)
    assert mended is not None and mended.text == made and FAMILY.verify(kwargs, made).passed


@pytest.mark.parametrize("text", ["", "Prose.", "x,y\n1,2", "a,b\n1"])
def test_no_repair(text: str) -> None:
    assert FAMILY.repair(want("a", "b"), text) is None


def test_relations() -> None:
    def told(first: dict[str, Any], second: dict[str, Any]) -> str:
        return relation(Payload(FAMILY.id, first), Payload(FAMILY.id, second))

    assert told(want("a", "b"), want()) == "implies"
    assert told(want("a", "b"), want("b", "a")) == "contradicts"
    assert told(want(), want(by=";")) == "independent"
    assert relation(Payload(FAMILY.id, want()), Payload("punctuation:no_comma")) == "contradicts"
    assert relation(Payload(FAMILY.id, want()), Payload("detectable_format:json_format")) == "contradicts"


def test_suits() -> None:
    def suits(**given: Any) -> list[dict[str, Any]]:
        return list(FAMILY.suits(Task("Do this.", **given), random.Random(0)))

    assert suits(shape="list", output="schedule", response="| a | b |\n|---|---|\n| 1 | 2 |") == [want()]
    assert suits(shape="list", output="reasons") == suits(shape="list", output="schedule", response="Prose.") == []
