"""The folder of a run: whether it holds a finished one, and how it is made ready for another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stemmata.cli.checkpoint import NOTE, same_work
from stemmata.cli.ledger import Ledger
from stemmata.cli.output import cannot_write
from stemmata.cli.plan import JUDGEMENTS, LINES, PAGE, REPORT, SPENDING, STORE, Plan
from stemmata.parsing.fields import SourceRecord
from stemmata.schemas.errors import InputError
from stemmata.schemas.records import Failure
from stemmata.training.datasets import KINDS

# All that a run may leave, beside the report.
_LEFT = (STORE, *LINES, JUDGEMENTS, *KINDS, PAGE, SPENDING)


def finished(plan: Plan, items: Iterable[SourceRecord | Failure], *, resume: bool) -> bool:
    """Return whether the folder holds a finished run of just this work.

    Raises:
        InputError: It holds one of another work.
    """
    if not resume or (plan.folder / NOTE).exists() or not (plan.folder / REPORT).exists():
        return False
    report = _report(plan.folder)
    if report is None:
        raise _not_ours(plan.folder, REPORT)
    same_work({name: report.get(name) for name in plan.work}, plan.work, plan.folder)
    ledger = Ledger()
    for item in items:
        ledger.job(item)
    same_work({"input": report.get("input")}, {"input": ledger.mark}, plan.folder)
    return True


def _report(folder: Path) -> dict[str, Any] | None:
    """Return the report of the run that was finished in a folder, if there is one."""
    try:
        report = json.loads((folder / REPORT).read_bytes())
    except (OSError, ValueError):
        return None
    return report if isinstance(report, dict) and {"input", "settings", "counts"} <= report.keys() else None


def _not_ours(folder: Path, name: str) -> InputError:
    return InputError(f"holds {name}, which no run left there", where=str(folder), fix="use another directory")


def prepare(folder: Path, *, resume: bool) -> None:
    """Make the folder ready: with nothing of ours in it, unless a run is to be continued.

    Raises:
        InputError: It holds files of our names that no run has left there.
    """
    begun = (folder / NOTE).exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from None
    if begun and resume:
        return
    # The report and the note go last: as long as one of them is there, the rest is known to be ours.
    ours = [path for path in map(folder.joinpath, _LEFT) if path.exists()]
    there = [path.name for path in (*ours, folder / REPORT) if path.exists()]
    if there and not begun and _report(folder) is None:
        raise _not_ours(folder, there[0])
    try:
        parts = [folder / f"{name}.part" for name in _LEFT]
        for path in (*ours, *folder.glob(f"{STORE}.*"), *parts, folder / REPORT, folder / NOTE):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from None
