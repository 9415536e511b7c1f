from __future__ import annotations

import pytest

from stemmata.graphs.stores.store import open_store
from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.vary import outcomes
from stemmata.schemas.settings import VarySettings
from stemmata.training.responses import given, repaired

SEEDS = [
    (
        "Describe rain. Use only lowercase letters.",
        "rain falls from clouds. it waters the fields, the woods and the sea.",
    ),
    ("Name three birds. Wrap your entire response in double quotation marks.", '"robin, wren, owl"'),
    ("Describe the sea in at most 30 words.", "The sea is wide and blue. It never rests. Ships cross it."),
    (
        "Write a short letter to a friend about spring.",
        "Dear Ann,\n\nSpring is here at last. Come and see us.\n\nYours, Bo",
    ),
    ("Tell a story without any commas.", "A fox met a crow. The crow had cheese and the fox had none."),
    ("Give me tips for saving water. Do not use any commas.", "Take short showers, fix leaks, and reuse rain water."),
]


def graphs():
    for text, response in SEEDS:
        yield parse(text, meta={"response": response})


@pytest.fixture
def store(tmp_path):
    """A real store with every family of the seeds: variants, given and repaired responses."""
    with open_store(tmp_path / "seeds.lbug") as opened:
        for graph in graphs():
            opened.write([graph])
            first = given(graph)
            opened.write_responses([first])
            tried = list(outcomes(graph, VarySettings(per_instruction=12), get_parser()))
            opened.write_variants(tried)
            made = [repaired(variant, child, first) for variant, child in tried if child]
            opened.write_responses([response for response in made if response])
        yield opened
