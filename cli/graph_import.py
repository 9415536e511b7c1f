"""Graphs of other formats into a store, or into a file of graphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from stemmata.cli import formats
from stemmata.cli.output import STDOUT, Reporter, counted, lines_to

if TYPE_CHECKING:
    from stemmata.graphs.graph import Graph


def import_graphs(
    form: formats.GraphFormat, sources: Sequence[str], output: str | None, uri: str | None, reporter: Reporter
) -> int:
    """Read graphs, write them, and say how many there were; returns the exit code.

    Raises:
        InputError: A file is broken; nothing is written.
    """
    from stemmata.graphs.codec import to_json
    from stemmata.graphs.stores.bulk import build, new_path
    from stemmata.graphs.stores.dumping import fresh
    from stemmata.graphs.stores.store import open_store

    path = new_path(uri) if uri is not None else None
    if uri is not None and path is None and STDOUT not in sources:
        for _ in formats.read(form, sources):
            pass
    count = 0
    with ExitStack() as stack:
        write = stack.enter_context(lines_to(output)) if output is not None else None
        advance = stack.enter_context(reporter.progress("importing"))

        def told() -> Iterator[Graph]:
            nonlocal count
            for graph in formats.read(form, sources):
                if write is not None:
                    write(to_json(graph))
                count += 1
                advance(1)
                yield graph

        new = 0

        def added(_: str, number: int) -> None:
            nonlocal new
            new += number

        if path is not None:
            build(path, fresh(told(), added))
        elif uri is not None:
            opened = stack.enter_context(open_store(uri))
            new = opened.write(told())
        else:
            for _ in told():
                pass
    reporter.say(counted(count, "graph") + (f", {new} new in {uri}" if uri is not None else ""))
    return 0
