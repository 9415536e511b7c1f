"""Responses and judgements collected from models by the commands of one stage: tasks guarded, results kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from stemmata.cli.output import Reporter, counted
from stemmata.schemas.records import Failure, Record

if TYPE_CHECKING:
    from collections import Counter

    from stemmata.graphs.stores.store import GraphStore
    from stemmata.training.agreement import Agreement

Made = TypeVar("Made", bound=Record)


def keep(
    made: Sequence[Made | Failure],
    kind: type[Made],
    store: GraphStore,
    write_all: Callable[[Iterable[Made]], object],
    write: Callable[[str], None] | None,
) -> tuple[list[Made], list[Failure]]:
    """Put results into the store, failures too, or into a file, and return them apart."""
    found = [one for one in made if isinstance(one, kind)]
    failures = [one for one in made if isinstance(one, Failure)]
    if write is None:
        write_all(found)
        store.write_failures(failures)
    else:
        for one in found:
            write(one.line())
    return found, failures


def say_failed(failed: Counter[str], noun: str, uri: str, reporter: Reporter) -> None:
    """Say how many records failed, and why."""
    if failed:
        listed = ", ".join(f"{reason} ({count})" for reason, count in sorted(failed.items()))
        reporter.warn(f"{counted(failed.total(), noun)} failed: {listed}; `stemmata stats --store {uri}` counts them")


def agreement_in_words(agreement: Agreement) -> str:
    """Say how far a judge and the verifiers agree."""
    kappa = "undefined" if agreement.kappa is None else f"{agreement.kappa:.2f}"
    same = agreement.both + agreement.neither
    return (
        f"agree on {same} of {counted(agreement.total, 'response')} whose constraints are all hard ("
        f"accuracy {agreement.accuracy or 0:.3f}, kappa {kappa}); the judge alone passes "
        f"{agreement.judge_alone}, the verifiers alone {agreement.verifiers_alone}"
    )
