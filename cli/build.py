"""`stemmata build`: datasets from the store."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter

if TYPE_CHECKING:
    from stemmata.training.datasets import Built


class Dataset(StrEnum):
    """What to build."""

    SFT = "sft"
    DPO = "dpo"
    AUG = "aug"
    REF = "ref"
    AUG_DPO = "aug-dpo"
    REF_DPO = "ref-dpo"
    EVAL = "eval"
    DET = "det"
    ALL = "all"


class Pairs(StrEnum):
    """Which pairs of models' answers are kept."""

    PAPER = "paper"
    PROVEN = "proven"
    HARD = "hard"


def build(
    dataset: Annotated[
        Dataset,
        typer.Argument(help="Which dataset, or all for which the store has responses.", show_default=False),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="A folder; `all` makes sft/, dpo/ and others in it.")
    ],
    store: options.Store = None,
    seed: options.Seed = 0,
    pairs_per_seed: Annotated[int, typer.Option("--pairs-per-seed", min=1, help="The most pairs of one family.")] = 5,
    pairs: Annotated[
        Pairs,
        typer.Option(
            "--pairs",
            help="Of Aug-DPO and Ref-DPO: paper, any ordered pair of a family; proven, where chosen is shown to keep "
            "the prompt and rejected to fail it; hard, of these the ones most alike.",
        ),
    ] = Pairs.PROVEN,
    failing: Annotated[
        bool, typer.Option("--failing", help="Let Aug and Ref have answers that fail a hard constraint, as the paper.")
    ] = False,
    eval_families: Annotated[
        int, typer.Option("--eval-families", min=0, help="The most families that Eval and Det hold out.")
    ] = 170,
    eval_share: Annotated[
        float, typer.Option("--eval-share", min=0, max=1, help="The largest share of all families that they hold out.")
    ] = 0.1,
    test_fraction: Annotated[
        float, typer.Option("--test-fraction", min=0, max=0.99, help="The share of families in the test split.")
    ] = 0.1,
    shard_records: Annotated[int, typer.Option("--shard-records", min=1, help="Records in one shard.")] = 50_000,
    lossy: Annotated[
        bool, typer.Option("--lossy", help="Use responses too that lost something when they were repaired.")
    ] = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Build datasets from the store: shards and a card, split by family, for `datasets.load_dataset`.

    sft and dpo take all responses that keep their instructions. Of models' answers, aug and ref are conversations,
    aug-dpo and ref-dpo preference pairs, made as DeMoRecon's: answers to each instruction alone, and answers revised
    from the original's. eval has the seeds with exactly four sub-instructions and their variants, which the four before
    have not; det asks which response answers which of them.

    Examples:
      stemmata build sft -o data/sft
      stemmata build all -o data --store out/instructions.lbug --pairs-per-seed 10
      stemmata build ref-dpo -o data/ref-dpo --pairs hard
    """
    from stemmata.graphs.stores.store import open_store
    from stemmata.schemas.settings import BuildSettings
    from stemmata.training.datasets import KINDS, buildable
    from stemmata.training.datasets import build as build_one

    reporter = Reporter(quiet=quiet, verbose=verbose)
    settings = BuildSettings(
        seed=seed,
        pairs_per_seed=pairs_per_seed,
        pairs=pairs.value,
        failing=failing,
        lossy=lossy,
        eval_families=eval_families,
        eval_share=eval_share,
        test_fraction=test_fraction,
        shard_records=shard_records,
    )
    with open_store(options.store_uri(store), read_only=True) as opened:
        if dataset is Dataset.ALL:
            kinds = buildable(opened, settings)
            lacking = [kind for kind in KINDS if kind not in kinds]
            if lacking:
                reporter.detail(f"not built, for want of models' responses or families: {', '.join(lacking)}")
        else:
            kinds = tuple(kind for kind in KINDS if kind == dataset.value)
        for kind in kinds:
            folder = output / kind if dataset is Dataset.ALL else output
            reporter.say(f"{kind}: {_in_words(build_one(kind, opened, folder, settings))} in {folder}")


def _in_words(built: Built) -> str:
    said = ", ".join(f"{count} {name}" for name, count in built.splits.items()) or "no records"
    notes = ", ".join(f"{count} {reason}" for reason, count in sorted(built.notes.items()))
    return f"{said} ({notes})" if notes else said
