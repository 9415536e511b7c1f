from __future__ import annotations

import pytest

from stemmata.graphs.stores.store import open_store
from stemmata.llm.asking import drive
from stemmata.parsing.parser import get_parser, parse
from stemmata.refinement.vary import outcomes
from stemmata.schemas.settings import VarySettings
from stemmata.training.collecting import MODEL_MODES, answering, judging
from stemmata.training.rehearsal import RehearsalModel
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


ANSWERED = [
    "Write a poem about rain. Do not use any commas. Use at least 20 words. Be polite.",
    "Write a story about the sea. Use at most 60 words. Do not use any commas. Mention a whale.",
    "Describe a fox. Use only lowercase letters. In exactly two sentences. Use at least 8 words.",
    "List three rivers of Europe. Answer in all lowercase letters.",
    "Describe rain. Use only lowercase letters.",
    "Tell a story without any commas.",
    "Explain how a sundial works in at most 80 words. Be formal.",
    "Give me tips for saving water. Do not use any commas.",
]


def put_answers(opened, texts=ANSWERED, *, per_instruction=4, judged=True):
    """Fill a store with variants, and with responses and judgements of the rehearsal."""
    rehearse = RehearsalModel().answer_call
    for text in texts:
        graph = parse(text)
        opened.write([graph])
        opened.write_variants(outcomes(graph, VarySettings(per_instruction=per_instruction), get_parser()))
    ids = [graph.id for graph in opened.graphs()]
    for mode in MODEL_MODES:
        opened.write_responses([drive(task, rehearse) for _, task in answering(opened, ids, mode)])
    if judged:
        opened.write_judgements([drive(task, rehearse) for _, task in judging(opened, ids)])
    return opened


@pytest.fixture(scope="session")
def answered_path(tmp_path_factory):
    """The path of a store with rehearsed responses and judgements; for reading alone."""
    path = tmp_path_factory.mktemp("answered") / "answered.lbug"
    with open_store(path) as opened:
        put_answers(opened)
    return path


@pytest.fixture
def answered(answered_path):
    """That store, open."""
    with open_store(answered_path, read_only=True) as opened:
        yield opened
