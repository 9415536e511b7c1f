from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import family, payload
from stemmata.graphs.constraints.verifying import repair, verdict
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

STATED = [
    ("Explain gravity to a five-year-old.", "style:audience", "to a five-year-old", {"audience": "a five-year-old"}),
    ("Explain rain like I'm 5.", "style:audience", "like I'm 5", {"audience": "a five-year-old"}),
    ("Write a poem about frost for children.", "style:audience", "for children", {"audience": "children"}),
    ("Make it suitable for children", "style:audience", "suitable for children", {"audience": "children"}),
    ("a guide aimed at absolute beginners", "style:audience", "aimed at absolute beginners",
     {"audience": "absolute beginners"}),
    ("Explain it in a way that a layperson can understand.", "style:audience", "a layperson",
     {"audience": "a layperson"}),
    ("The target audience is busy parents.", "style:audience", "busy parents", {"audience": "busy parents"}),
    ("Tailor your response to high school students.", "style:audience",
     "Tailor your response to high school students", {"audience": "high school students"}),
    ("Respond as a pirate would.", "style:persona", "a pirate", {"persona": "a pirate"}),
    ("Answer as if you were a tired detective, but be honest.", "style:persona", "a tired detective",
     {"persona": "a tired detective"}),
    ("Pretend you're Marie Curie and tell me why.", "style:persona", "Marie Curie", {"persona": "Marie Curie"}),
    ("Write it from the perspective of the family dog.", "style:persona", "the family dog",
     {"persona": "the family dog"}),
    ("Tell it from a soldier's point of view.", "style:persona", "a soldier", {"persona": "a soldier"}),
    ("I want you to act as a librarian.", "style:persona", "a librarian", {"persona": "a librarian"}),
    ("Review it in the style of a grumpy chef.", "style:persona", "a grumpy chef", {"persona": "a grumpy chef"}),
    ("Write it in the first person.", "style:point_of_view", "in the first person", {"person": "first"}),
    ("Use third-person narration", "style:point_of_view", "Use third-person narration", {"person": "third"}),
    ("It should be written in 2nd person.", "style:point_of_view", "should be written in 2nd person",
     {"person": "second"}),
    ("Write a first-person account of a storm.", "style:point_of_view", "first-person", {"person": "first"}),
    ("Tell the story in the present tense.", "style:tense", "in the present tense", {"tense": "present"}),
    ("Make sure that it is written in past tense.", "style:tense", "in past tense", {"tense": "past"}),
    ("Describe the match in the style of a noir novel.", "style:genre", "in the style of a noir novel",
     {"genre": "noir novel"}),
    ("Explain photosynthesis as a bedtime story.", "style:genre", "as a bedtime story", {"genre": "bedtime story"}),
    ("Write the recipe in the form of a sonnet.", "style:genre", "in the form of a sonnet", {"genre": "sonnet"}),
    ("Answer in a rap style.", "style:genre", "in a rap style", {"genre": "rap"}),
    ("Write a short story in the style of Hemingway.", "style:author", "in the style of Hemingway",
     {"name": "Hemingway"}),
    ("Mimic the writing style of Jane Austen.", "style:author", "Jane Austen", {"name": "Jane Austen"}),
    ("Answer in a Shakespearean style.", "style:author", "in a Shakespearean style", {"name": "Shakespeare"}),
    ("in Ursula K. Le Guin's style", "style:author", "in Ursula K. Le Guin's style", {"name": "Ursula K. Le Guin"}),
    ("Explain tides in layman's terms.", "style:formality", "in layman's terms", {"level": "plain"}),
    ("Explain it in plain English.", "style:formality", "in plain English", {"level": "plain"}),
    ("Avoid technical jargon.", "style:formality", "Avoid technical jargon", {"level": "plain"}),
    ("Use a formal style.", "style:formality", "Use a formal style", {"level": "formal"}),
    ("Use highly technical language", "style:formality", "Use highly technical language", {"level": "technical"}),
    ("please keep it simple", "style:formality", "keep it simple", {"level": "plain"}),
    ("Use two metaphors.", "style:figurative", "two metaphors",
     {"device": "metaphor", "num": 2, "relation": "equal to"}),
    ("Include at least one simile", "style:figurative", "at least one simile",
     {"device": "simile", "num": 1, "relation": "at least"}),
    ("Write a speech with vivid imagery.", "style:figurative", "vivid imagery", {"device": "imagery"}),
    ("The rhyme scheme should be ABAB.", "style:figurative", "ABAB", {"device": "rhyme scheme", "scheme": "ABAB"}),
    ("Write a poem with an aabb rhyme scheme", "style:figurative", "aabb",
     {"device": "rhyme scheme", "scheme": "AABB"}),
    ("Do not use any metaphors.", "style:figurative", "Do not use any metaphors",
     {"device": "metaphor", "num": 0, "relation": "equal to"}),
    ("It should rhyme.", "style:figurative", "It should rhyme", {"device": "rhyme"}),
    ("Keep your answer short.", "style:brevity", "Keep your answer short", {"level": "brief"}),
    ("Please be concise", "style:brevity", "be concise", {"level": "brief"}),
    ("Explain in great detail how a lock works.", "style:brevity", "in great detail", {"level": "detailed"}),
    ("The report must be thorough.", "style:brevity", "The report must be thorough", {"level": "detailed"}),
]  # fmt: skip
NOT_STATED = [
    "Buy a gift for a five-year-old.",
    "Which games are suitable for children?",
    "Write a letter to a child.",
    "Explain why vaccines matter to children.",
    "List ten toys for kids.",
    "It is not suitable for children.",
    "a room suitable for meetings",
    "You are a historian.",
    "Imagine you are in Greece.",
    "He acts as if you were a fool.",
    "What would a pirate eat?",
    "Do not act as a lawyer.",
    "from the perspective of economics",
    "Write a report as a PDF.",
    "Who was the first person to climb it?",
    "Change it from first person to third person.",
    "The novel is written in the first person.",
    "Why are stories told in the past tense?",
    "Find the verbs in the past tense.",
    "Write a poem.",
    "Write a letter to my aunt.",
    "in the form of a table",
    "The house was built in the style of Palladio.",
    "Format it in the style of APA.",
    "in the style of the 1920s",
    "Is it written in simple language?",
    "Write a simple guide.",
    "Use formal language.",
    "Write a short poem.",
    "Give a detailed explanation.",
    "The topic was discussed in detail.",
    "Identify the metaphors in the poem.",
    "Come up with words that rhyme.",
    "How does he use irony?",
    "a concise summary",
    "Be concise, using at most 50 words.",
    "Make it short enough to fit a postcard.",
    'Use the word "metaphor".',
]
OURS = {
    "style:" + name for name in "audience persona point_of_view tense genre author formality figurative brevity".split()
}


