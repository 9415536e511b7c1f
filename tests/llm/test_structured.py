from __future__ import annotations

import json
from typing import Literal

import pytest
from pydantic import BaseModel

from stemmata.llm.asking import ask, drive, together
from stemmata.llm.calls import Answer, Call, Status, Usage
from stemmata.llm.structured import UnreadableError, ask_for, read_json, schema_of
from stemmata.schemas.instruction import Turn


class Part(BaseModel):
    text: str
    kind: Literal["act", "rule"] = "act"


class Parts(BaseModel):
    parts: list[Part]


CALL = Call("parse", "decompose", (Turn("user", "Take it apart."),))
GOOD = '{"parts": [{"text": "Sing", "kind": "act"}]}'


def test_the_schema_is_closed_and_flat():
    said = json.dumps(schema_of(Parts).definition)
    assert "$ref" not in said and "default" not in said and said.count('"additionalProperties": false') == 2
    assert '"required": ["text", "kind"]' in said


@pytest.mark.parametrize("text", [GOOD, f"```json\n{GOOD}\n```", f" \n```\n{GOOD}\n```\n"])
def test_an_answer_is_read_with_or_without_a_fence(text):
    assert read_json(text, Parts).parts[0].text == "Sing"


def test_whole_characters_may_be_written_as_escapes():
    assert read_json('{"parts": [{"text": "\\ud83d\\ude00 \\u00e9", "kind": "act"}]}', Parts).parts[0].text == "😀 é"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("Sure! Here you are.", "no JSON"),
        (GOOD[:-3], "no JSON"),
        ('{"parts": [], "parts": []}', "stands twice"),
        ('{"parts": [{"text": 7, "kind": "act"}]}', "parts.0.text"),
        ('{"parts": [{"text": "a", "kind": "song"}]}', "parts.0.kind"),
        ("[" * 100_000, "nested too deeply"),
        ('{"parts": NaN}', "NaN"),
        ("x" * 1_000_001, "characters"),
        ('{"parts": [{"text": "\\ud83d", "kind": "act"}]}', "half a character"),
        ('{"parts": [{"text": "\ud83d", "kind": "act"}]}', "half a character"),
        ('{"parts": [], "\\udc00": 1}', "half a character"),
    ],
)
def test_what_is_no_answer_is_told(text, said):
    with pytest.raises(UnreadableError, match=said):
        read_json(text, Parts)


def answers(*texts):
    said = iter(texts)
    return lambda call: Answer(Status.OK, next(said), usage=Usage(10, 5))


def test_a_bad_answer_is_asked_for_once_more():
    answer, parts = drive(ask_for(CALL, Parts), answers("no", GOOD))
    assert answer.ok and parts is not None and answer.usage == Usage(20, 10)


def test_two_bad_answers_are_a_recorded_failure():
    answer, parts = drive(ask_for(CALL, Parts), answers("no", "no"))
    assert (answer.status, parts) == (Status.INVALID, None) and "no JSON" in answer.reason


def test_a_check_refuses_what_fits_the_schema():
    answer, parts = drive(ask_for(CALL, Parts, lambda one: "too few parts"), answers(GOOD, GOOD))
    assert answer.reason == "too few parts" and parts is None


def test_a_failed_call_is_not_repaired():
    answer, parts = drive(ask_for(CALL, Parts), lambda call: Answer(Status.REFUSED, reason="no"))
    assert (answer.status, parts) == (Status.REFUSED, None)


def test_work_is_done_together_in_rounds():
    sizes = []

    def twice(name):
        first = yield from ask(CALL)
        if name == "b":
            return first.text
        second = yield from ask(CALL)
        return first.text + second.text

    def idle():
        return "idle"
        yield ()

    task = together([twice("a"), idle(), twice("b")])
    calls = next(task)
    with pytest.raises(StopIteration) as stop:
        while True:
            sizes.append(len(calls))
            calls = task.send(tuple(Answer(Status.OK, str(i)) for i in range(len(calls))))
    assert (stop.value.value, sizes) == (["00", "idle", "1"], [2, 1])
