"""Worked examples before the case that is asked for are examples; the case is not."""

from __future__ import annotations

import pytest

from stemmata import parse

LABELLED = """Label each message as urgent or routine.

Message: The cellar is full of water.
Label: urgent

Message: When do you open on Sunday?
Label: routine

Message: The lamp in the hall hums at night.
Label:"""
CHATTED = """Answer in the same manner as before.

Guest: May I bring my dog?
Bot: Dogs wait outside.

Guest: Where is the lift?
Bot: Behind the pillar.

Guest: When is breakfast?
Bot:"""


@pytest.mark.parametrize(("text", "example", "act"), [
    (LABELLED, "Message: The cellar", "Label each message"),
    (CHATTED, "Guest: May I", "Answer in the same manner as before"),
])  # fmt: skip
def test_shots_are_one_example(text: str, example: str, act: str) -> None:
    graph = parse(text)
    examples = [node.text for node in graph.facts if node.role == "example"]
    assert len(examples) == 1
    assert examples[0].startswith(example)
    assert any(node.text.startswith(act.split(" in ")[0]) for node in graph.sub_instructions)
    assert not any("lamp" in one or "breakfast" in one for one in examples)


@pytest.mark.parametrize("text", [
    "Write a poem.\n\nTitle: Rain\nMood: calm",
    "Answer: yes or no?\n\nIs the sky blue?",
    "Translate the line.\n\nLine: It rains.\nTranslation:",
])  # fmt: skip
def test_fields_without_answers_are_no_examples(text: str) -> None:
    assert not [node for node in parse(text).facts if node.role == "example"]
