"""The instructions of the public files, when they are there: round trip and consistency; all of them by name."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from stemmata.graphs.codec import from_json, to_json
from stemmata.graphs.layout import render
from stemmata.parsing.parser import parse
from stemmata.parsing.sources import read
from stemmata.schemas.records import Failure

FOLDER = Path(__file__).resolve().parents[2] / "../shared/data"
FILES = sorted(FOLDER.glob("*.jsonl"))
FIELDS = {"llmbar_dev": "input"}  # its instructions stand under a name that means something else elsewhere


@pytest.mark.skipif(not FILES, reason="the public instruction files are not beside the checkout")
@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)], ids=["fourth", "all"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_turn_comes_back_byte_for_byte(path, step):
    seen = 0
    for record in islice(read([str(path)], field=FIELDS.get(path.stem)), 0, None, step):
        if isinstance(record, Failure):
            continue
        graph = parse(record.turns)
        assert render(graph) == tuple(record.turns)
        assert from_json(to_json(graph)) == graph  # which also checks every invariant
        seen += 1
    assert seen
