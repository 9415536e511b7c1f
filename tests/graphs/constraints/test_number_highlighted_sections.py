"""Passages highlighted with markdown: how many, as people say it, and what counts."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.highlights import highlight_spans
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded

ID = "detectable_format:number_highlighted_sections"


def bound(number: int, relation: str | None = None) -> dict[str, Any]:
    return {"num_highlights": number} | ({"relation": relation} if relation else {})


@pytest.mark.parametrize(
    ("text", "kwargs", "core"),
    [
        ("Please italicize no fewer than two phrases using asterisks.", bound(2), "no fewer than two phrases"),
        ("At least four parts of the essay must be highlighted in markdown.", bound(4), "At least four parts"),
        ("Your answer should contain at least one highlighted section.", bound(1), "at least one highlighted section"),
        ("Use markdown to emphasize at least 6 words, like *this*.", bound(6), "at least 6 words"),
        ("Highlight the title by wrapping it in asterisks.", bound(1), "Highlight the title"),
        ("Write 4 tips. Highlight each tip with asterisks, like *tip*.", bound(4), "Highlight each tip"),
        ("Use asterisks to highlight key phrases three times.", bound(3), "three times"),
        ("Mark at least 2 passages in italics.", bound(2), "at least 2 passages"),
        ("Do not highlight more than 3 words with markdown.", bound(3, "at most"), None),
        ("Highlight the key parts with asterisks, at least 3 of them.", bound(3), "at least 3 of them"),
        ("Highlight at least two key takeaways in bold.", bound(2), "at least two key takeaways"),
        ("highlight up to 2 sentences with markdown, e.g. *so*", bound(2, "at most"), "up to 2 sentences"),
    ],
)
def test_passages_to_highlight(text: str, kwargs: dict[str, Any], core: str | None) -> None:
    (one,) = extract(Passage.of(text))
    assert (one.id, one.kwargs) == (ID, kwargs)
    assert core is None or text[one.start : one.end] == core


@pytest.mark.parametrize(
    "text",
    [
        "Highlight at least three elements or techniques.",
        "Highlight the main benefits of the diet.",
        "In which ways did he highlight two parts of the plan?",
        "Highlight one word in each sentence in bold.",
        "The essay has an idea which highlights two parts.",
        "Write a bold story.",
        "Include 5 or more bold phrases.",
        "Put exactly two sentences in bold.",
        "End with an exclamation mark to emphasize the excitement.",
        "Include the keyword to highlight its relevance in markdown.",
        'The post says "highlight 3 sections in bold".',
    ],
)
def test_other_highlights(text: str) -> None:
    assert [one for one in extract(Passage.of(text)) if one.id == ID] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("*one* and **two** and ***three***", 3),
        ("* item\n* other item", 0),
        ("* **Name:** what\n* *Age:* what", 2),
        ("a\n***\nb *** c", 0),
        ("** ** and **", 0),
        ("5 * 3 * 2", 0),
        ("*over two\nlines*", 0),
        ("*a* *b* **c**", 3),
    ],
)
def test_counting(text: str, count: int) -> None:
    assert len(highlight_spans(text)) == count


def test_verify_says_where_the_first_is_too_many() -> None:
    check = verify(ID, bound(1, "at most"), "*one* and **two**")
    assert (check.passed, check.span) == (False, (10, 17))
    assert verify(ID, bound(2), "*one* and **two**").passed


def test_short_sentences_are_put_between_stars_and_taken_out() -> None:
    text = "We walked for a long time through the old town. It rained. Then we had tea at the harbour."
    mended = repair(ID, bound(1), text)
    assert mended is not None
    assert (mended.text.count("*It rained.*"), mended.changed, mended.lossy) == (1, 2, False)
    back = repair(ID, bound(1, "less than"), mended.text)
    assert back is not None
    assert (back.text, back.changed) == (text, 2)
    assert repair(ID, bound(3), text) is None
    assert repair(ID, bound(1), "```\nx = 1\n```\nRun it now. Then stop it.") is None


def test_rewording_keeps_the_frame() -> None:
    text = "Highlight at least 3 sections in markdown, i.e. *section*"
    found = extract(Passage.of(text))[0]
    assert next(reworded(text, found, ID, bound(5))) == "Highlight at least 5 sections in markdown, i.e. *section*"


def test_highlights_for_texts_that_are_written_out() -> None:
    member = families()[ID]
    essay = Task("Write an essay about tea.", "write", "essay")
    assert list(member.suits(essay, random.Random(0)))
    known = Task(essay.text, "write", "essay", response="A *cup* of tea.")
    assert list(member.suits(known, random.Random(0))) == [bound(1)]
    for task in (
        Task("Is it?", shape="label"),
        Task("Write a haiku.", "write", "haiku", "verse"),
        Task(essay.text, "write", "essay", response="Tea."),
    ):
        assert not list(member.suits(task, random.Random(0)))
