"""`stemmata query`: Cypher, as it is."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import Annotated, Any

import typer

from stemmata.cli import options
from stemmata.cli.output import lines_to, table


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def query(
    cypher: Annotated[str, typer.Argument(metavar="CYPHER", help="The query.", show_default=False)],
    store: options.Store = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="K=V", help="A value for $K: JSON, else text.", show_default=False),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="table on a terminal, jsonl elsewhere, unless said.", show_default=False),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=0, help="The most rows.", show_default=False)] = None,
    write: Annotated[bool, typer.Option("--write", help="Let the query change the store.")] = False,
) -> None:
    """Run a Cypher query on the store and write its rows to stdout. Read-only, unless --write says otherwise.

    Examples:
      stemmata query 'MATCH (c:Constraint) RETURN c.family AS family, count(*) AS n ORDER BY n DESC'
      stemmata query 'MATCH (c:Constraint) WHERE c.value >= $least RETURN c.text' --param least=300 --format csv
    """
    from stemmata.graphs.stores.store import open_store

    chosen = form or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)
    values = options.parameters(param or [])
    with open_store(options.store_uri(store), read_only=not write) as opened:
        rows = opened.query(cypher, values, write=write)
        columns = list(rows.columns)
        with lines_to(None) as line:
            for text in _written(columns, islice(rows, limit), chosen):
                line(text)


def _written(columns: Sequence[str], rows: Iterator[Mapping[str, Any]], form: Format) -> Iterator[str]:
    if form is Format.JSONL:
        for row in rows:
            yield json.dumps(dict(row), ensure_ascii=False, default=str)
    elif form is Format.CSV:
        yield _csv(columns)
        for row in rows:
            yield _csv([_cell(row[name]) for name in columns])
    else:
        yield table(([_cell(row[name]) for name in columns] for row in rows), header=columns)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _csv(cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()
