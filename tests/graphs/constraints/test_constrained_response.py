from __future__ import annotations

import random

import pytest

from stemmata.graphs.constraints.families.constrained_response import FAMILY, ID
from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.parsing.parser import parse
from stemmata.schemas.instruction import Payload

YES, NO, MAYBE = '"My answer is yes."', '"My answer is no."', '"My answer is maybe."'
STATED = [
    f"Reply only with one of these: {YES}, {NO}, or {MAYBE}",
    f"You have to pick one: {YES} / {NO} / {MAYBE}",
    f"Please finish by saying either {YES} or {NO} or {MAYBE} and nothing else.",
    "Choose your reply from (My answer is yes., My answer is no., My answer is maybe.).",
    "The response must contain one of the following:\n- My answer is maybe.\n- My answer is no.\n- My answer is yes.",
    "Use exactly one of the options: 'My answer is no.', 'My answer is yes.', 'My answer is maybe.'",
    "State one of: My answer is yes. My answer is no. My answer is maybe.",
    f"{YES}, {NO} and {MAYBE} are the only possible answers.",
    "Respond with “My answer is yes.”, “My answer is no.” or “My answer is maybe.”, word for word.",
]  # fmt: skip
NOT_STATED = [
    f"Answer with {YES} or {NO}",
    "Answer yes, no or maybe.",
    "My answer is yes. Is that right?",
    "He shrugged. My answer is yes. My answer is no. My answer is maybe. That was his song.",
    "Pick one of the options: red, green, blue.",
]


@pytest.mark.parametrize("text", STATED)
def test_stated(text):
    assert [(one.id, one.kwargs) for one in extract(Passage.of(text))] == [(ID, {})]
    stated = [node.constraint for node in parse(f"Is the moon round? {text}").constraint_nodes if node.constraint]
    assert [one.id for one in stated] == [ID]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text):
    assert list(FAMILY.extract(Passage.of(text))) == []


@pytest.mark.parametrize(
    ("response", "passed", "where"),
    [
        ("Hm. My answer is maybe.", True, None),
        ("My answer is yes. My answer is no.", True, None),
        ("my answer is yes.", False, "my answer is yes."),
        ("My answer is no", False, "My answer is no"),
        ("Yes.", False, None),
        ("", False, None),
    ],
)
def test_verify(response, passed, where):
    check = FAMILY.verify({}, response)
    assert check.passed is passed and (check.span and response[slice(*check.span)]) == where


@pytest.mark.parametrize(
    ("response", "mended"),
    [
        ("So, my answer is: Yes!", "So, My answer is yes."),
        ("No", "My answer is no."),
        ("Yes, it is round.", "My answer is yes. Yes, it is round."),
    ],
)
def test_repair(response, mended):
    repair = FAMILY.repair({}, response)
    assert repair is not None and repair.text == mended and FAMILY.verify({}, mended).passed


@pytest.mark.parametrize("response", ["", "It is round.", "my answer is yes, my answer is no"])
def test_no_answer_is_guessed(response):
    assert FAMILY.repair({}, response) is None


def test_suits():
    def suits(text, **given):
        return list(FAMILY.suits(Task(text, **given), random.Random(1)))

    assert suits("Is the moon round?") == [{}]
    assert suits("Is the moon round?", response="Yes, it is.") == [{}]
    assert (
        suits("Is the moon round?", response="It is.") == suits("Why is the moon round?") == suits("Name a moon.") == []
    )
    assert suits("Is the moon round?", constraints=(Payload(ID),)) == []
    assert suits("Can you write a poem about the moon?") == suits("Is it a verb or a noun?", shape="label") == []
