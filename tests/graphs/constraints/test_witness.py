from __future__ import annotations

import itertools

import pytest

from stemmata.graphs.constraints import conflicts, relation
from stemmata.graphs.constraints.footprint import Footprint, meaning
from stemmata.graphs.constraints.intervals import Interval
from stemmata.schemas.instruction import Payload


def bound(family_id: str, key: str, relation: str, number: int) -> Payload:
    return Payload(family_id, {"relation": relation, key: number})


WORDS = ("length_constraints:number_words", "num_words")
PAIRS = [
    (bound(*WORDS, "at least", 300), bound(*WORDS, "at most", 200), "contradicts"),
    (bound(*WORDS, "at most", 2), Payload("startend:end_checker", {"end_phrase": "That is all."}), "contradicts"),
    (bound(*WORDS, "at most", 1), Payload("keywords:existence", {"keywords": ["ice cream"]}), "contradicts"),
    (Payload("punctuation:no_comma"), Payload("startend:end_checker", {"end_phrase": "so, bye"}), "contradicts"),
    (Payload("change_case:english_capital"), Payload("keywords:existence", {"keywords": ["rain"]}), "independent"),
    (Payload("punctuation:no_comma"), Payload("detectable_format:json_format"), "independent"),
    (bound(*WORDS, "at least", 20), Payload("punctuation:no_comma"), "independent"),
    (Payload("keywords:forbidden_words", {"forbidden_words": ["a"]}), Payload("style:tone", {"tone": ""}), "unknown"),
    (Payload("nobody:knows_it"), Payload("punctuation:no_comma"), "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "told"), PAIRS)
def test_what_one_means_for_the_other(first, second, told):
    assert relation(first, second) == relation(second, first) == told


def test_conflicts_of_a_whole_instruction():
    asked = [PAIRS[0][0], Payload("punctuation:no_comma"), PAIRS[0][1], PAIRS[3][1]]
    assert sorted(conflicts(asked)) == [(0, 2), (1, 3)]


FEW, MANY = Interval(0, 2), Interval(3, None)
APART = [
    (Footprint(counts={"items": FEW}), Footprint(counts={"bullets": MANY})),
    (Footprint(counts={"lines": FEW}), Footprint(counts={"numbered": MANY})),
    (Footprint(counts={"words": Interval(0, 1)}), Footprint(holds_anyhow=frozenset({"at last"}))),
    (Footprint(lacks=frozenset({","})), Footprint(holds=frozenset({"a, b"}))),
    (Footprint(case="lower"), Footprint(holds=frozenset({"NASA"}))),
    (Footprint(lacks_words=frozenset({"tea"})), Footprint(holds_anyhow=frozenset({"more tea please"}))),
    (Footprint(shape="json"), Footprint(shape="xml")),
    (Footprint(starts="Dear"), Footprint(starts="dear")),
    (Footprint(language="fr"), Footprint(language="de")),
    (Footprint(last=frozenset("}]")), Footprint(last=frozenset(".!"))),
    (Footprint(ends='"'), Footprint(lacks=frozenset({'"'}))),
    (Footprint(holds_words=frozenset({"tea"})), Footprint(lacks_words=frozenset({"Tea"}))),
    (Footprint(most={"e": 1}), Footprint(holds_anyhow=frozenset({"Every"}))),
    (Footprint(counts={"lines": FEW}), Footprint(counts={"quotes": MANY})),
]


@pytest.mark.parametrize(("first", "second"), APART)
def test_footprints_that_no_text_leaves_both(first, second):
    assert meaning(first, second) == meaning(second, first) == "contradicts"


def test_footprints_that_may_go_together_are_left_open():
    lone = [
        Footprint(counts={"bullets": FEW}),
        Footprint(holds_anyhow=frozenset({"team"})),
        Footprint(lacks_words=frozenset({"tea"})),
        Footprint(case="upper"),
        Footprint(starts="T"),
    ]
    for first, second in itertools.permutations(lone, 2):
        assert meaning(first, second) is None


def test_what_is_exact_can_be_implied():
    fewer, few = (Footprint(counts={"words": Interval(0, n)}, exact=True) for n in (5, 9))
    assert (meaning(fewer, few), meaning(few, fewer), meaning(few, few)) == ("implies", "implied_by", "equivalent")
    quiet = Footprint(lacks=frozenset({"!"}), exact=True)
    assert meaning(Footprint(lacks=frozenset({"!"}), starts="Dear"), quiet) == "implies"
