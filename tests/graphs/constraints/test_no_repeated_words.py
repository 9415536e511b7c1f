from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.no_repeated_words import FAMILY, ID
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.schemas.instruction import Payload

STATED = [
    "Don't repeat any words.",
    "Write a motto without using the same word twice.",
    "Every word must appear only once.",
    "Please avoid repeating a word.",
    "Not a single word should be used more than once.",
    "All the words in your slogan have to be different.",
    "You must not use any word more than once.",
    "Use every word just once.",
    "The haiku should not repeat any word.",
    "The same word cannot appear twice.",
]
NOT_STATED = [
    "Avoid using any words that end in -ing.",
    "Answer without using any words of French.",
    "Do not repeat the word river.",
    'Use the word "river" only once.',
    "Why do people repeat words?",
    "Do not use any word from the list twice.",
    "Do not repeat any words in the same line.",
    "Repeat every word twice.",
    "Each sentence must use a word twice.",
    "Count how often each word appears.",
    'She said "never use the same word twice" and smiled.',
    "Use each word in the list once.",
]


@pytest.mark.parametrize("text", STATED)
def test_stated(text):
    assert [(one.id, one.kwargs) for one in extract(Passage.of(text))] == [(ID, {})]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert list(FAMILY.extract(Passage.of(text))) == []


def test_form_of_the_core():
    (one,) = FAMILY.extract(Passage.of("Write a motto without repeating any word."))
    assert one.form is Form.PHRASE


@pytest.mark.parametrize(
    ("response", "passed", "where"),
    [
        ("Rain falls on stone.", True, None),
        ("Rain on rain.", False, "rain"),
        ("It isn't; it was.", False, "it"),
        ("Don't. Don’t.", False, "Don’t"),
        ("Cat, cats.", True, None),
        ("Straße STRASSE", False, "STRASSE"),
        ("", False, None),
        ("...", False, None),
    ],
)
def test_verify(response, passed, where):
    check = FAMILY.verify({}, response)
    assert check.passed is passed and (check.span and response[slice(*check.span)]) == where


def test_repair_takes_away_a_word_that_follows_itself():
    repair = FAMILY.repair({}, "Rain falls on on stone stone.")
    assert repair is not None and repair.text == "Rain falls on stone." and repair.changed == 9
    assert FAMILY.repair({}, "Rain on rain.") is None and FAMILY.repair({}, "") is None


def test_relations():
    def relation(family_id, **kwargs):
        return FAMILY.relation({}, Payload(family_id, kwargs))

    assert relation(ID) == "equivalent"
    assert relation("keywords:frequency", keyword="rain", relation="at least", frequency=2) is None
    assert relation("startend:end_checker", end_phrase="so we go and go, we all") == "contradicts"
    assert relation("startend:end_checker", end_phrase="so we go") is None


def test_suits():
    def suits(**given):
        return list(FAMILY.suits(Task("Make one.", **given), random.Random(1)))

    assert suits(output="slogan", shape="short") == [{}]
    assert suits(output="essay") == suits(shape="code") == suits(output="slogan", response="Rain on rain, rain.") == []
    assert suits(output="slogan", response="Rain falls on stone.") == [{}]
    assert suits(output="slogan", constraints=(Payload(ID),)) == []
