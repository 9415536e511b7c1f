from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemmata.graphs.diversity import Diversity
from stemmata.graphs.elements import Cover, elements
from stemmata.graphs.sampling import Coverage, rank, shares
from stemmata.parsing.parser import parse

ITEMS = st.lists(st.sets(st.integers(0, 15), max_size=6).map(sorted), max_size=30)


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 50), max_size=8), st.integers(0, 200), st.booleans())
def test_shares_take_what_there_is_and_no_more(sizes, count, equal):
    taken = shares(sizes, count, equal=equal)
    assert sum(taken.values()) == min(count, sum(sizes.values()))
    assert all(0 <= taken[name] <= sizes[name] for name in sizes)
    filled = [name for name in sizes if sizes[name]]
    if equal:
        unfilled = [taken[name] for name in filled if taken[name] < sizes[name]]
        assert not unfilled or max(unfilled) - min(unfilled) <= 1
    elif count >= len(filled):
        assert all(taken[name] for name in filled)


@pytest.mark.parametrize("count", [1, 10, 57])
def test_shares_are_in_proportion(count):
    assert shares({"a": 600, "b": 400}, 10 * count) == {"a": 6 * count, "b": 4 * count}


def greedy(items: list[list[int]], ranks: list[int], count: int) -> list[int]:
    """The same choice, with every gain counted anew each time."""
    times: dict[int, int] = {}
    left = set(range(len(items)))
    taken = []
    while left and len(taken) < count:
        best = min(left, key=lambda n: (-sum(1 / (1 + times.get(e, 0)) ** 2 for e in items[n]), ranks[n], n))
        left.remove(best)
        taken.append(best)
        for element in items[best]:
            times[element] = times.get(element, 0) + 1
    return taken


@given(ITEMS, st.integers(0, 35), st.integers(0, 100))
def test_the_lazy_choice_is_the_greedy_one(items, count, seed):
    ranks = [rank(str(number), seed) for number in range(len(items))]
    assert Coverage(items, ranks).take(count) == greedy(items, ranks, count)


def test_new_elements_come_first_and_few_gains_are_looked_at():
    rng = random.Random(5)
    items = [sorted(rng.choices(range(400), weights=[1 / (n + 1) for n in range(400)], k=6)) for _ in range(5000)]
    choice = Coverage(items, [rank(str(number), 0) for number in range(5000)])
    taken = choice.take(300)
    at_random = {element for number in range(300) for element in items[number]}
    assert choice.covered == len({element for number in taken for element in items[number]})
    assert choice.covered == 400 > 1.3 * len(at_random)
    assert choice.looked < 5 * 5000  # 300 * 5000 without the heap


def test_quotas_are_kept():
    items = [[number] for number in range(20)]
    strata = ["a" if number < 15 else "b" for number in range(20)]
    taken = Coverage(items, list(range(20)), {"a": 2, "b": 3}, strata).take(5)
    assert sorted(taken) == [0, 1, 15, 16, 17]


def test_elements_of_each_kind():
    graph = parse("Write a poem about rain. Use at least 30 words. Do not use any commas.")
    assert elements(graph, [Cover.FAMILIES]) == ["length_constraints:number_words", "punctuation:no_comma"]
    assert elements(graph, [Cover.PAIRS]) == ["length_constraints:number_words + punctuation:no_comma"]
    assert "Constraint 2" in elements(graph, [Cover.KINDS])
    assert any(one.startswith("Action PRODUCES Output") for one in elements(graph, [Cover.RELATIONS]))
    assert len(elements(graph, [Cover.FINGERPRINTS])) == 2
    assert len(elements(graph, list(Cover))) == sum(len(elements(graph, [cover])) for cover in Cover)


def test_diversity_counts_what_there_is():
    counts = Diversity()
    counts.add([parse(text) for text in ("Sing of rain.", "Sing of snow.")])
    counts.add([parse(text) for text in ("Sing of snow!", "Sing. Use no commas. Use at least 9 words.")])
    report = counts.report(top=1)
    assert report["graphs"] == 4
    assert report["distinct"] == {"text": 3, "content": 3, "typed": 2, "demands": 2, "shape": 2}
    (shape,) = report["shapes"]
    assert (shape["graphs"], shape["share"], shape["example"]) == (3, 0.75, parse("Sing of rain.").id)
    assert report["families"] == {
        "known": 2,
        "entropy": 1.0,
        "effective": 2.0,
        "most frequent": {"length_constraints:number_words": 1},
    }
    assert report["demanded together"]["graphs by families"] == {"0": 3, "2": 1}
    assert report["demanded together"]["pairs"] == report["demanded together"]["possible pairs"] == 1


def test_diversity_of_nothing():
    report = Diversity().report()
    assert (report["graphs"], report["shapes"], report["families"]["effective"]) == (0, [], 0.0)
