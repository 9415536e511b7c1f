"""`stemmata copy`: one store into another."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import Annotated

import typer

from stemmata.cli import options
from stemmata.cli.output import Reporter, counted


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The store that is read.", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="TO", help="The store that is written.", show_default=False)],
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Copy what one store lacks of another: graphs, variants with their edits, responses, judgements, failures.

    Both are paths or neo4j:// URIs. The same command again copies only what is missing. An embedded store that does
    not exist yet is built in bulk, which is faster, and appears when it is complete.

    Examples:
      stemmata copy my.lbug neo4j://localhost:7687
      stemmata copy one.lbug all.lbug && stemmata copy two.lbug all.lbug
    """
    from stemmata.cli.stored import strange_judgements, telling, transferred
    from stemmata.graphs.stores import copying
    from stemmata.graphs.stores.bulk import new_path
    from stemmata.graphs.stores.store import open_store

    reporter = Reporter(quiet=quiet, verbose=verbose)
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        opened = stack.enter_context(open_store(source, read_only=True))
        advance = stack.enter_context(reporter.progress("copying"))

        def told(kind: str, number: int) -> None:
            counts[kind] += number
            advance(number)

        stack.enter_context(telling(lambda: transferred(counts)))
        path = new_path(target)
        if path is not None:
            copying.copy_new(opened, path, told)
        else:
            copying.copy(opened, stack.enter_context(open_store(target)), told)
        strange = strange_judgements(opened)
    reporter.say(f"copied {transferred(counts)} to {target}")
    if strange:
        reporter.warn(f"{counted(strange, 'JUDGED edge')} stayed behind: no record of Stemmata's made them")
    return 0
