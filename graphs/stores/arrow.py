"""The rows of a batch as Arrow tables, which LadybugDB loads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from stemmata.graphs.stores.tables import TYPES, Batch, Ends, Row, edge_columns, node_columns, storable

_ARROW: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    list: pa.list_(pa.string()),
}


def node_tables(batch: Batch) -> list[tuple[str, pa.Table]]:
    """Return the labels of a batch and their tables, with every column."""
    return [(label, _table(node_columns(label), rows, label)) for label, rows in batch.nodes.items()]


def edge_tables(batch: Batch) -> list[tuple[Ends, pa.Table]]:
    """Return the kinds of edges of a batch with the labels of their ends, and their tables, with every column."""
    return [(ends, _table(("from", "to", *edge_columns(ends[0])), rows, ends[0])) for ends, rows in batch.edges.items()]


def without_nulls(table: pa.Table) -> pa.Table:
    """Return a table without the columns that hold nothing."""
    return table.select([name for name in table.column_names if table[name].null_count < table.num_rows])


def _table(columns: Sequence[str], rows: Sequence[Row], name: str) -> pa.Table:
    arrays = [_array(column, values, name) for column, values in zip(columns, zip(*rows, strict=True), strict=True)]
    return pa.table(arrays, names=list(columns))


def _array(column: str, values: Sequence[Any], table: str) -> pa.Array:
    kind = _ARROW[TYPES.get(column, str)]
    if values.count(None) == len(values):  # most qualifiers of most kinds of edge
        return pa.nulls(len(values), kind)
    return pa.array(storable(column, values, table), kind)
