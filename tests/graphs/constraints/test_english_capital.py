from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.english_capital import FAMILY
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

STATED = [
    "The rules are:\n    1. Use the word river.\n    2. All Uppercase",
    "Make sure your reply is in English and all capital letters.",
    "Please reply in English and capitalize all your letters.",
    "Make sure that all letters in your entire response are capitalized.",
    "Use ALL CAPS for the whole response.",
    "Write it in capitals.",
    "The whole email must be written in uppercase.",
    "Respond in all uppercase.",
    "Your reply should contain only uppercase letters",
    "Answer with all capital letters",
    "Please write in block capitals only.",
    "No lowercase letters are allowed.",
    "All Uppercase",
    "write an all-caps rant about mondays",
    "SHOUT: your whole answer in caps lock",
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
        ("The entire response should be in all capital letters.", "in all capital letters", Form.PHRASE),
        ("Please use all capital letters.", "use all capital letters", Form.VERB),
        ("You must not use any lowercase letters.", "must not use any lowercase letters", Form.MODAL),
        ("No lowercase letters are allowed.", "No lowercase letters are allowed", Form.SENTENCE),
        ("Write an all-caps poem.", "all-caps", Form.ADJECTIVE),
    ],
)
def test_core(text, core, form):
    (one,) = found(text)
    assert (text[one.start : one.end], one.form) == (core, form)


def test_quoted_words_state_nothing():
    assert found('Explain what the order "write in all capital letters" means.') == []


def test_other_case_takes_its_place():
    text = "Your entire response should be in English, and in all capital letters"
    words = rewordings(text, "change_case:english_lowercase", {})
    assert words[0] == "Your entire response should be in English, and in all lowercase letters"


ENGLISH = "THE RAIN FALLS ON THE SEA, AND NOBODY IS THERE TO SEE IT."


@pytest.mark.parametrize(
    ("text", "passed", "said"),
    [
        (ENGLISH, True, "English"),
        ("MIXED", True, "common English words"),
        ("GUTEN TAG", False, "reads as"),
        ("THE RAIN FALLS ON THE SEA, AND NOBODY IS THERE TO SEe IT.", False, "letter 'e' at 52"),
        ("PADA DESZCZ I NIKT GO NIE WIDZI, BO WSZYSCY JUŻ ŚPIĄ.", False, "reads as Polish"),
        ("ПРИВЕТ МИР, КАК ДЕЛА СЕГОДНЯ", False, "reads as Russian"),
        ("1 A@B.COM", False, "cannot be told"),
        ("123", False, "no capital letter"),
        ("", False, "no capital letter"),
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

    assert relation("change_case:english_capital") == "equivalent"
    assert relation("change_case:english_lowercase") == "contradicts"
    assert relation("keywords:existence", keywords=["GOOD"]) == "independent"
    assert relation("startend:end_checker", end_phrase="The End") == "independent"
    assert relation("language:response_language", language="hi") == "contradicts"
    assert relation("language:response_language", language="fr") is None
    capitals = "change_case:capital_word_frequency"
    assert relation(capitals, capital_relation="at least", capital_frequency=3) == "independent"
    assert relation(capitals, capital_relation="at least", capital_frequency=1) == "implies"
    assert relation(capitals, capital_relation="less than", capital_frequency=3) == "independent"
    assert relation("table:num_rows", relation="at least", num_rows=3) is None


def test_suits():
    assert suits(action="write", output="slogan", shape="short") == [{}]
    assert suits(action="write", output="function", shape="code") == []
    assert suits(action="classify", output="", shape="label") == []
    assert suits(action="write", output="cover letter", shape="data") == []
    assert suits(action="write", output="contract", shape="prose") == []
    known = (Payload("change_case:english_lowercase"),)
    assert suits(action="write", output="slogan", shape="short", constraints=known) == []
