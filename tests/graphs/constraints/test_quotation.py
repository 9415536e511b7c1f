from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.quotation import FAMILY
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

STATED = [
    "Your whole response should be wrapped with double quotation marks.",
    'Wrap your entire response with double quotation marks " ".',
    "Make sure to put double quotes around your entire reply.",
    "The entire response should be enclosed in double quotation marks",
    "Surround your answer with double quotes",
    "Wrap everything in double quotes.",
    "put quotation marks around your whole answer",
    "Your response should start and end with double quotation marks.",
    "Please write the poem and wrap it in double quotes.",
    "Your entire response, including the title, should be wrapped in double quotation marks.",
    "Please put your whole tweet inside double quotation marks",
    "Wrap the entire output with double quotations.",
    "Use double quotation marks to wrap your entire response.",
]
NOT_STATED = [
    "Put the dialogue in quotation marks.",
    "Put double quotes around each keyword.",
    "Use double quotes for strings in your code.",
    "Wrap the title in double quotation marks.",
    "Enclose every name in double quotes.",
    "Explain when to use double quotation marks.",
    "Do not wrap your response in double quotes.",
    "What does it mean to put a word in double quotes?",
]


def found(text):
    return list(FAMILY.extract(Passage.of(text)))


@pytest.mark.parametrize("text", STATED)
def test_stated(text):
    assert [one.kwargs for one in found(text)] == [{}]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert found(text) == []


def rewordings(text, family_id, kwargs):
    core = next(one for one in extract(Passage.of(text)) if one.id == FAMILY.id)
    return list(reworded(text, core, family_id, kwargs))


def suits(**given):
    return list(FAMILY.suits(Task("Do this.", **given), random.Random(0)))


@pytest.mark.parametrize(
    ("text", "core", "form"),
    [
        ("Wrap your entire response with double quotation marks.", "with double quotation marks", Form.PHRASE),
        ("Please put double quotes around your whole answer.", "put double quotes around your whole answer", Form.VERB),
        (
            "Double quotes should be placed around your entire response.",
            "Double quotes should be placed around your entire response",
            Form.SENTENCE,
        ),
        ("The answer should be 600+ words long and be wrapped with double quotes.", "with double quotes", Form.PHRASE),
    ],
)
def test_core(text, core, form):
    (one,) = found(text)
    assert (text[one.start : one.end], one.form) == (core, form)


def test_json_takes_its_place():
    words = rewordings("Wrap your entire response with double quotation marks", "detectable_format:json_format", {})
    assert words[0] == "Wrap your entire response in JSON format"
    assert "Wrap your entire response in double quotes" in rewordings(
        "Wrap your entire response with double quotes", FAMILY.id, {}
    )


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ('"a"', True),
        (' "a"\n', True),
        ('""', True),
        ('"', False),
        ("a", False),
        ("“a”", False),
        ('"a', False),
        ("", False),
    ],
)
def test_verify(text, passed):
    assert FAMILY.verify({}, text).passed is passed


@pytest.mark.parametrize(
    ("text", "mended", "changed"),
    [("Hello.", '"Hello."', 2), ("“Hello.”", '"Hello."', 4), (' She said "no" ', '"She said "no""', 4)],
)
def test_repair(text, mended, changed):
    repair = FAMILY.repair({}, text)
    assert (repair.text, repair.changed, repair.lossy) == (mended, changed, False)


def test_repair_of_nothing():
    assert FAMILY.repair({}, "  ") is None


def test_relations():
    assert FAMILY.relation({}, Payload(FAMILY.id)) == "equivalent"
    assert FAMILY.relation({}, Payload("detectable_format:json_format")) is None
    assert FAMILY.relation({}, Payload("startend:end_checker", {"end_phrase": "Bye."})) == "independent"
    assert FAMILY.relation({}, Payload("combination:repeat_prompt", {"prompt_to_repeat": "Do it."})) == "contradicts"
    assert FAMILY.relation({}, Payload("combination:repeat_prompt", {"prompt_to_repeat": '"Do it."'})) == "independent"


def test_suits():
    assert suits(shape="short", output="slogan") == [{}] and suits(shape="prose", output="speech") == [{}]
    assert suits(shape="code") == [] and suits(shape="data") == [] and suits(shape="label") == []
    assert suits(shape="prose", output="report") == []
    assert suits(shape="short", response='She said "no".') == []
    assert suits(shape="short", constraints=(Payload("detectable_format:json_format"),)) == []
