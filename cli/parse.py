"""`stemmata parse`: text to graphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import STDOUT, Reporter, counted, is_special, lines_to

if TYPE_CHECKING:
    from stemmata.cli.harvest import Job
    from stemmata.graphs.stores.store import GraphStore
    from stemmata.parsing.fields import SourceRecord
    from stemmata.schemas.records import Failure

_BATCH = 512
_CHUNK = 64
_LISTED = 5


def parse(
    source: options.Sources,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Graphs go here; - is stdout.", show_default=False),
    ] = None,
    store: options.Store = None,
    field: options.Field = None,
    parser: options.ParserName = "rules",
    spacy_model: options.SpacyModel = None,
    limit: options.Limit = None,
    workers: options.Workers = None,
    resume: options.Resume = True,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Parse instructions into graphs, into the store; with -o into a file instead, or as well where --store is named.

    What is in the store already is not parsed again, unless --no-resume says so. A file gets one graph for each input
    record, in order; records that failed are listed in FILE.failures.jsonl.

    Examples:
      stemmata parse examples/instructions.jsonl --store my.lbug
      stemmata parse examples/instructions.jsonl -o graphs.jsonl
      echo '{"text": "List three rivers."}' | stemmata parse - -o -
    """
    from stemmata.cli.harvest import LineHarvester, ready
    from stemmata.graphs.stores.store import open_store
    from stemmata.parsing.pool import batches, ordered_chunks
    from stemmata.parsing.sources import read

    reporter = Reporter(quiet=quiet, verbose=verbose)
    parser = options.parser_name(parser, spacy_model)
    ready(parser)
    records = read(source, field=field, limit=limit)
    counts: Counter[str] = Counter()
    failures: list[Failure] = []
    with ExitStack() as stack:
        opened = None
        if output is None or store is not None:
            opened = stack.enter_context(open_store(options.store_uri(store)))
        write = stack.enter_context(lines_to(output)) if output is not None else None
        advance = stack.enter_context(reporter.progress("parsing"))
        skipping = opened if resume and write is None else None
        jobs = _jobs(records, skipping, counts)
        harvester = LineHarvester(parser, lines=write is not None, stores=opened is not None)
        made = ordered_chunks(harvester, jobs, workers=options.worker_count(workers), chunk=_CHUNK)
        for batch in batches(made, _BATCH):
            failed = [one for parsed in batch for one in parsed.failures]
            lines = [parsed.line for parsed in batch if parsed.line is not None]
            if opened is not None:
                counts["new"] += opened.write(parsed.stored for parsed in batch if parsed.stored is not None)
                opened.write_failures(failed)
            if write is not None:
                for line in lines:
                    write(line)
            counts["graphs"] += len(lines)
            failures += failed
            advance(len(batch))
    return summary(reporter, counts, failures, output, options.store_uri(store) if opened is not None else None)


def _jobs(records: Iterable[SourceRecord | Failure], store: GraphStore | None, counts: Counter[str]) -> Iterator[Job]:
    """Yield the records that are not in the store; with no store, all of them."""
    from stemmata.cli.harvest import Job
    from stemmata.cli.stored import known_ids
    from stemmata.parsing.pool import batches
    from stemmata.schemas.instruction import instruction_id
    from stemmata.schemas.records import Failure

    for batch in batches(records, _BATCH):
        ids = ["" if isinstance(item, Failure) else instruction_id(item.turns) for item in batch]
        known = known_ids(store, ids) if store is not None else set()
        for item, graph_id in zip(batch, ids, strict=True):
            counts["records"] += 1
            if graph_id in known:
                counts["known"] += 1
            else:
                yield Job(item)
                if store is not None and graph_id:
                    known.add(graph_id)


def summary(
    reporter: Reporter, counts: Counter[str], failures: list[Failure], output: str | None, uri: str | None
) -> int:
    """Say what came of the records, list the failures beside the output, and return the exit code."""
    done = f"{counted(counts['records'], 'record')}: {counted(counts['graphs'], 'graph')}"
    if uri is not None:
        done += f", {counts['new']} new in {uri}"
    if counts["known"]:
        done += f"; {counts['known']} were there already"
    reporter.say(done)
    if not failures:
        return 0
    listed = f"`stemmata stats --store {uri}` counts them"
    if output is not None and output != STDOUT and not is_special(output):
        listed = f"{output}.failures.jsonl lists them"
        with lines_to(f"{output}.failures.jsonl") as write:
            for failed in failures:
                write(failed.line())
    elif uri is None:
        listed = ", ".join(f"{failed.where}: {failed.reason}" for failed in failures[:_LISTED])
        listed += f", and {len(failures) - _LISTED} more" if len(failures) > _LISTED else ""
    reasons = Counter(failed.reason for failed in failures)
    said = ", ".join(f"{reason} ({count})" for reason, count in sorted(reasons.items()))
    reporter.warn(f"{counted(len(failures), 'record')} failed: {said}; {listed}")
    return 1
