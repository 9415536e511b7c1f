"""Words that must, must not, or must so often be in a response: wordings of real prompts, and words only talked of."""

from __future__ import annotations

import random
from typing import Any

import pytest

from stemmata.graphs.constraints import relation
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.topics import topic_words
from stemmata.graphs.constraints.verifying import repair, verify
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

HAS, LACKS, OFTEN = "keywords:existence", "keywords:forbidden_words", "keywords:frequency"


def found(text: str) -> list[tuple[str, Any, str]]:
    """Return what a text says about words: the id, the words or the amount, the form."""
    out: list[tuple[str, Any, str]] = []
    for one in extract(Passage.of(text)):
        if one.id in (HAS, LACKS):
            out.append((one.id, next(iter(one.kwargs.values())), one.form.value))
        elif one.id == OFTEN:
            out.append(
                (one.id, (one.kwargs["keyword"], one.kwargs["relation"], one.kwargs["frequency"]), one.form.value)
            )
    return out


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ('The email must include the keywords "ink" and "sky" and should not be long.', ["ink", "sky"], "modal"),
        ("Include keywords 'afternoon' and 'distressed' in the response.", ["afternoon", "distressed"], "sentence"),
        ('Compose a poem that has the word "land" and "river". It should be calm.', ["land", "river"], "modal"),
        ("I want the letter to include the words trust, law, and unusable.", ["trust", "law", "unusable"], "verb"),
        ('Mention "Argentinian" in the post.', ["Argentinian"], "sentence"),
        ("Tell a joke that has the words thursday and amalgamation in it", ["thursday", "amalgamation"], "modal"),
        ("use the word apple and make it funny", ["apple"], "verb"),
        ("Must include the keyword 'Qatar.'", ["Qatar"], "modal"),
        ("ensure that the keyword 'history' is included in the response", ["history"], "verb"),
        ("Make sure 'Potter', 'actor', 'films' appear.", ["Potter", "actor", "films"], "sentence"),
        ("can u include words like 'remote' and 'flexible'?", ["remote", "flexible"], "verb"),
        ("A story containing the word “moon”.", ["moon"], "phrase"),
        ("Include the following words: sun, moon, stars", ["sun", "moon", "stars"], "sentence"),
        ("The answer must include the keyword 'Washington D.C.' to be clear", ["Washington D.C."], "modal"),
    ],
)
def test_demanded_words(text: str, words: list[str], form: str) -> None:
    assert found(text) == [(HAS, words, form)]


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ("Do not use the words reschedule or free.", ["reschedule", "free"], "sentence"),
        ('Please don\'t include the keywords "died" or "drowned".', ["died", "drowned"], "verb"),
        ("Explain why, without using the word \"nourriture\".", ["nourriture"], "phrase"),
        ("Do not include the following keywords: field, thanks, issue.", ["field", "thanks", "issue"], "sentence"),
        ("Avoid using the following keywords: sleep, cook, feed\nBe brief.", ["sleep", "cook", "feed"], "sentence"),
        ("Do not mention the word Taylor, Swift, or Together.", ["Taylor", "Swift", "Together"], "sentence"),
        ("Do not say 'yes' or 'no' throughout your entire response.", ["yes", "no"], "sentence"),
        ('It should be long, and not contain the word "rich" and "money".', ["rich", "money"], "verb"),
        ("The words startup and capsule cannot be in the response.", ["startup", "capsule"], "sentence"),
        ("make sure the word education doesn't appear at all.", ["education"], "verb"),
        ("Do not include keywords ['kill', 'invasion'] in the response.", ["kill", "invasion"], "sentence"),
        ("Make sure not to include negative words such as 'sad', 'crazy', etc., in it.", ["sad", "crazy"], "sentence"),
        ("Just list the steps without saying the word steps or step.", ["steps", "step"], "phrase"),
        ('Exclude the words "economy", "demand" and "supply".', ["economy", "demand", "supply"], "sentence"),
        ("The response should not contain the word computer and science.", ["computer", "science"], "modal"),
        ("Never use the word \"very\".", ["very"], "sentence"),
        ("Forbidden words: a, red, blue", ["a", "red", "blue"], "value"),
        ("don't use words like sad or lonely.", ["sad", "lonely"], "verb"),
        ("don't use 'artifact' word.", ["artifact"], "verb"),
    ],
)  # fmt: skip
def test_forbidden_words(text: str, words: list[str], form: str) -> None:
    assert found(text) == [(LACKS, words, form)]


