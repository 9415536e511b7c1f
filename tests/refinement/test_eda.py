from __future__ import annotations

from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.vary import outcomes
from stemmata.schemas.settings import VarySettings

TEXT = "Write a short poem about cats in at least 100 words. Do not use any commas and use only lowercase letters."


def tried(seed=0):
    return list(outcomes(parse(TEXT), VarySettings(proposer="eda", seed=seed), get_parser()))


def test_random_word_edits_are_recorded_and_mostly_refused():
    variants = [variant for variant, _ in tried()]
    assert {variant.edit.op for variant in variants} == {"modify_node"}
    assert {variant.edit.proposer for variant in variants} == {"eda"}
    assert all(variant.turns != variant.parent_turns for variant in variants)
    refused = [variant for variant in variants if variant.gate == "minimal"]
    assert len(refused) > len(variants) / 2
    assert all(variant.reason.startswith("outside the part") for variant in refused)


def test_the_seed_decides():
    lines = [[variant.line() for variant, _ in tried(seed)] for seed in (1, 1, 2)]
    assert lines[0] == lines[1] != lines[2]


def test_a_text_of_one_word_has_no_edits():
    assert list(outcomes(parse("Sing."), VarySettings(proposer="eda"), get_parser())) == []
