"""What a model writes is made to fit its place without a change of what it says."""

from __future__ import annotations

import pytest

from stemmata.refinement.fitting import fitted


@pytest.mark.parametrize(
    ("old", "new", "follows", "expected"),
    [
        ("in 20 words", "In at most 30 words.", ".", "in at most 30 words"),
        ("Write a poem", "compose a song", " ", "Compose a song"),
        ("Be polite.", "Be blunt", "", "Be blunt."),
        ("Be polite", '"Be blunt"', ".", "Be blunt"),
        ("Be polite", "[[Be blunt]]", ".", "Be blunt"),
        ('"tea"', '"milk"', ".", '"milk"'),
        ("in French", "German, please", ".", "German, please"),
        ("What is tea", "What is milk?", "?", "What is milk"),
        (" with care ", "without care", "", " without care "),
        ('say "yes"', 'say "no"', ".", 'say "no"'),
    ],
)
def test_words_fit(old, new, follows, expected):
    assert fitted(old, new, follows) == expected
