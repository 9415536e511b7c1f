"""Where the tokenizer cuts, and that every token stands where the text has it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.parsing.english import load

CUTS = {
    "Don't use commas.": "Do|n't|use|commas|.",
    "It can’t be long": "It|ca|n’t|be|long",
    "a well-known non-human co-author": "a|well|-|known|non-human|co-author",
    "salt and/or pepper": "salt|and|/|or|pepper",
    "Is it?! Yes!!!": "Is|it|?!|Yes|!!!",
    "**Note:** end with `max` now": "**|Note|:|**|end|with|`|max|`|now",
    "keep snake_case and x*y": "keep|snake_case|and|x*y",
    "the word(s) below": "the|word|(|s|)|below",
    "by 7:30PM on 11/02/2019": "by|7:30|PM|on|11/02/2019",
    "see https://example.org/a-b?c=1.": "see|https://example.org/a-b?c=1|.",
    "-Write it -- now": "-|Write|it|--|now",
    "____ is the answer": "____|is|the|answer",
    "1. Begin\n2) End": "1|.|Begin|\n|2|)|End",
    "### Title": "###|Title",
    "Which one?Both, on 01-Feb-02": "Which|one|?|Both|,|on|01-Feb-02",
    "GPT-4 or -$5": "GPT|-|4|or|-|$|5",
}


@pytest.mark.parametrize("text", CUTS)
def test_it_cuts_as_the_treebank_does(text):
    assert "|".join(token.text for token in load().make_doc(text)) == CUTS[text]


@given(st.text(max_size=80) | st.text("aB'’-*_`#(/.!?\n\t 1:\"é😀", max_size=80))
def test_every_token_stands_where_the_text_has_it(text):
    doc = load()(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert [token.i for sentence in doc.sents for token in sentence] == list(range(len(doc)))


@pytest.mark.parametrize("piece", ["!", "*", "-", "a-", "(", "'", ".", "_", "`", "1/", "<", "=a"])
def test_a_long_run_is_no_trap(piece):
    began = time.monotonic()
    load().make_doc(piece * 20_000)
    assert time.monotonic() - began < 20


def test_a_long_run_stays_one_token_and_words_beside_it_are_cut_as_ever():
    text = "Don't stop.\n" + "-" * 3000 + " It's (here), " + "ab," * 200 + "  don't"
    doc = load().make_doc(text)
    assert doc.text == text
    words = [token.text for token in doc]
    assert words[:9] == ["Do", "n't", "stop", ".", "\n", "-" * 3000, "It", "'s", "("]
    assert words[9:15] == ["here", ")", ",", "ab", ",", "ab"]
    assert words[-3:] == [" ", "do", "n't"]
    assert load().make_doc("x" * 5000 + " ")[0].whitespace_ == " "


def test_half_a_surrogate_pair_moves_nothing():
    doc = load()("Say \ud83d now, \ude00twice.")
    assert [(token.idx, token.text) for token in doc][:4] == [(0, "Say"), (4, "\ufffd"), (6, "now"), (9, ",")]
    assert len(doc.text) == 18
