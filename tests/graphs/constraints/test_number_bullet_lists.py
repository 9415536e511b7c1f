"""How many bullet points."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.graphs.constraints.bullets import bullet_lines
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract

ID = "detectable_format:number_bullet_lists"


def found(text: str) -> list[tuple[dict[str, Any], str]]:
    return [(one.kwargs, text[one.start : one.end]) for one in extract(Passage.of(text)) if one.id == ID]


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        ("must also contain exactly 3 bullet points in markdown format", {"num_bullets": 3}, "exactly 3 bullet points"),
        ("in the form of exactly 4 bullet points with the format below", {"num_bullets": 4}, "exactly 4 bullet points"),
        ("must include exactly one bullet point in markdown", {"num_bullets": 1}, "exactly one bullet point"),
        ("contain exactly 2 bullet point in markdown", {"num_bullets": 2}, "exactly 2 bullet point"),
        ("Name exactly 3 names for a dog using markdown bullet points such as:", {"num_bullets": 3}, "3"),
        ("Use at least 5 bullets.", {"relation": "at least", "num_bullets": 5}, "at least 5 bullets"),
        ("Summarize the story with three bullet points using only nouns", {"num_bullets": 3}, "three bullet points"),
        ("Give a bulleted list of 5 items.", {"num_bullets": 5}, "5 items"),
        ("Write 3 to 5 bullet points.", {"relation": "between", "num_bullets": 3, "upper": 5}, "3 to 5 bullet points"),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any], core: str) -> None:
    assert found(text) == [(kwargs, core)]


@pytest.mark.parametrize(
    "text",
    [
        "Use bullet points.",
        "Each section has 3 bullet points.",
        "Explain the following 3 bullet points.",
        "Bullet 1 and 2 are wrong.",
        "He fired three bullets in the air.",
        "Write a 100 word summary using bullet points.",
        "These two bullet points are mine.",
    ],
)
def test_other_bullets(text: str) -> None:
    assert found(text) == []


@given(
    st.lists(
        st.sampled_from(["* a", "- b", "**c**", "***", "---", "*", "-", "", "  * d", "1. e", "\t- f", "*g*", "h"]),
        max_size=9,
    )
)
def test_bullets_are_ifevals(lines: list[str]) -> None:
    text = "\n".join(lines)
    theirs = len(re.findall(r"^\s*\*[^\*].*$", text, re.MULTILINE)) + len(re.findall(r"^\s*-.*$", text, re.MULTILINE))
    ours = len(bullet_lines(text))
    # A lone asterisk takes the next line with it in IFEval, which is no bullet to anyone.
    assert ours == theirs or re.search(r"^\s*\*$", text, re.MULTILINE)


def test_verify_says_where_there_is_one_too_many() -> None:
    check = verify(ID, {"num_bullets": 1}, "* a\n* b")
    assert (check.passed, check.span) == (False, (4, 7))


@pytest.mark.parametrize(
    ("response", "text"),
    [
        ("1. red\n2. green\n3. blue", "* red\n* green\n* blue"),
        ("Three colours:\n\n1) red\n2) green\n3) blue", "Three colours:\n\n* red\n* green\n* blue"),
        ("• red\n• green\n• blue", "* red\n* green\n* blue"),
        ("•red\n•green\n•blue", "* red\n* green\n* blue"),
        ("red\ngreen\nblue", "* red\n* green\n* blue"),
        ("Here they are:\nred\ngreen\nblue", "Here they are:\n* red\n* green\n* blue"),
        ("red, green and blue.", "* red\n* green\n* blue"),
    ],
)
def test_repair_turns_other_lists_into_bullets(response: str, text: str) -> None:
    mended = repair(ID, {"num_bullets": 3}, response)
    assert mended is not None
    assert (mended.text, mended.lossy) == (text, False)
    assert repair(ID, {"num_bullets": 4}, response) is None


def test_repair_leaves_out_the_last_bullets() -> None:
    mended = repair(ID, {"num_bullets": 2}, "Colours:\n* red\n* green\n* blue\n")
    assert mended is not None
    assert (mended.text, mended.lossy) == ("Colours:\n* red\n* green", True)


@pytest.mark.parametrize(
    "response", ["A sentence, with a comma.", "def f():\n    return 1", "One.\n\nTwo goes on and on:", ""]
)
def test_what_is_no_list_is_not_made_one(response: str) -> None:
    assert repair(ID, {"num_bullets": 2}, response) is None


def test_bullets_only_for_lists() -> None:
    member = families()[ID]
    asked = Task("List five reasons to visit Lisbon.", "list", "reasons", "list")
    assert list(member.suits(asked, random.Random(0))) == [{"num_bullets": 5}]
    known = Task("List reasons.", "list", "reasons", "list", response="1. sun\n2. sea")
    assert list(member.suits(known, random.Random(0))) == [{"num_bullets": 2}]
    assert not list(member.suits(Task("Write an essay.", "write", "essay"), random.Random(0)))
    assert not list(member.suits(Task("Is it?", shape="label", response="yes"), random.Random(0)))
