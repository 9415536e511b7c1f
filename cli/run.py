"""`stemmata run`: the main job in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter


def run(
    source: options.Sources,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder that gets everything.")],
    field: options.Field = None,
    parser: options.ParserName = "rules",
    spacy_model: options.SpacyModel = None,
    proposer: options.Proposer = "catalogue",
    seed: options.Seed = 0,
    per_instruction: options.PerInstruction = 8,
    limit: options.Limit = None,
    workers: options.Workers = None,
    resume: options.Resume = True,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Parse, vary, respond, verify, build: from instructions to graphs, variants and training data in one go.

    DIR gets instructions.lbug (the store), graphs.jsonl (one for each record, in order), variants.jsonl (refused ones
    too, with the gate), responses.jsonl, failures.jsonl, the datasets sft/ and dpo/, and report.json. The same input
    and settings give the same bytes, with any number of workers. A run that was stopped is continued by the same
    command.

    Examples:
      stemmata run examples/instructions.jsonl -o out
      stemmata run prompts.csv more.jsonl -o out --field question --seed 7 --per-instruction 4
    """
    from stemmata.cli.running import Plan, execute
    from stemmata.schemas.settings import BuildSettings, ParseSettings, RespondSettings, VarySettings

    plan = Plan(
        sources=tuple(source),
        folder=output,
        field=field,
        limit=limit,
        workers=options.worker_count(workers),
        parsing=ParseSettings(parser=options.parser_name(parser, spacy_model)),
        varying=VarySettings(proposer=proposer, seed=seed, per_instruction=per_instruction),
        responding=RespondSettings(),
        building=BuildSettings(seed=seed),
    )
    return execute(plan, Reporter(quiet=quiet, verbose=verbose), resume=resume)
