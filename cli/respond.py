"""`stemmata respond`: responses to what the store holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted, lines_to

if TYPE_CHECKING:
    from stemmata.graphs.graph import Graph
    from stemmata.graphs.stores.store import GraphStore
    from stemmata.llm.asking import Asking
    from stemmata.schemas.config import RunConfig
    from stemmata.schemas.records import Failure, Response, Variant

_BATCH = 256
_CHUNK = 16


class Mode(StrEnum):
    """Where responses come from."""

    GIVEN = "given"
    REPAIR = "repair"
    DIRECT = "direct"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class _Task:
    """An instruction to answer: one with its own response, or a variant and its parent."""

    graph: Graph
    variant: Variant | None = None
    after: Graph | None = None


def respond(
    mode: Annotated[
        list[Mode] | None,
        typer.Option(
            "--mode",
            help="Where responses come from; may be repeated.  [default: given and repair]",
            show_default=False,
        ),
    ] = None,
    store: options.Store = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Responses go here, not to the store.", show_default=False),
    ] = None,
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
    """Collect responses, each with the verdict on every hard constraint.

    `given` takes the response that came with an instruction; `repair` changes it until it keeps a variant's
    constraints, where a mechanical change does that. A model answers in the others: `direct` each instruction alone,
    `reference` each variant by revising the response to its original, a model's before the given one. What is answered
    already is left alone, unless --no-resume.

    Examples:
      stemmata respond
      stemmata respond --mode repair --store out/instructions.lbug -o repaired.jsonl
      stemmata respond --mode direct --mode reference --model NAME --max-calls 500
    """
    from stemmata.cli.collecting import keep, say_failed
    from stemmata.cli.models import asking, model_config, model_options, say_used, used
    from stemmata.cli.stored import chosen_ids, open_there, telling
    from stemmata.llm.metering import Meter, metered
    from stemmata.parsing.pool import batches, ordered_map
    from stemmata.schemas.records import Response
    from stemmata.training.collecting import MODEL_MODES

    reporter = Reporter(quiet=quiet, verbose=verbose)
    modes = list(dict.fromkeys(mode or (Mode.GIVEN, Mode.REPAIR)))
    settings = model_config(
        config,
        {
            "respond.modes": [one.value for one in modes],
            **model_options(model, max_calls, max_tokens, max_cost, concurrency, batch, cache),
        },
    )
    meter = Meter()
    counts: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    uri = options.store_uri(store)
    with ExitStack() as stack:
        opened = stack.enter_context(open_there(uri, read_only=output is not None or dry_run))
        ids = chosen_ids(opened, select, limit=limit)
        if dry_run:
            _estimate(opened, modes, ids, settings, reporter, skip=resume and output is None)
            return 0
        write = stack.enter_context(lines_to(output)) if output is not None else None
        stack.enter_context(
            telling(lambda: counted(sum(counts[one.value] for one in Mode), "response") if write is None else None)
        )
        advance = stack.enter_context(reporter.progress("responding"))
        runner, accounts = stack.enter_context(asking(settings)) if settings.needed() else (None, None)
        for one in modes:
            results: Iterable[Response | Failure | None]
            if one.value in MODEL_MODES and runner is not None:
                asked = _asked(opened, one, ids, skip=resume and write is None)
                results = runner.map(metered(task, meter) for task in asked)
            else:
                tasks = _tasks(opened, one, ids, skip=resume and write is None)
                results = ordered_map(_answer, tasks, workers=options.worker_count(workers), chunk=_CHUNK)
            for some in batches(results, _BATCH):
                told = [made for made in some if made is not None]
                responses, failures = keep(told, Response, opened, opened.write_responses, write)
                counts[f"{one.value} wanted"] += len(some)
                counts[one.value] += len(responses)
                counts["passed"] += sum(response.passed for response in responses)
                failed.update(failure.reason for failure in failures)
                advance(len(some), used(meter, settings) if runner is not None else "")
    said = ", ".join(f"{counts[one]} {one} of {counts[f'{one} wanted']} wanted" for one in modes)
    reporter.say(f"responses: {said}; {counts['passed']} keep every hard constraint")
    say_used(meter, settings, reporter, accounts)
    say_failed(failed, "response", uri, reporter)
    return 1 if failed else 0


def _asked(store: GraphStore, mode: Mode, ids: list[str], *, skip: bool) -> Iterator[Asking[Response | Failure]]:
    from stemmata.cli.asked import guarded
    from stemmata.training.collecting import answering

    tasks = answering(store, ids, "direct" if mode is Mode.DIRECT else "reference", skip=skip)
    return (guarded(task, "respond", about, about) for about, task in tasks)


def _estimate(
    store: GraphStore, modes: Sequence[Mode], ids: list[str], settings: RunConfig, reporter: Reporter, *, skip: bool
) -> None:
    """Say what the modes of a model would cost; an original without a response gets a rehearsed one for it."""
    from stemmata.cli.estimating import estimate
    from stemmata.training.collecting import MODEL_MODES, answering
    from stemmata.training.rehearsed import answer_directly
    from stemmata.training.responses import response

    def stand_in(graph: Graph) -> Response:
        return response(graph, answer_directly(graph.turns), family=graph.id, mode="direct", model="")

    def tasks(some: list[str]) -> Iterator[Asking[object]]:
        for mode in MODEL_MODES:
            if mode in modes:
                for _, task in answering(store, some, mode, skip=skip, stand_in=stand_in):
                    yield task

    estimate(tasks, ids, settings, reporter)


def _tasks(store: GraphStore, mode: Mode, ids: list[str], *, skip: bool) -> Iterator[_Task]:
    from stemmata.cli.stored import answered_ids
    from stemmata.parsing.pool import batches

    if mode is Mode.GIVEN:
        for page in batches(ids, _BATCH):
            done = answered_ids(store, page, mode.value) if skip else set()
            for graph in store.graphs(ids=[one for one in page if one not in done]):
                if graph.meta.get("response") is not None:
                    yield _Task(graph)
        return
    wanted = set(ids)
    for some in batches((variant for variant in store.variants() if variant.id in wanted), _BATCH):
        done = answered_ids(store, [variant.id for variant in some], mode.value) if skip else set()
        todo = [variant for variant in some if variant.id not in done]
        names = {name for variant in todo for name in (variant.id, variant.parent)}
        graphs = {graph.id: graph for graph in store.graphs(ids=sorted(names))}
        for variant in todo:
            if variant.parent in graphs and variant.id in graphs:
                yield _Task(graphs[variant.parent], variant, graphs[variant.id])


def _answer(task: _Task) -> Response | Failure | None:
    from stemmata.cli.harvest import failure
    from stemmata.training.responses import given, repaired

    where = task.graph.id if task.variant is None else task.variant.id
    try:
        family = task.graph.id if task.variant is None else task.variant.family
        parent = given(task.graph, family)
        if parent is None or task.variant is None or task.after is None:
            return parent
        return repaired(task.variant, task.after, parent)
    except Exception as error:
        return failure("respond", error, where, where)
