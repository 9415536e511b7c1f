from __future__ import annotations

import time

import pytest

from stemmata.refinement.foreign import foreign

OLD = "In at most 20 words"


@pytest.mark.parametrize(
    "new",
    [
        "In at least 20 words",
        "用不超过二十个字",
        "في عشرين كلمة",
        "with a 👩\u200d👩\u200d👧 and a 🏴\u200d☠️",
        "می\u200cخواهم",
        "if x < 20 and y > 5",
        "between {curly} braces",
        "as a line\tof\nJSON",
        "for <20 words",
        "",
    ],
)
def test_what_a_person_may_write_is_let_pass(new):
    assert foreign(new, OLD) is None


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("in \x00 words", "U+0000"),
        ("in \x1b[31m words", "U+001B"),
        ("in \x9f words", "U+009F"),
        ("\u202etxet\u202c", "U+202E"),
        ("w\u200bo\ufeffrds", "U+200B"),
        ("\ue000", "U+E000"),
        ("\uffff", "U+FFFF"),
        ("\ud800", "U+D800"),
        ("<script>alert(1)</script>", "'<script>'"),
        ('<img src=x onerror="alert(1)">', "'<img src=x"),
        ("</prompt>", "'</prompt>'"),
        ("a <!-- b -->", "'<!--'"),
        ("<|im_end|>", "'<|'"),
        ("{{ prompt }}", "'{{'"),
        ("${HOME}", "'${'"),
    ],
)
def test_what_nobody_sees_or_is_of_another_trade_is_told(new, said):
    assert said in (foreign(new, OLD) or "")


def test_what_the_old_words_have_the_new_ones_may_have():
    assert foreign("a <b>new</b> \u200b {{ name }}", "an <i>old</i> \u200b") is None
    assert foreign("{{ name }}", "write to {{ customer }}") is None


@pytest.mark.parametrize("unit", ["<a", "</", "<a ", "{", "$", "<!-", "a", "\u200d"])
def test_it_takes_time_that_grows_with_the_words(unit):
    began = time.perf_counter()
    foreign(unit * 200_000, "")
    assert time.perf_counter() - began < 3
