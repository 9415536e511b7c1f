"""Sections that begin with a numbered mark: how they are asked for, counted and made."""

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
from stemmata.schemas.instruction import Payload

ID = "detectable_format:multiple_sections"


def bound(mark: str, number: int, relation: str | None = None) -> dict[str, Any]:
    return {"section_spliter": mark, "num_sections": number} | ({"relation": relation} if relation else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        ("Divide the story into four parts and start each with PART X.", bound("PART", 4), "four parts"),
        ('Write at least 5 chapters, each beginning with "Chapter X".', bound("Chapter", 5), "at least 5 chapters"),
        ("Have exactly 2 sections labelled Section 1 and Section 2.", bound("Section", 2, "equal to"), None),
        ("Give me a 4-day plan and mark each day with Day X.", bound("Day", 4), "4-day"),
        ('Write two versions, headed "Version 1" and "Version 2".', bound("Version", 2), "two versions"),
        ("Use 'ROUND X' to begin each of the six rounds.", bound("ROUND", 6), "six rounds"),
        ("Mark every section with Section X (where X is 1, 2, 3).", bound("Section", 3), "Section X"),
        ("Have 2 sections (Topic 1 and Topic 2).", bound("Topic", 2), "2 sections"),
        ('Include no more than 6 sections, each titled "Step X:".', bound("Step", 6, "at most"), None),
        ("Have 3 stanzas. The start of each stanza must be marked with STANZA #.", bound("STANZA", 3), "3 stanzas"),
        ("Format it as 4 sections, e.g. SECTION 1, SECTION 2, and so on.", bound("SECTION", 4), "4 sections"),
        ("Start each section with SECTION X; there must be at least 2 of them.", bound("SECTION", 2), None),
        ("Label the parts Part 1 through Part 5.", bound("Part", 5), "Part 1 through Part 5"),
        ("Your essay needs 3 sections. Begin each one with 'Plot Point X'.", bound("Plot Point", 3), "3 sections"),
    ],
)
def test_marked_sections(text: str, kwargs: dict[str, Any], core: str | None) -> None:
    (one,) = [one for one in extract(Passage.of(text)) if one.id == ID]
    assert one.kwargs == kwargs
    assert core is None or text[one.start : one.end] == core


@pytest.mark.parametrize(
    "text",
    [
        "Compare Text 1 and Text 2.",
        "Write about Malcolm X in 3 sections.",
        "Name the album titled Project X.",
        "Summarize Section 1 and Section 2 of the report.",
        "Write 5 sections about tea.",
        "Answer Question 1 and Question 2.",
        "Do not mark the sections with Section X.",
        "Separate each with a line instead of saying example 1, example 2.",
        "Use headings for the sections such as 'Introduction' and 'Conclusion'.",
        "Generation X has three parts that begin with work.",
    ],
)
def test_other_sections(text: str) -> None:
    assert [one for one in extract(Passage.of(text)) if one.id == ID] == []


@pytest.mark.parametrize(
    ("kwargs", "response", "passed", "span"),
    [
        (bound("SECTION", 2), "SECTION 1\nTea.\n\nSECTION 2\nMilk.", True, None),
        (bound("SECTION", 2), "**SECTION 1:** Tea. SECTION2: Milk.", True, None),
        (bound("SECTION", 2), "Section 1\nTea.\n\nSection 2\nMilk.", False, None),
        (bound("Section", 2), "Section 1\nAs Section 2 says, tea.", False, None),
        (bound("Section", 3), "<h2>Section 1</h2> Tea.\n- Section 2\n1. Section 3", True, None),
        (bound("section", 1), "Subsection 1", False, None),
        (bound("Day", 1, "at most"), "# Day 1\na\n# Day 2\nb", False, (12, 17)),
    ],
)
def test_verify(kwargs: dict[str, Any], response: str, passed: bool, span: tuple[int, int] | None) -> None:
    check = verify(ID, kwargs, response)
    assert (check.passed, check.span) == (passed, span)


def test_marks_are_words() -> None:
    assert payload(ID, bound(" Part ", 2)).kwargs == bound("Part", 2)
    for mark in ("", "Part 1", "***", "a\nb"):
        with pytest.raises(ArgumentError):
            payload(ID, bound(mark, 2))


def test_marks_are_set_right_or_put_in() -> None:
    mended = repair(ID, bound("PART", 2), "Part 1\nTea.\nPart 2\nMilk.")
    assert mended is not None
    assert (mended.text, mended.changed, mended.lossy) == ("PART 1\nTea.\nPART 2\nMilk.", 12, False)
    put = repair(ID, bound("Part", 2), "Tea is hot.\n\nMilk is cold.")
    assert put is not None
    assert (put.text, put.changed) == ("Part 1\nTea is hot.\n\nPart 2\nMilk is cold.", 14)
    assert repair(ID, bound("Part", 9), "Tea is hot.") is None
    assert repair(ID, bound("Part", 2), "- tea\n- milk") is None


def test_relations() -> None:
    assert relation(Payload(ID, bound("Part", 3)), Payload(ID, bound("Part", 2))) == "implies"
    assert relation(Payload(ID, bound("Part", 3)), Payload(ID, bound("Day", 2, "at most"))) == "independent"
    assert relation(Payload(ID, bound("Part", 3)), Payload("change_case:english_lowercase")) == "contradicts"


def test_sections_for_long_texts() -> None:
    member = families()[ID]
    assert list(member.suits(Task("Write an essay about tea.", "write", "essay"), random.Random(0)))
    for task in (
        Task("Is it?", shape="label"),
        Task("Write a haiku.", "write", "haiku", "verse"),
        Task("Write an essay.", "write", "essay", response="Tea."),
        Task("Write an email.", "write", "email"),
    ):
        assert not list(member.suits(task, random.Random(0)))
