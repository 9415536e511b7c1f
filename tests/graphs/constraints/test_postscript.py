"""Postscripts and their marks, as people ask for them."""

from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload

ID = "detectable_content:postscript"
PS, PPS = {"postscript_marker": "P.S."}, {"postscript_marker": "P.P.S"}


@pytest.mark.parametrize(
    ("text", "mark", "core"),
    [
        ("Write to my landlord and include a P.S. about the heating.", "P.S.", "a P.S."),
        ("Close the email with a P.P.S. that mentions lunch.", "P.P.S", "a P.P.S."),
        ('Add a postscript at the bottom marked with "P.S.".', "P.S.", 'a postscript at the bottom marked with "P.S."'),
        ("The message must end with a postscript introduced by 'PS:'.", "PS:", "a postscript introduced by 'PS:'"),
        ("Finish with a P.S. line.", "P.S.", "a P.S. line"),
        ("There should be a postscript beginning with P. P. S.", "P.P.S", None),
        ("Append a short postscript (P.S.) to the note.", "P.S.", "a short postscript (P.S.)"),
        ("Please include a postscript.", "P.S.", "a postscript"),
        ('A postscript starting with "N.B." must be included.', "N.B.", 'A postscript starting with "N.B."'),
        ("It has to have a postscript. Start the postscript with P.P.S", "P.P.S", "the postscript with P.P.S"),
        ("It needs to have a postscript, labelled p.s", "P.S.", "a postscript, labelled p.s"),
    ],
)
def test_postscripts(text: str, mark: str, core: str | None) -> None:
    (one,) = extract(Passage.of(text))
    assert (one.id, one.kwargs) == (ID, {"postscript_marker": mark})
    assert core is None or text[one.start : one.end] == core


@pytest.mark.parametrize(
    "text",
    [
        "P.S. Keep it short.",
        "Convert this PDF to PostScript.",
        "Add a PostScript file to the folder.",
        "Do not include a postscript.",
        "What does P.S. stand for?",
        "She added a postscript to her letter.",
        "Summarize the postscript of the book.",
        "I have a PS5 at home.",
        'He wrote: "add a P.S. at the end".',
    ],
)
def test_other_postscripts(text: str) -> None:
    assert [one for one in extract(Passage.of(text)) if one.id == ID] == []


@pytest.mark.parametrize(
    ("kwargs", "response", "passed"),
    [
        (PS, "Bye.\n\nP.S. Come soon.", True),
        (PS, "Bye. p. s. come soon", True),
        (PS, "Bye.\n\nP.P.S. Come soon.", False),
        (PS, "Ask J.P. Smith about Step. S. Lee.", False),
        (PPS, "Bye.\n\nP.P.S Come soon.", True),
        (PPS, "Bye.\n\nP.S. Come soon.", False),
        ({"postscript_marker": "PS"}, "The tips", False),
        ({"postscript_marker": "P*"}, "PPP", False),
        ({"postscript_marker": "Note:"}, "note: come", True),
    ],
)
def test_verify(kwargs: dict[str, str], response: str, passed: bool) -> None:
    assert verify(ID, kwargs, response).passed is passed


def test_marks_are_one_however_they_are_dotted() -> None:
    for said, mark in (("p. s.", "P.S."), ("P.S", "P.S."), ("P.P.S.", "P.P.S"), (" PS ", "PS")):
        assert payload(ID, {"postscript_marker": said}).kwargs == {"postscript_marker": mark}


def test_another_mark_is_changed_and_none_made_up() -> None:
    mended = repair(ID, PS, "Bye.\n\nPS: Come soon.")
    assert mended is not None
    assert (mended.text, mended.changed, mended.lossy) == ("Bye.\n\nP.S. Come soon.", 7, False)
    assert repair(ID, PS, "Bye.") is None
    assert repair(ID, PPS, "The PS is in the shop.") is None


def test_relations() -> None:
    assert relation(Payload(ID, PS), Payload(ID, PPS)) == "independent"
    letter = {"letter": "p", "let_relation": "less than", "let_frequency": 1}
    assert relation(Payload(ID, PS), Payload("keywords:letter_frequency", letter)) == "contradicts"


def test_postscripts_for_letters() -> None:
    member = families()[ID]
    assert list(member.suits(Task("Write a letter.", "write", "letter"), random.Random(0))) == [PS, PPS]
    known = Task("Write a letter.", "write", "letter", response="Bye.\n\nP.S. Come.")
    assert list(member.suits(known, random.Random(0))) == [PS]
    for task in (
        Task("Write an essay.", "write", "essay"),
        Task("Write a letter.", "write", "letter", response="Bye."),
        Task("Is it?", shape="label"),
    ):
        assert not list(member.suits(task, random.Random(0)))
