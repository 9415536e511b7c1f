from __future__ import annotations

import asyncio
import json

import pytest

from stemmata.llm.calls import Call, Schema, Status
from stemmata.llm.requests import NOTE
from stemmata.llm.tokens import count, prompt_tokens
from stemmata.schemas.instruction import Turn
from stemmata.training import rehearsal
from stemmata.training.prompts import JUDGE, JUDGE_CONSTRAINT
from stemmata.training.rehearsed import answer_directly

POEM = "Write a poem about rain in all lowercase letters."
REQUIREMENT = "in all lowercase letters"
FIELDS = {"prompt": POEM, "response": "RAIN", "requirement": REQUIREMENT}
INSTRUCTION = (Turn("user", POEM),)


def test_every_template_is_told_from_the_others():
    for entries in rehearsal.rules().values():
        for template, _ in entries:
            holes = template.user.split("{{ ")[1:]
            fields = {hole.partition(" }}")[0]: f"some {hole[:4]}" for hole in holes}
            known = rehearsal.recognised(template.messages(**fields))
            assert known is not None
            assert (known[0].name, known[2]) == (template.name, fields)


def test_names_of_templates_differ():
    names = [template.name for entries in rehearsal.rules().values() for template, _ in entries]
    assert len(names) == len(set(names)) >= 3
    assert rehearsal.DIRECT not in names


def test_a_prompt_of_ours_is_answered_by_its_rule():
    said = json.loads(rehearsal.answer(JUDGE_CONSTRAINT.messages(**FIELDS)))
    assert said["verdict"] == "No"
    assert rehearsal.stage_of(JUDGE_CONSTRAINT.messages(**FIELDS)) == JUDGE_CONSTRAINT.name


def test_any_other_prompt_is_an_instruction():
    assert rehearsal.stage_of(INSTRUCTION) == rehearsal.DIRECT
    assert rehearsal.answer(INSTRUCTION) == answer_directly(INSTRUCTION)
    assert rehearsal.answer(INSTRUCTION).islower()


def test_a_prompt_that_carries_its_schema_is_known_too():
    system, asked = JUDGE_CONSTRAINT.messages(**FIELDS)
    noted = (system, Turn("user", asked.text + NOTE + '{"type": "object"}'))
    assert rehearsal.recognised(noted) == rehearsal.recognised((system, asked))


def test_what_follows_a_bad_answer_is_answered_alike():
    prompt = JUDGE_CONSTRAINT.messages(**FIELDS)
    again = (*prompt, Turn("assistant", "{"), Turn("user", "That cannot be used: no JSON."))
    assert rehearsal.answer(again) == rehearsal.answer(prompt)


def test_the_body_of_a_request_is_answered_like_its_messages():
    body = {"model": "m", "messages": [{"role": "user", "content": POEM}]}
    assert rehearsal.answer_request(body) == rehearsal.answer(INSTRUCTION, 0)
    assert rehearsal.answer_request(body | {"seed": 3}) == rehearsal.answer(INSTRUCTION, 3)
    parts = {"model": "m", "messages": [{"role": "user", "content": [{"type": "text", "text": POEM}]}]}
    assert rehearsal.answer_request(parts) == rehearsal.answer(INSTRUCTION, 0)


def test_in_this_process_it_is_a_model_with_accounts():
    call = Call("judge", "judge", JUDGE.messages(prompt=POEM, response="RAIN"), Schema("s", {"type": "object"}))
    answer = asyncio.run(rehearsal.RehearsalModel().complete(call))
    assert answer == rehearsal.RehearsalModel().answer_call(call)
    assert (answer.status, answer.model) == (Status.OK, "stemmata-rehearsal")
    assert answer.text == rehearsal.answer(call.messages) in ("Yes", "No")
    assert answer.usage.prompt == prompt_tokens(call.messages, {"type": "object"})
    assert answer.usage.completion == count(answer.text)


def test_a_limit_of_tokens_is_kept():
    answer = rehearsal.RehearsalModel().answer_call(Call("respond", "direct", INSTRUCTION, max_tokens=3))
    assert answer.status is Status.LENGTH
    assert count(answer.text) == answer.usage.completion == 3
    assert answer_directly(INSTRUCTION).startswith(answer.text)


@pytest.mark.parametrize("text", ["", " ", "\n", "\ud800", "\x00", "{", "[" * 3_000, "{{ prompt }}", "a" * 20_000])
def test_no_prompt_is_beyond_it(text):
    assert rehearsal.answer([Turn("user", text)]).strip()
    assert rehearsal.answer([Turn("system", text), Turn("user", text)]).strip()
    assert rehearsal.answer([Turn("user", "x"), Turn("assistant", text)]).strip()
