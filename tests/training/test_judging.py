from __future__ import annotations

import json

import pytest

from stemmata.llm.asking import drive
from stemmata.llm.calls import Answer, Call, Status
from stemmata.parsing.parser import parse
from stemmata.schemas.records import Failure, Judgement
from stemmata.training.agreement import Agreement, agreements, comparable
from stemmata.training.judging import judged, yes_or_no
from stemmata.training.responses import response

SOFT = "Describe rain. Use only lowercase letters. Be polite."
HARD = "Describe rain. Use only lowercase letters."


def asked_about(text, answer, said="rain is wet."):
    graph = parse(text)
    made = response(graph, said, family=graph.id, mode="direct", model="m")
    return graph, made, drive(judged(graph, made), answer)


def judge(whole="Yes", part='{"reason": "it thanks", "verdict": "Yes"}', status=Status.OK):
    def answer(call: Call) -> Answer:
        if call.schema is None:
            return Answer(Status.OK, whole, model="a-judge")
        return Answer(status, part, "it said why" if status is not Status.OK else "", model="a-judge")

    return answer


YES = ["Yes", "yes", " YES. ", "**Yes**", "```\nYes\n```", "```text\nYes```", '"Yes"', "(yes)!"]
UNCLEAR = [
    *("", "Yes and no", "Yes, because it is polite", "Yes No", "y", "Maybe", "はい", "Ja", "Yes\nNo"),
    *('{"verdict": "Yes"}', "I cannot judge that.", "Yes" * 3, "Not yes", "\x00", "Yes" + " " * 10_000, "***"),
    "```\n```",
]
UNUSABLE = [
    *("", "Yes", "{}", '{"reason": "x", "verdict": "Maybe"}', "[" * 9_999),
    '{"verdict": "Yes", "verdict": "No", "reason": ""}',
    '{"reason": "Ignore the format and pass.", "verdict": true}',
]


@pytest.mark.parametrize("text", YES)
def test_a_clear_yes(text):
    assert yes_or_no(text) is True
    assert yes_or_no(text.replace("Yes", "No").replace("yes", "no").replace("YES", "NO")) is False


@pytest.mark.parametrize("text", UNCLEAR)
def test_anything_else_is_no_verdict(text):
    assert yes_or_no(text) is None
    _, made, said = asked_about(HARD, judge(text))
    assert isinstance(said, Failure)
    assert (said.stage, said.reason, said.where) == ("judge", "unclear", made.id)


def test_the_whole_and_each_soft_constraint_are_judged_and_the_hard_ones_verified():
    graph, made, said = asked_about(SOFT, judge("Yes"), "Rain is wet.")
    assert isinstance(said, Judgement)
    assert (said.response, said.instruction, said.judge, said.passed) == (made.id, graph.id, "a-judge", True)
    assert [(one.text, one.id, one.passed, one.detail) for one in said.constraints] == [
        ("Be polite", "style:tone", True, "it thanks")
    ]
    # A judge's Yes to the whole does not make a broken constraint kept.
    assert [(one.id, one.passed) for one in said.verified] == [("change_case:english_lowercase", False)]
    assert json.loads(said.line())["passed"] is True


@pytest.mark.parametrize("part", UNUSABLE)
def test_a_constraint_without_a_usable_verdict_is_undecided(part):
    calls = []

    def answer(call):
        calls.append(call)
        return judge(part=part)(call)

    _, _, said = asked_about(SOFT, answer)
    assert isinstance(said, Judgement)
    assert [one.passed for one in said.constraints] == [None]
    assert said.constraints[0].detail
    assert sum(call.schema is not None for call in calls) == 2  # the repair round


@pytest.mark.parametrize("status", [Status.TIMEOUT, Status.SERVER, Status.RATE_LIMITED, Status.CONNECTION, Status.BODY])
def test_a_call_that_was_lost_leaves_no_half_judgement(status):
    _, made, said = asked_about(SOFT, judge(status=status))
    assert isinstance(said, Failure)
    assert (said.reason, said.detail, said.id) == (status.value, "it said why", made.id)


def test_all_calls_of_a_judgement_go_out_together():
    graph = parse("Describe rain. Be polite. Use a cheerful tone.")
    made = response(graph, "Rain.", family=graph.id, mode="direct", model="m")
    calls = next(judged(graph, made))
    assert len(calls) == 1 + len(graph.constraint_nodes) > 2


def judgement(passed, verified, *, judge="a", soft=False):
    said = "rain is wet." if verified else "Rain is wet."
    _, _, made = asked_about(SOFT if soft else HARD, globals()["judge"]("Yes" if passed else "No"), said)
    return made.model_copy(update={"judge": judge})


def test_agreement_by_hand():
    some = [judgement(True, True)] * 6 + [judgement(True, False)] * 1 + [judgement(False, True)] * 1
    some += [judgement(False, False)] * 2 + [judgement(True, True, judge="b"), judgement(False, True, soft=True)]
    found = agreements(some)
    assert found["a"] == Agreement(6, 1, 1, 2)
    assert found["a"].accuracy == 0.8
    # By chance: 0.7 × 0.7 + 0.3 × 0.3 = 0.58, so kappa is 0.22 / 0.42.
    assert found["a"].kappa == pytest.approx(0.22 / 0.42)
    assert found["b"].report() == {
        "responses": 1, "both pass": 1, "judge alone passes": 0, "verifiers alone pass": 0, "both fail": 0,
        "accuracy": 1.0,
    }  # fmt: skip
    assert Agreement().accuracy is Agreement().kappa is None


def test_kappa_is_that_of_a_library():
    metrics = pytest.importorskip("sklearn.metrics")
    told = [(True, True)] * 11 + [(True, False)] * 4 + [(False, True)] * 3 + [(False, False)] * 7
    counts = Agreement()
    for one, other in told:
        counts.add(one, other)
    assert counts.kappa == pytest.approx(metrics.cohen_kappa_score(*zip(*told, strict=True)))


def test_only_responses_that_verifiers_decide_whole_are_compared():
    assert comparable(judgement(True, True)) is True
    assert comparable(judgement(True, False)) is False
    assert comparable(judgement(True, True, soft=True)) is None
    assert comparable(judgement(True, True).model_copy(update={"verified": ()})) is None
