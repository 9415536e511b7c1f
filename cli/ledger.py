"""What a run has seen of its input, so that a text is varied once, and a changed input is noticed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from stemmata.cli.checkpoint import Checkpoint, same_work
from stemmata.cli.harvest import Job
from stemmata.parsing.fields import SourceRecord
from stemmata.schemas.instruction import digest, instruction_id
from stemmata.schemas.records import Failure


@dataclass(slots=True)
class Ledger:
    """What has been seen of the input, so that a text is varied once, and a changed input is noticed.

    Of each text and response only a number is kept: a million records take about a hundred megabytes.
    """

    mark: str = ""
    seen: set[int] = field(default_factory=set)

    def job(self, item: SourceRecord | Failure) -> Job:
        """Return what to do with the next record of the input."""
        if isinstance(item, Failure):
            self.mark = digest(self.mark, item.where, item.reason)
            return Job(item, mark=self.mark)
        text = instruction_id(item.turns)
        self.mark = digest(self.mark, item.where, text, json.dumps(dict(item.meta), sort_keys=True))
        return Job(item, vary=self._new(text), answer=self._new(f"{text}:{item.response or ''}"), mark=self.mark)

    def _new(self, text: str) -> bool:
        key = int(digest(text)[:16], 16)
        if key in self.seen:
            return False
        self.seen.add(key)
        return True


def jobs(items: Iterable[SourceRecord | Failure], checkpoint: Checkpoint, folder: Path) -> Iterator[Job]:
    """Yield what is not done yet; what is done is read once more, for what has been seen in it."""
    ledger = Ledger()
    done, mark = checkpoint.done, checkpoint.state.get("mark", "")
    count = 0
    for count, item in enumerate(items, start=1):
        job = ledger.job(item)
        if count > done:
            yield job
        elif count == done:
            same_work({"input": mark}, {"input": job.mark}, folder)
    if count < done:
        same_work({"records in the input": done}, {"records in the input": count}, folder)