@pytest.mark.parametrize(
    ("text", "amount", "form"),
    [
        ("include the word story at least twice.", ("story", "at least", 2), "amount"),
        ('Mention the word "skyscraper" for at least 8 times.', ("skyscraper", "at least", 8), "amount"),
        ("Mention the keyword 'schedule' for more than 5 times.", ("schedule", "more than", 5), "amount"),
        ("Mention the name Sarah only once.", ("Sarah", "equal to", 1), "amount"),
        ("Make sure the word synonyms appears at least 3 time.", ("synonyms", "at least", 3), "amount"),
        ("for the word humming to be used at least once", ("humming", "at least", 1), "amount"),
        ('The word "right" should appear less than 2 times in the response.', ("right", "less than", 2), "amount"),
        ("use the word 'might' in your answer 6 times", ("might", "equal to", 6), "amount"),
        ("Do not use the word apple more than 3 times.", ("apple", "at most", 3), "sentence"),
        ("Avoid using the word 'x' more than twice", ("x", "at most", 2), "sentence"),
        ("Include at least three mentions of the word tax.", ("tax", "at least", 3), "value"),
        ("the keyword 'combat' must be included at least twice", ("combat", "at least", 2), "amount"),
    ],
)
def test_words_so_often(text: str, amount: tuple[str, str, int], form: str) -> None:
    assert found(text) == [(OFTEN, amount, form)]


def test_several_words_so_often_are_one_constraint_each() -> None:
    assert [one[1][0] for one in found('Use the words "cat" and "dog" at least twice each.')] == ["cat", "dog"]
    assert found('Use the words "cat" and "dog" at least once.') == [(HAS, ["cat", "dog"], "sentence")]


def test_a_number_of_something_else_is_not_how_often() -> None:
    text = (
        "the word disappointed should appear at least 2 times, and at least six sections should be highlighted 3 times"
    )
    assert found(text) == [(OFTEN, ("disappointed", "at least", 2), "amount")]
    assert found("Use the word tea and use the letter q at least 4 times.") == [(HAS, ["tea"], "sentence")]


@pytest.mark.parametrize(
    "text",
    [
        "Come up with words that rhyme with \"cat\".",
        "Name 5 words that start with b.",
        "Use the words in the box.",
        "Use the word count tool.",
        "End with the word \"bye\".",
        "The summary should begin with the word 'We'.",
        "How do I use the word \"nice\" in a sentence?",
        "Does the response include the word 'guitar'?",
        "Replace the word \"big\" with \"large\".",
        "Translate the word 'cat'.",
        "He uses the word \"love\" too often.",
        "Each line must include the word 'sun'.",
        "The word 'lavish' should not appear in the second sentence.",
        "Your answer must contain one of the following phrases: yes, no.",
        "Use words with all capital letters.",
        "Repeat the request word for word without change.",
        "Word: scarce",
        "Do not change any word.",
        "Do not say any words or characters before repeating the request.",
        "avoid using any words with the suffix '-ly'",
        "The letter o should appear at least 6 times.",
        'The sign said "do not use the word bomb".',
    ],
)  # fmt: skip
def test_words_only_talked_of(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "family_id", "kwargs", "expected"),
    [
        (
            "Do not use the words reschedule or free",
            LACKS,
            {"forbidden_words": ["free"]},
            "Do not use the word free",
        ),
        (
            "Do not use the words reschedule or free",
            HAS,
            {"keywords": ["reschedule", "free"]},
            "Use the words reschedule and free",
        ),
        (
            "The email must include the keywords 'ink' and 'sky'",
            LACKS,
            {"forbidden_words": ["ink", "sky"]},
            "The email must not include the keywords 'ink' or 'sky'",
        ),
        (
            "please include the word safe",
            OFTEN,
            {"relation": "at least", "keyword": "safe", "frequency": 2},
            "please include the word safe at least twice",
        ),
        (
            'Mention the word "tax" for at least 8 times',
            OFTEN,
            {"relation": "at most", "keyword": "tax", "frequency": 4},
            'Mention the word "tax" for at most 4 times',
        ),
        (
            "and ensure that the keyword 'sun' is included in the response",
            LACKS,
            {"forbidden_words": ["sun"]},
            "and avoid using the keyword 'sun' in the response",
        ),
        ('without using the word "sun"', HAS, {"keywords": ["sun"]}, 'using the word "sun"'),
    ],
)
def test_rewording_in_the_same_style(text: str, family_id: str, kwargs: dict[str, Any], expected: str) -> None:
    assert next(reworded(text, extract(Passage.of(text))[0], family_id, kwargs)) == expected


def test_arguments_are_taken_literally() -> None:
    assert not verify(HAS, {"keywords": ["a.c"]}, "abc").passed
    assert verify(LACKS, {"forbidden_words": [".*"]}, "anything").passed
    assert verify(OFTEN, {"keyword": "c++", "frequency": 2, "relation": "equal to"}, "C++ and c++.").passed
    assert not verify(LACKS, {"forbidden_words": ["C++"]}, "I like c++!").passed


