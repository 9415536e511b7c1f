"""Graphs in the formats of others: which there are, and how files of them are written and read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from stemmata.cli.output import STDOUT, Reporter, atomic_folder, lines_to
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from stemmata.graphs.graph import Graph


class GraphFormat(StrEnum):
    """A format that holds whole graphs, and gives them back."""

    NODE_LINK = "node-link"
    PENMAN = "penman"
    GRAPHML = "graphml"
    PARQUET = "parquet"


def folder_named(form: str, output: str | None) -> Path:
    """Return the folder that a format is written into.

    Raises:
        InputError: None is named.
    """
    if output is None or output == STDOUT:
        raise InputError(f"{form} is a folder of files", fix="name one with -o DIR")
    return Path(output)


def write(form: GraphFormat, graphs: Iterable[Graph], output: str | None) -> None:
    """Write graphs to a file or stdout, for Parquet into a new folder.

    Raises:
        InputError: The format needs a folder, and none is named.
        OutputError: Something cannot be written.
    """
    if form is GraphFormat.PARQUET:
        from stemmata.graphs.formats import parquet

        with atomic_folder(folder_named("Parquet", output)) as folder:
            parquet.write(graphs, folder)
        return
    with lines_to(output) as line:
        for text in _texts(form)(graphs):
            line(text)


def write_store(uri: str, output: str | None, reporter: Reporter, *, compress: bool) -> int:
    """Write everything in a store into a new folder for `neo4j-admin`, and say how much; returns the exit code.

    Raises:
        InputError: No folder is named.
        OutputError: The folder is not empty, or cannot be written.
    """
    from stemmata.cli.stored import transferred
    from stemmata.graphs.stores import neo4j_admin
    from stemmata.graphs.stores.dumping import dump
    from stemmata.graphs.stores.store import open_store

    path = folder_named("neo4j-admin", output)
    with open_store(uri, read_only=True) as store, reporter.progress("exporting") as advance:
        counts: Counter[str] = Counter()

        def told(kind: str, number: int) -> None:
            counts[kind] += number
            advance(number)

        with atomic_folder(path) as folder:
            neo4j_admin.write(dump(store, told), folder, compress=compress)
    reporter.say(
        f"{transferred(counts)}; `sh {path / 'import.sh'} DATABASE` loads them, and {path / 'README.md'} says how"
    )
    return 0


def write_rows(graphs: Iterable[Graph], output: str | None, *, compress: bool) -> None:
    """Write graphs into a new folder for `neo4j-admin`, as the roots of a new store.

    Raises:
        InputError: No folder is named.
        OutputError: The folder is not empty, or cannot be written.
    """
    from stemmata.graphs.stores import neo4j_admin
    from stemmata.graphs.stores.dumping import fresh

    with atomic_folder(folder_named("neo4j-admin", output)) as folder:
        neo4j_admin.write(fresh(graphs, lambda kind, number: None), folder, compress=compress)


def _texts(form: GraphFormat) -> Callable[[Iterable[Graph]], Iterator[str]]:
    if form is GraphFormat.GRAPHML:
        from stemmata.graphs.formats.graphml import lines

        return lines
    if form is GraphFormat.PENMAN:
        from stemmata.graphs.formats.penman import to_penman

        return lambda graphs: (f"{to_penman(graph)}\n" for graph in graphs)
    from stemmata.graphs.formats.node_link import to_line

    return lambda graphs: map(to_line, graphs)


def read(form: GraphFormat, sources: Iterable[str]) -> Iterator[Graph]:
    """Yield the graphs of files, in order.

    Raises:
        InputError: A file is missing, empty or broken, or holds something else.
    """
    for source in sources:
        if source != STDOUT and not Path(source).exists():
            raise InputError("no such file", where=source)
        empty = True
        for graph in _reader(form)(source):
            empty = False
            yield graph
        if empty:
            raise InputError("holds no graph", where="standard input" if source == STDOUT else source)


def _reader(form: GraphFormat) -> Callable[[str], Iterator[Graph]]:
    if form is GraphFormat.GRAPHML:
        from stemmata.graphs.formats import graphml_reading

        return lambda source: graphml_reading.read(_path(source, "GraphML"))
    if form is GraphFormat.PARQUET:
        from stemmata.graphs.formats import parquet

        return lambda source: parquet.read(_path(source, "Parquet"))
    if form is GraphFormat.PENMAN:
        from stemmata.graphs.formats import penman_reading
        from stemmata.parsing.sources import lines

        return lambda source: penman_reading.read(lines(source))
    return _node_link


def _path(source: str, form: str) -> Path:
    if source == STDOUT:
        raise InputError(f"{form} is read more than once", fix="name a file instead of standard input")
    return Path(source)


def _node_link(source: str) -> Iterator[Graph]:
    from stemmata.graphs.formats.node_link import of_record
    from stemmata.parsing.sources import json_lines

    for raw, place in json_lines(source):
        if not isinstance(raw, dict):
            raise InputError("expected a JSON object", where=str(place))
        yield of_record(raw, where=str(place))
