"""A few of the hostile outputs at every stage over HTTP; `python benchmarks/hostile_answers.py` tries them all."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("openai")

import hostile_answers
from hostile_answers import STAGES, Crash, JudgeVerdict, in_form
from hostile_outputs import OUTPUTS

NAMES = (
    "whole: nothing",
    "whole: prose",
    "whole: deep lists",
    "whole: page",
    "whole: yes and no",
    "in chinese",
    "texts are injection",
    "texts are half surrogate",
    "nothing but half surrogate",
    "texts are not in the text",
    "texts end with controls",
    "texts are script",
    "nothing but huge word",
    "right with fence",
    "right with injection after",
    "a key twice",
    "key 0 is null",
    "lists a thousandfold",
)


@pytest.fixture(scope="module")
def results():
    names = [one.name for one in OUTPUTS]
    return list(hostile_answers.sweep(list(STAGES), [names.index(name) for name in NAMES]))


def test_there_are_three_hundred_outputs_and_they_differ():
    assert len({one.name for one in OUTPUTS}) == len(OUTPUTS) >= 300
    good = '{"valid": true, "words": "in 30 words", "why": ""}'
    assert len({one.make(good) for one in OUTPUTS}) > 280


def test_no_stage_takes_what_is_not_in_its_form_and_each_failure_has_its_reason(results):
    wrong, words = [], {name: set() for name in STAGES}
    for name, number, taken, material in results:
        word, problems = hostile_answers.outcome(STAGES[name], material, taken)
        words[name].add(word)
        wrong += [(name, OUTPUTS[number].name, problem) for problem in problems]
    assert wrong == []
    assert {"invalid", "empty", "complete"} <= words["filter"]
    assert {"invalid", "empty", "graph"} <= words["decompose"]
    assert {"invalid", "empty", "accepted"} <= words["modify, span"]
    assert {"empty", "unclear", "judged"} <= words["judge the whole"]


def test_nothing_comes_into_a_dataset_unverified(results):
    counts, wrong = hostile_answers.in_datasets(results)
    assert wrong == []
    assert counts["failures"] > 50
    assert counts["records of aug"] > 0


def test_the_sweep_sees_what_is_amiss(results):
    name, _, _, material = results[0]
    stage = STAGES[name]
    assert hostile_answers.outcome(stage, material, hostile_answers.Taken(Crash("raised")))[1] == ["raised"]
    assert hostile_answers.outcome(stage, material, hostile_answers.Taken(None, ["no JSON"]))[1]
    empty = material.given.model_copy(update={"text": "one, two"})
    assert (
        "the verdicts are not those of its text"
        in hostile_answers.outcome(STAGES["respond"], material, hostile_answers.Taken(empty))[1]
    )


def test_the_reader_of_the_sweep_is_its_own():
    good = json.dumps({"reason": "x", "verdict": "Yes"})
    assert in_form(good, JudgeVerdict)
    assert in_form(f"```json\n{good}\n```", JudgeVerdict)
    for bad in (
        good[:-1],
        good.replace("Yes", "Maybe"),
        good.replace("}", ', "reason": "y"}'),
        "[]",
        "NaN",
        "[" * 9_999,
    ):
        assert not in_form(bad, JudgeVerdict)
