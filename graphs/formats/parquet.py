"""Parquet: a folder with a table of instructions, one of nodes and one of edges, with the store's columns.

In all three `graph` numbers the instructions from 0, and the rows stand in its order, so that they are read together in
one pass, in memory that does not grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from stemmata.graphs.formats.flat import (
    EDGE_COLUMNS,
    INSTRUCTION_COLUMNS,
    NODE_COLUMNS,
    TYPES,
    Fields,
    Rows,
    graph_of,
    rows_of,
)
from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import InputError

TABLES = {"instructions": INSTRUCTION_COLUMNS, "nodes": NODE_COLUMNS, "edges": EDGE_COLUMNS}
_GRAPH = "graph"
# UTF-8 holds everything but half surrogate pairs.
_UNFIT = re.compile("[\ud800-\udfff]")
_ARROW = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), list: pa.list_(pa.string())}
# How many rows, and how many characters of text, are held before they are written.
_ROWS = 20_000
_CHARACTERS = 16_000_000
_READ_ROWS = 1_000


def write(graphs: Iterable[Graph], folder: Path) -> None:
    """Write graphs into a folder that exists; `read` gives them back equal, in the same order."""
    tables = {name: _Table(folder / f"{name}.parquet", columns) for name, columns in TABLES.items()}
    try:
        held = 0
        for number, graph in enumerate(graphs):
            rows = rows_of(graph, _UNFIT)
            tables["instructions"].add(number, [rows.instruction])
            tables["nodes"].add(number, rows.nodes)
            tables["edges"].add(number, rows.edges)
            held += 2 * len(graph.text)
            if held >= _CHARACTERS or max(len(table.rows) for table in tables.values()) >= _ROWS:
                held = 0
                for table in tables.values():
                    table.flush()
    finally:
        for table in tables.values():
            table.close()


class _Table:
    """A Parquet file that grows by row groups."""

    def __init__(self, path: Path, columns: Iterable[str]) -> None:
        types = ((name, _ARROW.get(TYPES.get(name, str), pa.string())) for name in columns)
        self._schema = pa.schema([(_GRAPH, pa.int64()), *types])
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self.rows: list[Fields] = []

    def add(self, number: int, rows: Iterable[Fields]) -> None:
        self.rows.extend({_GRAPH: number, **fields} for fields in rows)

    def flush(self) -> None:
        if self.rows:
            self._writer.write_table(pa.Table.from_pylist(self.rows, self._schema))
            self.rows = []

    def close(self) -> None:
        self.flush()
        self._writer.close()


def read(folder: Path) -> Iterator[Graph]:
    """Yield the graphs of a folder; nodes and edges of instructions that are no longer in it are passed over.

    Raises:
        InputError: A table is missing, broken or not in order of `graph`, or a graph is none of ours.
    """
    nodes, edges = _Matched(folder / "nodes.parquet"), _Matched(folder / "edges.parquet")
    place = folder / "instructions.parquet"
    for row, fields in enumerate(_fields(place), start=1):
        number = fields[_GRAPH]
        yield graph_of(Rows(fields, nodes.of(number), edges.of(number)), f"{place}:{row}")


class _Matched:
    """The rows of a table, asked for by graph in rising order."""

    def __init__(self, path: Path) -> None:
        self._rows = _fields(path)
        self._next = next(self._rows, None)

    def of(self, number: int) -> list[Fields]:
        """Return the rows of one graph; those of graphs before it are passed over."""
        found = []
        while self._next is not None and self._next[_GRAPH] <= number:
            if self._next[_GRAPH] == number:
                found.append(self._next)
            self._next = next(self._rows, None)
        return found


def _fields(path: Path) -> Iterator[Fields]:
    """Yield a table's rows, whose `graph` rises."""
    if not path.is_file():
        raise InputError("no such file", where=str(path), fix="name the folder that `stemmata export parquet` wrote")
    try:
        with pq.ParquetFile(path) as file:
            missing = [name for name in (_GRAPH, *TABLES[path.stem]) if name not in file.schema_arrow.names]
            if missing:
                raise InputError(f"the table lacks the column {missing[0]}", where=str(path))
            last, row = -1, 0
            for batch in file.iter_batches(columns=[_GRAPH]):
                for number in batch.column(0).to_pylist():
                    row += 1
                    if not isinstance(number, int) or number < last:
                        place = f"{path}:{row}"
                        raise InputError(f"graph {number} comes after graph {last}", where=place, fix="sort by graph")
                    last = number
            for batch in file.iter_batches(_READ_ROWS):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        told = str(error).splitlines()
        raise InputError(f"broken Parquet file ({told[0] if told else error})", where=str(path)) from None
