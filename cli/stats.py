"""`stemmata stats`: what the store holds."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import counts_table, lines_to


class Format(StrEnum):
    """How the counts are written."""

    TABLE = "table"
    JSON = "json"


def stats(
    store: options.Store = None,
    form: Annotated[Format, typer.Option("--format", help="For people, or one JSON object.")] = Format.TABLE,
) -> None:
    """Count what the store holds, and what failed and why.

    Examples:
      stemmata stats
      stemmata stats --store out/instructions.lbug --format json
    """
    from stemmata.graphs.stores.store import open_store

    with open_store(options.store_uri(store), read_only=True) as opened:
        counts = opened.counts()
    with lines_to(None) as write:
        write(json.dumps(counts, ensure_ascii=False) if form is Format.JSON else counts_table(dict(counts), indent=""))
