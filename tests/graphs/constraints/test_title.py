from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemmata.graphs.constraints.families.title import FAMILY
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.heading import heading_of
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

STATED = [
    "Provide a title with double angular brackets like <<title>>",
    "Wrap the title in <<>>.",
    "Your response should have a title enclosed in double angle brackets, such as <<My Title>>.",
    "Give it a title in double angular brackets.",
    "include a title like <<the title>>",
    "Start with a title wrapped in double angular brackets: <<title>>",
    "The essay needs a title wrapped in double angular brackets, i.e. <<title>>",
    "Make sure there is a title in double angular brackets, i.e. <<title>>",
    "Your answer must include a title, in the form of <<title>>",
]
NOT_STATED = [
    "Translate the text inside double angular brackets.",
    "cout << x >> y;",
    "Generate a title for the paper.",
    "The title should be short.",
    "What do double angle brackets mean in C++?",
    "<<<PASSAGE>>> It rained.",
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
        (
            "Your answer must contain a title, wrapped in double angular brackets, i.e. <<title>>.",
            "must contain a title, wrapped in double angular brackets, i.e. <<title>>",
            Form.MODAL,
        ),
        (
            "Write a post with a title in double angular brackets, such as <<my post>>, now.",
            "with a title in double angular brackets, such as <<my post>>",
            Form.PHRASE,
        ),
        (
            "The title should be wrapped in double angular brackets.",
            "The title should be wrapped in double angular brackets",
            Form.SENTENCE,
        ),
        (
            "Give your answer wrapped in double angular brackets, such as <<your answer>>.",
            "wrapped in double angular brackets, such as <<your answer>>",
            Form.VALUE,
        ),
    ],
)
def test_core(text, core, form):
    (one,) = found(text)
    assert (text[one.start : one.end], one.form) == (core, form)


def test_rewording():
    text = "The poem must have a title in double angular brackets, i.e. <<title>>, and no rhymes"
    assert all(
        words.startswith("The poem ") and words.endswith(", and no rhymes")
        for words in rewordings(text, FAMILY.id, {})[:2]
    )


@pytest.mark.parametrize("text", ["<<A title>>\n\nText", "Text <<x>> text", "<<<a>>>", "x\n << b >> "])
def test_verify_passes(text):
    assert FAMILY.verify({}, text).passed


@pytest.mark.parametrize("text", ["", "<title>", "<<>>", "<< >>", "<<a\nb>>", ">>a<<", "<<<>>>"])
def test_verify_fails(text):
    assert not FAMILY.verify({}, text).passed


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="<> a\n", max_size=24))
def test_verify_agrees_with_the_reference(text):
    expected = any(title.lstrip("<").rstrip(">").strip() for title in re.findall(r"<<[^\n]+>>", text))
    assert FAMILY.verify({}, text).passed == expected


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("# On Tea\n\nTea is good.", "<<On Tea>>\n\nTea"),
        ("**On Tea**\n\nTea is good.", "<<On Tea>>\n\nTea"),
        ("Title: On Tea\nTea is good.", "<<On Tea>>\nTea"),
        ("My Summer Holiday\n\nI went away.\n\nIt was fun.", "<<My Summer Holiday>>\n\nI went"),
        ("Subject: Leave Request\n\nDear Ann,\n\nI am ill.", "<<Leave Request>>\n\nSubject: "),
        ("Roses are red,\nViolets are blue,\nSugar is sweet.", "<<Roses Are Red>>\n\nRoses"),
        (
            "Solar panels turn light into power. Solar panels last for decades and cost less each year than before.",
            "<<Solar Panels>>\n\nSolar",
        ),
    ],
)
def test_repair(text, begins):
    mended = FAMILY.repair({}, text)
    assert mended is not None and mended.text.startswith(begins) and not mended.lossy
    assert FAMILY.verify({}, mended.text).passed


@pytest.mark.parametrize(
    "text",
    ["", "Yes.", "Dear Ann,\n\nI am ill today.", "for i in range(3):\n    print(i)\n    f(i)", "- one\n- two\n- three"],
)
def test_repair_invents_nothing(text):
    assert heading_of(text) is None and FAMILY.repair({}, text) is None


def test_repair_goes_inside_quotation_marks():
    assert FAMILY.repair({}, '"Subject: Leave\n\nI am ill."').text.startswith('"<<')


def test_relations():
    assert FAMILY.relation({}, Payload(FAMILY.id)) == "equivalent"
    assert FAMILY.relation({}, Payload("startend:quotation")) == "independent"
    assert (
        FAMILY.relation({}, Payload("length_constraints:number_words", {"relation": "at most", "num_words": 9})) is None
    )


def test_suits():
    assert suits(shape="prose", output="essay") == [{}]
    assert suits(shape="verse", output="poem") == [{}]
    assert suits(shape="short", output="slogan") == [] and suits(shape="label") == [] and suits(shape="code") == []
    assert suits(shape="prose", output="email") == []
    assert suits(shape="prose", output="essay", response="Yes.") == []
