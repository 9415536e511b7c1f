from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.start_checker import FAMILY, ID
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.parsing.parser import parse
from stemmata.schemas.instruction import Payload

STATED = [
    ('Start your answer with "To be frank".', "To be frank"),
    ("The essay must begin with the words 'Many moons ago'.", "Many moons ago"),
    ('Write a story about a fox. Open with the line "Nobody liked Monday."', "Nobody liked Monday."),
    ("Make sure the email starts with “Dear neighbours”.", "Dear neighbours"),
    ('The first sentence of your response should be "I was wrong."', "I was wrong."),
    ('At the very start of your reply, write "Ahoy!".', "Ahoy!"),
    ('"It depends" must be the first words of your answer.', "It depends"),
    ("Begin with the exact phrase: Here we go again.", "Here we go again."),
    ('Your response should always start with the word "Well".', "Well"),
    ('Put "TL;DR" at the beginning of your summary.', "TL;DR"),
    ('Give me a review of the fan, starting with "Listen,".', "Listen,"),
    ('Write a sentence that begins with "A grey heron".', "A grey heron"),
]
NOT_STATED = [
    'Each line should start with "And".',
    'Start every sentence with "So".',
    "Start with a question.",
    'List five cities that start with "B".',
    'Do not start with "As an AI".',
    'Add a postscript starting with "P.S.".',
    'The second paragraph must start with the word "But".',
    'The movie starts with "Hello there".',
    'Let\'s begin with "Chapter One".',
    'Which song begins with "Hello darkness"?',
    "Begin the list with the cheapest one.",
    'Find words starting with "un".',
    "The response must begin with a heading titled 'Rivers'.",
    "I said: \"Start your answer with 'Yes'.\"",
]


def found(text):
    return [one.kwargs["start_phrase"] for one in FAMILY.extract(Passage.of(text))]


@pytest.mark.parametrize(("text", "phrase"), STATED)
def test_stated(text, phrase):
    assert [(one.id, one.kwargs) for one in extract(Passage.of(text))] == [(ID, {"start_phrase": phrase})]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert found(text) == []


def test_parsed_beside_an_end():
    graph = parse('Tell a tale. Start it with "Long ago" and end it with the phrase "and so they slept".')
    assert {node.constraint.id for node in graph.constraint_nodes if node.constraint} == {ID, "startend:end_checker"}


def test_rewording_changes_the_phrase_alone():
    text = 'Start your answer with "To be frank", please.'
    words = next(reworded(text, extract(Passage.of(text))[0], ID, {"start_phrase": "In short"}))
    assert words == 'Start your answer with "In short", please.'


@pytest.mark.parametrize(
    ("response", "passed", "where"),
    [
        ("Well, no.", True, None),
        ('\n"WELL," she said.', True, None),
        ("Welling up.", False, "Well"),
        ("Oh well.", False, "Oh w"),
        ("**Well**", False, "**We"),
        ("", False, ""),
    ],
)
def test_verify(response, passed, where):
    check = FAMILY.verify({"start_phrase": "Well"}, response)
    assert check.passed is passed and (check.span and response[slice(*check.span)]) == where


@pytest.mark.parametrize(
    ("phrase", "response", "mended"),
    [
        ("Good day.", "It rains.", "Good day. It rains."),
        ("Good day.", "It rains.\n\nStill.", "Good day.\n\nIt rains.\n\nStill."),
        ("Good day.", '"It rains."', '"Good day. It rains."'),
        ("Good day.", "it rains", "good day. it rains"),
        ("Well", "**Well, no.", "Well, no."),
    ],
)
def test_repair(phrase, response, mended):
    repair = FAMILY.repair({"start_phrase": phrase}, response)
    assert repair is not None and repair.text == mended and FAMILY.verify({"start_phrase": phrase}, mended).passed
    assert repair.changed == abs(len(mended) - len(response))


@pytest.mark.parametrize("response", ["", '{"a": 1}', "```\nls\n```"])
def test_repair_leaves_data_and_code_alone(response):
    assert FAMILY.repair({"start_phrase": "Good day."}, response) is None


def test_a_fragment_is_not_put_before_prose():
    assert FAMILY.repair({"start_phrase": "In short"}, "It rains.") is None


def test_relations():
    def relation(one, family_id=ID, **kwargs):
        return FAMILY.relation({"start_phrase": one}, Payload(family_id, kwargs))

    assert relation("Good day", start_phrase="good DAY") == "equivalent"
    assert relation("Good day", start_phrase="Good") == "implies"
    assert relation("Good", start_phrase="Good day") == "implied_by"
    assert relation("Go", start_phrase="Good day") == relation("Hi", start_phrase="Good") == "contradicts"
    assert relation("Name", "combination:repeat_prompt", prompt_to_repeat="Name a bird.") == "implied_by"
    assert relation("Well", "combination:repeat_prompt", prompt_to_repeat="Name a bird.") == "contradicts"
    assert relation("Well", "startend:end_checker", end_phrase="Bye.") == "independent"


def test_suits():
    def suits(**given):
        return list(FAMILY.suits(Task("Write it.", **given), random.Random(1)))

    long = "After the rain, the street lay still and nobody came out of the houses to look at what was left of it all."
    assert suits(output="essay", action="write") and suits(shape="verse", output="poem")
    assert suits(output="essay", response=long)[0] == {"start_phrase": "After the rain"}
    assert suits(shape="label") == suits(shape="code") == suits(output="essay", response="No.") == []
    assert suits(output="essay", constraints=(Payload(ID, {"start_phrase": "Well"}),)) == []
