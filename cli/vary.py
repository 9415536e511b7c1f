"""`stemmata vary`: variants of what the store holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted, lines_to

if TYPE_CHECKING:
    from stemmata.graphs.graph import Graph
    from stemmata.graphs.stores.store import GraphStore
    from stemmata.llm.asking import Asking
    from stemmata.schemas.records import Failure, Variant
    from stemmata.schemas.settings import VarySettings

_BATCH = 256
_CHUNK = 16

# What came of one graph: variants tried, each with its graph where it was accepted, and what came to nothing before.
_Varied: TypeAlias = "tuple[tuple[tuple[Variant, Graph | None], ...], tuple[Failure, ...]]"


@dataclass(frozen=True, slots=True)
class _Vary:
    """Vary one graph; an error becomes a failure."""

    settings: VarySettings
    parser: str

    def __call__(self, task: tuple[Graph, str]) -> _Varied:
        from stemmata.cli.harvest import failure, varied

        graph, family = task
        try:
            return varied(graph, self.settings, self.parser, family=family), ()
        except Exception as error:
            return (), (failure("vary", error, str(graph.meta.get("source", graph.id)), graph.id),)

    def asked(self, task: tuple[Graph, str]) -> Asking[_Varied]:
        """Vary one graph with a model's help."""
        from stemmata.cli.asked import guarded
        from stemmata.parsing.parser import get_parser
        from stemmata.refinement.asked import asked_variants
        from stemmata.schemas.records import Failure

        graph, family = task
        asking = asked_variants(graph, self.settings, get_parser(self.parser), family=family)
        told = yield from guarded(asking, "vary", str(graph.meta.get("source", graph.id)), graph.id)
        if isinstance(told, Failure):
            return (), (told,)
        outcomes, lost = told
        return tuple(outcomes), tuple(lost)


def vary(
    store: options.Store = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Variants go here, not to the store.", show_default=False),
    ] = None,
    seed: options.Seed = 0,
    per_instruction: options.PerInstruction = 8,
    proposer: options.Proposer = "catalogue",
    reconstruct: Annotated[
        str,
        typer.Option(
            "--reconstruct", metavar="WAY", help="What a model writes: span, the node's words; paper, the whole prompt."
        ),
    ] = "span",
    relation: Annotated[
        list[str] | None,
        typer.Option(
            "--relation",
            help="What a model is asked for at each node: contradicting, parallel, stronger, weaker or equivalent; "
            "may be repeated.  [default: contradicting or parallel]",
            show_default=False,
        ),
    ] = None,
    judge_natural: Annotated[
        bool, typer.Option("--judge-natural", help="Let a model judge how natural an accepted variant is.")
    ] = False,
    parser: options.ParserName = "rules",
    model: options.Model = None,
    config: options.Config = None,
    select: options.Select = None,
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
    """Make variants of the instructions in the store, each by one edit of one node, and record them with the edits.

    Works on the roots, or on what --select returns. Those that have variants already are left alone, unless
    --no-resume says otherwise. A file gets the refused variants too, with the gate that refused them. --proposer llm
    asks a model for the new words of one node at a time, or with --reconstruct paper for the whole new prompt, of which
    nothing but the node may have changed. --proposer eda and rewrite are there for comparison.

    Examples:
      stemmata vary --seed 1 --per-instruction 4
      stemmata vary --store out/instructions.lbug -o variants.jsonl --select 'MATCH (i:Instruction) RETURN i.id'
      stemmata vary --proposer llm --model NAME --max-calls 500
    """
    from stemmata.cli.estimating import estimate
    from stemmata.cli.harvest import ready
    from stemmata.cli.models import asking, model_config, model_options, say_used, used
    from stemmata.cli.stored import chosen_ids, open_there, telling
    from stemmata.llm.metering import Meter, metered
    from stemmata.parsing.pool import batches, ordered_map
    from stemmata.refinement.proposer import get_proposer
    from stemmata.schemas.config import ASKING_PROPOSERS
    from stemmata.schemas.vocabulary import INVALID

    reporter = Reporter(quiet=quiet, verbose=verbose)
    settings = model_config(
        config,
        {
            "vary.proposer": proposer,
            "vary.seed": seed,
            "vary.per_instruction": per_instruction,
            "vary.reconstruct": reconstruct,
            "vary.relations": relation or None,
            "vary.judge_natural": judge_natural,
            **model_options(model, max_calls, max_tokens, max_cost, concurrency, batch, cache),
        },
    )
    ready(parser)
    if proposer not in ASKING_PROPOSERS:
        get_proposer(proposer)
    asks = bool(settings.needed())
    meter = Meter()
    counts: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    uri = options.store_uri(store)
    with ExitStack() as stack:
        opened = stack.enter_context(open_there(uri, read_only=output is not None or dry_run))
        ids = chosen_ids(opened, select, roots=True, limit=limit)
        do = _Vary(settings.vary, parser)
        if dry_run:
            skip = resume and output is None
            estimate(lambda some: map(do.asked, _tasks(opened, some, skip=skip)), ids, settings, reporter)
            return 0
        write = stack.enter_context(lines_to(output)) if output is not None else None
        stack.enter_context(telling(lambda: counted(counts["accepted"], "variant") if write is None else None))
        advance = stack.enter_context(reporter.progress("varying", len(ids)))
        tasks = _tasks(opened, ids, skip=resume and write is None)
        runner, accounts = stack.enter_context(asking(settings)) if asks else (None, None)
        if runner is not None:
            results = runner.map(metered(do.asked(task), meter) for task in tasks)
        else:
            results = ordered_map(do, tasks, workers=options.worker_count(workers), chunk=_CHUNK)
        for some in batches(results, _BATCH):
            pairs = [pair for outcomes, _ in some for pair in outcomes]
            failures = [failure for _, lost in some for failure in lost]
            if write is None:
                opened.write_variants(pairs)
                opened.write_failures(failures)
            else:
                for variant, _ in pairs:
                    write(variant.line())
            counts["varied"] += len(some)
            counts.update(variant.status for variant, _ in pairs)
            counts["invalid"] += sum(failure.reason == INVALID for failure in failures)
            failed.update(failure.reason for failure in failures if failure.reason != INVALID)
            advance(len(some), used(meter, settings) if asks else "")
    reporter.say(
        f"{counts['varied']} of {len(ids)} instructions varied: {counted(counts['accepted'], 'variant')} accepted, "
        f"{counts['refused']} refused" + (f", {counts['invalid']} called invalid" if counts["invalid"] else "")
    )
    say_used(meter, settings, reporter, accounts)
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
