from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.english_lowercase import FAMILY
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

STATED = [
    "Your entire reply must be all in lowercase.",
    "No uppercase letters please.",
    "don't use any uppercase letters",
    "please don't capitalize anything",
    "The response must not contain any capital letters.",
    "Write everything in small letters.",
    "keep it all lowercase",
    "Make sure your entire answer is lowercase.",
    "Only lowercase letters are allowed.",
    "Your response should be entirely lowercase",
    "reply in lower-case",
    "Make sure all words are lowercase",
    "Avoid capital letters.",
    "Your answer should not have any capital letters",
    "Your entire response should be in English, lowercase letters only, no capital letters are allowed.",
    "The letters in your response must all be lowercase",
    "I want the whole thing to be in lowercase",
    "without capitalization",
]
NOT_STATED = [
    "Why do people write in all caps?",
    "Write a Python function that returns the string in uppercase.",
    "Write the title in all capital letters.",
    "Use at least 3 words in all capital letters.",
    "Capitalize each word.",
    "Each word must start with a capital letter.",
    "What is the capital of France?",
    "Alternate between lower case and upper case letters.",
    "Convert the following text to lowercase: HELLO",
    "The passwords contain lowercase and uppercase letters.",
    "Do not write in all caps.",
    "Explain the difference between lowercase and uppercase letters.",
    "Add words in all capital letters at least 2 times.",
    "Highlight the key terms in capital letters.",
    "Use capital letters for names.",
    "Write a poem about capital letters.",
    "not all capital letters",
    "Write an essay on capital punishment in lowercase Greek math letters?",
    "The usernames must be presented in all uppercase letters",
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
        ("The entire response should be in all lowercase letters.", "in all lowercase letters", Form.PHRASE),
        ("Please use all lowercase letters.", "use all lowercase letters", Form.VERB),
        ("You must not use any capital letters.", "must not use any capital letters", Form.MODAL),
        ("No capital letters are allowed.", "No capital letters are allowed", Form.SENTENCE),
        ("Write an all-lowercase poem.", "all-lowercase", Form.ADJECTIVE),
    ],
)
def test_core(text, core, form):
    (one,) = found(text)
    assert (text[one.start : one.end], one.form) == (core, form)


def test_quoted_words_state_nothing():
    assert found('Explain what the order "write in all lowercase letters" means.') == []


def test_other_case_takes_its_place():
    text = "Your entire response should be in English, and in all lowercase letters"
    words = rewordings(text, "change_case:english_capital", {})
    assert words[0] == "Your entire response should be in English, and in all capital letters"


ENGLISH = "the rain falls on the sea, and nobody is there to see it."


@pytest.mark.parametrize(
    ("text", "passed", "said"),
    [
        (ENGLISH, True, "English"),
        ("mixed", True, "common English words"),
        ("guten tag", False, "reads as"),
        ("The rain falls on the sea, and nobody is there to see it.", False, "letter 'T' at 0"),
        ("der regen fällt auf das meer, und niemand ist da, um ihn zu sehen.", False, "reads as German"),
        ("привет мир, как дела сегодня", False, "reads as Russian"),
        ("http://a.b/c", False, "cannot be told"),
        ("123", False, "no lowercase letter"),
        ("", False, "no lowercase letter"),
    ],
)
def test_verify(text, passed, said):
    check = FAMILY.verify({}, text)
    assert (check.passed, said in check.detail) == (passed, True), check


@pytest.mark.parametrize("text", ["", "Straße 12: ", "Élan ªº. ", "𝐀bc: ", "İ. "])
def test_repair(text):
    mended = FAMILY.repair({}, text + "Hello, World! The rain falls on the sea, and nobody is there to see it.")
    assert mended is not None and not mended.lossy and mended.changed > 0
    assert FAMILY.verify({}, mended.text).passed


def test_no_repair_makes_another_language_english():
    assert FAMILY.repair({}, "Der Regen fällt auf das Meer, und niemand ist da, um ihn zu sehen.") is None


def test_repair_without_letters():
    assert FAMILY.repair({}, "1 + 1 = 2") is None


def test_relations():
    def relation(family_id, **kwargs):
        return FAMILY.relation({}, Payload(family_id, kwargs))

    assert relation("change_case:english_lowercase") == "equivalent"
    assert relation("change_case:english_capital") == "contradicts"
    assert relation("keywords:existence", keywords=["GOOD"]) == "independent"
    assert relation("startend:end_checker", end_phrase="The End") == "independent"
    assert relation("language:response_language", language="hi") == "contradicts"
    assert relation("language:response_language", language="fr") is None
    capitals = "change_case:capital_word_frequency"
    assert relation(capitals, capital_relation="at least", capital_frequency=3) == "contradicts"
    assert relation(capitals, capital_relation="at least", capital_frequency=1) == "contradicts"
    assert relation(capitals, capital_relation="less than", capital_frequency=3) == "implies"
    assert relation("table:num_rows", relation="at least", num_rows=3) is None


def test_suits():
    assert suits(action="write", output="poem", shape="verse") == [{}]
    assert suits(action="write", output="function", shape="code") == []
    assert suits(action="classify", output="", shape="label") == []
    assert suits(action="write", output="cover letter", shape="data") == []
    assert suits(action="write", output="contract", shape="prose") == []
    known = (Payload("change_case:english_capital"),)
    assert suits(action="write", output="poem", shape="verse", constraints=known) == []
