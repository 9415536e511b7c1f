"""IFEval's own checkers asked beside ours: `pytest -m reference`, where lm_eval is installed (see docs/ifeval.md)."""

from __future__ import annotations

import importlib.util
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from stemmata.graphs.constraints import verify
from stemmata.schemas.errors import ArgumentError

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
try:
    from ifeval_checkers import judged, load_reference
    from ifeval_faults import FAULTS, fault_of
    from ifeval_pairs import MAKERS
    from ifeval_reference import made_pairs
finally:
    sys.path.remove(str(BENCHMARKS))

DOCUMENT = (BENCHMARKS.parent / "docs" / "ifeval.md").read_text(encoding="utf-8")
EXAMPLES = [(fault, *example) for fault in FAULTS for example in fault.examples]
NEEDED = ("lm_eval", "langdetect", "immutabledict", "nltk")


@pytest.fixture(scope="module")
def reference():
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    loaded = load_reference()
    try:
        loaded.count_sentences("One. Two.")
    except (LookupError, RuntimeError):
        pytest.skip("nltk has no punkt_tab; NLTK_DATA names its folder")
    return loaded


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.sentence)
def test_every_fault_of_the_reference_is_documented_with_its_example(fault):
    rows = [line for line in DOCUMENT.splitlines() if line.endswith(f"| {fault.sentence} |")]
    shown = {part for row in rows for part in row.split("|")[2].split("`")[1::2]}
    assert rows
    assert shown == {pair.response for pair, _ in fault.examples if len(pair.response) < 100}


@pytest.mark.parametrize(("fault", "pair", "kept"), EXAMPLES)
def test_we_judge_the_examples_of_faults_as_the_document_says(fault, pair, kept):
    assert verify(pair.id, pair.kwargs, pair.response).passed is kept


@pytest.mark.reference
@pytest.mark.parametrize(("fault", "pair", "kept"), EXAMPLES)
def test_the_reference_has_the_fault(reference, fault, pair, kept):
    one = judged(reference, [pair])[0]
    if fault.sentence != "The language is drawn by lot":
        assert one.theirs is not kept
    assert fault.applies(reference, one)


@pytest.mark.reference
def test_the_reference_takes_nothing_for_any_number(reference):
    label = ("length_constraints:number_words", {"num_words": 0, "relation": "less than"})
    random.seed(0)
    verdicts = {reference.judge([label], "word " * words) for words in range(1, 500, 20)}
    assert verdicts == {True, False}
    with pytest.raises(ArgumentError):
        verify(*label, "Tea.")


@pytest.mark.reference
def test_both_judge_5000_pairs_alike_but_for_the_faults(reference):
    made = made_pairs([], 5_000)
    results = judged(reference, made)
    unexplained = [one for one in results if one.ours is not one.theirs and fault_of(reference, one) is None]
    assert not unexplained, unexplained[:3]
    assert {one.pair.id for one in results} == set(MAKERS)
    passed = Counter(one.pair.id for one in results if one.theirs)
    assert all(20 <= passed[family_id] <= 180 for family_id in MAKERS)
