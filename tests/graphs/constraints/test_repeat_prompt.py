from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.repeat_prompt import FAMILY, ID
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.parsing.parser import parse
from stemmata.schemas.instruction import Payload

ASK = "Name a bird that swims, and say why it does."
STATED = [
    (f"{ASK}\nPlease repeat this request exactly before you answer it.", ASK),
    (f"{ASK} First restate the question word for word, then answer.", ASK),
    (f"{ASK}\n\nBegin your reply by repeating the prompt above verbatim. Say nothing before it.", ASK),
    (f"Repeat the request below without changing a word, then give your answer.\n\n{ASK}", ASK),
    (f"Before you start, copy out the following task exactly as it is. Do not change anything.\n{ASK}", ASK),
    (f"You must first repeat the entire prompt without any change and then respond to it.\n\n{ASK}", ASK),
    (f'First repeat this sentence word for word: "{ASK}" Then reply to it.', ASK),
    (f"{ASK}\nUse two sentences.\n\nFirst repeat the first line above, then answer.", ASK),
    (f"{ASK} Use two sentences.\nFirst, repeat the request (do not include this sentence), then answer it.",
     f"{ASK} Use two sentences."),
    ("Write a limerick about an owl, but first repeat this request word for word.", "Write a limerick about an owl"),
    (f"{ASK}\nAt the very start of your answer, quote the question in full.", ASK),
    (f"{ASK}\nStart with the question repeated word for word.", ASK),
    (f"{ASK}\n\nLet's first repeat my question verbatim. Only then answer it.", ASK),
]  # fmt: skip
NOT_STATED = [
    "Write a story in which a parrot repeats the question word for word before it answers.",
    "Do not repeat the question before you answer it. Name a bird.",
    "Explain how to repeat the experiment exactly.",
    "Name a bird. Answer without first repeating the question.",
    "Name a bird. Do not repeat the request.",
    "First repeat the request word for word, then give your answer.",
    "The teacher told me to repeat the sentence word for word. Why?",
    "Repeat the word bird three times.",
    "Repeat the exercise and then repeat the text.",
    'He wrote: "First repeat the request word for word, then answer."',
]


def found(text):
    return [one.kwargs["prompt_to_repeat"] for one in FAMILY.extract(Passage.of(text))]


@pytest.mark.parametrize(("text", "prompt"), STATED)
def test_stated(text, prompt):
    assert found(text) == [prompt]
    stated = [node.constraint for node in parse(text).constraint_nodes if node.constraint]
    assert [one.kwargs for one in stated if one.id == ID] == [{"prompt_to_repeat": prompt}]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert found(text) == []


def test_the_order_is_one_constraint():
    graph = parse(f"{ASK}\nPlease repeat this request exactly as it is, then answer it.")
    assert [node.text for node in graph.constraint_nodes if node.constraint] == ["repeat this request exactly as it is"]


def test_what_is_quoted_states_nothing_else():
    text = 'First repeat this request word for word, then answer it: "Name a bird. Do not use commas."'
    assert [one.id for one in extract(Passage.of(text))] == [ID]


@pytest.mark.parametrize(
    ("response", "passed", "where"),
    [
        ("Name a bird. A gull.", True, None),
        ("\n NAME A BIRD.\nA gull.", True, None),
        ("Name a fish. A cod.", False, "fish. A cod."),
        ('"Name a bird." A gull.', False, None),
        ("", False, None),
    ],
)
def test_verify(response, passed, where):
    check = FAMILY.verify({"prompt_to_repeat": "Name a bird."}, response)
    assert check.passed is passed and (check.span and response[slice(*check.span)]) == where


@pytest.mark.parametrize(
    ("response", "mended", "lossy"),
    [("A gull.", "Name a bird.\n\nA gull.", False), ("Sure! Name a bird. A gull.", "Name a bird. A gull.", True)],
)
def test_repair(response, mended, lossy):
    repair = FAMILY.repair({"prompt_to_repeat": "Name a bird."}, response)
    assert repair is not None and (repair.text, repair.lossy) == (mended, lossy)
    assert repair.changed == abs(len(mended) - len(response))


@pytest.mark.parametrize("response", ["", '{"a": 1}', "```\nls\n```"])
def test_repair_leaves_data_and_code_alone(response):
    assert FAMILY.repair({"prompt_to_repeat": "Name a bird."}, response) is None


def test_relations():
    def relation(one, other):
        return FAMILY.relation({"prompt_to_repeat": one}, Payload(ID, {"prompt_to_repeat": other}))

    assert relation("Name it.", "name IT.") == "equivalent"
    assert relation("Name it. Now.", "Name it.") == "implies" and relation("Name it.", "Name it. Now.") == "implied_by"
    assert relation("Name it.", "Name me.") == "contradicts"


def test_edits():
    made = list(FAMILY.edits({"prompt_to_repeat": "Name a bird. Say why."}, random.Random(1)))
    assert {one.relation: one.kwargs for one in made} == {
        "contradicting": {},
        "weaker": {"prompt_to_repeat": "Name a bird."},
    }


def test_suits():
    def suits(text=ASK, **given):
        return list(FAMILY.suits(Task(text, **given), random.Random(1)))

    assert suits() == [{"prompt_to_repeat": ASK}]
    assert suits(shape="code") == suits(shape="label") == suits("Name it: a\nb") == suits('Say "so".') == []
    assert suits(constraints=(Payload("punctuation:no_comma"),)) == []
    assert suits(constraints=(Payload("startend:quotation"),)) == []
