"""`stemmata show`: one graph."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import lines_to, write_text
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from stemmata.graphs.graph import Graph

_ID = re.compile(r"[0-9a-f]{24}")


def show(
    what: Annotated[
        str,
        typer.Argument(metavar="ID|TEXT|-", help="An id in the store, an instruction, or - to read it (or a graph)."),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Draw it: x.svg, x.html, x.dot, x.json.", show_default=False
        ),
    ] = None,
    store: options.Store = None,
    parser: options.ParserName = "rules",
) -> None:
    """Show one instruction's graph in the terminal, or draw it into a file.

    Examples:
      stemmata show "Write a haiku about rain. Use no commas."
      stemmata show 5f1d8e9b0c2a4d6e8f901234 --store out/instructions.lbug -o graph.svg
      echo "List three rivers." | stemmata show -
    """
    graph = _graph(what, options.store_uri(store), parser)
    if output is None:
        from stemmata.graphs.outline import outline

        with lines_to(None) as write:
            write(outline(graph))
        return
    write_text(Path(output), _drawn(graph, output))


def _graph(what: str, uri: str, parser: str) -> Graph:
    from stemmata.parsing.parser import parse

    if _ID.fullmatch(what):
        from stemmata.graphs.stores.store import open_store

        with open_store(uri, read_only=True) as store:
            for graph in store.graphs(ids=[what]):
                return graph
        raise InputError(f"no instruction {what}", where=uri, fix="`stemmata query` finds ids")
    if what != "-":
        return parse(what, parser=parser)
    try:
        text = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("not UTF-8", where="standard input") from None
    if text.startswith('{"format": "stemmata/graph"'):
        from stemmata.graphs.codec import from_json

        return from_json(text, where="standard input")
    return parse(text.removesuffix("\n"), parser=parser)


def _drawn(graph: Graph, output: str) -> str:
    from stemmata.graphs import drawing
    from stemmata.graphs.codec import to_json

    writers: dict[str, Callable[[Graph], str]] = {
        ".svg": drawing.to_svg,
        ".html": drawing.to_html,
        ".dot": drawing.to_dot,
        ".json": to_json,
    }
    writer = writers.get(Path(output).suffix.lower())
    if writer is None:
        raise InputError("unknown kind of drawing", where=output, fix=f"its name should end in {', '.join(writers)}")
    return writer(graph)
