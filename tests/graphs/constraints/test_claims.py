"""What edits, relations and repairs claim, against responses that are repaired for the one constraint and the other.

The tests marked slow try thousands of responses for each family: `pytest -m slow tests/graphs/constraints`.
"""

from __future__ import annotations

import random
import runpy
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stemmata.graphs.constraints import Mended, repair, repair_all, verify
from stemmata.graphs.constraints.meaning import decided
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.samples import samples
from stemmata.schemas.instruction import Payload

POOL = runpy.run_path(str(Path(__file__).parents[3] / "benchmarks" / "constraint_pool.py"))
KNOWN: dict[str, list[Payload]] = POOL["constraints"](random.Random(4), 16)
TEXTS: list[str] = list(dict.fromkeys(POOL["texts"](random.Random(5), 260)))
HARD = sorted(KNOWN)


def modest(examples: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=examples, deadline=None, suppress_health_check=slow)


def keeps(one: Payload, text: str) -> bool:
    return verify(one.id, one.kwargs, text).passed


def mended(one: Payload, text: str) -> str | None:
    made = repair(one.id, one.kwargs, text)
    return None if made is None else made.text


def tried(here: Payload, there: Payload, texts: Sequence[str], own: int) -> Iterator[str]:
    """Yield texts, some made for each of two constraints, and what repairs for the one and the other make of them."""
    for text in (*texts, *islice(samples(here), own), *islice(samples(there), own)):
        yield text
        for one, other in ((here, there), (there, here)):
            made = mended(one, text)
            if made is not None and made != text:
                yield made
                again = mended(other, made)
                if again is not None and again != made:
                    yield again


def refutes(relation: str, ours: bool, theirs: bool) -> bool:
    """Return whether a text that keeps the original, the edit, both or none refutes the edit's relation."""
    return {
        "contradicting": ours and theirs,
        "stronger": theirs and not ours,
        "weaker": ours and not theirs,
        "equivalent": ours != theirs,
    }.get(relation, False)


@cache
def edited(family_id: str, place: int, seed: int) -> tuple[tuple[Payload, str], ...]:
    """Return the edits of one constraint that claim something which a response can refute."""
    here = KNOWN[family_id][place]
    made = families()[family_id].edits(here.kwargs, random.Random(seed))
    claims = [(payload(one.id, one.kwargs), one.relation) for one in made if one.id in families()]
    return tuple((there, relation) for there, relation in claims if there.hard and relation != "parallel")


def check_edits(family_id: str, examples: int, texts: int, own: int) -> None:
    @modest(examples)
    @given(
        st.integers(0, len(KNOWN[family_id]) - 1),
        st.integers(0, 9),
        st.lists(st.sampled_from(TEXTS), min_size=texts, max_size=texts),
    )
    def check(place: int, seed: int, drawn: list[str]) -> None:
        here = KNOWN[family_id][place]
        for there, relation in edited(family_id, place, seed):
            for text in dict.fromkeys(tried(here, there, drawn, own)):
                assert not refutes(relation, keeps(here, text), keeps(there, text)), (here, relation, there, text)

    check()


@pytest.mark.parametrize("family_id", HARD)
def test_edits_mean_what_they_claim(family_id: str) -> None:
    check_edits(family_id, examples=3, texts=5, own=5)


@pytest.mark.slow
@pytest.mark.parametrize("family_id", HARD)
def test_thousands_of_responses_refute_no_edit(family_id: str) -> None:
    check_edits(family_id, examples=40, texts=30, own=60)


@pytest.mark.parametrize(
    ("relation", "ours", "theirs"),
    [("contradicting", True, True), ("stronger", False, True), ("weaker", True, False), ("equivalent", True, False)],
)
def test_a_response_can_refute_each_claim(relation: str, ours: bool, theirs: bool) -> None:
    assert refutes(relation, ours, theirs)
    assert not refutes(relation, False, False)
    assert not refutes("parallel", ours, theirs)


def test_nearly_every_family_is_kept_and_broken_by_the_texts_that_are_tried() -> None:
    kept, broken = set(), set()
    for family_id in HARD:
        here = KNOWN[family_id][0]
        for text in tried(here, here, TEXTS[:90], 400):
            (kept if keeps(here, text) else broken).add(family_id)
            if family_id in kept and family_id in broken:
                break
    assert broken == set(HARD)
    assert len(HARD) - len(kept) <= 2, set(HARD) - kept


def check_repairs(family_id: str, examples: int) -> None:
    @modest(examples)
    @given(st.sampled_from(KNOWN[family_id]), st.sampled_from(TEXTS))
    def check(here: Payload, text: str) -> None:
        made = repair(here.id, here.kwargs, text)
        if made is None:
            assert not keeps(here, text)
            return
        assert keeps(here, made.text)
        assert mended(here, made.text) == made.text
        assert (made.changed == 0) == (made.text == text)
        assert made.changed >= abs(len(made.text) - len(text))

    check()


@pytest.mark.parametrize("family_id", HARD)
def test_a_repaired_response_passes_and_is_left_alone_then(family_id: str) -> None:
    check_repairs(family_id, 20)


@pytest.mark.slow
@pytest.mark.parametrize("family_id", HARD)
def test_thousands_of_repaired_responses_pass(family_id: str) -> None:
    check_repairs(family_id, 2_000)


def check_repairs_of_several(examples: int) -> None:
    one = st.sampled_from(HARD).flatmap(lambda family_id: st.sampled_from(KNOWN[family_id]))

    @modest(examples)
    @given(st.lists(one, min_size=2, max_size=4), st.sampled_from(TEXTS))
    def check(listed: list[Payload], text: str) -> None:
        clashes = [(i, j) for i, j in combinations(range(len(listed)), 2) if _clash(listed[i], listed[j])]
        made = repair_all(listed, text)
        if isinstance(made, Mended):
            assert not clashes
            assert all(keeps(one, made.text) for one in listed)
            return
        assert made.failing and made.detail
        assert all(0 <= i < len(listed) for i in made.failing)
        if clashes:
            assert sorted(made.conflicts) == clashes
            assert sorted(made.failing) == sorted({i for pair in clashes for i in pair})
        assert any(not keeps(one, text) for one in listed)

    check()


def _clash(first: Payload, second: Payload) -> bool:
    return decided(first, second) == "contradicts"


def test_several_constraints_are_mended_or_their_conflict_is_named() -> None:
    check_repairs_of_several(150)


@pytest.mark.slow
def test_thousands_of_sets_are_mended_or_their_conflict_is_named() -> None:
    check_repairs_of_several(5_000)
