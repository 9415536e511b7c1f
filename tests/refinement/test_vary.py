from __future__ import annotations

import json

import pytest

from stemmata.graphs.consistency import check
from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.vary import outcomes, vary
from stemmata.schemas.records import Variant
from stemmata.schemas.settings import VarySettings

TEXTS = [
    "I have to pick up my son. Write a short SMS to my supervisor asking for leave. In 20 words. Be polite.",
    "Write a short poem about cats in at least 100 words. Do not use any commas and use only lowercase letters.",
    'Write a funny story about a dog. Include the keywords "bone" and "park". Finish with "The end."',
    "List three tips for beginners in alphabetical order.\n\nTopic: chess",
    "Summarize this email into a single sentence:\n\nDear Ann,\n\nSee you on Monday.\n\nBob",
]


def tried(text, **settings):
    return list(outcomes(parse(text), VarySettings(**settings), get_parser()))


@pytest.mark.parametrize("text", TEXTS)
def test_texts_differ_inside_the_recorded_spans_alone(text):
    accepted = [variant for variant, graph in tried(text) if graph]
    assert accepted
    for variant in accepted:
        for turn, (old, new) in enumerate(zip(variant.parent_turns, variant.turns, strict=True)):
            # cut the recorded spans out of both texts, last first: what remains must be the same
            for turn_, start, end in sorted(variant.edit.spans_before, reverse=True):
                old = old[:start] + "\0" + old[end:] if turn_ == turn else old
            for turn_, start, end in sorted(variant.edit.spans_after, reverse=True):
                new = new[:start] + "\0" + new[end:] if turn_ == turn else new
            assert old == new


@pytest.mark.parametrize("text", TEXTS)
def test_accepted_variants_are_consistent_new_and_passed_every_gate(text):
    ids = set()
    for variant, graph in tried(text):
        assert (graph is None) == (variant.status == "refused")
        if graph is None:
            assert variant.gate
            assert variant.reason
            assert variant.gates[variant.gate] is False
            continue
        assert all(variant.gates.values())
        assert check(graph) == []
        assert graph.id == variant.id != variant.parent
        assert variant.id not in ids
        ids.add(variant.id)


def test_variants_come_from_many_kinds_of_edit():
    accepted = [variant for variant, graph in tried(TEXTS[2], per_instruction=16) if graph]
    assert {variant.edit.op for variant in accepted} == {"modify_node", "add_node", "delete_node"}
    assert {"contradicting", "equivalent", "weaker", "stronger"} <= {variant.edit.relation for variant in accepted}
    assert len({variant.edit.kind for variant in accepted}) >= 3


def test_the_seed_decides_and_nothing_else():
    first, again, other = (json.dumps([v.line() for v, _ in tried(TEXTS[1], seed=s)]) for s in (1, 1, 2))
    assert first == again != other


def test_no_more_than_asked_for():
    assert len(list(vary(parse(TEXTS[1]), per_instruction=3))) == 3


def test_a_variant_record_is_read_back_equal():
    for variant in vary(parse(TEXTS[0])):
        assert Variant.model_validate_json(variant.line()) == variant


def test_an_instruction_that_asks_for_nothing_has_no_added_constraint():
    assert [v for v, g in tried("The sky is blue and I am glad of it.") if v.edit.op == "add_node"] == []


def test_material_is_never_edited():
    text = "Rewrite this sentence: I sent a short poem in at least 20 words on Monday."
    for variant in vary(parse(text), per_instruction=30):
        assert variant.text.endswith("I sent a short poem in at least 20 words on Monday.")
