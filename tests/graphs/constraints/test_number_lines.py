"""How many lines: verse and short answers, and lines that are not the answer's."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract

ID = "length_constraints:number_lines"


def found(text: str) -> list[tuple[dict[str, Any], str, str]]:
    return [
        (one.kwargs, text[one.start : one.end], one.form.value) for one in extract(Passage.of(text)) if one.id == ID
    ]


def bound(relation: str, value: int, upper: int | None = None) -> dict[str, Any]:
    return {"relation": relation, "num_lines": value} | ({"upper": upper} if upper else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core", "form"),
    [
        ("Write a poem of 12 lines about rain.", bound("equal to", 12), "12 lines", "amount"),
        ("Write a ten-line poem.", bound("equal to", 10), "ten-line", "adjective"),
        ("Use no more than 10 lines.", bound("at most", 10), "no more than 10 lines", "amount"),
        ("Your reply must be 3-5 lines long.", bound("between", 3, 5), "3-5 lines", "amount"),
        ("Keep it to five lines.", bound("at most", 5), "five lines", "amount"),
        ("The number of lines must be 14.", bound("equal to", 14), "The number of lines must be 14", "sentence"),
        ("Write 14 lines of verse.", bound("equal to", 14), "14 lines", "amount"),
        ("It should have fewer than 9 lines.", bound("less than", 9), "fewer than 9 lines", "amount"),
    ],
)
def test_wordings(text: str, kwargs: dict[str, Any], core: str, form: str) -> None:
    assert found(text) == [(kwargs, core, form)]


@pytest.mark.parametrize(
    "text",
    [
        "They stopped at the 6-yard line.",
        "Use two new lines to separate paragraphs.",
        "Describe each planet, limited to two lines of text per planet.",
        "Write a poem with 4 lines per stanza.",
        "Write a script in at most 20 lines of code.",
        "The program should be under 10 lines.",
        "Read the first 10 lines.",
        "Write three four-line stanzas.",
        "There are three lines below.",
        "Write a song where the last two lines rhyme.",
        "Write a couple of lines for a card.",
        "Leave two lines between sections.",
        'Quote the note "in two lines".',
    ],
)
def test_other_lines(text: str) -> None:
    assert found(text) == []


def test_empty_lines_do_not_count() -> None:
    assert verify(ID, bound("equal to", 2), "\none\n \n\ntwo\n").passed
    judged = verify(ID, bound("at most", 1), "one\n\ntwo\n")
    assert (judged.passed, judged.span, judged.detail) == (False, (5, 9), "2 lines; asked for at most 1 line")
    assert not verify(ID, bound("equal to", 1), "").passed


@pytest.mark.parametrize(
    ("kwargs", "response", "mended", "changed"),
    [
        (bound("at most", 2), "one\ntwo\nthe third line", "one two\nthe third line", 2),
        (bound("equal to", 1), "One.\n\nTwo.", "One. Two.", 3),
        (bound("at least", 3), "One here. Two there. Three.", "One here.\nTwo there.\nThree.", 4),
        (bound("at most", 1), "* one\n* two", None, 0),
        (bound("at least", 3), "One.", None, 0),
    ],
)
def test_repair_joins_and_divides(kwargs: dict[str, Any], response: str, mended: str | None, changed: int) -> None:
    made = repair(ID, kwargs, response)
    assert (made and made.text) == mended
    assert made is None or (made.changed, made.lossy) == (changed, False)


def test_numbers_are_added_to_verse_of_free_form() -> None:
    known = Task("Write a poem about tides.", "write", "poem", "verse", response="a\nb\nc\n\nd")
    assert bound("equal to", 4) in list(families()[ID].suits(known, random.Random(1)))
    assert list(families()[ID].suits(Task("Write a song.", "write", "song", "verse"), random.Random(1)))
    assert not list(families()[ID].suits(Task("Write a haiku.", "write", "haiku", "verse"), random.Random(1)))
    assert not list(families()[ID].suits(Task("Write an essay.", "write", "essay"), random.Random(1)))
