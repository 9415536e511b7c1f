"""`stemmata vary`: variants of what the store holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted, lines_to

if TYPE_CHECKING:
    from stemmata.graphs.graph import Graph
    from stemmata.graphs.stores.store import GraphStore
    from stemmata.schemas.records import Failure, Variant
    from stemmata.schemas.settings import VarySettings

_BATCH = 256
_CHUNK = 16


@dataclass(frozen=True, slots=True)
class _Vary:
    """Vary one graph; an error becomes a failure."""

    settings: VarySettings
    parser: str

    def __call__(self, task: tuple[Graph, str]) -> tuple[tuple[tuple[Variant, Graph | None], ...], Failure | None]:
        from stemmata.cli.harvest import failure, varied

        graph, family = task
        try:
            return varied(graph, self.settings, self.parser, family=family), None
        except Exception as error:
            return (), failure("vary", error, str(graph.meta.get("source", graph.id)), graph.id)


def vary(
    store: options.Store = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Variants go here, not to the store.", show_default=False),
    ] = None,
    seed: options.Seed = 0,
    per_instruction: options.PerInstruction = 8,
    proposer: options.Proposer = "catalogue",
    parser: options.ParserName = "rules",
    select: options.Select = None,
    limit: options.Limit = None,
    workers: options.Workers = None,
    resume: options.Resume = True,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Make variants of the instructions in the store, each by one edit of one node, and record them with the edits.

    Works on the roots, or on what --select returns. Those that have variants already are left alone, unless
    --no-resume says otherwise. A file gets the refused variants too, with the gate that refused them.

    Examples:
      stemmata vary --seed 1 --per-instruction 4
      stemmata vary --store out/instructions.lbug -o variants.jsonl --select 'MATCH (i:Instruction) RETURN i.id'
    """
    from stemmata.cli.harvest import ready
    from stemmata.cli.stored import chosen_ids, telling
    from stemmata.graphs.stores.store import open_store
    from stemmata.parsing.pool import batches, ordered_map
    from stemmata.refinement.proposer import get_proposer
    from stemmata.schemas.settings import VarySettings

    reporter = Reporter(quiet=quiet, verbose=verbose)
    settings = VarySettings(proposer=proposer, seed=seed, per_instruction=per_instruction)
    ready(parser)
    get_proposer(proposer)
    counts: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    uri = options.store_uri(store)
    with ExitStack() as stack:
        opened = stack.enter_context(open_store(uri, read_only=output is not None))
        write = stack.enter_context(lines_to(output)) if output is not None else None
        stack.enter_context(telling(lambda: counted(counts["accepted"], "variant")))
        ids = chosen_ids(opened, select, roots=True, limit=limit)
        advance = stack.enter_context(reporter.progress("varying", len(ids)))
        tasks = _tasks(opened, ids, skip=resume and write is None)
        results = ordered_map(_Vary(settings, parser), tasks, workers=options.worker_count(workers), chunk=_CHUNK)
        for batch in batches(results, _BATCH):
            pairs = [pair for outcomes, _ in batch for pair in outcomes]
            failures = [failure for _, failure in batch if failure is not None]
            if write is None:
                opened.write_variants(pairs)
                opened.write_failures(failures)
            else:
                for variant, _ in pairs:
                    write(variant.line())
            counts["varied"] += len(batch)
            counts.update(variant.status for variant, _ in pairs)
            failed.update(failure.reason for failure in failures)
            advance(len(batch))
    reporter.say(
        f"{counts['varied']} of {len(ids)} instructions varied: {counted(counts['accepted'], 'variant')} accepted, "
        f"{counts['refused']} refused"
    )
    if failed:
        said = ", ".join(f"{reason} ({count})" for reason, count in sorted(failed.items()))
        reporter.warn(
            f"{counted(failed.total(), 'instruction')} failed: {said}; `stemmata stats --store {uri}` counts them"
        )
    return 1 if failed else 0


def _tasks(store: GraphStore, ids: list[str], *, skip: bool) -> Iterator[tuple[Graph, str]]:
    """Yield the graphs to vary with their families; those that have variants are passed over where `skip` says so."""
    from stemmata.cli.stored import families_of, varied_ids
    from stemmata.parsing.pool import batches

    for page in batches(ids, _BATCH):
        done = varied_ids(store, page) if skip else set()
        families = families_of(store, page)
        for graph in store.graphs(ids=[one for one in page if one not in done]):
            if graph.sub_instructions:
                yield graph, families[graph.id]
