from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.two_responses import FAMILY, ID
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.parsing.parser import parse
from stemmata.schemas.instruction import Payload

STATED = [
    "Offer two distinct replies, divided by six asterisks.",
    "I want 2 different answers; put ****** between them.",
    "Write two openings for the novel. Use six stars to separate them.",
    "Please separate your two answers with '******'.",
    "Write both versions and split them with 6 asterisk symbols (******).",
    'The two slogans should be separated by "******".',
    "Insert six consecutive asterisks between the two jokes.",
    "Give your verdict, then the dissent, with ****** as the separator.",
    "Responses must be delimited by 6 asterisks: ******",
    "Write two toasts, arranged as follows. Format them like this:\nToast A\n******\nToast B\n",
]
NOT_STATED = [
    "Separate the two sections with ***.",
    "Give two different answers.",
    "Write three different poems separated by ******.",
    "Rate the hotel from one to six stars.",
    "The password is shown as ****** on the screen.",
    "Give 4 versions of the email. Separate them with six asterisks.",
    "Do not separate the answers with ******.",
    "The review gave it six stars.",
    "Hide the letters of the word with ******",
    'He typed "separate them with ******" and left.',
]


def found(text):
    return list(FAMILY.extract(Passage.of(text)))


@pytest.mark.parametrize("text", STATED)
def test_stated(text):
    assert [(one.id, one.kwargs) for one in extract(Passage.of(text))] == [(ID, {})]
    stated = [node for node in parse(f"Talk about rain. {text}").constraint_nodes if node.constraint]
    assert [node.constraint.id for node in stated] == [ID]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert found(text) == []


def test_core_inside_an_act():
    graph = parse("Write two odes separated by ******.")
    (stated,) = [node for node in graph.constraint_nodes if node.constraint]
    assert stated.text == "separated by ******"
    graph = parse("Place ****** between the two odes.")
    (stated,) = [node for node in graph.constraint_nodes if node.constraint]
    assert "******" in stated.text


def test_core_is_the_name_of_the_divider():
    text = "Split the two answers with 6 asterisk symbols (******), please."
    (one,) = found(text)
    assert text[one.start : one.end] == "6 asterisk symbols (******)" and one.form is Form.VALUE


@pytest.mark.parametrize(
    ("response", "passed", "where"),
    [
        ("One.\n******\nTwo.", True, None),
        ("******One.******Two.******", True, None),
        ("One.******One.", False, None),
        ("One. ****** \n ****** Two.", False, "******"),
        ("One.******Two.******Three.", False, "******"),
        ("One.", False, None),
        ("One.\n***\nTwo.", False, None),
        ("", False, None),
    ],
)
def test_verify(response, passed, where):
    check = FAMILY.verify({}, response)
    assert check.passed is passed and (check.span and response[slice(*check.span)]) == where


@pytest.mark.parametrize(
    ("response", "mended"),
    [
        ("One.\n\n---\n\nTwo.", "One.\n\n******\n\nTwo."),
        ("One. ***** Two.", "One. ****** Two."),
        ("Response 1: One.\nResponse 2: Two.", "Response 1: One.\n******\nResponse 2: Two."),
    ],
)
def test_repair(response, mended):
    repair = FAMILY.repair({}, response)
    assert repair is not None and repair.text == mended and not repair.lossy
    assert FAMILY.verify({}, mended).passed


@pytest.mark.parametrize("response", ["", "One.\n\nTwo.", "a\n---\nb\n---\nc", "Option 2: b\nOption 1: a"])
def test_repair_leaves_alone_what_is_not_two(response):
    assert FAMILY.repair({}, response) is None


def test_relations():
    assert FAMILY.relation({}, Payload(ID)) == "equivalent"
    by_stars = Payload("length_constraints:number_paragraphs", {"num_paragraphs": 3})
    by_blanks = Payload("length_constraints:number_paragraphs", {"num_paragraphs": 3, "separator": "blank"})
    assert FAMILY.relation({}, by_stars) == "contradicts" and FAMILY.relation({}, by_blanks) is None


def test_suits():
    def suits(**given):
        return list(FAMILY.suits(Task("Write it.", **given), random.Random(1)))

    assert suits(shape="verse", output="haiku") == [{}]
    assert suits(shape="prose", output="essay") == suits(shape="code") == suits(shape="list", output="jokes") == []
    assert suits(shape="verse", output="haiku", response="One alone.") == []
    assert suits(shape="prose", response="One.\n---\nTwo.") == [{}]
    assert suits(shape="verse", output="haiku", constraints=(Payload(ID),)) == []
