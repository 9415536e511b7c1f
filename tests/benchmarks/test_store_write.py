"""The benchmark of writing: every writer into a file writes all, and one that does not is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
import store_writers
from made_graphs import made
from store_write import Row, measured, rows

from stemmata.graphs.graph import Graph

GRAPHS = list(made(12))


@pytest.fixture(scope="module")
def place() -> Iterator[store_writers.FilePlace]:
    folder = store_writers.FilePlace()
    yield folder
    folder.close()


@pytest.mark.parametrize("row", [row for row in rows() if not row.server], ids=lambda row: row.name)
def test_all_is_written(row: Row, place: store_writers.FilePlace) -> None:
    assert measured(row, place, GRAPHS).rate > 0
    held, wanted = place.held(), store_writers.wanted(GRAPHS)
    assert held.nodes["Instruction"] == 12 and sum(held.edges.values()) == 12 * 13
    assert (held.nodes, held.edges) == (wanted.nodes, wanted.edges)


def test_a_writer_of_less_is_told(place: store_writers.FilePlace) -> None:
    @contextmanager
    def write_less(place: store_writers.FilePlace, graphs: Sequence[Graph]) -> Iterator[store_writers.Work]:
        with store_writers.into_file(place, graphs[1:]) as work:
            yield work

    with pytest.raises(SystemExit, match="not all was written"):
        measured(Row("less", "a lazy writer", write_less), place, GRAPHS)


def test_rows_have_names_of_their_own() -> None:
    names = [row.name for row in rows()]
    assert len(names) == len(set(names))
