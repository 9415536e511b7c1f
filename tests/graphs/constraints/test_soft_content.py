from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, family, payload
from stemmata.graphs.constraints.verifying import verdict
from stemmata.graphs.constraints.wording import extract, phrasings, reworded
from stemmata.schemas.errors import ArgumentError

IN, OUT, COUNT, CITE = "content:include", "content:avoid", "content:number_of_examples", "content:citations"
STATED = [
    ("Mention the price.", IN, "Mention the price", {"topic": "the price"}),
    ("Write an ad and include a joke, please.", IN, "include a joke", {"topic": "a joke"}),
    ("Be sure to cover safety.", IN, "Be sure to cover safety", {"topic": "safety"}),
    ("Draft a flyer, including a call to action.", IN, "including a call to action", {"topic": "a call to action"}),
    ("Mention the price, the date and the place, and keep it warm", IN, "Mention the price, the date and the place",
     {"topic": "the price, the date and the place"}),
    ("The letter should mention our garden.", IN, "should mention our garden", {"topic": "our garden"}),
    ("Don't forget to mention that the shop is closed.", IN, "Don't forget to mention that the shop is closed",
     {"topic": "that the shop is closed"}),
    ("Ensure that the report includes recent prices because they matter.", IN,
     "Ensure that the report includes recent prices", {"topic": "recent prices"}),
    ("Do not talk about politics.", OUT, "Do not talk about politics", {"topic": "politics"}),
    ("Avoid spoilers.", OUT, "Avoid spoilers", {"topic": "spoilers"}),
    ("Review it without mentioning the ending.", OUT, "without mentioning the ending", {"topic": "the ending"}),
    ("Give the answer, no explanations.", OUT, "no explanations", {"topic": "explanations"}),
    ("It must not reveal the killer.", OUT, "must not reveal the killer", {"topic": "the killer"}),
    ("please leave out personal opinions", OUT, "leave out personal opinions", {"topic": "personal opinions"}),
    ("Write a recap without any spoilers.", OUT, "without any spoilers", {"topic": "spoilers"}),
    ("Explain inertia with three examples.", COUNT, "three examples", {"num_examples": 3}),
    ("Give at least two examples.", COUNT, "at least two examples", {"num_examples": 2, "relation": "at least"}),
    ("Provide one real-world example.", COUNT, "one real-world example", {"num_examples": 1}),
    ("Include 2 to 4 examples", COUNT, "2 to 4 examples", {"num_examples": 2, "relation": "between", "upper": 4}),
    ("Cite your sources.", CITE, "Cite your sources", {}),
    ("Write an essay on trade with references in APA format.", CITE, "with references in APA format", {"style": "APA"}),
    ("Use MLA style citations.", CITE, "Use MLA style citations", {"style": "MLA"}),
    ("please include citations", CITE, "include citations", {}),
]  # fmt: skip
NOT_STATED = [
    'Mention "peace" twice.',
    "Include the word peace.",
    "Include at least three reasons.",
    "Include a title.",
    "Mention it.",
    "How should a resume mention gaps?",
    "They mention the price.",
    "The bag includes a strap.",
    "I like animals, including dogs.",
    "as mentioned above",
    "Write a cover letter.",
    "Mention the company at least twice.",
    "Do not use commas.",
    "Do not include any links.",
    "How can I avoid colds?",
    "Tips to avoid traffic",
    "There were no survivors and no comments.",
    "I do not discuss politics.",
    "Do not mention it.",
    "She left without mentioning the price.",
    "Look at the following examples.",
    "Based on these two examples, decide.",
    "Here are three examples of verbs.",
    "Give three examples for each rule.",
    "Give about five examples.",
    "Give an example.",
    "Convert the citation to APA style.",
    "What are good sources of protein?",
    "Use sources of energy wisely.",
    "Use Chicago as the setting.",
]
OURS = {IN, OUT, COUNT, CITE}


