"""Keys of a JSON object: how people name them, and what a response needs."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from stemmata.graphs.constraints.families.json_keys import FAMILY
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract, reworded
from stemmata.schemas.instruction import Payload

AB = {"keys": ["a", "b"], "only": False}


def found(text: str) -> list[tuple[str, dict[str, Any]]]:
    return [(one.id.partition(":")[2], one.kwargs) for one in extract(Passage.of(text))]


def want(*keys: str, only: bool = False, **types: str) -> dict[str, Any]:
    return {"keys": list(keys), "only": only} | ({"types": types} if types else {})


@pytest.mark.parametrize(
    ("text", "kwargs"),
    [
        ("Present it in JSON format with keys 'a' and 'b'.", want("a", "b")),
        ("Reply with a JSON object containing the keys name and age.", want("name", "age")),
        ("Return a JSON object with the following fields: title, author, and year.", want("title", "author", "year")),
        ('Output JSON with exactly two keys, "x" and "y".', want("x", "y", only=True)),
        ('Give me the data as a JSON object with a single key "answer".', want("answer", only=True)),
        ('Answer as JSON with only the keys "label" and "score".', want("label", "score", only=True)),
        ('Use JSON with the keys "n" (a string) and "k" (integer), no other keys.',
         want("n", "k", only=True, n="string", k="number")),
        ("Give it as JSON with keys name and age and make it short.", want("name", "age")),
        ("Generate a JSON object that contains the fields name, email and phone.", want("name", "email", "phone")),
        ("Respond in JSON with the following keys:\n- title\n- body", want("title", "body")),
        ("The answer must be a JSON object with the key `summary`.", want("summary")),
    ],
)  # fmt: skip
def test_stated(text: str, kwargs: dict[str, Any]) -> None:
    assert found(text) == [("json_keys", kwargs)]


@pytest.mark.parametrize(
    "text",
    [
        "Write a function that returns a JSON object with the keys a and b.",
        'Return a JSON array of objects with the keys "a" and "b".',
        "Your output should be JSON with keys for each city.",
        "Parse the JSON object with the keys name and age.",
        'He said "answer in JSON with the keys a and b".',
        "Press the keys a and b.",
    ],
)
def test_not_stated(text: str) -> None:
    assert "json_keys" not in [name for name, _ in found(text)]


def test_keys_in_a_sentence_of_their_own() -> None:
    assert found('Answer in JSON. The JSON must have the keys "a" and "b".') == [
        ("json_format", {}), ("json_keys", AB),
    ]  # fmt: skip


def test_keys_are_reworded_in_place() -> None:
    text = "Summarize the text in JSON format with keys 'a' and 'b'"
    (core,) = extract(Passage.of(text))
    words = list(reworded(text, core, FAMILY.id, want("a")))
    assert words[0] == "Summarize the text in JSON format with the key 'a'" or words[0].startswith("Summarize the text")
    assert list(reworded(text, core, "detectable_format:xml", {}))


@pytest.mark.parametrize(
    ("kwargs", "text", "passed", "detail", "span"),
    [
        (AB, '{"a": 1, "b": 2, "c": 3}', True, "a JSON object with a, b", None),
        (AB, '```json\n{"a": 1, "b": 2}\n```', True, "a JSON object with a, b", None),
        (AB, '{"a": {"b": 1}}', False, "missing: b", None),
        (AB, '[{"a": 1, "b": 2}]', False, "JSON, but no object with keys", None),
        (AB, '{"a": oops}', False, "not JSON: expecting value at 6", (6, 11)),
        (AB, "", False, "not JSON: expecting value at 0", (0, 0)),
        (want("a", only=True), ' {"a": 1, "c": 3}', False, "another key: c", (10, 13)),
        (want("a", a="number"), '{"a": "1"}', False, "the value of a is no number", (6, 9)),
        (want("a", a="number"), '{"a": true}', False, "the value of a is no number", (6, 10)),
        (want("a", a="boolean"), '{"a": true}', True, "a JSON object with a", None),
        (AB, "[" * 100_000, False, None, None),
    ],
)
def test_verify(kwargs: dict[str, Any], text: str, passed: bool, detail: str | None, span: object) -> None:
    check = FAMILY.verify(kwargs, text)
    assert check.passed == passed and (detail is None or (check.detail, check.span) == (detail, span))


@pytest.mark.parametrize(
    ("kwargs", "text", "made", "lossy"),
    [
        (want("first_name"), '{"First Name": "Ann", "x": 1}', '{"first_name": "Ann", "x": 1}', False),
        (want("a", only=True), '{"a": 1, "b": 2}', '{"a": 1}', True),
        (want("a", a="number"), '{"a": "1.5"}', '{"a": 1.5}', False),
        (want("a", a="array"), '{"a": "x"}', '{"a": ["x"]}', False),
        (want("answer"), "Paris.", '{"answer": "Paris."}', False),
        (want("name", "age"), "Name: Ann\nAge: 30", '{\n  "name": "Ann",\n  "age": "30"\n}', False),
        (want("items", items="array"), "- x\n- y", '{\n  "items": [\n    "x",\n    "y"\n  ]\n}', False),
    ],
)
def test_repair(kwargs: dict[str, Any], text: str, made: str, lossy: bool) -> None:
    mended = FAMILY.repair(kwargs, text)
    assert mended is not None and (mended.text, mended.lossy) == (made, lossy)
    assert FAMILY.verify(kwargs, made).passed and json.loads(made)


@pytest.mark.parametrize("text", ["Only prose.", '{"a": 1}', '{"a": 1,', "```\ncode\n```"])
def test_what_cannot_be_invented_is_not(text: str) -> None:
    mended = FAMILY.repair(AB, text)
    assert mended is None or not FAMILY.verify(AB, mended.text).passed


@pytest.mark.parametrize(
    ("first", "second", "meaning"),
    [
        (want("a", "b"), want("a"), "implies"),
        (want("a", "b", only=True), want("a", only=True), "contradicts"),
        (want("a", only=True), want("a"), "implies"),
        (want("a", a="string"), want("a", a="array"), "contradicts"),
        (want("a", a="string"), want("a"), "implies"),
        (want("a"), want("b"), "independent"),
        (want("a", "b"), want("b", "a"), "equivalent"),
    ],
)
def test_relations(first: dict[str, Any], second: dict[str, Any], meaning: str) -> None:
    assert FAMILY.relation(first, Payload(FAMILY.id, second)) == meaning


def test_relations_with_other_families() -> None:
    depth = "detectable_format:json_depth"
    assert FAMILY.relation(AB, Payload("detectable_format:json_format")) == "implies"
    nested = want("a", a="array")
    assert FAMILY.relation(nested, Payload(depth, {"relation": "at most", "num_levels": 1})) == "contradicts"
    assert FAMILY.relation(nested, Payload(depth, {"relation": "at least", "num_levels": 2})) == "implies"
    assert FAMILY.relation(AB, Payload(depth, {"relation": "at most", "num_levels": 1})) is None


def test_suits() -> None:
    def suits(**given: Any) -> list[dict[str, Any]]:
        return list(FAMILY.suits(Task("Do this.", **given), random.Random(0)))

    assert suits(shape="label") == [want("label")]
    assert suits(shape="list", output="names") == [want("items", items="array")]
    assert suits(shape="verse", output="poem") == suits(shape="code") == suits(shape="list", output="jokes") == []
    assert suits(shape="label", constraints=(Payload("detectable_format:json_format"),)) == []
