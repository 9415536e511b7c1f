from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.end_checker import FAMILY
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.meaning import decided
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

STATED = [
    ('Finish the response with "Thanks for reading!".', "Thanks for reading!"),
    ('End your response with the exact question: "What do you think?"', "What do you think?"),
    ('Your response should end with "Have a nice day to you" and no other words.', "Have a nice day to you"),
    ("Conclude the post with 'Hope you agree with me.'", "Hope you agree with me."),
    ("End the story with the sentence: And they lived happily ever after.", "And they lived happily ever after."),
    ('The last sentence should be "That is it, folks."', "That is it, folks."),
    ('Write a story that ends with the line "and then it rained".', "and then it rained"),
    ('Make sure the final words of your answer are "over and out".', "over and out"),
    ("Your answer should finish with the phrase “I rest my case.”", "I rest my case."),
    ('Sign off with "Your friend forever"', "Your friend forever"),
    ("Finish your response with: Is there anything else I can help with?", "Is there anything else I can help with?"),
    ('"Peace out, my friends!" should be the last words of your response.', "Peace out, my friends!"),
    ("The very end of your response should read exactly like: so long, and thanks.", "so long, and thanks."),
    ("and end with: That is all you need!", "That is all you need!"),
    ('At the very end of your response, please include "this is the end of it"', "this is the end of it"),
    ("End with the exact phrase Have you tried turning it off?", "Have you tried turning it off?"),
]
NOT_STATED = [
    'End each sentence with "!".',
    'Write a sentence that ends with the word "published".',
    'Each line should end with "hey ho hey".',
    'How does the movie "The End" end?',
    "End with a question.",
    'End your letter with a postscript starting with "P.S.".',
    "The response should end with a period.",
    'Find words ending with "ing".',
    'When I say "Time\'s up", end the game.',
    "End with 'Bloom' by ODESZA",
    "At the end of your response, add a postscript starting with P.S.",
    'Which song ends with "I will always love you"?',
    "Conclude with a summary.",
    'the first paragraph should end with "and so on and on"',
]


def found(text):
    return list(FAMILY.extract(Passage.of(text)))


@pytest.mark.parametrize(("text", "phrase"), STATED)
def test_stated(text, phrase):
    (one,) = found(text)
    assert one.kwargs == {"end_phrase": phrase} and one.form is Form.VALUE
    assert phrase in text[one.start : one.end]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert found(text) == []


def test_core_is_the_quoted_phrase():
    text = 'Finish with the phrase "Good luck to you!" and nothing else.'
    (one,) = found(text)
    assert text[one.start : one.end] == '"Good luck to you!"'


def test_rewording_changes_the_phrase_alone():
    text = 'The poem must end with the exact phrase "My love, my life."'
    core = extract(Passage.of(text))[0]
    words = next(reworded(text, core, FAMILY.id, {"end_phrase": "The end."}))
    assert words == 'The poem must end with the exact phrase "The end."'


@pytest.mark.parametrize(
    ("response", "passed"),
    [
        ("Text. Bye now!", True),
        ("Text. BYE NOW!\n", True),
        ('"Text. Bye now!"', True),
        ("Bye now! Text.", False),
        ("Text. Bye now", False),
        ("", False),
    ],
)
def test_verify(response, passed):
    assert FAMILY.verify({"end_phrase": " Bye now! "}, response).passed is passed


@pytest.mark.parametrize(
    ("phrase", "text", "mended"),
    [
        ("Bye now!", "It is done.", "It is done. Bye now!"),
        ("Bye now!", "It is done", "It is done. Bye now!"),
        ("Bye now!", "One.\n\nTwo.", "One.\n\nTwo.\n\nBye now!"),
        ("Bye now!", '"It is done."', '"It is done. Bye now!"'),
        ("Bye now!", "IT IS DONE.", "IT IS DONE. BYE NOW!"),
        ("Bye now", "So long. Bye now.", "So long. Bye now"),
        (
            "my love.",
            "Roses are red\nViolets are blue\nAll for you",
            "Roses are red\nViolets are blue\nAll for you\nmy love.",
        ),
    ],
)
def test_repair(phrase, text, mended):
    repair = FAMILY.repair({"end_phrase": phrase}, text)
    assert repair is not None and repair.text == mended and not repair.lossy
    assert repair.changed == abs(len(mended) - len(text))
    assert FAMILY.verify({"end_phrase": phrase}, repair.text).passed


