"""A revised text is a change of one part only where all else is as it was, letter for letter."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.refinement.minimal import changes, outer_blanks, strays, words_within

OLD = "Write a poem about cats in 20 words. Be polite."
PART = (OLD.index("in 20"), OLD.index(". Be"))


def test_a_change_inside_the_part_is_found():
    assert words_within(OLD, OLD.replace("in 20 words", "in at most 9 words"), [PART]) == ("in at most 9 words",)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (OLD.replace("poem", "song").replace("20", "30"), "'poem' became 'song'"),
        (OLD.replace("Be polite.", "Be polite!"), "'.' became '!'"),
        (OLD.replace(". Be", ".  Be"), "' ' became '  '"),
        (OLD + " Thanks.", "became 'Thanks.'"),
        (OLD[1:], "'Write' became 'rite'"),
    ],
)
def test_a_change_elsewhere_is_refused_with_what_it_was(new, reason):
    assert words_within(OLD, new, [PART]) is None
    assert reason in strays(OLD, changes(OLD, new), [PART])


def test_each_piece_of_a_discontinuous_part_is_found():
    assert words_within("aa bb cc dd ee", "aa X cc Y Z ee", [(3, 5), (9, 11)]) == ("X", "Y Z")
    assert words_within("aa bb cc dd ee", "aa X CC Y ee", [(3, 5), (9, 11)]) is None


def test_the_ends_must_not_share_their_letters():
    assert words_within("abXab", "ab", [(2, 3)]) is None


def test_blanks_at_both_ends_are_given_back():
    assert outer_blanks("  Sing.\n", "Dance.") == "  Dance.\n"


@given(st.text("ab .", max_size=12), st.text("ab .", max_size=12), st.text("ab .", max_size=12), st.text(max_size=12))
def test_any_text_in_the_place_of_a_part_is_found(before, part, after, new):
    old = before + part + after
    found = words_within(old, before + new + after, [(len(before), len(before) + len(part))])
    assert found == (new,)


@given(st.text("ab c", max_size=20), st.text("ab c", max_size=20))
def test_changes_lead_from_one_text_to_the_other(old, new):
    text = old
    for start, end, words in reversed(changes(old, new)):
        text = text[:start] + words + text[end:]
    assert text == new


def test_a_long_hostile_text_is_compared_soon():
    began = time.process_time()
    assert changes("a b " * 50_000, "b a " * 50_000)
    assert time.process_time() - began < 5
