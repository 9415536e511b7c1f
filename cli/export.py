"""`stemmata export`: graphs and instructions in the formats of others."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted, lines_to
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from stemmata.graphs.graph import Graph
    from stemmata.schemas.records import Failure


class Format(StrEnum):
    """What to write."""

    IFEVAL = "ifeval"
    NODE_LINK = "node-link"
    PENMAN = "penman"
    GRAPHML = "graphml"
    PARQUET = "parquet"
    NEO4J_ADMIN = "neo4j-admin"


def export(
    form: Annotated[Format, typer.Argument(metavar="FORMAT", help=f"{', '.join(Format)}.", show_default=False)],
    source: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="Graphs, instructions as `parse` reads them, or a store; without any, --store.",
            show_default=False,
        ),
    ] = None,
    store: options.Store = None,
    select: options.Select = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Not stdout but this; for parquet and neo4j-admin a folder.",
            show_default=False,
        ),
    ] = None,
    all_families: Annotated[
        bool, typer.Option("--all-families", help="Write the constraints of every family, as Stemmata knows them.")
    ] = False,
    compress: Annotated[bool, typer.Option("--gzip", help="Compress the data of neo4j-admin.")] = False,
    parser: options.ParserName = "rules",
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Write graphs in the formats of others, or instructions in IFEval's.

    node-link (JSON, a graph a line), penman, graphml (one file) and parquet (a folder) hold whole graphs, and `import`
    reads them back without loss.

    neo4j-admin: a folder of CSV files, with a script that loads them into a Neo4j database by `neo4j-admin database
    import full`; of a store with its variants, responses and failures.

    ifeval: {"key", "prompt", "instruction_id_list", "kwargs"} for each, in order. Only IFEval's own 25 ids are written.
    A bound that IFEval does not know is written as the one that it does ("at most 5" as "less than 6"); where there is
    none, the constraint is left out, and what was left out is counted on stderr.

    Examples:
      stemmata export graphml --store out/instructions.lbug -o graphs.graphml
      stemmata export penman out/graphs.jsonl | head
      stemmata export parquet out/graphs.jsonl -o tables
      stemmata export neo4j-admin my.lbug -o for-neo4j && sh for-neo4j/import.sh neo4j
      stemmata export ifeval --store out/instructions.lbug -o prompts.jsonl
    """
    from stemmata.cli import formats
    from stemmata.cli.harvest import ready

    if all_families and form is not Format.IFEVAL:
        raise InputError("--all-families goes with ifeval, since the other formats write every constraint")
    if compress and form is not Format.NEO4J_ADMIN:
        raise InputError("--gzip goes with neo4j-admin")
    if source and len(source) == 1 and _is_store(source[0]):
        store, source = source[0], None
    reporter = Reporter(quiet=quiet, verbose=verbose)
    if form is Format.NEO4J_ADMIN and not source:
        if select is not None:
            raise InputError("--select does not go with neo4j-admin, which writes the whole store")
        return formats.write_store(options.store_uri(store), output, reporter, compress=compress)
    ready(parser)
    failures: list[Failure] = []
    found = _read(source, parser) if source else _stored(options.store_uri(store), select)
    counts: Counter[str] = Counter()
    graphs = _sound(found, failures, counts)
    if form is Format.IFEVAL:
        _ifeval(graphs, output, reporter, all_families=all_families)
    elif form is Format.NEO4J_ADMIN:
        formats.write_rows(graphs, output, compress=compress)
        reporter.say(counted(counts["graphs"], "graph"))
    else:
        formats.write(formats.GraphFormat(form), graphs, output)
        reporter.say(counted(counts["graphs"], "graph"))
    for failed in failures:
        reporter.warn(f"{failed.where}: {failed.reason}: {failed.detail}")
    return 1 if failures else 0


def _is_store(source: str) -> bool:
    return "://" in source or source.endswith(".lbug")


def _sound(found: Iterable[Graph | Failure], failures: list[Failure], counts: Counter[str]) -> Iterator[Graph]:
    from stemmata.schemas.records import Failure

    for one in found:
        if isinstance(one, Failure):
            failures.append(one)
        else:
            counts["graphs"] += 1
            yield one


def _ifeval(graphs: Iterable[Graph], output: str | None, reporter: Reporter, *, all_families: bool) -> None:
    from stemmata.graphs.labels import labels_of

    left: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    with lines_to(output) as write:
        for graph in graphs:
            said = labels_of(graph, all_families=all_families)
            counts.update(instructions=1, constraints=len(said.labels), joined=len(graph.turns) > 1)
            left.update(one.id for one in (*said.unsayable, *said.foreign))
            counts.update(unsayable=len(said.unsayable), foreign=len(said.foreign))
            record = {
                "key": _key(graph),
                "prompt": graph.text,
                "instruction_id_list": [label.id for label in said.labels],
                "kwargs": [label.kwargs for label in said.labels],
            }
            write(json.dumps(record, ensure_ascii=False))
    _report(reporter, counts, left)


def _read(sources: list[str], parser: str) -> Iterator[Graph | Failure]:
    from stemmata.cli.records import read_either
    from stemmata.parsing.fields import SourceRecord
    from stemmata.parsing.parser import get_parser

    for one in read_either(sources):
        yield get_parser(parser).parse(one.turns, one.meta) if isinstance(one, SourceRecord) else one


def _stored(uri: str, select: str | None) -> Iterator[Graph]:
    from stemmata.cli.stored import chosen_ids
    from stemmata.graphs.stores.store import open_store

    with open_store(uri, read_only=True) as store:
        yield from store.graphs(ids=chosen_ids(store, select) if select is not None else None)


def _key(graph: Graph) -> object:
    """Return the key that an instruction was imported with, else its record's own id, else its content id."""
    from stemmata.graphs.labels import META

    labels = graph.meta.get(META)
    key = labels.get("key") if isinstance(labels, dict) else None
    return key if key is not None else graph.meta.get("source_id", graph.id)


def _report(reporter: Reporter, counts: Counter[str], left: Counter[str]) -> None:
    done = f"{counted(counts['instructions'], 'instruction')} with {counted(counts['constraints'], 'constraint')}"
    if counts["joined"]:
        done += f"; the turns of {counts['joined']} are joined by blank lines"
    reasons = []
    if counts["unsayable"]:
        reasons.append(f"{counts['unsayable']} that IFEval cannot say")
    if counts["foreign"]:
        reasons.append(f"{counts['foreign']} of other families, which --all-families writes")
    if reasons:
        listed = ", ".join(f"{count} {name}" for name, count in left.most_common())
        done += f"; left out: {' and '.join(reasons)} ({listed})"
    reporter.say(done)