def ours(text):
    return [one for one in extract(Passage.of(text)) if one.id in OURS]


@pytest.mark.parametrize(("text", "family_id", "core", "kwargs"), STATED)
def test_stated(text, family_id, core, kwargs):
    assert [(one.id, text[one.start : one.end], one.kwargs) for one in ours(text)] == [(family_id, core, kwargs)]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert ours(text) == []


@pytest.mark.parametrize(
    "text", ["Use formal language.", "Write in an academic style.", "Be polite.", "Make it funny."]
)
def test_tones_stay_tones(text):
    assert [one.id for one in extract(Passage.of(text))] == ["style:tone"]


@pytest.mark.parametrize(
    ("first", "second", "meaning"),
    [
        (("style:audience", {"audience": "children"}), {"audience": "experts"}, "contradicts"),
        (("style:audience", {"audience": "children"}), {"audience": "experts and beginners"}, "unknown"),
        (("style:persona", {"persona": "A pirate"}), {"persona": "a pirate"}, "equivalent"),
        (("style:persona", {"persona": "a pirate"}), {"persona": "a detective"}, "unknown"),
        (("style:point_of_view", {"person": "first"}), {"person": "third"}, "contradicts"),
        (("style:tense", {"tense": "past"}), {"tense": "future"}, "contradicts"),
        (("style:genre", {"genre": "haiku"}), {"genre": "sonnet"}, "contradicts"),
        (("style:genre", {"genre": "letter"}), {"genre": "sonnet"}, "unknown"),
        (("style:formality", {"level": "technical"}), {"level": "plain"}, "contradicts"),
        (("style:formality", {"level": "formal"}), {"level": "plain"}, "unknown"),
        (("style:brevity", {"level": "brief"}), {"level": "detailed"}, "contradicts"),
        (("style:figurative", {"device": "pun", "num": 3, "relation": "at least"}), {"device": "pun"}, "implies"),
        (("style:figurative", {"device": "pun"}), {"device": "pun", "num": 0, "relation": "equal to"}, "contradicts"),
        (
            ("style:figurative", {"device": "rhyme scheme", "scheme": "AABB"}),
            {"device": "rhyme scheme", "scheme": "ABAB"},
            "contradicts",
        ),
    ],
)
def test_relations(first, second, meaning):
    assert relation(payload(*first), payload(first[0], second)) == meaning


@pytest.mark.parametrize("family_id", sorted(OURS))
def test_a_judge_decides(family_id):
    kwargs = dict(family(family_id).example.kwargs)
    assert verdict(payload(family_id, kwargs), "Any text.").passed is None
    assert not family(family_id).verify(kwargs, "Any text.").passed
    assert repair(family_id, kwargs, "Any text.") is None


def test_rewording_keeps_the_sentence():
    text = "Write a short story in the style of Hemingway."
    found = extract(Passage.of(text))[0]
    made = next(reworded(text, found, "style:author", {"name": "Mark Twain"}))
    assert made == "Write a short story in the style of Mark Twain."


ESSAY = Task("Explain how tides work.", "explain", "")
STORY = Task("Write a story about a lamp.", "write", "story")
POEM = Task("Write a poem about rain.", "write", "poem", "verse")
LABEL = Task("Classify the review.", "classify", "", "label")


@pytest.mark.parametrize(
    ("family_id", "task"),
    [
        ("style:audience", ESSAY),
        ("style:persona", ESSAY),
        ("style:point_of_view", STORY),
        ("style:tense", STORY),
        ("style:genre", ESSAY),
        ("style:author", STORY),
        ("style:formality", ESSAY),
        ("style:figurative", POEM),
        ("style:brevity", ESSAY),
    ],
)
def test_suits(family_id, task):
    member = family(family_id)
    offered = list(member.suits(task, random.Random(1)))
    assert offered
    assert not list(member.suits(LABEL, random.Random(1)))
    stated = Task(task.text + " " + member.example.text, task.action, task.output, task.shape)
    assert not list(member.suits(stated, random.Random(1)))
    known = Task(task.text, task.action, task.output, task.shape, constraints=(Payload(family_id, offered[0]),))
    assert not list(member.suits(known, random.Random(1)))
