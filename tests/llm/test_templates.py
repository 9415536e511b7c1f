from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.llm.templates import Template
from stemmata.schemas.instruction import Turn

TWO = Template("two", "**Prompt:**\n{{ prompt }}\n\n**Response:**\n{{ response }}\n\n**Verdict:**", "Judge.")


def test_holes_are_filled_once():
    assert TWO.messages(prompt="{{ response }}", response="x")[1].text.startswith("**Prompt:**\n{{ response }}\n\n")


@given(st.text().filter(lambda text: "**Response:**" not in text), st.text())
def test_what_was_filled_in_is_read_back(prompt, response):
    messages = TWO.messages(prompt=prompt, response=response)
    assert TWO.read([*messages, Turn("assistant", "hm"), Turn("user", "again")]) == {
        "prompt": prompt,
        "response": response,
    }


@pytest.mark.parametrize("messages", [[], [Turn("system", "Judge.")], [Turn("system", "Sing."), Turn("user", "a")]])
def test_other_prompts_are_not_read(messages):
    assert TWO.read(messages) is None


def test_a_hole_without_a_field_is_an_error():
    with pytest.raises(KeyError):
        TWO.messages(prompt="x")
