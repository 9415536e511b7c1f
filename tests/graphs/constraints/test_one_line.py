"""One line, and plain text: orders for them, what breaks them, what mends it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.families.no_markdown import FAMILY as PLAIN
from stemmata.graphs.constraints.families.one_line import FAMILY
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload


def found(text: str) -> list[tuple[str, str, str]]:
    return [(one.id.partition(":")[2], text[one.start : one.end], one.form.value) for one in extract(Passage.of(text))]


@pytest.mark.parametrize(
    ("text", "name", "core", "form"),
    [
        ("Answer on one line.", "one_line", "on one line", "phrase"),
        ("Please put everything in a single line.", "one_line", "put everything in a single line", "verb"),
        ("Write a one-line summary of the plot.", "one_line", "one-line", "adjective"),
        ("Do not include line breaks.", "one_line", "Do not include line breaks", "verb"),
        ("The output must be on a single line.", "one_line", "must be on a single line", "modal"),
        ("Write it without any newlines.", "one_line", "without any newlines", "phrase"),
        ("Plain text only, please.", "no_markdown", "Plain text only, please", "phrase"),
        ("Respond in plain text.", "no_markdown", "in plain text", "phrase"),
        ("No markdown.", "no_markdown", "No markdown", "amount"),
        ("Write a plain-text email.", "no_markdown", "plain-text", "adjective"),
        ("The note must not use any markdown formatting.", "no_markdown", "must not use any markdown formatting",
         "modal"),
        ("Answer without markdown or emojis.", "no_markdown", "without markdown", "phrase"),
    ],
)  # fmt: skip
def test_stated(text: str, name: str, core: str, form: str) -> None:
    assert found(text) == [(name, core, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Put each item on one line.",
        "Return a string, with one line allocated for each equation.",
        "Solve it in one line of Python code.",
        "No line breaks between the paragraphs.",
        "Separate the paragraphs by double line breaks.",
        "She stood in a single line for hours in the story.",
        'The sign read "on a single line".',
        "Do not use markdown tables.",
        "Use markdown to highlight three sections.",
        "Turn the page into plain text.",
        "Passwords stored in plain text are unsafe.",
        "What is markdown?",
    ],
)
def test_not_stated(text: str) -> None:
    assert [one for one in found(text) if one[0] in ("one_line", "no_markdown")] == []


@pytest.mark.parametrize(
    ("text", "passed", "detail", "span"),
    [
        ("One line.\n", True, "one line", None),
        ("Two\nlines", False, "2 lines; asked for one", (3, 4)),
        (" \na\r\nb", False, "2 lines; asked for one", (3, 4)),
        ("a\u2028b", False, "2 lines; asked for one", (1, 2)),
        ("\n", False, "empty", None),
    ],
)
def test_one_line(text: str, passed: bool, detail: str, span: object) -> None:
    assert FAMILY.verify({}, text) == (passed, detail, span)


@pytest.mark.parametrize(
    ("text", "made", "changed"),
    [("Two\nlines", "Two lines", 2), ("Two \n\n lines\n", "Two lines", 4), ("a\u2028b", "a b", 2)],
)
def test_lines_are_joined(text: str, made: str, changed: int) -> None:
    mended = FAMILY.repair({}, text)
    assert mended is not None and (mended.text, mended.changed, mended.lossy) == (made, changed, False)


@pytest.mark.parametrize("text", ["- a\n- b", "# A\nb", "```\na\n```", "| a |\n| b |", "one"])
def test_lists_are_not_joined(text: str) -> None:
    assert FAMILY.repair({}, text) is None


@pytest.mark.parametrize(
    "text",
    ["Plain.", "1. one\n2. two", "2 * 3 * 4 = 24", "snake_case_name", "a < b > c", "Price: $5 [sic] (more)", "#1 fan",
     "Hello!\n\nA – B"],
)  # fmt: skip
def test_plain_text(text: str) -> None:
    assert PLAIN.verify({}, text).passed


@pytest.mark.parametrize(
    ("text", "name", "span"),
    [
        ("# Head", "heading", (0, 2)),
        ("So **bold**.", "bold", (3, 11)),
        ("So _it_ is", "italic", (3, 7)),
        ("* one", "bullet", (0, 5)),
        ("+ one", "bullet", (0, 2)),
        ("Run `ls`", "code mark", (4, 8)),
        ("```\nx\n```", "fence of code", (0, 3)),
        ("See [a](b)", "link", (4, 10)),
        ("> said", "quote", (0, 2)),
        ("a\n---\nb", "rule", (2, 5)),
        ("Title\n=====", "rule", (6, 11)),
        ("| a |\n", "table", (0, 1)),
        ("a | b\n--- | ---\n", "rule", (6, 15)),
    ],
)
def test_markdown(text: str, name: str, span: tuple[int, int]) -> None:
    check = PLAIN.verify({}, text)
    assert not check.passed and check.span is not None and check.span[0] == span[0]
    assert name in check.detail or "bullet" in check.detail


@pytest.mark.parametrize(
    ("text", "made", "changed"),
    [
        ("# Head\n\n**Bold** and *it*", "Head\n\nBold and it", 8),
        ("- one\n- two", "one\ntwo", 4),
        ("[a](b)", "a (b)", 3),
        ("> `x`", "x", 4),
        ("***both***", "both", 6),
    ],
)
def test_marks_are_taken_out(text: str, made: str, changed: int) -> None:
    mended = PLAIN.repair({}, text)
    assert mended is not None and (mended.text, mended.changed, mended.lossy) == (made, changed, False)


def test_code_and_tables_stay() -> None:
    assert PLAIN.repair({}, "```\nx\n```") is None and PLAIN.repair({}, "| a |") is None


def test_relations() -> None:
    bullets = Payload("detectable_format:number_bullet_lists", {"num_bullets": 2})
    assert relation(Payload(FAMILY.id), bullets) == relation(Payload(PLAIN.id), bullets) == "contradicts"
    assert relation(Payload(FAMILY.id), Payload(PLAIN.id)) == "independent"


def test_suits() -> None:
    def suits(family: Any, **given: Any) -> list[dict[str, Any]]:
        return list(family.suits(Task("Do this.", **given), random.Random(0)))

    assert suits(FAMILY, output="slogan", shape="short") == [{}] and suits(FAMILY, output="essay") == []
    assert suits(FAMILY, output="slogan", response="- a\n- b") == []
    assert suits(PLAIN, output="email") == [{}] and suits(PLAIN, output="essay") == []
    assert suits(PLAIN, output="email", response="```\nx\n```") == []
