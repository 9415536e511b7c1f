"""`stemmata judge`: a model's verdict on the responses of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted, lines_to
from stemmata.cli.respond import Mode

if TYPE_CHECKING:
    from stemmata.llm.asking import Asking

_BATCH = 256


def judge(
    mode: Annotated[
        list[Mode] | None,
        typer.Option(
            "--mode", help="Only responses of this mode; may be repeated.  [default: all]", show_default=False
        ),
    ] = None,
    store: options.Store = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Judgements go here, not to the store.", show_default=False
        ),
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
    resume: options.Resume = True,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Let a model judge responses: each as a whole, and each constraint that no verifier decides by itself.

    An answer that is no clear Yes or No is a failure, never a pass, and no judge overrules a verifier: both verdicts
    are kept. Where every constraint of an instruction is hard, both can tell, and how far they agree is said at the
    end. Responses that any judge has judged are left alone, unless --no-resume.

    Examples:
      stemmata judge --model NAME --dry-run
      stemmata judge --model NAME --mode direct --store out/instructions.lbug
    """
    from stemmata.cli.asked import guarded
    from stemmata.cli.collecting import agreement_in_words, keep, say_failed
    from stemmata.cli.estimating import estimate
    from stemmata.cli.models import asking, model_config, model_options, say_used, used
    from stemmata.cli.stored import chosen_ids, open_there, telling
    from stemmata.llm.metering import Meter, metered
    from stemmata.parsing.pool import batches
    from stemmata.schemas.records import Judgement
    from stemmata.training.agreement import Agreements
    from stemmata.training.collecting import judging

    reporter = Reporter(quiet=quiet, verbose=verbose)
    settings = model_config(
        config,
        {
            "judge.responses": True,
            **model_options(model, max_calls, max_tokens, max_cost, concurrency, batch, cache),
        },
    )
    modes = [one.value for one in mode or ()]
    meter, agreed = Meter(), Agreements()
    counts: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    uri = options.store_uri(store)
    with ExitStack() as stack:
        opened = stack.enter_context(open_there(uri, read_only=output is not None or dry_run))
        ids = chosen_ids(opened, select, limit=limit)
        if dry_run:

            def tasks(some: list[str]) -> Iterator[Asking[object]]:
                return (task for _, task in judging(opened, some, modes=modes, skip=resume and output is None))

            estimate(tasks, ids, settings, reporter)
            return 0
        write = stack.enter_context(lines_to(output)) if output is not None else None
        stack.enter_context(telling(lambda: counted(counts["judged"], "judgement") if write is None else None))
        advance = stack.enter_context(reporter.progress("judging"))
        runner, accounts = stack.enter_context(asking(settings))
        lacking = judging(opened, ids, modes=modes, skip=resume and write is None)
        asked = (metered(guarded(task, "judge", about, about), meter) for about, task in lacking)
        for some in batches(runner.map(asked), _BATCH):
            judgements, failures = keep(some, Judgement, opened, opened.write_judgements, write)
            counts["judged"] += len(judgements)
            counts["passed"] += sum(one.passed is True for one in judgements)
            counts["alone"] += sum(len(one.constraints) for one in judgements)
            failed.update(failure.reason for failure in failures)
            for one in judgements:
                agreed.add(one)
            advance(len(some), used(meter, settings))
    reporter.say(
        f"{counted(counts['judged'], 'response')} judged: {counts['passed']} address the whole instruction; "
        f"{counted(counts['alone'], 'soft constraint')} judged one by one"
    )
    for name, agreement in agreed.by_judge().items():
        reporter.say(f"{name} and the verifiers: {agreement_in_words(agreement)}")
    say_used(meter, settings, reporter, accounts)
    say_failed(failed, "judgement", uri, reporter)
    return 1 if failed else 0