@pytest.mark.parametrize("text", ["", '{"a": 1}', "Run this:\n```\nls\n```"])
def test_repair_leaves_data_and_code_alone(text):
    assert FAMILY.repair({"end_phrase": "Bye now!"}, text) is None


def test_a_fragment_does_not_end_prose():
    assert FAMILY.repair({"end_phrase": "in India."}, "It is warm.") is None


def relation(phrase, family_id, **kwargs):
    return FAMILY.relation({"end_phrase": phrase}, Payload(family_id, kwargs))


def test_relations_of_phrases():
    assert relation("Thanks. Bye.", FAMILY.id, end_phrase="thanks. bye.") == "equivalent"
    assert relation("Thanks. Bye.", FAMILY.id, end_phrase="Bye.") == "implies"
    assert relation("Bye.", FAMILY.id, end_phrase="Thanks. Bye.") == "implied_by"
    assert relation("Bye.", FAMILY.id, end_phrase="Hello.") == "contradicts"


def test_relations_to_words():
    def told(phrase, family_id, **kwargs):
        return decided(Payload(FAMILY.id, {"end_phrase": phrase}), Payload(family_id, kwargs))

    assert told("So long, pal.", "punctuation:no_comma") == "contradicts"
    assert told("So long. Bye", "keywords:forbidden_words", forbidden_words=["long"]) == "contradicts"
    assert told("So long.", "keywords:forbidden_words", forbidden_words=["long"]) == "contradicts"
    # "also long."
    assert told("So long.", "keywords:forbidden_words", forbidden_words=["so"]) is None
    assert told("So long.", "keywords:existence", keywords=["long"]) == "implies"
    few = {"letter": "o", "let_relation": "less than", "let_frequency": 2}
    assert told("So long.", "keywords:letter_frequency", **few) == "contradicts"
    words = "length_constraints:number_words"
    assert told("So long.", words, relation="at most", num_words=1) == "contradicts"
    assert told("So long.", words, relation="at least", num_words=2) == "implies"
    assert told("So long.", words, relation="at least", num_words=9) is None
    assert told("So long.", "punctuation:ends_with", mark="question mark") == "contradicts"
    assert told("So long?", "detectable_format:json_keys", keys=["a"], only=False) == "contradicts"


@pytest.mark.parametrize(
    "phrase", ["Is there anything else I can help with?", "in India.", "Thanks. That is all you need!"]
)
def test_edits_are_what_they_say(phrase):
    names = {"contradicting": "contradicts", "weaker": "implied_by", "stronger": "implies"}
    edits = list(FAMILY.edits({"end_phrase": phrase}, random.Random(1)))
    assert {"contradicting"} <= {edit.relation for edit in edits}
    for edit in edits:
        assert FAMILY.relation(edit.kwargs, Payload(FAMILY.id, {"end_phrase": phrase})) == names[edit.relation]


def suits(**given):
    return list(FAMILY.suits(Task("Do this.", **given), random.Random(0)))


def test_suits():
    assert suits(shape="prose", output="email", action="write")
    assert suits(shape="verse", output="poem", action="write")
    assert suits(shape="label") == [] and suits(shape="code") == [] and suits(shape="data") == []
    known = (Payload(FAMILY.id, {"end_phrase": "Bye."}),)
    assert suits(shape="prose", output="email", constraints=known) == []
    commas = (Payload("punctuation:no_comma"),)
    assert all("," not in given["end_phrase"] for given in suits(shape="prose", output="email", constraints=commas))
