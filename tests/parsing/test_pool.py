from __future__ import annotations

import math
import operator
import os

import pytest

from stemmata.cli.harvest import Job
from stemmata.parsing.pool import batches, ordered_chunks, ordered_map
from stemmata.schemas.errors import StemmataError
from stemmata.schemas.records import Failure

# What the workers do comes from modules that they can import, which a test module is not.


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_items(workers):
    items = [3000, 1, 2, 2000, *range(100)]
    assert list(ordered_map(math.factorial, items, workers=workers, chunk=4)) == [math.factorial(n) for n in items]


def test_items_are_drawn_only_a_few_chunks_ahead():
    drawn = 0

    def items():
        nonlocal drawn
        for number in range(1000):
            drawn += 1
            yield number

    results = ordered_map(math.factorial, items(), workers=2, chunk=4)
    assert next(results) == 1
    assert drawn <= 4 * (2 * 3 + 1)
    results.close()


def test_an_error_in_a_worker_is_raised_here_and_says_where():
    jobs = [Job(Failure(stage="read", reason="r", detail="d", where=f"x.jsonl:{n}")) for n in range(100)]
    with pytest.raises(AttributeError) as caught:
        list(ordered_map(operator.attrgetter("nothing"), jobs, workers=2, chunk=4))
    assert caught.value.__notes__ == ["while working on x.jsonl:0"]


def test_a_worker_that_dies_is_an_error_and_not_a_hang():
    with pytest.raises(StemmataError, match="a worker process died"):
        list(ordered_map(os._exit, range(100), workers=2, chunk=4))


def test_batches_are_even_but_for_the_last():
    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(batches([], 2)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_chunks_go_to_the_function_whole(workers):
    assert list(ordered_chunks(sorted, [[3, 2, 1], [6, 5, 4], [9]], workers=workers)) == [1, 2, 3, 4, 5, 6, 9]
