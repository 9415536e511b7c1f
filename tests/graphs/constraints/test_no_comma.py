from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.commas import without_commas
from stemmata.graphs.constraints.families.no_comma import FAMILY
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

STATED = [
    "Make sure your entire response does not contain any commas.",
    "No commas should be used",
    "You're not allowed to use any commas in your response.",
    "it is forbidden to use commas",
    "Write an essay without the usage of commas",
    "Commas must not appear in your answer.",
    "Your response should have no commas.",
    "Do not, under any circumstances, use commas.",
    "Keep your answer free of commas.",
    "Skip the commas.",
    "Please answer using zero commas.",
    "Do not include commas in your story",
    "dont use commas",
    "You should refrain from the use of commas",
    "Also, the use of commas is not allowed.",
    "Do not use a comma anywhere.",
    "I don't want any commas in the answer",
    "Your answer should not include any commas or periods.",
]
NOT_STATED = [
    "List the items separated by commas.",
    "Fix the commas in this sentence.",
    "When should you not use a comma before and?",
    "Explain why you should avoid comma splices.",
    "Write a CSV line without commas between numbers?",
    "Do not use commas to separate the items.",
    "Use no more than three commas.",
    "Insert commas where needed.",
    "Remove all commas from the text below.",
    "The sentence has no commas. Add them.",
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
        ("Please do not use any commas in it.", "do not use any commas", Form.VERB),
        ("Your answer must not contain any commas.", "must not contain any commas", Form.MODAL),
        ("Write a list without any commas.", "without any commas", Form.PHRASE),
        ("It should have less than 10 sentences and no commas.", "no commas", Form.AMOUNT),
        ("No commas are allowed.", "No commas are allowed", Form.SENTENCE),
        ("Write a comma-free story.", "comma-free", Form.ADJECTIVE),
        ("Ask a riddle but make sure you don't use any commas.", "make sure you don't use any commas", Form.VERB),
    ],
)
def test_core(text, core, form):
    (one,) = found(text)
    assert (text[one.start : one.end], one.form) == (core, form)


def test_rewording_is_grammatical():
    text = "Write a story and do not use any commas in it"
    assert "Write a story and avoid using any commas in it" in rewordings(text, FAMILY.id, {})
    lower = rewordings(text, "change_case:english_lowercase", {})
    assert "Write a story and use only lowercase letters in it" in lower


def test_verify():
    assert FAMILY.verify({}, "No comma；、 here").passed
    check = FAMILY.verify({}, "One, two, three")
    assert not check.passed and check.span == (3, 4) and "2 commas" in check.detail


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("We sold 1,200,000 hats.", "We sold 1200000 hats."),
        ("However, it rained.", "However it rained."),
        ("I like red, white, and blue.", "I like red and white and blue."),
        ("Apples, pears or plums will do.", "Apples or pears or plums will do."),
        ("He came, but she left.", "He came but she left."),
        ("On July 4, 1776, it rained.", "On July 4 1776 it rained."),
        ("Paris, France, is lovely.", "Paris France is lovely."),
        ("My son, Tim, is ill.", "My son Tim is ill."),
        ("Her kind, gentle voice calmed us.", "Her kind and gentle voice calmed us."),
        ("Dear John,\n\nThank you.\n\nBest,\nAnn", "Dear John\n\nThank you.\n\nBest\nAnn"),
        ('"Hi," she said.', '"Hi" she said.'),
        ("Roses are red,\nViolets are blue", "Roses are red\nViolets are blue"),
    ],
)
def test_repair(text, mended):
    repair = FAMILY.repair({}, text)
    assert repair is not None and repair.text == mended and not repair.lossy
    assert FAMILY.verify({}, repair.text).passed


def test_repair_counts_changed_characters():
    assert FAMILY.repair({}, "However, it rained.").changed == 1
    assert FAMILY.repair({}, "red, white and blue.").changed == 5


@pytest.mark.parametrize(
    "text",
    [
        "```\nprint(1, 2)\n```",
        '{"a": [1, 2]}',
        "foo(a, b)",
        "a,b,c\nd,e,f",
        "The cat sat, the dog ran, the bird flew, the fish swam.",
        "Breaking Bad, Peaky Blinders, Arrow, Money Heist, Better Call Saul",
    ],
)
def test_repair_leaves_code_data_and_tangles_alone(text):
    assert FAMILY.repair({}, text) is None


def test_repair_in_linear_time_of_many_commas():
    assert without_commas("a, " * 20_000) is None


def test_relations():
    def relation(family_id, **kwargs):
        return FAMILY.relation({}, Payload(family_id, kwargs))

    assert relation("punctuation:no_comma") == "equivalent"
    assert relation("startend:end_checker", end_phrase="your love, and thanks.") == "contradicts"
    assert relation("startend:end_checker", end_phrase="The end.") == "independent"
    assert relation("keywords:existence", keywords=["now", "Paris, France"]) == "contradicts"
    assert relation("keywords:existence", keywords=["now"]) == "independent"
    assert relation("keywords:letter_frequency", letter=",", let_relation="at least", let_frequency=1) == "contradicts"
    assert relation("keywords:letter_frequency", letter=",", let_relation="less than", let_frequency=4) == "implies"
    assert relation("keywords:letter_frequency", letter="c", let_relation="less than", let_frequency=4) == "independent"
    assert relation("combination:repeat_prompt", prompt_to_repeat="Hello, you.") == "contradicts"
    assert relation("style:tone", tone="formal") is None


def test_suits():
    assert suits(shape="prose", output="story") == [{}]
    assert suits(shape="prose", output="story", response="He came, but she left again for the town.") == [{}]
    assert suits(shape="prose", response="The cat sat, the dog ran, the bird flew, the fish swam.") == []
    assert suits(shape="label") == [] and suits(shape="code") == [] and suits(shape="data") == []
    assert suits(shape="prose", constraints=(Payload("keywords:existence", {"keywords": ["a, b"]}),)) == []
    assert suits(shape="prose", constraints=(Payload(FAMILY.id),)) == []
