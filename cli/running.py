"""The work of `stemmata run`: records through the workers, batch by batch into files and store, then the datasets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeAlias

from stemmata.cli.asked import check
from stemmata.cli.checkpoint import Checkpoint
from stemmata.cli.collecting import agreement_in_words
from stemmata.cli.costs import USAGE_HEADER, usage_rows, usage_table
from stemmata.cli.folder import finished, prepare
from stemmata.cli.harvest import Harvest, Job
from stemmata.cli.ledger import jobs
from stemmata.cli.models import asking, say_sent, used
from stemmata.cli.output import Reporter, counted, table, write_text
from stemmata.cli.page import PAIRED, page, prices_of
from stemmata.cli.plan import FAILURES, GRAPHS, JUDGEMENTS, PAGE, REPORT, RESPONSES, SPENDING, STORE, VARIANTS, Plan
from stemmata.cli.samples import accepted, paired
from stemmata.cli.spending import note_sent, note_used
from stemmata.cli.tally import EXPECTED, Tally
from stemmata.graphs.codec import to_json
from stemmata.graphs.stores.store import GraphStore, open_store
from stemmata.llm.metering import Meter
from stemmata.parsing.fields import SourceRecord
from stemmata.parsing.pool import batches
from stemmata.parsing.sources import STDIN, read
from stemmata.schemas.records import Failure
from stemmata.training.agreement import agreements
from stemmata.training.datasets import build, buildable

if TYPE_CHECKING:
    from stemmata.llm.accounts import Accounts
    from stemmata.llm.running import Runner

Asked: TypeAlias = "tuple[Runner, Accounts]"

# A commit of the store costs about the same whatever it holds: large batches. What a kill loses is one of them; of
# answers that were paid for it loses nothing, since the cache has them.
_BATCH = 256
_BATCH_ASKED = 64
_WIDTH = 90


def execute(plan: Plan, reporter: Reporter, *, resume: bool) -> int:
    """Carry out a run, or continue it; returns the exit code.

    Raises:
        InputError: The input or a name is wrong, or the folder belongs to another run.
        OutputError: The folder cannot be written.
        BudgetError: The budget is spent; what was done stays.
        ServerError: The endpoint is out of reach; what was done stays.
    """
    config = plan.config
    check(plan.asker)
    items = read(plan.sources, field=config.field, limit=config.limit)
    if finished(plan, items, resume=resume):
        reporter.say(f"{plan.folder} is finished: nothing to do")
        return 0
    with ExitStack() as stack:
        asked = stack.enter_context(asking(config)) if plan.asks else None  # what is wrong with it is told first
        prepare(plan.folder, resume=resume)
        checkpoint = Checkpoint(plan.folder, plan.lines, plan.work, resume=resume)
        store = stack.enter_context(open_store(plan.folder / STORE))
        stack.enter_context(checkpoint)
        if checkpoint.done:
            reporter.say(f"continuing after {counted(checkpoint.done, 'record')}")
        tally, meter, mark = _collect(plan, items, asked, store, checkpoint, reporter)
        built: dict[str, dict[str, int]] = {}
        for name in buildable(store, config.build):
            reporter.detail(f"building {name}/")
            built[name] = build(name, store, plan.folder / name, config.build).splits
        checkpoint.finish()
        report = {**plan.work, "input": mark, "counts": {**tally.sorted(), **built}}
        agreed = agreements(store.judgements()) if config.judge.responses else {}
        if agreed:
            report["agreement"] = {judge: one.report() for judge, one in agreed.items()}
        rows = usage_rows(meter, config)
        if plan.asks:
            note_used(plan.folder / SPENDING, rows)
        pairs = paired(plan.folder / name for name in PAIRED if name in built)
        write_text(plan.folder / PAGE, page(report, rows, accepted(plan.folder / VARIANTS), pairs))
        write_text(plan.folder / REPORT, json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        checkpoint.forget()
    for judge, one in agreed.items():
        reporter.say(f"{judge} and the verifiers: {agreement_in_words(one)}")
    return _summary(plan, tally, rows, built, asked, reporter)


def _collect(
    plan: Plan,
    items: Iterable[SourceRecord | Failure],
    asked: Asked | None,
    store: GraphStore,
    checkpoint: Checkpoint,
    reporter: Reporter,
) -> tuple[Tally, Meter, str]:
    """Take every record that is not done through the stages into the files and the store."""
    tally, meter = Tally(checkpoint.state.get("counts")), Meter(checkpoint.state.get("usage"))
    mark = checkpoint.state.get("mark", "")
    todo = jobs(items, checkpoint, plan.folder)
    size = _BATCH_ASKED if plan.asks else _BATCH
    with reporter.progress("records", _left(plan, checkpoint) if reporter.shows else None) as advance:
        for batch in batches(_harvests(plan, asked, todo), size):
            harvests = [harvest for harvest, _ in batch]
            _keep(store, harvests)
            for harvest, use in batch:
                _write(checkpoint, harvest)
                tally.record(harvest)
                meter.add(use)
            mark = harvests[-1].job.mark
            state = {"counts": tally.counts, "mark": mark, "usage": meter.used}
            checkpoint.commit(checkpoint.done + len(batch), state)
            advance(len(batch), used(meter, plan.config) if plan.asks else "")
    return tally, meter, mark


def _left(plan: Plan, checkpoint: Checkpoint) -> int | None:
    """Return how many records are to be done, where the input can be read once more to count them."""
    if STDIN in plan.sources:
        return None
    return sum(1 for _ in read(plan.sources, field=plan.config.field, limit=plan.config.limit)) - checkpoint.done


def _harvests(plan: Plan, asked: Asked | None, todo: Iterator[Job]) -> Iterator[tuple[Harvest, Meter]]:
    """Yield what comes of each record, in order: by rules in several processes, then by whoever asks a model."""
    asker = plan.asker
    begun = asker.begun(todo, workers=plan.workers)
    if asked is None:
        yield from ((harvest, Meter()) for harvest in begun)
        return
    runner, accounts = asked
    try:
        yield from runner.map(asker(harvest) for harvest in begun)
    finally:
        note_sent(plan.folder / SPENDING, accounts.report()["sent"])


def _keep(store: GraphStore, batch: list[Harvest]) -> None:
    """Write a batch to the store; doing so twice changes nothing."""
    store.write(harvest.stored for harvest in batch if harvest.stored is not None)
    store.write_variants(pair for harvest in batch for pair in harvest.outcomes)
    store.write_responses(response for harvest in batch for response in harvest.responses)
    store.write_judgements(judgement for harvest in batch for judgement in harvest.judgements)
    store.write_failures(failure for harvest in batch for failure in harvest.failures)


def _write(checkpoint: Checkpoint, harvest: Harvest) -> None:
    if harvest.graph is not None:
        checkpoint.write(GRAPHS, to_json(harvest.graph))
    for variant, _ in harvest.outcomes:
        checkpoint.write(VARIANTS, variant.line())
    for response in harvest.responses:
        checkpoint.write(RESPONSES, response.line())
    for judgement in harvest.judgements:
        checkpoint.write(JUDGEMENTS, judgement.line())
    for failure in harvest.failures:
        checkpoint.write(FAILURES, failure.line())


def _summary(
    plan: Plan,
    tally: Tally,
    usage: list[dict[str, Any]],
    built: dict[str, dict[str, int]],
    asked: Asked | None,
    reporter: Reporter,
) -> int:
    groups = {name: counts for name, counts in tally.sorted().items() if name != "failures"}
    reporter.say(table((name, _in_words(counts)) for name, counts in {**groups, **built}.items()))
    if usage:
        reporter.say(table(usage_table(usage), USAGE_HEADER))
        for line in prices_of(usage, {**groups, **built}):
            reporter.say(line)
    if asked is not None:
        say_sent(asked[1], reporter)
    reporter.say(f"everything is in {plan.folder}; {REPORT} has all the counts")
    failed = tally.of("records", "failed")
    if failed:
        found = tally.sorted()["failures"].items()
        reasons = ", ".join(f"{reason} ({count})" for reason, count in found if reason not in EXPECTED)
        reporter.warn(f"{counted(failed, 'record')} failed: {reasons}; {plan.folder / FAILURES} lists them")
    return 1 if failed else 0


def _in_words(counts: Mapping[str, int]) -> str:
    """Return counts on one line, the first ones if there are too many for it."""
    said = ""
    for number, (name, count) in enumerate(counts.items()):
        longer = f"{said}, {count} {name}" if said else f"{count} {name}"
        if len(longer) > _WIDTH:
            return f"{said}, and {len(counts) - number} more"
        said = longer
    return said or "none"
