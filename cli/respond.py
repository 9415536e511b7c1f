"""`stemmata respond`: responses to what the store holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
    from stemmata.schemas.records import Failure, Response, Variant

_BATCH = 256
_CHUNK = 16


class Mode(StrEnum):
    """Where responses come from."""

    GIVEN = "given"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class _Task:
    """An instruction to answer: one with its own response, or a variant and its parent."""

    graph: Graph
    variant: Variant | None = None
    after: Graph | None = None


def respond(
    mode: Annotated[
        list[Mode] | None,
        typer.Option("--mode", help="Where responses come from; may be repeated.  [default: both]", show_default=False),
    ] = None,
    store: options.Store = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Responses go here, not to the store.", show_default=False),
    ] = None,
    select: options.Select = None,
    limit: options.Limit = None,
    workers: options.Workers = None,
    resume: options.Resume = True,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Collect responses without a model, each with the verdict on every hard constraint.

    `given` takes the response that came with an instruction; `repair` changes it until it keeps a variant's
    constraints, where a mechanical change does that. What is answered already is left alone, unless --no-resume.

    Examples:
      stemmata respond
      stemmata respond --mode repair --store out/instructions.lbug -o repaired.jsonl
    """
    from stemmata.cli.stored import chosen_ids, telling
    from stemmata.graphs.stores.store import open_store
    from stemmata.parsing.pool import batches, ordered_map

    reporter = Reporter(quiet=quiet, verbose=verbose)
    counts: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    uri = options.store_uri(store)
    with ExitStack() as stack:
        opened = stack.enter_context(open_store(uri, read_only=output is not None))
        write = stack.enter_context(lines_to(output)) if output is not None else None
        stack.enter_context(telling(lambda: counted(sum(counts[one.value] for one in Mode), "response")))
        ids = chosen_ids(opened, select, limit=limit)
        advance = stack.enter_context(reporter.progress("responding"))
        for one in mode or list(Mode):
            tasks = _tasks(opened, one, ids, skip=resume and write is None)
            results = ordered_map(_answer, tasks, workers=options.worker_count(workers), chunk=_CHUNK)
            for batch in batches(results, _BATCH):
                responses = [response for response, _ in batch if response is not None]
                failures = [failure for _, failure in batch if failure is not None]
                if write is None:
                    opened.write_responses(responses)
                    opened.write_failures(failures)
                else:
                    for response in responses:
                        write(response.line())
                counts[f"{one.value} wanted"] += len(batch)
                counts[one.value] += len(responses)
                counts["passed"] += sum(response.passed for response in responses)
                failed.update(failure.reason for failure in failures)
                advance(len(batch))
    said = ", ".join(f"{counts[one]} {one} of {counts[f'{one} wanted']} wanted" for one in mode or list(Mode))
    reporter.say(f"responses: {said}; {counts['passed']} keep every hard constraint")
    if failed:
        listed = ", ".join(f"{reason} ({count})" for reason, count in sorted(failed.items()))
        reporter.warn(
            f"{counted(failed.total(), 'response')} failed: {listed}; `stemmata stats --store {uri}` counts them"
        )
    return 1 if failed else 0


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


def _answer(task: _Task) -> tuple[Response | None, Failure | None]:
    from stemmata.cli.harvest import failure
    from stemmata.training.responses import given, repaired

    where = task.graph.id if task.variant is None else task.variant.id
    try:
        family = task.graph.id if task.variant is None else task.variant.family
        parent = given(task.graph, family)
        if parent is None or task.variant is None or task.after is None:
            return parent, None
        return repaired(task.variant, task.after, parent), None
    except Exception as error:
        return None, failure("respond", error, where, where)
