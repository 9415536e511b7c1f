from __future__ import annotations

import pytest

from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.vary import outcomes
from stemmata.schemas.instruction import Turn
from stemmata.schemas.settings import VarySettings
from stemmata.training.responses import given, repaired, verdicts


def test_the_inputs_own_response_is_verified():
    good = given(parse("Describe rain. Use only lowercase letters.", meta={"response": "rain is wet."}))
    bad = given(parse("Describe rain. Use only lowercase letters.", meta={"response": "Rain is wet."}))
    assert (good.passed, bad.passed) == (True, False)
    assert good.constraints[0].passed is True
    assert bad.constraints[0].passed is False
    assert good.id != bad.id


@pytest.mark.parametrize("response", [None, "", "  \n", 3])
def test_no_response_is_none(response):
    assert given(parse("Sing.", meta={"response": response})) is None


def test_a_soft_constraint_is_left_to_a_judge_and_keeps_nothing_from_passing():
    made = given(parse("Describe rain. Be polite.", meta={"response": "Rain."}))
    assert made.passed
    assert [(told.hard, told.passed) for told in made.constraints] == [(False, None)]
    assert '"passed":null' in made.line()


def test_only_the_last_user_turn_and_the_system_bind_a_response():
    turns = [
        Turn("system", "Use only lowercase letters."),
        Turn("user", "Describe rain in at most 5 words."),
        Turn("assistant", "rain is wet."),
        Turn("user", "Tell me more. Do not use any commas."),
    ]
    told = verdicts(parse(turns), "rain falls from grey clouds and it waters the fields")
    assert [one.id for one in told] == ["change_case:english_lowercase", "punctuation:no_comma"]


def test_a_repair_keeps_every_hard_constraint_and_says_what_it_did():
    graph = parse("Describe rain in at least 3 words.", meta={"response": "Rain falls from the clouds, and it is wet."})
    first = given(graph)
    seen = 0
    for variant, child in outcomes(graph, VarySettings(per_instruction=20), get_parser()):
        made = repaired(variant, child, first) if child else None
        if made is None:
            continue
        seen += 1
        assert made.passed
        assert all(told.passed for told in verdicts(child, made.text) if told.hard)
        assert made.repair.source == first.id
        assert (made.repair.changed == 0) == (made.text == first.text)
    assert seen


def test_an_edit_of_the_task_itself_leaves_no_answer_to_repair():
    graph = parse("Write a funny poem about rain.", meta={"response": "Rain, rain, go away."})
    first = given(graph)
    for variant, child in outcomes(graph, VarySettings(per_instruction=20), get_parser()):
        if child and variant.edit.kind != "Constraint":
            assert repaired(variant, child, first) is None
