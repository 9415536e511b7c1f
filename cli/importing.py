"""`stemmata import`: instructions from the formats of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted, lines_to

if TYPE_CHECKING:
    from stemmata.cli.records import LabelledRecord
    from stemmata.graphs.graph import Graph
    from stemmata.graphs.stores.store import GraphStore
    from stemmata.schemas.records import Failure

_BATCH = 512
_CHUNK = 16


class Format(StrEnum):
    """What to read."""

    IFEVAL = "ifeval"
    NODE_LINK = "node-link"
    PENMAN = "penman"
    GRAPHML = "graphml"
    PARQUET = "parquet"


def import_(
    form: Annotated[Format, typer.Argument(metavar="FORMAT", help=f"{', '.join(Format)}.", show_default=False)],
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Files, of parquet folders; - is standard input, for JSONL and Penman.",
            show_default=False,
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Graphs go here; - is stdout.", show_default=False),
    ] = None,
    store: options.Store = None,
    parser: options.ParserName = "rules",
    workers: options.Workers = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Read graphs, or instructions with IFEval's labels, into the store; with -o into a file, as `parse` does.

    node-link, penman, graphml and parquet hold whole graphs, as `export` writes them.

    ifeval: each prompt is parsed, and its labels are put on the nodes that state them: labels are the truth. One that
    no words of the prompt were found for is reported as a failure and kept with the instruction, so that `export`
    writes it.

    Examples:
      stemmata import graphml edited-in-gephi.graphml --store my.lbug
      stemmata import ifeval ifeval.jsonl --store my.lbug
      stemmata import ifeval ifeval.jsonl -o graphs.jsonl
    """
    from stemmata.cli.formats import GraphFormat
    from stemmata.cli.graph_import import import_graphs
    from stemmata.cli.harvest import ready
    from stemmata.cli.parse import summary
    from stemmata.cli.records import read_labelled
    from stemmata.cli.refused import Refused
    from stemmata.cli.stored import telling
    from stemmata.graphs.codec import to_json
    from stemmata.graphs.stores.store import open_store
    from stemmata.parsing.pool import batches, ordered_map

    reporter = Reporter(quiet=quiet, verbose=verbose)
    uri = options.store_uri(store) if output is None or store is not None else None
    if form is not Format.IFEVAL:
        return import_graphs(GraphFormat(form), source, output, uri, reporter)
    ready(parser)
    records = read_labelled(source)
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        opened = stack.enter_context(open_store(uri)) if uri is not None else None
        write = stack.enter_context(lines_to(output)) if output is not None else None
        stack.enter_context(telling(lambda: counted(counts["new"], "graph")))
        advance = stack.enter_context(reporter.progress("importing"))
        refused = Refused(stack, output, uri)
        count = options.worker_count(workers)
        for batch in batches(ordered_map(Labeller(parser), records, workers=count, chunk=_CHUNK), _BATCH):
            failed = [one for imported in batch for one in imported.failures]
            graphs = [imported.graph for imported in batch if imported.graph is not None]
            for imported in batch:
                counts.update(records=1, found=imported.found, placed=imported.placed, missing=imported.missing)
                counts.update(dropped=imported.dropped, graphs=imported.graph is not None)
            if opened is not None:
                failed += _clashes(opened, batch)
                counts["new"] += opened.write(one.stored for one in batch if one.stored is not None)
                opened.write_failures(failed)
            if write is not None:
                for graph in graphs:
                    write(to_json(graph))
            refused.add(failed)
            advance(len(batch))
    reporter.say(_said(counts))
    return summary(reporter, counts, refused, uri)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one record; the numbers count labels, and for `dropped` what the parser read beyond them."""

    where: str
    graph: Graph | None = None
    empty: bool = False
    failures: tuple[Failure, ...] = ()
    found: int = 0
    placed: int = 0
    missing: int = 0
    dropped: int = 0

    @property
    def stored(self) -> Graph | None:
        """The graph that a store is to hold: none for an empty text."""
        return None if self.empty else self.graph


@dataclass(frozen=True, slots=True)
class Labeller:
    """Parse a record and put its labels on the graph; an error at one record becomes a failure."""

    parser: str

    def __call__(self, record: LabelledRecord) -> Imported:
        """Return what comes of a record."""
        from stemmata.cli.harvest import EMPTY, failure
        from stemmata.graphs.labels import label
        from stemmata.parsing.parser import get_parser
        from stemmata.schemas.records import Failure

        item = record.item
        if isinstance(item, Failure):
            return Imported(item.where, failures=(item,))
        try:
            graph = get_parser(self.parser).parse(item.turns, item.meta)
            made = label(graph, record.labels, key=record.key)
        except Exception as error:
            return Imported(item.where, failures=(failure("import", error, item.where, item.id),))

        def failed(reason: str, detail: str) -> Failure:
            return Failure(stage="import", reason=reason, detail=detail, where=item.where, id=graph.id)

        failures = [failed(_MISSING, f"{one.id} {dict(one.kwargs)}") for one in made.missing]
        failures += [failed(EMPTY, "no turn asks for anything")] if item.is_empty else []
        return Imported(
            item.where,
            made.graph,
            item.is_empty,
            tuple(failures),
            found=made.found,
            placed=made.placed,
            missing=len(made.missing),
            dropped=len(made.dropped),
        )


_MISSING = "no words found for a label"
_CLASH = "in the store with other constraints"


def _clashes(store: GraphStore, batch: Sequence[Imported]) -> list[Failure]:
    """Return the records whose texts the store, or a record before them, has with other constraints.

    A store holds a text once, and the first graph of it stays.
    """
    from stemmata.graphs.graph import payload_key
    from stemmata.graphs.labels import labels_of
    from stemmata.schemas.records import Failure

    def demanded(graph: Graph) -> set[str]:
        return {payload_key(node.constraint) for node in graph.constraint_nodes} | {
            f"{one.id} {sorted(one.kwargs.items(), key=repr)}" for one in labels_of(graph).labels
        }

    made = [(one.where, one.stored) for one in batch if one.stored is not None]
    held = {graph.id: graph for graph in store.graphs(ids=[graph.id for _, graph in made])}
    failures = []
    for where, graph in made:
        first = held.setdefault(graph.id, graph)
        if demanded(first) != demanded(graph):
            detail = "the labels were not taken over; import into another store"
            failures.append(Failure(stage="import", reason=_CLASH, detail=detail, where=where, id=graph.id))
    return failures


def _said(counts: Counter[str]) -> str:
    found, placed, missing, dropped = (counts[name] for name in ("found", "placed", "missing", "dropped"))
    done = (
        f"{counted(found + placed + missing, 'label')}: {found} as the parser found them, {placed} put on other nodes"
    )
    if missing:
        done += f", {missing} that no words were found for"
    if dropped:
        done += f"; {counted(dropped, 'constraint')} of the parser's dropped, which no label says"
    return done
