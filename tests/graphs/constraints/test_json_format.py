from __future__ import annotations

import json
import random

import pytest

from stemmata.graphs.constraints.families.json_format import FAMILY
from stemmata.graphs.constraints.family import Form, Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

STATED = [
    "Sum up the text below in JSON format.",
    "Format your entire output in JSON.",
    "The entire output should be wrapped in JSON format.",
    "Output in JSON",
    "Please use JSON format.",
    "Give me the itinerary in JSON.",
    "Give your answer in the form of a JSON block",
    "Make sure that the entire output is valid JSON.",
    "Please output the result in a JSON format",
    "I'd like it as a JSON object please",
    "Return a JSON array of the names.",
    "Reply with a JSON array of objects.",
    "respond in valid json only",
    "List three fruits as JSON.",
    "got any email marketing tips? can u make it json",
    "Provide your response as a single JSON object.",
    "Return the answer as a JSON array of integers",
    "Please generate a JSON dictionary that lists the named entities",
    "Your response must be in json",
    "The answer should be in JSON format where the object nesting levels do not exceed two",
]
NOT_STATED = [
    "Reply with a JSON object containing the keys name and age.",  # json_keys
    "Write a JSON parser in Go.",
    "Convert this JSON to XML.",
    "What is JSON format?",
    "Parse the following JSON.",
    "How do I write comments in JSON?",
    "Write an API that returns data in JSON format.",
    "The answer must include a JSON object with two levels.",
    "Explain how to store dates in JSON.",
    "Given the following data in JSON format, compute the sum.",
    "Convert the table into JSON.",
    "Do not use JSON.",
    "Write a script that saves its output in JSON.",
    "Compare JSON and XML.",
    "Do not include keywords 'flea' and 'JSON' in the response.",
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
        ("Wrap the entire output in JSON format.", "in JSON format", Form.PHRASE),
        ("Please format your answer as a JSON object.", "format your answer as a JSON object", Form.VERB),
        ("The response should use JSON format.", "should use JSON format", Form.MODAL),
        ("Return a JSON array of the names.", "Return a JSON array", Form.VALUE),
        ("Write a JSON-formatted reply.", "JSON-formatted", Form.ADJECTIVE),
    ],
)
def test_core(text, core, form):
    (one,) = found(text)
    assert (text[one.start : one.end], one.form) == (core, form)


def test_keyword_json_is_no_order():
    assert found('Do not include keywords "flea" and "JSON" in the response.') == []
    assert found('Summarize this record: {"task": "about JSON"}') == []


def test_quotation_marks_take_its_place():
    words = rewordings("Wrap the entire output in JSON format", "startend:quotation", {})
    assert words[0] == "Wrap the entire output in double quotation marks"


@pytest.mark.parametrize(
    "text", ['{"a": 1}', "[1, 2]", '"text"', "3", '```json\n{"a": 1}\n```', '```JSON {"a": 1} ```', " null "]
)
def test_verify_passes(text):
    assert FAMILY.verify({}, text).passed


@pytest.mark.parametrize("text", ["", "Yes", "{'a': 1}", '{"a": 1} and more', "```python\n{}\n```", "[" * 100_000])
def test_verify_fails(text):
    assert not FAMILY.verify({}, text).passed


def test_verify_says_where():
    assert FAMILY.verify({}, '{"a": oops}').span == (6, 11)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Yes", {"answer": "Yes"}),
        ('He said "hi".\nThen he left.', {"response": 'He said "hi".\nThen he left.'}),
        ("- red\n- blue", {"items": ["red", "blue"]}),
        ("Colours:\n\n1. red\n2. blue", {"introduction": "Colours:", "items": ["red", "blue"]}),
        ("Name: Ann\nAge: 30", {"Name": "Ann", "Age": "30"}),
        ("Pros:\n- fast\n- cheap\nCons:\n- loud", {"Pros": ["fast", "cheap"], "Cons": ["loud"]}),
    ],
)
def test_repair(text, value):
    mended = FAMILY.repair({}, text)
    assert mended is not None and json.loads(mended.text) == value
    assert not mended.lossy and mended.changed > 0


def test_repair_keeps_capitals():
    assert FAMILY.repair({}, "NO WAY! GO.").text.isupper()


@pytest.mark.parametrize("text", ["", "```\ncode\n```", "| a | b |\n|---|---|\n| 1 | 2 |", "# Heading\n\nText."])
def test_repair_leaves_laid_out_text_alone(text):
    assert FAMILY.repair({}, text) is None


def test_relations():
    assert FAMILY.relation({}, Payload(FAMILY.id)) == "equivalent"
    assert FAMILY.relation({}, Payload("startend:quotation")) is None  # a JSON string stands in quotation marks
    assert FAMILY.relation({}, Payload("punctuation:no_comma")) == "independent"
    assert (
        FAMILY.relation({}, Payload("length_constraints:number_words", {"relation": "at least", "num_words": 9}))
        is None
    )


def test_suits():
    assert suits(shape="list", action="list", output="names") == [{}]
    assert suits(shape="label", action="classify") == [{}]
    assert suits(shape="verse", output="poem") == [] and suits(shape="code") == []
    assert suits(shape="prose", output="letter") == []
    assert (
        suits(shape="list", constraints=(Payload("detectable_format:number_bullet_lists", {"num_bullets": 3}),)) == []
    )