def ours(text):
    return [one for one in extract(Passage.of(text)) if one.id in OURS]


@pytest.mark.parametrize(("text", "family_id", "core", "kwargs"), STATED)
def test_stated(text, family_id, core, kwargs):
    assert [(one.id, text[one.start : one.end], one.kwargs) for one in ours(text)] == [(family_id, core, kwargs)]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert ours(text) == []


@pytest.mark.parametrize(
    ("first", "second", "meaning"),
    [
        ((IN, {"topic": "the price"}), (OUT, {"topic": "The price"}), "contradicts"),
        ((OUT, {"topic": "any rivals"}), (IN, {"topic": "rivals"}), "contradicts"),
        ((IN, {"topic": "the price"}), (OUT, {"topic": "the date"}), "unknown"),
        ((IN, {"topic": "the price and the date"}), (IN, {"topic": "the date"}), "implies"),
        ((IN, {"topic": "reading and writing"}), (IN, {"topic": "reading"}), "unknown"),
        ((OUT, {"topic": "politics"}), (OUT, {"topic": "politics or religion"}), "implied_by"),
        ((COUNT, {"num_examples": 3}), (COUNT, {"num_examples": 2, "relation": "at least"}), "implies"),
        ((COUNT, {"num_examples": 3}), (COUNT, {"num_examples": 2, "relation": "at most"}), "contradicts"),
        ((CITE, {"style": "APA"}), (CITE, {}), "implies"),
        ((CITE, {"style": "APA"}), (CITE, {"style": "MLA"}), "contradicts"),
    ],
)
def test_relations(first, second, meaning):
    assert relation(payload(*first), payload(*second)) == meaning


def test_an_order_can_be_turned_round():
    text = "Write an ad and mention the price."
    found = ours(text)[0]
    (edit,) = [one for one in family(IN).edits(found.kwargs, random.Random(0)) if one.relation == "contradicting"]
    assert next(reworded(text, found, edit.id, edit.kwargs)) == "Write an ad and do not mention the price."


@pytest.mark.parametrize("family_id", sorted(OURS))
def test_a_judge_decides(family_id):
    assert verdict(payload(family_id, dict(family(family_id).example.kwargs)), "Any text.").passed is None


@pytest.mark.parametrize(
    "topic", ["it", "the", "three jokes", 'the "x" one', "a joke. Then stop", "a title", "a joke so"]
)
def test_topics_that_would_not_be_read_back_are_refused(topic):
    with pytest.raises(ArgumentError, match="topic"):
        payload(IN, {"topic": topic})


@pytest.mark.parametrize(
    ("family_id", "task"),
    [
        (IN, Task("Write an ad for a lamp.", "write", "ad")),
        (OUT, Task("Write a review of the film Alien.", "write", "review")),
        (COUNT, Task("Explain inertia.", "explain")),
        (CITE, Task("Write an essay on the history of trade.", "write", "essay")),
    ],
)
def test_suits(family_id, task):
    member = family(family_id)
    assert list(member.suits(task, random.Random(1)))
    for other in (
        Task("Classify it.", "classify", "", "label"),
        Task("Sort the names in Python.", "sort", "", "code"),
        Task(f"{task.text} {member.example.text}", task.action, task.output),
    ):
        assert not list(member.suits(other, random.Random(1)))


@pytest.mark.parametrize("output", "ad email story essay recipe itinerary review poem speech report summary".split())
@pytest.mark.parametrize("family_id", [one for one in families() if one.startswith(("style:", "content:"))])
def test_what_suits_can_be_said(family_id, output):
    for seed in range(8):
        for action in ("write", "explain"):
            for kwargs in family(family_id).suits(
                Task(f"{action} the {output} of a film.", action, output), random.Random(seed)
            ):
                said = list(phrasings(family_id, payload(family_id, kwargs).kwargs, Form.SENTENCE))
                assert said, kwargs
