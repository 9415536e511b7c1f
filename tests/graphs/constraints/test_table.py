"""Tables and their size."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation, repair, verify
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload

ID = "detectable_format:table"
TABLE = "| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |"


def found(text: str) -> list[dict[str, Any]]:
    return [one.kwargs for one in extract(Passage.of(text)) if one.id == ID]


@pytest.mark.parametrize(
    ("text", "kwargs"),
    [
        ("Answer in a table.", {}),
        ("Please present the plan in a markdown table format.", {}),
        ("Put it in tabular form.", {}),
        ("In a table with three columns: Name, Age, City", {"names": ["Name", "Age", "City"]}),
        ("Use a table limited to 5 rows.", {"rows": 5, "rows_relation": "at most"}),
        ("Include a table with fewer than 5 rows.", {"rows": 4, "rows_relation": "at most"}),
        ("Include a table with at least 2 rows.", {"rows": 2, "rows_relation": "at least"}),
        ("Use a table with exactly 2 columns and no more than 4 rows.",
         {"columns": 2, "rows": 4, "rows_relation": "at most"}),
        ("The table must not exceed three rows.", {"rows": 3, "rows_relation": "at most"}),
        ("Add a table with a column limit of 3.", {"columns": 3, "columns_relation": "at most"}),
        ("Answer in a table with columns 'River' and 'Length'.", {"names": ["River", "Length"]}),
        ("If you use a table, it must have at most 3 rows.",
         {"rows": 3, "rows_relation": "at most", "use": "if any"}),
        ("Any table in the answer should not exceed 2 columns.",
         {"columns": 2, "columns_relation": "at most", "use": "if any"}),
        ("Create a table of rivers with exactly four columns.", {"columns": 4}),
        ("Do not use any tables.", {"use": "never"}),
    ],
)  # fmt: skip
def test_wordings(text: str, kwargs: dict[str, Any]) -> None:
    assert found(text) == [kwargs]


@pytest.mark.parametrize(
    "text",
    [
        "How do I clean a wooden table?",
        "Summarize the table below.",
        "What is in the following table with 3 columns?",
        "The table has 5 rows and 3 columns.",
        "Write an SQL query for a table with three columns.",
        "Write a function that prints a table with 5 rows.",
        "Draft a table of contents.",
        "Plant 3 rows of beans.",
        "I made a table with 3 rows.",
        'Translate "use a table" into German.',
    ],
)
def test_other_tables(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("kwargs", "response", "passed"),
    [
        ({}, f"So:\n\n{TABLE}\n\nDone.", True),
        ({}, "a | b", False),
        ({}, f"```\n{TABLE}\n```", False),
        ({"rows": 2}, TABLE, True),
        ({"rows": 1, "rows_relation": "at most"}, TABLE, False),
        ({"columns": 2}, TABLE, True),
        ({"columns": 3, "columns_relation": "at least"}, TABLE, False),
        ({"names": ["A", "B"]}, TABLE, True),
        ({"names": ["B", "A"]}, TABLE, False),
        ({"names": ["A", "B"]}, "**A** | B\n--|--\n1 | 2", True),
        ({"rows": 1, "use": "if any"}, "No table.", True),
        ({"rows": 1, "use": "if any"}, TABLE, False),
        ({"use": "never"}, TABLE, False),
        ({"use": "never"}, "None.", True),
    ],
)
def test_verify(kwargs: dict[str, Any], response: str, passed: bool) -> None:
    assert verify(ID, kwargs, response).passed is passed


def test_a_wrong_table_is_pointed_at() -> None:
    check = verify(ID, {"columns": 3}, f"So:\n{TABLE}")
    assert (check.span, check.detail) == ((4, 4 + len(TABLE)), "a table of 2 columns; asked for exactly 3 columns")


def test_repair_leaves_out_the_last_rows() -> None:
    mended = repair(ID, {"rows": 1, "rows_relation": "at most"}, f"{TABLE}\n\nDone.")
    assert mended is not None
    assert (mended.text, mended.lossy) == ("| a | b |\n|---|:-:|\n| 1 | 2 |\n\nDone.", True)
    assert repair(ID, {}, "No table.") is None


@pytest.mark.parametrize(
    ("one", "other", "meaning"),
    [
        ({"rows": 3}, {}, "implies"),
        ({"names": ["a", "b"]}, {"columns": 2}, "implies"),
        ({"names": ["a", "b"]}, {"columns": 3}, "contradicts"),
        ({"use": "never"}, {"rows": 3, "use": "if any"}, "implies"),
        ({"use": "never"}, {}, "contradicts"),
        ({"rows": 3, "use": "if any"}, {"rows": 4, "use": "if any"}, "independent"),
        ({"rows": 3, "use": "if any"}, {"rows": 4}, "contradicts"),
    ],
)
def test_relations(one: dict[str, Any], other: dict[str, Any], meaning: str) -> None:
    assert relation(Payload(ID, one), Payload(ID, other)) == meaning


def test_suits_what_can_be_tabled() -> None:
    member, rng = families()[ID], random.Random(0)
    assert list(member.suits(Task("List some rivers.", "list", "rivers", "list"), rng))
    known = Task("Compare them.", "compare", "them", response=TABLE)
    assert {"columns": 2} in list(member.suits(known, rng))
    assert not list(member.suits(Task("Write a haiku.", "write", "haiku", "verse"), rng))
    assert not list(member.suits(Task("Write a text message.", "write", "message"), rng))