def test_verify_as_ifeval_does() -> None:
    assert verify(HAS, {"keywords": ["cat"]}, "Category").passed
    assert verify(LACKS, {"forbidden_words": ["cat"]}, "Category").passed
    check = verify(LACKS, {"forbidden_words": ["dog", "cat"]}, "A Cat, a dog")
    assert (check.passed, check.span) == (False, (2, 5))
    over = verify(OFTEN, {"keyword": "a", "frequency": 1, "relation": "at most"}, "A man")
    assert (over.passed, over.span) == (False, (3, 4))


def test_equal_words_are_one_and_blanks_are_none() -> None:
    assert payload(HAS, {"keywords": [" Ink ", "ink"]}).kwargs == {"keywords": ["Ink"]}


@pytest.mark.parametrize(
    ("first", "second", "meaning"),
    [
        (Payload(HAS, {"keywords": ["a", "b"]}), Payload(HAS, {"keywords": ["A"]}), "implies"),
        (Payload(HAS, {"keywords": ["catfish"]}), Payload(HAS, {"keywords": ["cat"]}), "implies"),
        (Payload(HAS, {"keywords": ["tea"]}), Payload(LACKS, {"forbidden_words": ["Tea", "milk"]}), "independent"),
        (Payload(HAS, {"keywords": ["tea"]}), Payload(LACKS, {"forbidden_words": ["milk"]}), "independent"),
        (Payload(LACKS, {"forbidden_words": ["red"]}), Payload(LACKS, {"forbidden_words": ["red car"]}), "implies"),
        (
            Payload(OFTEN, {"keyword": "tea", "frequency": 2, "relation": "at least"}),
            Payload(HAS, {"keywords": ["tea"]}),
            "implies",
        ),
        (
            Payload(OFTEN, {"keyword": "tea", "frequency": 1, "relation": "less than"}),
            Payload(HAS, {"keywords": ["tea"]}),
            "contradicts",
        ),
        (
            Payload(OFTEN, {"keyword": "tea", "frequency": 2, "relation": "at least"}),
            Payload(LACKS, {"forbidden_words": ["tea"]}),
            "independent",  # "teas"
        ),
        (
            Payload(OFTEN, {"keyword": "tea", "frequency": 2, "relation": "at least"}),
            Payload(OFTEN, {"keyword": "milk", "frequency": 1, "relation": "at most"}),
            "independent",
        ),
    ],
)
def test_relations(first: Payload, second: Payload, meaning: str) -> None:
    assert relation(first, second) == meaning


def test_a_sentence_with_a_forbidden_word_is_dropped_where_enough_is_left() -> None:
    kwargs = {"forbidden_words": ["sad"]}
    mended = repair(LACKS, kwargs, "We went home early. It was sad. Then we had dinner at the harbor.")
    assert mended is not None
    assert (mended.text, mended.lossy) == ("We went home early. Then we had dinner at the harbor.", True)
    assert repair(LACKS, kwargs, "It was sad.") is None
    assert repair(LACKS, kwargs, '{"mood": "sad", "more": "text that goes on and on"}') is None
    assert repair(HAS, {"keywords": ["x1"]}, "No such word.") is None


def test_added_words_are_of_the_tasks_topic() -> None:
    task = Task("Write an essay about the budget of our school garden.", "write", "essay")
    assert topic_words(task) == ["budget", "school", "garden"]
    for family_id, key in ((HAS, "keywords"), (LACKS, "forbidden_words")):
        offered = list(families()[family_id].suits(task, random.Random(2)))
        assert offered
        assert all(set(kwargs[key]) <= {"budget", "school", "garden"} for kwargs in offered)
    known = Task(task.text, "write", "essay", response="Our school has little money.")
    assert list(families()[HAS].suits(known, random.Random(2))) == [{"keywords": ["school"]}]
    assert all("school" not in kwargs["forbidden_words"] for kwargs in families()[LACKS].suits(known, random.Random(2)))
    assert not list(families()[OFTEN].suits(Task("Pick one.", shape="label"), random.Random(2)))


def test_a_name_asked_for_over_and_over_is_looked_up_once():
    text = "Tell of a company called Grid. " + "Include the name of the company. " * 30_000
    assert {found.kwargs["keywords"][0] for found in families()["keywords:existence"].extract(Passage.of(text))} == {
        "Grid"
    }
    assert not list(families()["keywords:existence"].extract(Passage.of(text.replace("called", "like"))))
