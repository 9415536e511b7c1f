"""How list items are labelled."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation, repair, verify
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.labels import has_style, nth
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload

ID = "detectable_format:list_labels"


def found(text: str) -> list[dict[str, Any]]:
    return [one.kwargs for one in extract(Passage.of(text)) if one.id == ID]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Answer with a numbered list.", "number"),
        ("Could you present them as a clear numbered list?", "number"),
        ("Give me a numbered list of rivers in Spain.", "number"),
        ("Name some rivers and number each item.", "number"),
        ("Name some rivers, with each item numbered.", "number"),
        ("Tell me about tea in bullet points.", "bullet"),
        ("Please use bullet points, keep it short.", "bullet"),
        ("Your reply should be formatted as a bulleted list.", "bullet"),
        ("Provide a bulleted list of rivers.", "bullet"),
        ("Label them a), b), c).", "a)"),
        ("Number the steps (1), (2), (3) and so on.", "(1)"),
        ("The options must be labelled A., B. and C.", "A."),
        ("Label the options A, B, C.", "letter"),
        ("Number the items with Roman numerals.", "roman"),
        ("Number them i., ii., iii.", "i."),
        ("Use dashes for the bullet points.", "-"),
        ('Use "*" to mark each list item.', "*"),
        ("Mark each item with a dash (-).", "-"),
    ],
)
def test_wordings(text: str, label: str) -> None:
    assert found(text) == [{"label": label}]


@pytest.mark.parametrize(
    ("text", "label"),
    [("Do not use bullet points.", "bullet"), ("Write it without any numbered lists.", "number")],
)
def test_forbidden(text: str, label: str) -> None:
    assert found(text) == [{"label": label, "use": "never"}]


@pytest.mark.parametrize(
    "text",
    [
        "Summarize the bullet points below.",
        "Use exactly 3 bullet points.",
        "Name 3 rivers using bullet points.",
        "Finish with the least number of steps.",
        "Explain how to use bullet points in Word.",
        "I wrote a numbered list.",
        "Write a function that returns a numbered list.",
        "Each cell of the table uses bullet points.",
        'Translate "use a numbered list" into German.',
    ],
)
def test_other_lists(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("label", "response"),
    [
        ("number", "1. a\n2. b\n3. c"),
        ("number", "Two:\n\n1) a\n   - x\n   - y\n2) b"),
        ("number", "1. a\n- x\n- y\n2. b"),
        ("number", "**1. a**\ntext\n\n**2. b**"),
        ("number", "1. a\n2. b\n\nThen:\n1. c\n2. d"),
        ("bullet", "* a\n* b"),
        ("bullet", "•a\n•b"),
        ("a)", "a) x\nb) y"),
        ("letter", "A. x\nB. y"),
        ("roman", "i. x\nii. y\niii. z\niv. w"),
        ("I.", "I. x\nII. y"),
        ("-", "- x\n  1. y"),
    ],
)
def test_kept(label: str, response: str) -> None:
    assert verify(ID, {"label": label}, response).passed


@pytest.mark.parametrize(
    ("label", "response", "span"),
    [
        ("number", "no list", None),
        ("number", "1. a\n3. b", (5, 7)),
        ("number", "1. a\n1. b", (5, 7)),
        ("number", "```\n1. a\n```", None),
        ("1)", "1. a\n2. b", (0, 2)),
        ("bullet", "- a\n1. b", (4, 6)),
        ("*", "* a\n- b", (4, 5)),
        ("a)", "a) x\nc) y", (5, 7)),
        ("roman", "a. x\nb. y", (0, 2)),
    ],
)
def test_broken(label: str, response: str, span: tuple[int, int] | None) -> None:
    check = verify(ID, {"label": label}, response)
    assert (check.passed, check.span) == (False, span)


def test_forbidden_labels_are_found_at_any_depth() -> None:
    never = {"label": "bullet", "use": "never"}
    assert verify(ID, never, "1. a").passed
    assert verify(ID, never, "1. a\n   - b").span == (8, 9)


@pytest.mark.parametrize(
    ("kwargs", "response", "text"),
    [
        ({"label": "number"}, "* a\n* b", "1. a\n2. b"),
        ({"label": "bullet"}, "1. a\n2. b", "- a\n- b"),
        ({"label": "a)"}, "1. a\n   * x\n3. b", "a) a\n   * x\nb) b"),
        ({"label": "number"}, "red, green and blue", "1. red\n2. green\n3. blue"),
        ({"label": "bullet", "use": "never"}, "So:\n- a\n- b", "So:\na\nb"),
    ],
)
def test_repair(kwargs: dict[str, Any], response: str, text: str) -> None:
    mended = repair(ID, kwargs, response)
    assert mended is not None
    assert (mended.text, mended.lossy) == (text, False)


def test_repair_leaves_prose_be() -> None:
    assert repair(ID, {"label": "number"}, "It rains, and we stay in.") is None


def test_labels() -> None:
    assert [nth("A)", count) for count in (1, 26, 27)] == ["A)", "Z)", "AA)"]
    assert [nth("i.", count) for count in (1, 4, 9, 40)] == ["i.", "iv.", "ix.", "xl."]
    assert not has_style("-", "1.")


@pytest.mark.parametrize(
    ("one", "other", "meaning"),
    [
        ({"label": "1."}, {"label": "number"}, "implies"),
        ({"label": "number"}, {"label": "bullet"}, "contradicts"),
        ({"label": "roman"}, {"label": "letter"}, "contradicts"),
        ({"label": "-"}, {"label": "bullet", "use": "never"}, "contradicts"),
        ({"label": "number"}, {"label": "bullet", "use": "never"}, "independent"),
    ],
)
def test_relations(one: dict[str, Any], other: dict[str, Any], meaning: str) -> None:
    assert relation(Payload(ID, one), Payload(ID, other)) == meaning


def test_suits_lists_only() -> None:
    member, rng = families()[ID], random.Random(0)
    asked = Task("List some rivers.", "list", "rivers", "list")
    assert list(member.suits(asked, rng))
    known = Task("List some rivers.", "list", "rivers", "list", response="1. Po\n2. Don")
    assert list(member.suits(known, rng)) == [{"label": "number"}]
    assert not list(member.suits(Task("Write a haiku.", "write", "haiku", "verse"), rng))
    assert not list(member.suits(Task("List rivers in a table.", "list", "rivers", "list"), rng))
