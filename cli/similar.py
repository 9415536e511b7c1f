"""`stemmata similar`: the graphs nearest to one, or all near-duplicates."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, lines_to, table
from stemmata.schemas.errors import InputError
from stemmata.schemas.vocabulary import NEAR_DUPLICATE

if TYPE_CHECKING:
    from stemmata.graphs.graph import Graph
    from stemmata.graphs.nearest import Group, Neighbour, Profile
    from stemmata.graphs.stores.store import GraphStore

T = TypeVar("T")

_ID = re.compile(r"[0-9a-f]{24}")
_FILE = re.compile(r"\S+\.(?:jsonl|ndjson|json|csv|tsv|txt|parquet|gz)", re.IGNORECASE)
_LEAST = 0.2
_SHOWN = 72
_TOGETHER = 64


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSONL = "jsonl"


def similar(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="ID|TEXT|FILE|-",
            help="An id in the store, an instruction, or a file of instructions or graphs.",
            show_default=False,
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="All groups of near-duplicates, in the store or in FILE.")
    ] = False,
    count: Annotated[int, typer.Option("-n", "--count", min=1, help="The most neighbours of one instruction.")] = 10,
    threshold: Annotated[
        float | None,
        typer.Option(
            "--threshold",
            min=0.05,
            max=1,
            help=f"The least likeness.  [default: {_LEAST} for one instruction, else {NEAR_DUPLICATE}]",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="table on a terminal, jsonl elsewhere, unless said.", show_default=False),
    ] = None,
    store: options.Store = None,
    select: options.Select = None,
    field: options.Field = None,
    parser: options.ParserName = "rules",
    workers: options.Workers = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Find the graphs of the store that are likest to an instruction: how alike, and the level at which they agree.

    Likeness is the share of features in common (words of content, demands, semantic nodes). The level is the finest at
    which both have the same print: text, content, typed, demands or shape. For a file, each record is looked up, and
    only near-duplicates are told. --all tells the groups of near-duplicates, with the least likeness to the first.

    Examples:
      stemmata similar "Write a poem about rain without commas."
      stemmata similar 5f1d8e9b0c2a4d6e8f901234 --store out/instructions.lbug -n 3
      stemmata similar new_prompts.jsonl --format jsonl
      stemmata similar --all --store out/instructions.lbug --threshold 0.8
    """
    from stemmata.cli.harvest import ready
    from stemmata.cli.stored import chosen_ids
    from stemmata.graphs.nearest import near_duplicates, nearest, nearest_to_each, profiles
    from stemmata.graphs.stores.store import open_store
    from stemmata.parsing.pool import batches

    if what is None and not every:
        raise InputError("nothing to look for", fix="name an id, a text or a file, or say --all")
    from_file = what is not None and _is_file(what)
    if every and what is not None and not from_file:
        raise InputError("--all looks at the store or at a file", where=what)
    reporter = Reporter(quiet=quiet, verbose=verbose)
    chosen = form or (Format.TABLE if sys.stdout.isatty() else Format.JSONL)
    least = threshold if threshold is not None else NEAR_DUPLICATE if every or from_file else _LEAST
    if from_file:
        ready(parser)
    tally = _Tally()
    with ExitStack() as stack:
        opened = (
            None if every and from_file else stack.enter_context(open_store(options.store_uri(store), read_only=True))
        )
        ids = chosen_ids(opened, select) if select is not None and opened is not None else None
        advance = stack.enter_context(reporter.progress("comparing"))
        wanted = tally.profiles(str(what), field, parser, options.worker_count(workers)) if from_file else None
        graphs = tally.each(opened.graphs(ids=ids), advance) if opened is not None else iter(())
        if every:
            own = (one for some in batches(graphs, _TOGETHER) for one in profiles(some))
            groups = near_duplicates(own if wanted is None else tally.each(wanted, advance), least=least)
            rows = [_group(number, one) for number, one in enumerate(groups, start=1)]
        elif wanted is not None:
            found = nearest_to_each(wanted, graphs, count=count, least=least)
            rows = [{"query": name, **_row(one)} for name, some in found for one in some]
        else:
            graph = _graph(str(what), opened, options.store_uri(store), parser)
            itself = _ID.fullmatch(str(what)) is None
            rows = [_row(one) for one in nearest(graph, graphs, count=count, least=least, itself=itself)]
        write = stack.enter_context(lines_to(None))
        for line in _written(rows, chosen):
            write(line)
    noun = f"group{'s' * (len(rows) != 1)} of near-duplicates" if every else f"graph{'s' * (len(rows) != 1)}"
    reporter.say(f"{len(rows)} {noun} at least {least:g} alike, among {tally.looked}")
    for line in tally.failed[:5]:
        reporter.warn(f"not looked up: {line}")
    return 1 if tally.failed else 0


class _Tally:
    """How many graphs were looked at, and what could not be."""

    def __init__(self) -> None:
        self.looked = 0
        self.failed: list[str] = []

    def each(self, some: Iterable[T], advance: Callable[[int], None]) -> Iterator[T]:
        """Yield what there is to look at, and count it."""
        for one in some:
            self.looked += 1
            advance(1)
            yield one

    def profiles(self, source: str, field: str | None, parser: str, workers: int) -> Iterator[Profile]:
        """Yield the profiles of a file's records, each named by its place."""
        from stemmata.cli.keyed import entries, keyed
        from stemmata.graphs.nearest import profiles

        for one in keyed(entries([source], field=field), profiles, parser=parser, workers=workers):
            self.failed += [f"{one.entry.where}: {failure.reason}" for failure in one.failures]
            yield from (key._replace(name=one.entry.where) for key in one.keys)


def _graph(what: str, store: GraphStore | None, uri: str, parser: str) -> Graph:
    """Return the graph to look for: of an id in the store, or of a text."""
    from stemmata.cli.harvest import ready
    from stemmata.parsing.parser import parse

    if store is None or _ID.fullmatch(what) is None:
        ready(parser)
        return parse(what, parser=parser)
    for graph in store.graphs(ids=[what]):
        return graph
    raise InputError(f"no instruction {what}", where=uri, fix="`stemmata query` finds ids")


def _row(one: Neighbour) -> dict[str, Any]:
    return {"id": one.id, "likeness": round(one.likeness, 3), "level": one.level, "text": one.text}


def _group(number: int, one: Group) -> dict[str, Any]:
    return {
        "group": number,
        "size": len(one.names),
        "likeness": round(one.likeness, 3),
        "level": one.level,
        "text": one.start,
        "members": one.names,
    }


def _written(rows: Sequence[Mapping[str, Any]], form: Format) -> Iterator[str]:
    if form is Format.JSONL:
        for row in rows:
            yield json.dumps(row, ensure_ascii=False)
    elif rows:
        columns = [name for name in rows[0] if name != "members"]
        yield table(([_cell(row[name]) for name in columns] for row in rows), header=columns)


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _is_file(what: str) -> bool:
    """Return whether a file is meant.

    Raises:
        InputError: By its name it is one, and there is none.
    """
    from stemmata.parsing.sources import STDIN

    if what == STDIN:
        return True
    try:
        if Path(what).is_file():
            return True
    except OSError:  # an instruction is longer than any path
        return False
    if _FILE.fullmatch(what):
        raise InputError("no such file", where=what)
    return False
