"""`stemmata query`: Cypher as it is, or a named query."""

from __future__ import annotations

import sys
from itertools import islice
from typing import Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import lines_to
from stemmata.cli.rows import Format, written
from stemmata.schemas.errors import InputError


def query(
    cypher: Annotated[str | None, typer.Argument(metavar="CYPHER", help="The query.", show_default=False)] = None,
    name: Annotated[
        str | None, typer.Option("--named", metavar="NAME", help="Run a query of the library.", show_default=False)
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the queries of the library.")] = False,
    show: Annotated[
        str | None,
        typer.Option("--show", metavar="NAME", help="Print the Cypher of a query of the library.", show_default=False),
    ] = None,
    store: options.Store = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="K=V", help="A value for $K: JSON, else text.", show_default=False),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="table on a terminal, cut to its width; jsonl elsewhere, unless said.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=0, help="The most rows.", show_default=False)] = None,
    write: Annotated[bool, typer.Option("--write", help="Let the query change the store.")] = False,
) -> None:
    """Run a Cypher query on the store and write its rows to stdout. Read-only, unless --write says otherwise.

    Examples:
      stemmata query 'MATCH (c:Constraint) RETURN c.family AS family, count(*) AS n ORDER BY n DESC'
      stemmata query 'MATCH (c:Constraint) WHERE c.value >= $least RETURN c.text' --param least=300 --format csv
      stemmata query --list
      stemmata query --named with-without -p with=length_constraints -p without=style:audience --limit 10
    """
    _check_call(cypher, name, list_, show, param, write)
    chosen = form or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)
    uri = options.store_uri(store)
    if list_:
        _list(chosen, limit)
    elif show is not None:
        _show(show, uri)
    else:
        _run(cypher, name, uri, param or [], chosen, limit, write=write)


def _check_call(
    cypher: str | None, name: str | None, list_: bool, show: str | None, param: list[str] | None, write: bool
) -> None:
    """Make sure that one thing is asked for, with options that go with it.

    Raises:
        InputError: Nothing is, or several things are, or an option has no meaning there.
    """
    if sum((cypher is not None, name is not None, list_, show is not None)) != 1:
        raise InputError("give one of these: a query in Cypher, --named NAME, --show NAME, --list")
    if write and cypher is None:
        raise InputError("--write goes with a query in Cypher; the queries of the library only read")
    if param and (list_ or show is not None):
        raise InputError("--param goes with a query that is run")


def _list(form: Format, limit: int | None) -> None:
    from stemmata.cli.listing import listed
    from stemmata.graphs.queries.library import library

    with lines_to(None) as line:
        for text in listed(list(islice(library().values(), limit)), form):
            line(text)


def _show(name: str, uri: str) -> None:
    from stemmata.graphs.queries.library import dialect, named

    found = named(name)
    with lines_to(None) as line:
        line(f"{found.header}\n\n{found.cypher(dialect(uri))}")


def _run(
    cypher: str | None, name: str | None, uri: str, param: list[str], form: Format, limit: int | None, *, write: bool
) -> None:
    from stemmata.graphs.queries.library import dialect, named
    from stemmata.graphs.stores.store import open_store

    if name is None:
        text, values = cypher or "", options.parameters(param)
    else:
        found = named(name)
        text, values = found.cypher(dialect(uri)), found.bound(found.read(options.pairs(param)))
    with open_store(uri, read_only=not write) as opened:
        rows = opened.query(text, values, write=write)
        with lines_to(None) as line:
            for written_line in written(rows.columns, islice(rows, limit), form):
                line(written_line)
