"""`stemmata stats`: what the store holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counts_table, lines_to
from stemmata.cli.output import table as words_table
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

_TOGETHER = 64


class Format(StrEnum):
    """How the counts are written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


def stats(
    store: options.Store = None,
    form: Annotated[
        Format, typer.Option("--format", help="For people, one JSON object, or with --table1 Markdown.")
    ] = Format.TABLE,
    diversity: Annotated[
        bool, typer.Option("--diversity", help="How varied the graphs are, in place of the counts: reads them all.")
    ] = False,
    table1: Annotated[
        bool, typer.Option("--table1", help="The datasets that the store gives, as in Table 1 of DeMoRecon.")
    ] = False,
    encoder: options.Encoder = "words",
    seed: options.Seed = 0,
    select: options.Select = None,
    quiet: options.Quiet = False,
) -> None:
    """Count what the store holds, and what failed and why; or tell how varied its graphs or its responses are.

    --diversity tells the distinct prints at each level, the most frequent shapes with the id of a graph that has each,
    how evenly families of constraints are demanded, and which are demanded together. --table1 tells, of each dataset of
    models' answers that `build` would make with this seed, how many instructions and records it has, how long they are
    in tokens, and the uniformity U of the responses: the variance of the distances to their nearest neighbours.

    Examples:
      stemmata stats
      stemmata stats --store out/instructions.lbug --format json
      stemmata stats --table1 --format markdown
      stemmata stats --diversity --select 'MATCH (i:Instruction) WHERE i.depth = 0 RETURN i.id'
    """
    from stemmata.graphs.stores.store import open_store

    if select is not None and not diversity:
        raise InputError("--select goes with --diversity")
    if diversity and table1:
        raise InputError("give one of these: --diversity, --table1")
    if form is Format.MARKDOWN and not table1:
        raise InputError("--format markdown goes with --table1")
    if table1:
        _table1(options.store_uri(store), form, encoder, seed)
        return
    with open_store(options.store_uri(store), read_only=True) as opened:
        counts = _diversity(opened, select, Reporter(quiet=quiet)) if diversity else _counts(opened)
    with lines_to(None) as write:
        if form is Format.JSON:
            write(json.dumps(counts, ensure_ascii=False))
        else:
            write(_in_words(counts) if diversity else counts_table(counts, indent=""))


def _counts(store: GraphStore) -> dict[str, Any]:
    """Return the counts of a store, and how far its judges agree with the verifiers, where it has judgements."""
    from stemmata.training.agreement import agreements

    counts: dict[str, Any] = dict(store.counts())
    if counts["edges"].get("JUDGED"):
        told = {name: agreement.report() for name, agreement in agreements(store.judgements()).items()}
        counts["judges against verifiers"] = told
    return counts


def _table1(uri: str, form: Format, encoder: str, seed: int) -> None:
    from stemmata.graphs.stores.store import open_store
    from stemmata.schemas.settings import BuildSettings
    from stemmata.training.encoders import get_encoder
    from stemmata.training.table import COLUMNS, cells, markdown, table

    with open_store(uri, read_only=True) as opened:
        rows = table(opened, BuildSettings(seed=seed), get_encoder(encoder))
    with lines_to(None) as write:
        if form is Format.JSON:
            write(json.dumps(rows, ensure_ascii=False))
        elif form is Format.MARKDOWN:
            for line in markdown(rows):
                write(line)
        else:
            write(words_table([cells(row) for row in rows], COLUMNS))


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
