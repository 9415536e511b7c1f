"""Sentences as IFEval's reference counts them: the counts below are the reference's own."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.graphs.constraints.sentences import counted_sentences

COUNTS = [
    ("", 0),
    (" \n ", 0),
    ("word", 1),
    ("He said no. Then he left.", 2),
    ("this is one. this is two.", 2),
    ("A title\n\nSome text here\n* One\n* Two", 1),
    ("1. Do this. And that.\n2. Do that.", 5),
    ("1. do this", 1),
    ("In 3. Business was slow.", 1),
    ("In 3. Trade was slow.", 2),
    ("Dr. Who came at 5 p.m. and left. No. 6 stayed!", 3),
    ("Mr. Smith met Mrs. Jones in St. Ives.", 1),
    ("It was 5 p.m. However, nobody came.", 2),
    ("It was 5 p.m. Gorbachev came.", 1),
    ("Fruit, nuts, etc. Nothing else.", 2),
    ("Take e.g. this one, i.e. that one.", 3),
    ("He has a Ph.D. in law.", 1),
    ("The mid-Oct. frost was early.", 1),
    ("J. K. Rowling wrote it. Q. Tarantino did not.", 2),
    ("A. Loud\nB. Paris", 2),
    ("Wait... what? No!", 2),
    ("Wait... However it is late.", 2),
    ("Wait... John is late.", 1),
    ("Wait.. what", 1),
    ('"What?" he said. "Go!"', 3),
    ("(It rained.) Then it stopped.", 2),
    ("He left (it rained.), and she stayed.", 2),
    ("Really?! Yes!!! !!! Oh.", 5),
    ("See a.b.c and x.com. End", 2),
    ("It costs 3.14 dollars. OK", 2),
    ("好。是的。", 1),
    ("***", 1),
]


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_counts(text, count):
    assert len(counted_sentences(text)) == count


@given(st.text(alphabet="ab AZ.,!?\n\"'()-1…“”*", max_size=60))
def test_sentences_are_in_order_and_cover_all_but_blanks(text):
    spans = counted_sentences(text)
    at = 0
    for start, end in spans:
        assert start >= at
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("piece", [".", ". ", "a.", "U.S. ", "a", ").", ".\xa0", '."', "!!! ", "-", "\n", "1. a "])
def test_time_is_linear(piece):
    def seconds(size):
        text = piece * (size // len(piece))
        start = time.perf_counter()
        counted_sentences(text)
        return time.perf_counter() - start

    seconds(10_000)
    assert seconds(1_000_000) < 60 * seconds(100_000) + 0.5
