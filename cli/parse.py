"""`stemmata parse`: text to graphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted, lines_to

if TYPE_CHECKING:
    from stemmata.cli.harvest import Job, Parsed
    from stemmata.cli.refused import Refused
    from stemmata.graphs.stores.store import GraphStore
    from stemmata.parsing.fields import SourceRecord
    from stemmata.schemas.records import Failure

_BATCH = 512
_CHUNK = 64
_TOGETHER = 100_000  # characters of a chunk


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
    model: options.Model = None,
    config: options.Config = None,
    limit: options.Limit = None,
    max_calls: options.MaxCalls = None,
    max_tokens: options.MaxTokens = None,
    max_cost: options.MaxCost = None,
    concurrency: options.Concurrency = None,
    batch: options.Batch = None,
    cache: options.Cache = None,
    dry_run: options.DryRun = False,
    workers: options.Workers = None,
    resume: options.Resume = True,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Parse instructions into graphs, into the store; with -o into a file instead, or as well where --store is named.

    What is in the store already is not parsed again, unless --no-resume says so. A file gets one graph for each input
    record, in order; records that failed are listed in FILE.failures.jsonl. --parser llm asks a model to decompose
    each instruction, and finds what it says in the text.

    Examples:
      stemmata parse examples/instructions.jsonl --store my.lbug
      stemmata parse examples/instructions.jsonl -o graphs.jsonl
      echo '{"text": "List three rivers."}' | stemmata parse - -o -
      stemmata parse prompts.jsonl --parser llm --model NAME --dry-run
    """
    from stemmata.cli.asked import Asker
    from stemmata.cli.harvest import LineHarvester, ready
    from stemmata.cli.models import asking, model_config, model_options, say_used
    from stemmata.cli.refused import Refused
    from stemmata.cli.stored import telling
    from stemmata.graphs.stores.store import open_store
    from stemmata.llm.metering import Meter
    from stemmata.parsing.groups import weighed
    from stemmata.parsing.pool import batches, ordered_chunks
    from stemmata.parsing.sources import read

    reporter = Reporter(quiet=quiet, verbose=verbose)
    parser = options.parser_name(parser, spacy_model)
    settings = model_config(
        config,
        {
            "parse.parser": parser,
            **model_options(model, max_calls, max_tokens, max_cost, concurrency, batch, cache),
        },
    )
    asker = Asker(settings.parse)
    if dry_run:
        from stemmata.cli.estimating import tell

        known = _known(options.store_uri(store)) if resume and output is None else frozenset()
        reading = settings.model_copy(update={"field": field, "limit": limit})
        return tell(asker, reading, source, reporter, known)
    ready(asker.rules)
    records = read(source, field=field, limit=limit)
    counts: Counter[str] = Counter()
    meter = Meter()
    uri = options.store_uri(store) if output is None or store is not None else None
    with ExitStack() as stack:
        # Its errors come before a store is made.
        runner, accounts = stack.enter_context(asking(settings)) if asker.parses else (None, None)
        opened = stack.enter_context(open_store(uri)) if uri is not None else None
        write = stack.enter_context(lines_to(output)) if output is not None else None
        stack.enter_context(telling(lambda: counted(counts["new"], "graph") if opened is not None else None))
        advance = stack.enter_context(reporter.progress("parsing"))
        refused = Refused(stack, output, uri)
        skipping = opened if resume and write is None else None
        chunks = weighed(_jobs(records, skipping, counts), _length, most=_TOGETHER, count=_CHUNK)
        harvester = LineHarvester(parser, lines=write is not None, stores=opened is not None)
        if runner is not None:
            made = harvester.asked(runner.map(map(asker, asker.begun(job for some in chunks for job in some))), meter)
        else:
            made = ordered_chunks(harvester, chunks, workers=options.worker_count(workers))
        for some in batches(_written(made, write, counts), _BATCH if opened is not None else _CHUNK):
            failed = [failure for one in some for failure in one.failures]
            if opened is not None:
                counts["new"] += opened.write(one.stored for one in some if one.stored is not None)
                opened.write_failures(failed)
            refused.add(failed)
            advance(len(some))
    say_used(meter, settings, reporter, accounts)
    return summary(reporter, counts, refused, uri)


def _length(job: Job) -> int:
    from stemmata.schemas.records import Failure

    return 0 if isinstance(job.item, Failure) else sum(len(turn.text) for turn in job.item.turns)


def _written(made: Iterable[Parsed], write: Callable[[str], None] | None, counts: Counter[str]) -> Iterator[Parsed]:
    """Write each line as soon as it is there, so that none is held longer; yield the rest."""
    for one in made:
        counts["graphs"] += one.line is not None
        if write is not None and one.line is not None:
            write(one.line)
        yield replace(one, line=None)


def _known(uri: str) -> frozenset[str]:
    """Return the instructions of a store; none where there is no store yet."""
    from stemmata.cli.stored import chosen_ids
    from stemmata.graphs.stores.store import open_store

    if "://" not in uri and not Path(uri).exists():
        return frozenset()
    with open_store(uri, read_only=True) as opened:
        return frozenset(chosen_ids(opened, None))


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
                yield Job(item, vary=False, answer=False)
                if store is not None and graph_id:
                    known.add(graph_id)


def summary(reporter: Reporter, counts: Counter[str], refused: Refused, uri: str | None) -> int:
    """Say what came of the records, and return the exit code."""
    done = f"{counted(counts['records'], 'record')}: {counted(counts['graphs'], 'graph')}"
    if uri is not None:
        done += f", {counts['new']} new in {uri}"
    if counts["known"]:
        done += f"; {counts['known']} were there already"
    reporter.say(done)
    said = refused.said()
    if said is not None:
        reporter.warn(said)
    return 0 if said is None else 1
