"""Lemmas: learnt words, endings of words not seen, letter case, what context decides."""

from __future__ import annotations

import pytest

from stemmata.parsing.english import load
from stemmata.parsing.english.lemmas import Lemmas, learn
from stemmata.parsing.english.treebank import read_part

SHIPPED = {
    ("wrote", "VBD"): "write",
    ("blarging", "VBG"): "blarge",
    ("Stories", "NNS"): "story",
    ("boxes", "NNS"): "box",
    ("rewriting", "VBG"): "rewrite",
    ("stopped", "VBD"): "stop",
    ("better", "JJR"): "good",
    ("ca", "MD"): "can",
    ("n’t", "RB"): "not",
    ("Lima", "NNP"): "Lima",
    ("WRITE", "VB"): "write",
    ("1,200", "CD"): "1200",
    ("children", "NNS"): "child",
    ("tries", "VBZ"): "try",
}


@pytest.mark.parametrize(("form", "tag"), SHIPPED)
def test_the_shipped_lemmas(form, tag):
    lemmatizer = load().get_pipe("lemmatizer")
    assert lemmatizer.lemmas.lemma(form, tag) == SHIPPED[form, tag]


def test_all_words_of_a_treebank_are_learnt(treebank):
    words = [word for sentence in read_part(treebank, "train") for word in sentence.words]
    lemmas = learn(words)
    assert [lemmas.lemma(word.form, word.xpos) for word in words] == [word.lemma for word in words]
    assert lemmas.lemma("THINKING", "VBG") == "think"
    assert lemmas.lemma("Boats", "NNS") == "boat"


def test_a_rule_never_eats_the_whole_word():
    assert Lemmas({}, {"NNS": {"": (1, ""), "s": (1, "")}}).lemma("s", "NNS") == "s"


def test_have_and_be_are_told_apart_by_the_verb():
    doc = load()("She's been in the garden. She's writing a letter. She's late.")
    assert [token.lemma_ for token in doc if token.text == "'s"] == ["have", "be", "be"]
