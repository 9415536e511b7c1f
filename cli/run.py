"""`stemmata run`: the main job in one go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter
from stemmata.schemas.errors import InputError

if TYPE_CHECKING:
    from stemmata.schemas.config import RunConfig


def run(
    source: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="JSONL, JSON, CSV, TSV, Parquet or .txt files (text also .gz); - is JSONL on standard input.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="The folder that gets everything.", show_default=False),
    ] = None,
    config: options.Config = None,
    field: options.Field = None,
    parser: Annotated[
        str | None,
        typer.Option(
            "--parser",
            metavar="NAME",
            help="How text becomes graphs.  [default: rules; with a model: llm]",
            show_default=False,
        ),
    ] = None,
    spacy_model: options.SpacyModel = None,
    filtering: Annotated[
        bool | None,
        typer.Option("--filter/--no-filter", help="Let a model sort out what lacks what it refers to."),
    ] = None,
    proposer: Annotated[
        str | None,
        typer.Option(
            "--proposer",
            metavar="NAME",
            help="Who proposes edits.  [default: catalogue; with a model: llm]",
            show_default=False,
        ),
    ] = None,
    reconstruct: Annotated[
        str | None,
        typer.Option(
            "--reconstruct",
            metavar="WAY",
            help="How a model edits: span, the node's words alone; paper, the whole prompt.  [default: span]",
            show_default=False,
        ),
    ] = None,
    mode: Annotated[
        list[str] | None,
        typer.Option(
            "--mode",
            help="Where responses come from: given, repair, direct, reference; may be repeated.  [default: given and "
            "repair; with a model: given, direct and reference]",
            show_default=False,
        ),
    ] = None,
    judge: Annotated[
        bool | None, typer.Option("--judge/--no-judge", help="Let a model judge the responses of models.")
    ] = None,
    pairs: Annotated[
        str | None,
        typer.Option(
            "--pairs",
            metavar="RULE",
            help="Which pairs of a family: paper, proven or hard.  [default: proven]",
            show_default=False,
        ),
    ] = None,
    model: options.Model = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", help="Chooses wherever there is a choice.  [default: 0]", show_default=False),
    ] = None,
    per_instruction: Annotated[
        int | None,
        typer.Option(
            "--per-instruction", min=1, help="The most variants of one instruction.  [default: 8]", show_default=False
        ),
    ] = None,
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
    """Parse, vary, respond, verify, build: from instructions to graphs, variants and training data in one go.

    DIR gets instructions.lbug (the store), graphs.jsonl (one for each record, in order), variants.jsonl (refused ones
    too, with the gate), responses.jsonl, failures.jsonl, the datasets sft/ and dpo/, report.json and report.html. The
    same input and settings give the same bytes, with any number of workers. A run that was stopped is continued by the
    same command.

    With a model, it filters and decomposes the instructions, edits them, answers them directly and by reference, and
    judges the answers, unless the options say otherwise; DIR gets judgements.jsonl and the datasets aug/, ref/,
    aug-dpo/, ref-dpo/, eval/ and det/ too. Answers are kept in a cache: what was paid for once is not asked again.

    Examples:
      stemmata run examples/instructions.jsonl -o out
      stemmata run prompts.csv more.jsonl -o out --field question --seed 7 --per-instruction 4
      stemmata run prompts.jsonl -o out --model NAME --dry-run
      stemmata run prompts.jsonl -o out --model NAME --max-calls 5000
      stemmata run --config stemmata.toml
    """
    from stemmata.cli.config import load, settled
    from stemmata.cli.models import model_options
    from stemmata.cli.plan import Plan
    from stemmata.cli.running import execute

    said = {
        "sources": source or None,
        "output": None if output is None else str(output),
        "field": field,
        "limit": limit,
        "workers": workers,
        "seed": seed,
        "parse.parser": parser if spacy_model is None else options.parser_name(parser or "rules", spacy_model),
        "parse.filter": filtering,
        "vary.proposer": proposer,
        "vary.reconstruct": reconstruct,
        "vary.per_instruction": per_instruction,
        "respond.modes": mode or None,
        "judge.responses": judge,
        "build.pairs": pairs,
        **model_options(model, max_calls, max_tokens, max_cost, concurrency, batch, cache),
    }
    settings = settled(load(config), said, where=str(config) if config else "the options")
    folder = _required(settings, config)
    reporter = Reporter(quiet=quiet, verbose=verbose)
    plan = Plan(settings.sources, folder, options.worker_count(settings.workers), settings)
    if dry_run:
        from stemmata.cli.estimating import tell

        return tell(plan.asker, settings, settings.sources, reporter)
    return execute(plan, reporter, resume=resume)


def _required(settings: RunConfig, config: Path | None) -> Path:
    """Return the folder of a run.

    Raises:
        InputError: No folder or no source is named.
    """
    where = str(config) if config else None
    if not settings.sources:
        raise InputError("no source is named", where=where, fix="name a file of instructions")
    if settings.output is None:
        raise InputError("no folder is named", where=where, fix="name one with -o DIR")
    return Path(settings.output)
