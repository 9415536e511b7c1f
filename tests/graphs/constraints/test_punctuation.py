"""Punctuation marks that must not be there, or must end the response or its sentences; and marks only talked of."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.errors import ArgumentError
from stemmata.schemas.instruction import Payload

OUT, NONE, COMMA = "punctuation:forbidden", "punctuation:none", "punctuation:no_comma"
ENDS, EACH = "punctuation:ends_with", "punctuation:every_sentence_ends_with"


def found(text: str) -> list[tuple[str, dict[str, Any], str, str]]:
    return [(one.id, one.kwargs, text[one.start : one.end], one.form.value) for one in extract(Passage.of(text))]


@pytest.mark.parametrize(
    ("text", "marks", "form"),
    [
        ("Do not use exclamation points.", ["exclamation mark"], "verb"),
        ("Write it without semicolons or em-dashes.", ["semicolon", "em dash"], "phrase"),
        ("No question marks!", ["question mark"], "amount"),
        ("It should avoid dashes, colons, and parentheses to stay plain.", ["dash", "colon", "parenthesis"], "modal"),
        ("do not use question marks (?) or exclamation marks (!)", ["question mark", "exclamation mark"], "verb"),
        ("Ellipses are not allowed.", ["ellipsis"], "sentence"),
        ("Don't use full stops or commas.", ["period", "comma"], "verb"),
        ("The answer must not contain quotation marks or apostrophes.", ["quotation mark", "apostrophe"], "modal"),
    ],
)
def test_forbidden(text: str, marks: list[str], form: str) -> None:
    assert [(one[0], one[1], one[3]) for one in found(text)] == [(OUT, {"marks": marks}, form)]


def test_a_comma_named_first_is_a_constraint_of_its_own() -> None:
    assert [one[:3] for one in found("Use no commas, semicolons or dashes.")] == [
        (COMMA, {}, "Use no commas"),
        (OUT, {"marks": ["semicolon", "dash"]}, "semicolons or dashes"),
    ]


@pytest.mark.parametrize(
    ("text", "mark", "core", "form"),
    [
        ("End your post with a question mark.", "question mark", "End your post with a question mark", "sentence"),
        ("The output should end with a period.", "period", "should end with a period", "modal"),
        ('Your answer must end with "!".', "exclamation mark", 'must end with "!"', "modal"),
        ("Use a capital for each word, and conclude with a full stop", "period", "conclude with a full stop", "verb"),
        ("Ending punctuation must be a semicolon", "semicolon", "a semicolon", "value"),
        ("make sure the summary concludes with an exclamation mark", "exclamation mark", None, "modal"),
        ("a headline ending with an ellipsis", "ellipsis", "ending with an ellipsis", "phrase"),
        ("Finish the last sentence with a question mark.", "question mark", None, "sentence"),
        ("The last character of your reply must be a colon.", "colon", "a colon", "value"),
    ],
)  # fmt: skip
def test_ends_with(text: str, mark: str, core: str | None, form: str) -> None:
    ((family_id, kwargs, words, said),) = found(text)
    assert (family_id, kwargs, said) == (ENDS, {"mark": mark}, form)
    assert core is None or words == core


@pytest.mark.parametrize(
    ("text", "mark", "core", "form"),
    [
        ("End every sentence with a period.", "period", "End every sentence with a period", "sentence"),
        ("Each sentence must end with a question mark.", "question mark", None, "sentence"),
        ("be short and ensure that every sentence in your text ends with a period", "period", None, "verb"),
        ("Each sentence must name a bird and end with a period.", "period", "a period", "value"),
        ("The ending punctuation of each sentence is a period", "period", "a period", "value"),
        ("Put an exclamation mark at the end of every sentence!", "exclamation mark", "an exclamation mark", "value"),
        ("Write about tea, ending all sentences with an exclamation point", "exclamation mark", None, "phrase"),
    ],
)
def test_every_sentence(text: str, mark: str, core: str | None, form: str) -> None:
    ((family_id, kwargs, words, said),) = (one for one in found(text) if one[0] != "style:brevity")
    assert (family_id, kwargs, said) == (EACH, {"mark": mark}, form)
    assert core is None or words == core


@pytest.mark.parametrize(
    "text",
    [
        "Use no punctuation at all.",
        "a text without any punctuation marks",
        "Avoid all punctuation",
        "punctuation-free verse",
        "Punctuation is not allowed.",
        "I want a paragraph without punctuation or capitals.",
    ],
)
def test_none(text: str) -> None:
    assert [one[:2] for one in found(text)] == [(NONE, {})]


@pytest.mark.parametrize(
    "text",
    [
        "Don't use quotation marks around the title.",
        "Do not use dashes to separate items.",
        "Use no more than two exclamation marks.",
        "How do I avoid colon cancer?",
        "When should you not use a semicolon?",
        "No periods before the title.",
        "Write it with no punctuation errors.",
        "Use no punctuation other than periods.",
        "The text has no punctuation. Add it.",
        "Each question must end with a question mark.",
        "Each title must name a bird, end with an exclamation mark, and be short.",
        "Ensure that each job title ends with a period.",
        "Do not end with a period.",
        "If you ask something, end with a question mark.",
        "End each sentence with a period or a question mark.",
        "A sentence ends with a period.",
        "The story ends with a dash of humor.",
        "Which of these lines ends with a question mark?",
    ],
)
def test_not_stated(text: str) -> None:
    assert [one for one in found(text) if one[0].startswith("punctuation:")] == []


@pytest.mark.parametrize(
    ("family_id", "kwargs", "text", "passed", "span"),
    [
        (OUT, {"marks": ["exclamation mark"]}, "Oh! No！", False, (2, 3)),
        (OUT, {"marks": ["dash"]}, "well-known, a - b", False, (13, 16)),
        (OUT, {"marks": ["dash"]}, "well-known\n- one\n- two", True, None),
        (OUT, {"marks": ["period"]}, "Wait... what", True, None),
        (OUT, {"marks": ["period", "ellipsis"]}, "Wait... what", False, (4, 7)),
        (NONE, {}, "no marks $5 here", True, None),
        (NONE, {}, "it's", False, (2, 3)),
        (ENDS, {"mark": "period"}, "Yes.  \n", True, None),
        (ENDS, {"mark": "period"}, "好。", True, None),
        (ENDS, {"mark": "period"}, "Well...", False, (6, 7)),
        (ENDS, {"mark": "ellipsis"}, "Well...", True, None),
        (ENDS, {"mark": "question mark"}, '"Who?"', False, (5, 6)),
        (ENDS, {"mark": "period"}, " ", False, None),
        (EACH, {"mark": "period"}, "# Title\n\nIt is so. \"Yes.\" Done.", True, None),
        (EACH, {"mark": "period"}, "It is so. Why? Done.", False, (10, 14)),
        (EACH, {"mark": "period"}, "", False, None),
    ],
)  # fmt: skip
def test_verify(family_id: str, kwargs: dict[str, Any], text: str, passed: bool, span: tuple[int, int] | None) -> None:
    check = verify(family_id, kwargs, text)
    assert (check.passed, check.span) == (passed, span) and check.detail


@pytest.mark.parametrize(
    ("family_id", "kwargs", "text", "mended", "changed"),
    [
        (OUT, {"marks": ["exclamation mark"]}, "Oh!! No?!", "Oh. No?", 4),
        (OUT, {"marks": ["semicolon"]}, "It rained; we left.", "It rained. We left.", 4),
        (OUT, {"marks": ["question mark"]}, "Why?", None, 0),
        (OUT, {"marks": ["semicolon"]}, "`a; b`", None, 0),
        (NONE, {}, "Well-known, isn't it?", "Well known isnt it", 5),
        (NONE, {}, "It cost 3.50, no?", None, 0),
        (ENDS, {"mark": "question mark"}, "You agree!!\n", "You agree?\n", 3),
        (ENDS, {"mark": "period"}, "Yes", "Yes.", 1),
        (ENDS, {"mark": "period"}, "```\nx\n```", None, 0),
        (ENDS, {"mark": "period"}, '{"a": 1}', None, 0),
        (EACH, {"mark": "exclamation mark"}, 'Stop. "Now?" Go!\n\nYes', 'Stop! "Now!" Go!\n\nYes!', 5),
        (EACH, {"mark": "period"}, "| a | b |", None, 0),
    ],
)
def test_repair(family_id: str, kwargs: dict[str, Any], text: str, mended: str | None, changed: int) -> None:
    done = repair(family_id, kwargs, text)
    assert (done and done.text) == mended
    assert done is None or (done.changed == changed and not done.lossy)


@pytest.mark.parametrize(
    ("first", "second", "meaning"),
    [
        ((OUT, {"marks": ["comma", "colon"]}), (COMMA, {}), "implies"),
        ((OUT, {"marks": ["dash"]}), (OUT, {"marks": ["em dash"]}), "implies"),
        ((OUT, {"marks": ["dash", "colon"]}), (OUT, {"marks": ["colon", "slash"]}), "independent"),
        ((OUT, {"marks": ["question mark"]}), ("startend:end_checker", {"end_phrase": "Why?"}), "contradicts"),
        ((OUT, {"marks": ["quotation mark"]}), (ENDS, {"mark": "period"}), "independent"),
        ((NONE, {}), (OUT, {"marks": ["colon"]}), "implies"),
        ((NONE, {}), (ENDS, {"mark": "period"}), "contradicts"),
        ((NONE, {}), (EACH, {"mark": "period"}), "contradicts"),
        ((ENDS, {"mark": "period"}), (ENDS, {"mark": "ellipsis"}), "contradicts"),
        ((ENDS, {"mark": "period"}), (OUT, {"marks": ["period"]}), "contradicts"),
        ((ENDS, {"mark": "comma"}), (COMMA, {}), "contradicts"),
        ((ENDS, {"mark": "period"}), ("startend:end_checker", {"end_phrase": "Why?"}), "contradicts"),
        ((ENDS, {"mark": "period"}), ("startend:quotation", {}), "contradicts"),
        ((EACH, {"mark": "period"}), (OUT, {"marks": ["period"]}), "contradicts"),
    ],
)
def test_relations(first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]], meaning: str) -> None:
    assert relation(payload(*first), payload(*second)) == meaning


def test_the_comma_alone_is_refused() -> None:
    with pytest.raises(ArgumentError, match="no_comma"):
        payload(OUT, {"marks": ["comma"]})
    assert payload(OUT, {"marks": ["comma", "colon"]}).kwargs == {"marks": ["colon", "comma"]}


def test_rewording() -> None:
    text = "Tell a joke and end with a question mark"
    core = extract(Passage.of(text))[0]
    assert "Tell a joke and end with a period" in list(reworded(text, core, ENDS, {"mark": "period"}))


def suits(family_id: str, **given: Any) -> list[dict[str, Any]]:
    return list(families()[family_id].suits(Task("Do this.", **given), random.Random(0)))


def test_suits() -> None:
    told = "We went home and slept for hours. Nobody called."
    assert suits(ENDS, response=told) == [{"mark": "period"}]
    assert suits(EACH, response=told) == [{"mark": "period"}]
    assert {"marks": ["exclamation mark"]} in suits(OUT, response=told)
    assert suits(NONE, shape="verse") == [{}] and suits(NONE, output="report") == []
    for family_id in (OUT, NONE, ENDS, EACH):
        assert suits(family_id, shape="code") == suits(family_id, shape="label") == []
    assert suits(ENDS, constraints=(Payload("startend:end_checker", {"end_phrase": "Why?"}),)) == []
