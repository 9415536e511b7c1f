from __future__ import annotations

import time

import pytest

from stemmata.llm.tokens import count, cut, prompt_tokens
from stemmata.schemas.instruction import Turn


# The counts of cl100k_base, and by how much the rule may be off.
@pytest.mark.parametrize(
    ("text", "tokens", "off"),
    [
        ("", 0, 0),
        ("Write a haiku about rain.", 7, 1),
        ("In 20 words, please; never use the word 'umbrella'.", 15, 2),
        ('{"facts": ["I have to pick up my son."], "constraints": []}', 18, 3),
        ("1234567", 3, 0),
        ("internationalization of counterrevolutionaries", 6, 2),
        ("雨についての俳句", 11, 3),
        ("Напишите стихотворение о дожде", 15, 6),
    ],
)
def test_tokens_are_about_as_many_as_a_tokenizer_makes(text, tokens, off):
    assert abs(count(text) - tokens) <= off


@pytest.mark.parametrize("unit", ["a", " ", "'", "\n\t", "é", " .", "雨", "\ud800", "\x00", "_", "9"])
def test_any_text_is_counted_in_time_that_grows_with_it(unit):
    began = time.perf_counter()
    assert 0 < count(unit * 300_000) <= 600_000
    assert time.perf_counter() - began < 3


def test_a_cut_text_has_as_many_tokens_as_it_may():
    text = "Write a short SMS to my supervisor, asking for leave; in 20 words."
    for most in range(count(text) + 2):
        short = cut(text, most)
        assert text.startswith(short)
        assert count(short) == min(most, count(text))


def test_a_prompt_counts_its_messages_and_the_schema():
    turns = [Turn("system", "Judge."), Turn("user", "Is it good?")]
    alone = prompt_tokens(turns)
    assert alone > sum(count(turn.text) for turn in turns)
    assert prompt_tokens(turns, {"type": "object", "properties": {"good": {"type": "boolean"}}}) > alone + 5
