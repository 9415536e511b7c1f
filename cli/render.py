"""`stemmata render`: graphs back to text."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from stemmata.cli.output import lines_to


def render(
    graphs: Annotated[list[str], typer.Argument(metavar="GRAPHS", help="Files of graphs; - is standard input.")],
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="A file instead of stdout.", show_default=False)
    ] = None,
) -> None:
    """Write graphs back as text, byte for byte: {"id", "turns": [{"role", "text"}]} for each, in order.

    Examples:
      stemmata render out/graphs.jsonl > texts.jsonl
      stemmata parse examples/instructions.jsonl -o - | stemmata render -
    """
    from stemmata.cli.records import read_graphs
    from stemmata.graphs.layout import render as rendered

    stream = read_graphs(graphs)
    with lines_to(output) as write:
        for graph in stream:
            turns = [{"role": turn.role, "text": turn.text} for turn in rendered(graph)]
            write(json.dumps({"id": graph.id, "turns": turns}, ensure_ascii=False))
