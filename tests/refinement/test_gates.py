"""Each gate refuses what it is there for, and says why."""

from __future__ import annotations

from stemmata.graphs.edits import Replacement
from stemmata.parsing.parser import parse
from stemmata.refinement.gates import Candidate, consistent, differs_in_one_node, natural, new_text, parses_back
from stemmata.refinement.proposer import Proposal, apply
from stemmata.schemas.instruction import Payload, Span
from stemmata.schemas.vocabulary import NodeKind

PARENT = parse("Write a short poem in at least 50 words. Do not use any commas.")
LENGTH, COMMAS = PARENT.constraint_nodes


def change(node, words, payload=None, relation="parallel"):
    proposal = Proposal("modify_node", node.kind, node, relation, (Replacement(node.spans[0], words),), payload)
    applied = apply(PARENT, proposal, "test")
    return Candidate(PARENT, applied.graph, applied.edit, parse(applied.graph.turns))


def add(words, payload):
    place = Span(0, len(PARENT.text), len(PARENT.text))
    proposal = Proposal(
        "add_node",
        NodeKind.CONSTRAINT,
        None,
        "stronger",
        (Replacement(place, f" {words}."),),
        payload,
        (1, 1 + len(words)),
    )
    applied = apply(PARENT, proposal, "test")
    return Candidate(PARENT, applied.graph, applied.edit, parse(applied.graph.turns))


def words_payload(relation, number):
    return Payload("length_constraints:number_words", {"relation": relation, "num_words": number})


def test_a_good_edit_passes_all():
    good = change(LENGTH, "in at least 80 words", words_payload("at least", 80))
    assert [gate(good) for gate in (natural, parses_back, differs_in_one_node, consistent)] == [None] * 4


def test_a_payload_that_the_words_do_not_state_does_not_parse_back():
    assert "became Constraint" in parses_back(change(LENGTH, "in at least 80 words", words_payload("at least", 90)))


def test_words_that_are_another_kind_of_unit_do_not_parse_back():
    assert parses_back(change(COMMAS, "The weather is nice")) is not None


def test_a_second_change_is_seen():
    good = change(LENGTH, "in at least 80 words", words_payload("at least", 80))
    other = parse(good.parsed.text.replace("poem", "song"))
    assert "differs outside" in differs_in_one_node(good._replace(parsed=other))


def test_a_contradiction_and_a_repetition_are_refused():
    assert "contradicts" in consistent(add("Use at most 20 words", words_payload("at most", 20)))
    assert "repeats" in consistent(add("Use at least 40 words", words_payload("at least", 40)))


def test_broken_words_are_refused():
    assert "reads badly" in natural(change(LENGTH, "in at least  80 words"))
    assert "reads badly" in natural(change(PARENT.of_kind(NodeKind.ATTRIBUTE)[0], "elegant"))
    assert "unpaired" in natural(change(COMMAS, 'Do not use "commas'))
    assert "lower case" in natural(change(PARENT.of_kind(NodeKind.ACTION)[0], "compose"))


def test_a_text_that_the_family_has_is_refused():
    good = change(LENGTH, "in at least 80 words", words_payload("at least", 80))
    assert new_text(good, {good.parsed.id})
    assert new_text(good, {PARENT.id}) is None
