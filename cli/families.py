"""`stemmata families`: the constraint families."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from stemmata.cli.output import lines_to, table


class Format(StrEnum):
    """How the list is written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSONL = "jsonl"


HEADER = ("id", "kind", "demands", "can", "example")


def families(
    form: Annotated[
        Format, typer.Option("--format", help="A table for people, the same in Markdown, or a JSON object a line.")
    ] = Format.TABLE,
) -> None:
    """List the constraint families: what each demands, what it can do, and an example of it.

    Examples:
      stemmata families
      stemmata families --format jsonl | grep '"hard": false'
    """
    from stemmata.graphs.constraints.abilities import abilities, listing
    from stemmata.graphs.constraints.registry import families as known

    members = known().values()
    with lines_to(None) as write:
        if form is Format.TABLE:
            write(table(listing(members), header=HEADER))
            return
        if form is Format.MARKDOWN:
            for row in (HEADER, ["---"] * len(HEADER), *listing(members)):
                write("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |")
            return
        for one in members:
            record = {
                "id": one.id,
                "group": one.id.partition(":")[0],
                "hard": one.hard,
                "summary": one.summary,
                "can": abilities(one),
                "example": {"text": one.example.text, "kwargs": one.example.kwargs},
                "arguments": one.arguments.model_json_schema().get("properties", {}),
            }
            write(json.dumps(record, ensure_ascii=False))
