"""Scores: equal documents have all, a changed one loses what was changed, other words count as F1."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from stemmata.parsing.english.scores import MEASURES, Scores
from stemmata.parsing.english.treebank import read_part, to_doc


@pytest.fixture
def gold(treebank) -> Doc:
    return to_doc(spacy.blank("en").vocab, read_part(treebank, "test"))


def test_a_document_equals_itself(gold):
    scores = Scores()
    scores.add(gold, gold)
    assert {measure: scores.f1(measure) for measure in MEASURES} == dict.fromkeys(MEASURES, 100.0)


def test_each_mistake_costs_its_measures(gold):
    wrong = gold.copy()
    words = sum(not token.is_space for token in gold)
    wrong[4].tag_ = "NNS"
    wrong[3].dep_ = "det:predet"
    scores = Scores()
    scores.add(gold, wrong)
    missed = {measure for measure in MEASURES if scores.f1(measure) < 100}
    assert missed == {"xpos", "las_full", "las_no_punct"}
    assert scores.f1("xpos") == pytest.approx(100 * (words - 1) / words)


def test_a_wrong_head_costs_heads(gold):
    wrong = gold.copy()
    wrong[4].head = wrong[3]
    wrong[3].head = wrong[2]
    scores = Scores()
    scores.add(gold, wrong)
    words = sum(not token.is_space for token in gold)
    assert scores.f1("uas") == scores.f1("las") == pytest.approx(100 * (words - 2) / words)
    assert scores.f1("sentences") == 100


def test_words_that_are_cut_otherwise_count_on_both_sides():
    vocab = spacy.blank("en").vocab
    gold = Doc(vocab, ["well", "-", "known"], [False, False, False], heads=[2, 2, 2], deps=["amod", "punct", "ROOT"])
    found = Doc(vocab, ["well-known"], [False], heads=[0], deps=["ROOT"])
    scores = Scores()
    scores.add(gold, found)
    assert scores.f1("words") == 0
    scores.add(gold, gold)
    assert scores.f1("words") == pytest.approx(100 * 2 * 3 / (6 + 4))
    assert scores.f1("sentences") == 100
