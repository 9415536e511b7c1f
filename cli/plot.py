"""`stemmata plot`: the store's instructions and responses as points of a plane."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, atomic


def plot(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="A picture: .png, .svg or .pdf.", show_default=False)
    ],
    store: options.Store = None,
    encoder: options.Encoder = "words",
    seed: options.Seed = 0,
    most: Annotated[int, typer.Option("--most", min=1, help="The most points of one colour.")] = 1_500,
    quiet: options.Quiet = False,
) -> None:
    """Draw how instructions and responses lie, as Figure 2 of DeMoRecon: near each other where they are alike.

    Two panels, each a t-SNE: the original instructions and their variants; the responses to the originals, to variants
    alone (Aug), and revised from the original's (Ref).

    Examples:
      stemmata plot -o figure2.png
      stemmata plot -o figure2.svg --store out/instructions.lbug --encoder sentence-transformers/all-MiniLM-L6-v2
    """
    from stemmata.graphs.stores.store import open_store
    from stemmata.training.encoders import get_encoder
    from stemmata.training.plots import checked, figure

    reporter = Reporter(quiet=quiet)
    kind = checked(output)
    with open_store(options.store_uri(store), read_only=True) as opened, atomic(output) as part:
        counts = figure(opened, part, get_encoder(encoder), kind=kind, seed=seed, most=most)
    said = ", ".join(f"{count} {name}" for name, count in counts.items())
    reporter.say(f"{said} in {output}")
