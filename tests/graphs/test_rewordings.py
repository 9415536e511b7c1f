"""Half of IFEval's prompts, where they are there, reworded: they are found, and the other half is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from rewordings import reworded

from stemmata.graphs.overlap import Benchmark, Reason, signature
from stemmata.parsing.parser import get_parser
from stemmata.parsing.rules import RulesParser
from stemmata.parsing.sources import read
from stemmata.schemas.instruction import Turn
from stemmata.schemas.records import Failure

IFEVAL = Path(__file__).resolve().parents[2] / "../shared/data/ifeval_dev.jsonl"


@pytest.mark.skipif(not IFEVAL.exists(), reason="the public instruction files are not beside the checkout")
def test_reworded_prompts_are_found_and_others_are_not():
    texts = [record.turns[0].text for record in read([str(IFEVAL)]) if not isinstance(record, Failure)]
    prompts, others = texts[::2], texts[1::2]
    parser = get_parser()
    assert isinstance(parser, RulesParser)

    def signatures(some: list[str]):
        return [signature(graph) for graph in parser.parse_many([([Turn("user", text)], {}) for text in some])]

    bench = Benchmark()
    for one in signatures(prompts):
        bench.add(one)
    found = [bench.overlap(one) for one in signatures([reworded(text) for text in prompts[::2]])]
    right = [number for number, one in enumerate(found) if one is not None and one.number == 2 * number]
    assert len(right) >= 0.95 * len(found)
    assert all(one is None or one.reason is not Reason.TEXT for one in found)
    assert [text for text, one in zip(others, signatures(others), strict=True) if bench.overlap(one)] == []
