"""HTML: orders for it, and what is taken as HTML."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints.families.html import FAMILY
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload

ANY, PAGE = {"page": False}, {"page": True}


def found(text: str) -> list[tuple[dict[str, Any], str]]:
    return [(one.kwargs, text[one.start : one.end]) for one in extract(Passage.of(text)) if one.id == FAMILY.id]


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        ("Respond in HTML format.", ANY, "Respond in HTML format"),
        ("Please give the tips in HTML format, with headings", ANY, "in HTML format"),
        ("Write an HTML page that lists twelve limericks.", PAGE, "Write an HTML page"),
        ("Give it as a complete HTML document.", PAGE, "as a complete HTML document"),
        ("Wrap your answer in HTML.", ANY, "in HTML"),
    ],
)
def test_stated(text: str, kwargs: dict[str, Any], core: str) -> None:
    assert found(text) == [(kwargs, core)]


@pytest.mark.parametrize(
    "text",
    [
        "Write the HTML syntax for an image.",
        "Convert the given HTML into Markdown format.",
        "How do I center a div in HTML?",
        "Describe the difference between div and span in HTML.",
        "List the tags used in HTML.",
        "Write a Python script that saves the page in HTML.",
        "Explain the basics of HTML and CSS.",
        "Do not use HTML.",
        "In the context of HTML 5, what are the elements?",
        'The note "in HTML format" was lost.',
    ],
)
def test_not_stated(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hello<br>you</p>",
        "<!-- a > b --><h1 class='x>y'>A &amp; B</h1>\n<ul><li>one<li>two</ul>",
        "```html\n<div><img src=a.png /></div>\n```",
        "<script>if (a < b) {}</script><my-part>x</my-part>",
        "<table><tr><td>1<td>2</table>",
    ],
)
def test_passes(text: str) -> None:
    assert FAMILY.verify(ANY, text).passed


@pytest.mark.parametrize(
    ("text", "detail", "at"),
    [
        ("Hello <b>you</b>", "not HTML: text outside of any element", 0),
        ("<p>a</p> b", "not HTML: text outside of any element", 8),
        ("<div><b>x</div>", "not HTML: </div> closes nothing", 9),
        ("<div>x", "not HTML: <div> is not closed", 6),
        ("<p>a < b</p>", "not HTML: no tag of HTML", 5),
        ("<foo>x</foo>", "not HTML: no tag of HTML", 0),
        ("<p>x</p></p>", "not HTML: </p> closes nothing", 8),
        ("<!-- x", "not HTML: a comment without an end", 0),
        ("", "not HTML: no element", 0),
        ('<p class="x>y</p>', "not HTML: no tag of HTML", 0),
    ],
)
def test_fails(text: str, detail: str, at: int) -> None:
    check = FAMILY.verify(ANY, text)
    assert not check.passed and check.detail == detail and check.span is not None and check.span[0] == at


def test_page() -> None:
    assert FAMILY.verify(PAGE, "<!DOCTYPE html>\n<html><body><p>x</body></html>").passed
    assert not FAMILY.verify(PAGE, "<p>x</p>").passed


@pytest.mark.parametrize("piece", ["<", "<p ", "<!--", '<p a="', "</", "<p>", "<script>", "<div>x", "=<a"])
def test_hostile_tags_end(piece: str) -> None:
    assert not FAMILY.verify(PAGE, piece * 200_000).passed


@pytest.mark.parametrize(
    ("kwargs", "text", "made"),
    [
        (ANY, "A & B\nC\n\n- x\n- y", "<p>A &amp; B<br>\nC</p>\n<ul>\n  <li>x</li>\n  <li>y</li>\n</ul>"),
        (ANY, "1. x", "<ol>\n  <li>x</li>\n</ol>"),
        (PAGE, "<p>x</p>", "<html>\n<body>\n<p>x</p>\n</body>\n</html>"),
    ],
)
def test_repair(kwargs: dict[str, Any], text: str, made: str) -> None:
    mended = FAMILY.repair(kwargs, text)
    assert mended is not None and mended.text == made and FAMILY.verify(kwargs, made).passed and not mended.lossy


@pytest.mark.parametrize("text", ["", "# Head", "**bold**", "<div>", "```\nx\n```"])
def test_no_repair(text: str) -> None:
    assert FAMILY.repair(ANY, text) is None


def test_relation_and_suits() -> None:
    assert FAMILY.relation(PAGE, Payload(FAMILY.id, ANY)) == "implies"

    def suits(**given: Any) -> list[dict[str, Any]]:
        return list(FAMILY.suits(Task("Do this.", **given), random.Random(0)))

    assert suits(output="blog post") == [ANY] and suits(output="email") == suits(shape="verse", output="poem") == []
    assert suits(output="blog post", constraints=(Payload(FAMILY.id, ANY),)) == []
