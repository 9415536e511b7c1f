"""`stemmata build`: datasets from the store."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter


class Dataset(StrEnum):
    """What to build."""

    SFT = "sft"
    DPO = "dpo"
    ALL = "all"


def build(
    dataset: Annotated[Dataset, typer.Argument(help="Conversations, preference pairs, or both.", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="A folder; `all` makes sft/ and dpo/ in it.")
    ],
    store: options.Store = None,
    seed: options.Seed = 0,
    pairs_per_seed: Annotated[int, typer.Option("--pairs-per-seed", min=1, help="The most pairs of one family.")] = 5,
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

    Examples:
      stemmata build sft -o data/sft
      stemmata build all -o data --store out/instructions.lbug --pairs-per-seed 10
    """
    from stemmata.graphs.stores.store import open_store
    from stemmata.schemas.settings import BuildSettings
    from stemmata.training.datasets import build_dpo, build_sft

    reporter = Reporter(quiet=quiet, verbose=verbose)
    settings = BuildSettings(
        seed=seed,
        pairs_per_seed=pairs_per_seed,
        lossy=lossy,
        test_fraction=test_fraction,
        shard_records=shard_records,
    )
    builders = {Dataset.SFT: build_sft, Dataset.DPO: build_dpo}
    with open_store(options.store_uri(store), read_only=True) as opened:
        for kind, builder in builders.items():
            if dataset in (kind, Dataset.ALL):
                folder = output / kind.value if dataset is Dataset.ALL else output
                counts = builder(opened, folder, settings)
                said = ", ".join(f"{count} {name}" for name, count in counts.items())
                reporter.say(f"{kind.value}: {said} in {folder}")
