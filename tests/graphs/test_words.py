from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.graphs.words import content_words, folded, normalised


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Write a poem.", "write a poem"),
        ("Write\r\n\ta  POEM!", "Write a poem"),
        ("“Don’t”, she said…", "don't she said"),
        ("*Use* _1,200_ words", "Use 1200 words"),
        ("(1) rain", "1. rain"),
        ("雨の詩。", "雨の詩"),
    ],
)
def test_texts_that_differ_in_how_they_are_written(first, second):
    assert normalised(first) == normalised(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [("5 - 3", "5 3"), ("2+3", "2*3"), ("C++", "C#"), ("50%", "50"), ("version 3.5", "version 35"), ("a 😀", "a 😢")],
)
def test_texts_that_differ_in_what_they_say(first, second):
    assert normalised(first) != normalised(second)


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)
    assert folded(folded(text)) == folded(text)


def test_content_words_leave_out_grammar_endings_and_politeness():
    said = [
        "Please write three stories about hurried travellers, would you?",
        "Kindly write 3 story traveller hurry.",
    ]
    first, second = (sorted(content_words(normalised(one))) for one in said)
    assert first == ["3", "hurri", "story", "traveller", "writ"]
    assert second == ["3", "hurry", "story", "traveller", "writ"]
    assert content_words(normalised("the of and please")) == []
    assert content_words("雨の詩") == ["雨の", "の詩"]
