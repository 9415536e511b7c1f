from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.nth_paragraph_first_word import FAMILY, ID
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.parsing.parser import parse
from stemmata.schemas.instruction import Payload

STATED = [
    ('Use exactly 4 paragraphs. Paragraph 3 must begin with the word "Still".', "still", 3, 4),
    ("Answer in five paragraphs, and start the last paragraph with the word Overall.", "overall", 5, 5),
    ("There should be 2 paragraphs. The first word of the second paragraph must be 'yet'.", "yet", 2, 2),
    ("Write three paragraphs; the opening paragraph starts with “Imagine”.", "imagine", 1, 3),
    ("I want precisely 6 paragraphs with two line breaks between them, the 4th paragraph beginning with the word then.",
     "then", 4, 6),
    ('Divide the letter into 3 paragraphs. Make "sadly" the first word of the final paragraph.', "sadly", 3, 3),
    ('Begin the second paragraph with "Meanwhile".', "meanwhile", 2, None),
    ("The first paragraph of your essay should start with the word 'Honey'.", "honey", 1, None),
    ("Your reply must have exactly 4 paragraphs, the second of which must start with the word Rain.", "rain", 2, 4),
    ('Make sure paragraph two starts with the word "Why".', "why", 2, None),
    ("Please write exactly 3 paragraphs. The penultimate paragraph should open with the word 'Later'.", "later", 2, 3),
    ('"Twice" should be the first word of the third paragraph.', "twice", 3, None),
    ("In the second paragraph, the first word must be cabbage.", "cabbage", 2, None),
]  # fmt: skip
NOT_STATED = [
    "Each paragraph must start with the word 'Then'.",
    "Every second paragraph should begin with a question.",
    'The second paragraph of each section must start with "Note".',
    "The first paragraph should start with a hook.",
    "The last paragraph must start with the word 'Finally'.",
    "The first paragraph begins with a description of the farm.",
    'The second sentence must start with "But".',
    'Start the third line with the word "And".',
    'He said: "Begin the second paragraph with the word rain."',
    "The second paragraph must not start with the word 'The'.",
    'Write 3 paragraphs separated by ***. The second paragraph must start with the word "But".',
    "The first paragraph should start with what the company does.",
]


def found(text):
    return [(one.kwargs["first_word"], one.kwargs["nth_paragraph"], one.kwargs.get("num_paragraphs"))
            for one in FAMILY.extract(Passage.of(text))]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "nth", "total"), STATED)
def test_stated(text, word, nth, total):
    assert found(text) == [(word, nth, total)]
    assert [one.id for one in extract(Passage.of(text))] == [ID]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert found(text) == []


def test_two_paragraphs_in_one_sentence():
    text = 'Write 3 paragraphs. The first paragraph must start with "Once" and the second with "Then".'
    assert found(text) == [("once", 1, 3), ("then", 2, 3)]


def test_the_number_is_left_to_its_own_family_where_this_one_cannot_hold_it():
    text = 'Write at least 3 paragraphs. Start paragraph 2 with the word "Then".'
    assert {one.id for one in extract(Passage.of(text))} == {ID, "length_constraints:number_paragraphs"}
    text = 'Write 3 paragraphs separated by ***. Paragraph 2 must start with the word "Then".'
    assert [one.id for one in extract(Passage.of(text))] == ["length_constraints:number_paragraphs"]


def test_parsed_with_the_number_in_another_sentence():
    graph = parse('Describe tea. Use 3 paragraphs, two new lines between them. Start paragraph 2 with the word "Leaf".')
    (stated,) = [node for node in graph.constraint_nodes if node.constraint is not None]
    assert stated.constraint.kwargs == {"first_word": "leaf", "nth_paragraph": 2, "num_paragraphs": 3}


def test_rewording_changes_the_word_alone():
    text = 'Begin the second paragraph with "Meanwhile".'
    words = next(reworded(text, extract(Passage.of(text))[0], ID, {"first_word": "still", "nth_paragraph": 2}))
    assert words == 'Begin the second paragraph with "still".'


KWARGS = {"first_word": "then", "nth_paragraph": 2, "num_paragraphs": 2}


@pytest.mark.parametrize(
    ("response", "passed", "where"),
    [
        ("One.\n\nThen two.", True, None),
        ('One.\n\n"THEN, " he said.', True, None),
        ("One.\n\nThen. Two.\n\n", True, None),
        ("One.\n\nNext two.", False, "Next"),
        ("One.\n\n**Then** two.", False, "**Then**"),
        ("One.\nThen two.", False, None),
        ("One.\n\nThen two.\n\nThree.", False, None),
        ("One.\n\n\n\nThen two.", False, ""),
        ("", False, None),
    ],
)
def test_verify(response, passed, where):
    check = FAMILY.verify(KWARGS, response)
    assert check.passed is passed
    assert (check.span and response[slice(*check.span)]) == where


@pytest.mark.parametrize(
    ("response", "mended"),
    [
        ("One.\n\n**Then** two.", "One.\n\nThen two."),
        ("One.\n\nThen: two.", "One.\n\nThen, two."),
        ("One.\n\n\n\nThen two.", "One.\n\nThen two."),
        ("One was here. So it was. Then two came. They left.", "One was here. So it was.\n\nThen two came. They left."),
        ("One.\n\nThen two.\n\nAnd three.", "One.\n\nThen two. And three."),
    ],
)
def test_repair(response, mended):
    repair = FAMILY.repair(KWARGS, response)
    assert repair is not None and repair.text == mended and not repair.lossy
    assert FAMILY.verify(KWARGS, mended).passed


@pytest.mark.parametrize("response", ["", "One.\n\nNext two.", "Then", "* a\n* b"])
def test_no_word_is_put_in(response):
    assert FAMILY.repair(KWARGS, response) is None


def relation(other, **changed):
    return FAMILY.relation(KWARGS | changed, Payload(ID, other))


def test_relations():
    open_number = {"first_word": "then", "nth_paragraph": 2}
    assert relation(KWARGS) == "equivalent"
    assert relation(open_number) == "implies"
    assert relation({**open_number, "first_word": "next"}) == "contradicts"
    assert relation({**open_number, "nth_paragraph": 1}) == "independent"
    assert relation({**open_number, "nth_paragraph": 3}) == "contradicts"
    assert relation({**KWARGS, "num_paragraphs": 3}) == "contradicts"
    assert FAMILY.relation(KWARGS, Payload("keywords:forbidden_words", {"forbidden_words": ["Then"]})) == "contradicts"
    assert FAMILY.relation(KWARGS, Payload("keywords:forbidden_words", {"forbidden_words": ["the"]})) is None


def test_arguments_that_cannot_be_kept_are_refused():
    for bad in ({"nth_paragraph": 3}, {"first_word": "it's"}, {"first_word": "two words"}, {"num_paragraphs": 0}):
        with pytest.raises(ValueError):
            FAMILY.arguments.model_validate(KWARGS | bad)


def test_suits():
    def suits(**given):
        return list(FAMILY.suits(Task("Write it.", **given), random.Random(1)))

    response = "Rivers carry what the hills let go of each year.\n\nSand settles where the water comes to rest at last."
    assert suits(shape="prose", output="essay")
    assert suits(shape="prose", output="essay", response=response)[0]["num_paragraphs"] == 2
    assert suits(shape="verse", output="haiku") == suits(shape="prose", output="tweet") == []
    assert suits(shape="prose", output="essay", response="One paragraph alone.") == []
    blank = (Payload("length_constraints:number_paragraphs", {"num_paragraphs": 3}),)
    assert suits(shape="prose", output="essay", constraints=blank) == []
