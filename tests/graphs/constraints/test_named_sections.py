"""Sections by name."""

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

ID = "detectable_format:named_sections"


def found(text: str) -> list[dict[str, Any]]:
    return [one.kwargs for one in extract(Passage.of(text)) if one.id == ID]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Include the following sections: Causes, Effects, and Remedies.", ["Causes", "Effects", "Remedies"]),
        ('Divide it into two sections titled "Then" and "Now".', ["Then", "Now"]),
        ("Your answer must include a level 2 heading titled 'Tea'.", ["Tea"]),
        ("Use the headings 'Milk' and 'Sugar'.", ["Milk", "Sugar"]),
        ("Use headings, specifically 'Milk' and 'Sugar'.", ["Milk", "Sugar"]),
    ],
)
def test_wordings(text: str, names: list[str]) -> None:
    assert found(text) == [{"names": names}]


@pytest.mark.parametrize(
    "text",
    [
        "Use sections such as 'Milk' and 'Sugar'.",
        'Include two sections: "SECTION 1" and "SECTION 2".',
        "It is divided into sections: the Old and the New.",
        "Write a section for my blog.",
        "Summarize the section titled 'Milk'.",
        'Do not add sections titled "Milk" and "Tea".',
    ],
)
def test_other_sections(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("response", "passed"),
    [
        ("## Then\na\n## Now\nb", True),
        ("**Then**\na\n\n**Now:** b", True),
        ("Then: a\nNow: b", True),
        ("# 1. THEN\na\n# 2. now\nb", True),
        ("## Now\na\n## Then\nb", False),
        ("Then a, now b.", False),
    ],
)
def test_verify(response: str, passed: bool) -> None:
    assert verify(ID, {"names": ["Then", "Now"]}, response).passed is passed


def test_a_section_out_of_order_is_pointed_at() -> None:
    check = verify(ID, {"names": ["Then", "Now"]}, "# Now\n# Then")
    assert (check.detail, check.span) == ("section 'Now' is out of order", (0, 1))


def test_repair_makes_headings() -> None:
    mended = repair(ID, {"names": ["Then", "Now"]}, "Then\na\n\nNow\nb")
    assert mended is not None
    assert (mended.text, mended.changed, mended.lossy) == ("## Then\na\n\n## Now\nb", 6, False)
    assert repair(ID, {"names": ["Then"]}, "No title.") is None


@pytest.mark.parametrize(
    ("one", "other", "meaning"),
    [
        (["A", "B"], ["b"], "implies"),
        (["A", "B"], ["B", "A"], "independent"),
        (["A"], ["a"], "equivalent"),
    ],
)
def test_relations(one: list[str], other: list[str], meaning: str) -> None:
    assert relation(Payload(ID, {"names": one}), Payload(ID, {"names": other})) == meaning


def test_suits_what_has_sections() -> None:
    member, rng = families()[ID], random.Random(0)
    assert {"names": ["Ingredients", "Instructions"]} in list(member.suits(Task("A recipe.", output="recipe"), rng))
    known = Task("Tell me.", response="## Then\na\n## Now\nb")
    assert list(member.suits(known, rng)) == [{"names": ["Then", "Now"]}]
    assert not list(member.suits(Task("A haiku.", output="haiku", shape="verse"), rng))
