from __future__ import annotations

import random

import pytest

from stemmata.parsing.parser import parse
from stemmata.refinement.catalogue import CatalogueProposer


def changes(text: str) -> list[tuple[str, str]]:
    """The relation and the new words of every change of a constraint."""
    proposals = CatalogueProposer().propose(parse(text), random.Random(0))
    return [
        (proposal.relation, proposal.replacements[0].text)
        for proposal in proposals
        if proposal.op == "modify_node" and proposal.payload is not None
    ]


def test_an_adjective_stays_an_adjective():
    made = changes("Write a 300+ word summary of the news.")
    assert made
    assert all(words.endswith("word") or "-word" in words for _, words in made), made


def test_an_amount_that_is_explained_again_is_put_in_other_words_alone():
    made = changes("Name a poet. Your response should be less than 3 sentences (just 1 sentence or 2 sentences).")
    assert {relation for relation, _ in made} == {"equivalent"}


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_said_to_be_without_something(seed):
    text = "Write a poem. Make sure that words in your entire response are in all lowercase letters."
    for proposal in CatalogueProposer().propose(parse(text), random.Random(seed)):
        for _, words in proposal.replacements:
            assert "are with" not in words
