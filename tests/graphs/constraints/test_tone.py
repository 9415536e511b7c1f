from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.tone import FAMILY
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.tones import TONES, clash, neighbours, opposites, with_article
from stemmata.graphs.constraints.verifying import repair, verdict
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

STATED = [
    ("Be polite.", "polite", "polite"),
    ("In a polite tone.", "In a polite tone", "polite"),
    ("Please be very professional and friendly.", "professional and friendly", "professional and friendly"),
    ("Keep the language professional.", "professional", "professional"),
    ("Write in a funny way", "in a funny way", "funny"),
    ("The tone should be light-hearted.", "light-hearted", "light-hearted"),
    ("Your email should sound confident.", "confident", "confident"),
    ("Use formal language.", "formal", "formal"),
    ("Make it sound more casual.", "casual", "casual"),
    ("Respond sarcastically.", "sarcastically", "sarcastic"),
    ("Tone: friendly", "friendly", "friendly"),
    ("Write it with a warm and welcoming tone.", "with a warm and welcoming tone", "warm and welcoming"),
    ("Adopt an authoritative tone throughout.", "Adopt an authoritative tone", "authoritative"),
    ("The letter should be polite and formal.", "polite and formal", "polite and formal"),
    ("Say it in a more persuasive manner.", "persuasive", "persuasive"),
    ("Use a minimalist tone.", "Use a minimalist tone", "minimalist"),
    (
        "Use a friendly, casual and upbeat tone.",
        "Use a friendly, casual and upbeat tone",
        "friendly, casual and upbeat",
    ),
    ("Write it in a passive aggressive tone.", "in a passive aggressive tone", "passive aggressive"),
    ("Make sure it is funny and short.", "funny", "funny"),
]
NOT_STATED = [
    "Her tone was soft.",
    "Why are French people so funny?",
    "From his tone, he was angry.",
    "Use capital letters to maintain a formal tone.",
    "He answered in a rude way.",
    "Don't be rude.",
    "Avoid a formal tone.",
    "Describe a kind dog.",
    "Write a funny poem.",
    "In a structured manner",
    "in the same tone",
    "How can I be more polite?",
    "Determine whether the tone is formal or casual.",
    "Explain ring tone settings.",
    "It set the tone for the game.",
    "The response must be composed of 3 paragraphs.",
    "If the text is positive, say yes.",
    "Classify the sentence as polite or rude.",
    "In what way is it serious?",
    "the text should be bold",
    "Explain in a clear way",
]


def found(text):
    return list(FAMILY.extract(Passage.of(text)))


@pytest.mark.parametrize(("text", "core", "tone"), STATED)
def test_stated(text, core, tone):
    (one,) = found(text)
    assert (text[one.start : one.end], one.kwargs) == (core, {"tone": tone})


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert found(text) == []


def rewordings(text, tone):
    return list(reworded(text, extract(Passage.of(text))[0], FAMILY.id, {"tone": tone}))


def test_rewording_keeps_the_article_right():
    assert rewordings("Answer in a formal way", "informal")[0] == "Answer in an informal way"
    assert rewordings("Please use an angry tone", "calm")[0] == "Please use a calm tone"
    assert rewordings("Please be polite in it", "blunt")[0] == "Please be blunt in it"
    assert rewordings("Reply politely", "sarcastic")[0] == "Reply sarcastically"


@pytest.mark.parametrize(
    "words", ["an informal", "a formal", "an honest", "a unique", "an unbiased", "an upbeat", "a European"]
)
def test_articles(words):
    assert with_article(words.split()[1]) == words


@pytest.mark.parametrize("tone", sorted(TONES))
def test_every_tone_is_read_back(tone):
    for words in FAMILY.render({"tone": tone}, Form.SENTENCE):
        assert [one.kwargs for one in found(words)] == [{"tone": tone}], words


def test_the_table_holds_what_it_names():
    for tone in TONES:
        named = [*opposites(tone), *neighbours(tone)]
        assert set(named) <= TONES and not any(clash(tone, other) for other in neighbours(tone))


@pytest.mark.parametrize("tone", ["formal", "friendly and casual", "humorous", "optimistic and hopeful", "minimalist"])
def test_edits_are_what_they_say(tone):
    names = {
        "contradicting": "contradicts",
        "equivalent": "equivalent",
        "stronger": "implies",
        "weaker": "implied_by",
        "parallel": None,
    }
    edits = list(FAMILY.edits({"tone": tone}, random.Random(2)))
    assert "parallel" in {edit.relation for edit in edits}
    for edit in edits:
        assert FAMILY.relation(edit.kwargs, Payload(FAMILY.id, {"tone": tone})) == names[edit.relation]


def test_relations():
    def relation(first, second):
        return FAMILY.relation({"tone": first}, Payload(FAMILY.id, {"tone": second}))

    assert relation("formal", "casual") == relation("laid-back", "formal") == "contradicts"
    assert relation("polite", "courteous") == "equivalent"
    assert relation("polite and formal", "formal") == "implies"
    assert relation("formal", "academic") is None
    assert FAMILY.relation({"tone": "formal"}, Payload("punctuation:no_comma")) is None


def test_a_judge_decides():
    check = FAMILY.verify({"tone": "polite"}, "Thank you so much!")
    assert (check.passed, check.detail) == (False, "left to a judge")
    assert repair(FAMILY.id, {"tone": "polite"}, "Go away.") is None
    assert verdict(Payload(FAMILY.id, {"tone": "polite"}, hard=False), "Thank you!").passed is None


def suits(text="Do this.", **given):
    return [given["tone"] for given in FAMILY.suits(Task(text, **given), random.Random(0))]


def test_suits():
    assert suits(shape="prose", output="email", action="write")
    assert suits(shape="verse", output="poem", action="write")
    assert suits(shape="label") == [] and suits(shape="code") == [] and suits(shape="data") == []
    assert suits("Write a polite email.", shape="prose", output="email") == []
    assert suits(shape="prose", output="email", constraints=(Payload(FAMILY.id, {"tone": "rude"}, hard=False),)) == []
