"""`stemmata stats`: what the store holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counts_table, lines_to
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

_TOGETHER = 64


class Format(StrEnum):
    """How the counts are written."""

    TABLE = "table"
    JSON = "json"


def stats(
    store: options.Store = None,
    form: Annotated[Format, typer.Option("--format", help="For people, or one JSON object.")] = Format.TABLE,
    diversity: Annotated[
        bool, typer.Option("--diversity", help="How varied the graphs are, in place of the counts: reads them all.")
    ] = False,
    select: options.Select = None,
    quiet: options.Quiet = False,
) -> None:
    """Count what the store holds, and what failed and why; or tell how varied its graphs are.

    --diversity tells the distinct prints at each level, the most frequent shapes with the id of a graph that has each,
    how evenly families of constraints are demanded, and which are demanded together.

    Examples:
      stemmata stats
      stemmata stats --store out/instructions.lbug --format json
      stemmata stats --diversity --select 'MATCH (i:Instruction) WHERE i.depth = 0 RETURN i.id'
    """
    from stemmata.graphs.stores.store import open_store

    if select is not None and not diversity:
        raise InputError("--select goes with --diversity")
    with open_store(options.store_uri(store), read_only=True) as opened:
        counts = _diversity(opened, select, Reporter(quiet=quiet)) if diversity else dict(opened.counts())
    with lines_to(None) as write:
        if form is Format.JSON:
            write(json.dumps(counts, ensure_ascii=False))
        else:
            write(_in_words(counts) if diversity else counts_table(counts, indent=""))


def _diversity(store: GraphStore, select: str | None, reporter: Reporter) -> dict[str, Any]:
    from stemmata.cli.stored import chosen_ids
    from stemmata.graphs.diversity import Diversity
    from stemmata.parsing.pool import batches

    ids = chosen_ids(store, select) if select is not None else None
    counts = Diversity()
    with reporter.progress("reading", len(ids) if ids is not None else None) as advance:
        for graphs in batches(store.graphs(ids=ids), _TOGETHER):
            counts.add(graphs)
            advance(len(graphs))
    return counts.report()


def _in_words(report: Mapping[str, Any]) -> str:
    """Return a report on diversity as lines for people; shapes by the id of a graph to look at."""
    shapes = {f"{one['example']} ({one['share']:.1%})": one["graphs"] for one in report["shapes"]}
    return counts_table({**report, "shapes": shapes}, indent="")
