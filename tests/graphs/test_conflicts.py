"""Conflicts over a whole instruction."""

from __future__ import annotations

import pytest

from stemmata import parse
from stemmata.graphs.conflicts import conflicting
from stemmata.graphs.outline import outline


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Describe tea in at least 200 words. Keep it under 100 words.",
            [("in at least 200 words", "Keep it under 100 words")],
        ),
        (
            'Write an ad. Use the word "tea". Do not use the word "tea".',
            [('Use the word "tea"', 'Do not use the word "tea"')],
        ),
        (
            "Write a poem about rain. Use only lowercase letters. The answer must be in all capital letters.",
            [("Use only lowercase letters", "The answer must be in all capital letters")],
        ),
        ("Write a poem. Use at least 20 words. Use at most 60 words.", []),
        ("Write a poem in French. Then write an essay in German.", []),
        ("Write a poem about rain. Be brief.", []),
    ],
)
def test_conflicts_of_an_instruction(text: str, pairs: list[tuple[str, str]]) -> None:
    assert [(one.text, two.text) for one, two in conflicting(parse(text))] == pairs


def test_the_outline_tells_them() -> None:
    lines = outline(parse("Describe tea in at least 200 words. Keep it under 100 words.")).splitlines()
    assert lines[-1] == "[2] and [3] contradict each other."
    assert "contradict" not in outline(parse("Describe tea. Keep it under 100 words."))
