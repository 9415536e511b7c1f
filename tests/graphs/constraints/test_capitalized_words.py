"""Words that begin with capitals: orders for all words, for title case, and for parts, which are left alone."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints.families.capitalized_words import FAMILY
from stemmata.graphs.constraints.families.title_case import FAMILY as TITLE_CASE
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

ALL, TITLE = {"part": "all"}, {"part": "title"}


def found(text: str) -> list[tuple[str, dict[str, Any], str, str]]:
    return [
        (one.id.partition(":")[2], one.kwargs, text[one.start : one.end], one.form.value)
        for one in extract(Passage.of(text))
        if one.id.startswith("change_case:")
    ]


@pytest.mark.parametrize(
    ("text", "core", "form"),
    [
        ("The list must use capitalized letters for each word.", "must use capitalized letters for each word", "modal"),
        ("Each word must be capitalized.", "Each word must be capitalized", "sentence"),
        ("Write it with each word capitalized.", "with each word capitalized", "phrase"),
        ("Give a reply that uses capitalized letters for every word.", "uses capitalized letters for every word",
         "modal"),
        ("Please capitalize the first letter of every word.", "capitalize the first letter of every word", "verb"),
        ("Every word in your answer should begin with a capital letter.",
         "Every word in your answer should begin with a capital letter", "sentence"),
        ("The text should have each word capitalized.", "should have each word capitalized", "modal"),
        ("Be brief, and make sure that each word starts with an uppercase letter.",
         "make sure that each word starts with an uppercase letter", "verb"),
        ("Answer in French, using capital letters for each word.", "using capital letters for each word", "phrase"),
    ],
)  # fmt: skip
def test_stated(text: str, core: str, form: str) -> None:
    assert found(text) == [("capitalized_words", {}, core, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Each word in the table must be capitalized.",
        "Use capitalized letters for each word in the name of the player.",
        "The titles of the references should be capitalized.",
        "Every drink name is shown with each word capitalized.",
        "Write a function that capitalizes the first letter of each word.",
        "Do not capitalize each word.",
        "What is the capital of each country?",
        'She wrote "each word must be capitalized" on the board.',
        "Use title case for all headings.",
        "How do I convert a string to title case in Python?",
        "Do not use title case.",
        "Explain why people use title case.",
    ],
)
def test_not_stated(text: str) -> None:
    assert [name for name, *_ in found(text) if name in ("capitalized_words", "title_case")] == []


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        ("Write a headline in title case.", ALL, "in title case"),
        ("Your whole answer should use title case.", ALL, "should use title case"),
        ("Write the title in title case.", TITLE, "Write the title in title case"),
        ("The title should be in title case.", TITLE, "The title should be in title case"),
        ("Tell a tale with a title in title case.", TITLE, "with a title in title case"),
    ],
)
def test_title_case_stated(text: str, kwargs: dict[str, Any], core: str) -> None:
    assert [one[:3] for one in found(text)] == [("title_case", kwargs, core)]


def test_other_case_takes_its_place() -> None:
    text = "The reply must use capitalized letters for each word"
    (core,) = extract(Passage.of(text))
    assert "The reply should use only capital letters" in list(reworded(text, core, "change_case:english_capital", {}))


@pytest.mark.parametrize(
    "text",
    ["Red Orange", "The 3rd Of May, 1999", "**Don't** _Stop_: O'Brien's Café", "ALL CAPS", "See https://x.org/a And B",
     "E\u0301cole Élan", "北京 Is Big"],
)  # fmt: skip
def test_capitals_pass(text: str) -> None:
    assert FAMILY.verify({}, text).passed and TITLE_CASE.verify(ALL, text).passed


@pytest.mark.parametrize(
    ("text", "detail", "span"),
    [
        ("A Tale of Two", "'of' at 7 begins with a small letter", (7, 9)),
        ("a b", "'a' at 0 begins with a small letter and 1 more", (0, 1)),
        ("123 4th", "no word begins with a capital", None),
        ("", "no word begins with a capital", None),
        ("An iPhone", "'iPhone' at 3 begins with a small letter", (3, 9)),
    ],
)
def test_small_letters_fail(text: str, detail: str, span: tuple[int, int] | None) -> None:
    check = FAMILY.verify({}, text)
    assert (check.passed, check.detail, check.span) == (False, detail, span)


@pytest.mark.parametrize(
    ("kwargs", "text", "passed"),
    [
        (ALL, "A Tale of Two Cities", True),
        (ALL, "of Mice and Men", False),
        (ALL, "A tale of Two", False),
        (TITLE, "# The Old Man and the Sea\n\nhe was old.", True),
        (TITLE, "some words <<The Sea>> more", True),
        (TITLE, "<<the Sea>>\nText", False),
        (TITLE, "**Title: On Tea**\nText", True),
        (TITLE, "He was an old man.\n\nText", False),
        (TITLE, "", False),
        (TITLE, "A" * 300, False),
    ],
)
def test_title_case(kwargs: dict[str, Any], text: str, passed: bool) -> None:
    assert TITLE_CASE.verify(kwargs, text).passed == passed


@pytest.mark.parametrize(
    ("family", "kwargs", "text", "made", "changed"),
    [
        (FAMILY, {}, "the red-hot ǆ 3rd tea", "The Red-hot ǅ 3rd Tea", 8),
        (TITLE_CASE, ALL, "the art of war", "The Art of War", 6),
        (TITLE_CASE, TITLE, "# on tea\n\ntext", "# On Tea\n\ntext", 4),
    ],
)
def test_repair(family: Any, kwargs: dict[str, Any], text: str, made: str, changed: int) -> None:
    mended = family.repair(kwargs, text)
    assert mended is not None and (mended.text, mended.changed, mended.lossy) == (made, changed, False)
    assert family.verify(kwargs, made).passed


def test_no_repair_of_code() -> None:
    assert FAMILY.repair({}, "```\nx = 1\n```") is None and TITLE_CASE.repair(TITLE, "") is None


def test_relations() -> None:
    assert FAMILY.relation({}, Payload("change_case:english_lowercase")) == "contradicts"
    assert FAMILY.relation({}, Payload("change_case:english_capital")) == "implied_by"
    assert FAMILY.relation({}, Payload(TITLE_CASE.id, ALL)) == "implies"
    assert FAMILY.relation({}, Payload(TITLE_CASE.id, TITLE)) is None
    assert TITLE_CASE.relation(ALL, Payload(TITLE_CASE.id, TITLE)) is None


def test_suits() -> None:
    def suits(family: Any, **given: Any) -> list[dict[str, Any]]:
        return list(family.suits(Task("Do this.", **given), random.Random(0)))

    assert suits(FAMILY, output="slogan", shape="short") == [{}]
    assert suits(FAMILY, output="essay") == suits(FAMILY, output="function", shape="code") == []
    assert suits(TITLE_CASE, output="headline", shape="short") == [ALL] and suits(TITLE_CASE, output="essay") == []
    assert suits(TITLE_CASE, output="essay", constraints=(Payload("detectable_format:title"),)) == [TITLE]
