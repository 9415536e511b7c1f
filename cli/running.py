"""The work of `stemmata run`: records through the workers, batch by batch into files and store, then the datasets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import stemmata
from stemmata.cli.checkpoint import NOTE, Checkpoint, same_work
from stemmata.cli.harvest import Harvest, Harvester, Job, ready
from stemmata.cli.output import Reporter, cannot_write, counted, table, write_text
from stemmata.cli.tally import Tally
from stemmata.graphs.codec import to_json
from stemmata.graphs.stores.store import GraphStore, open_store
from stemmata.parsing.fields import SourceRecord
from stemmata.parsing.pool import batches, ordered_chunks
from stemmata.parsing.sources import STDIN, read
from stemmata.refinement.proposer import get_proposer
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import digest, instruction_id
from stemmata.schemas.records import Failure
from stemmata.schemas.settings import BuildSettings, ParseSettings, RespondSettings, VarySettings
from stemmata.training.datasets import build_dpo, build_sft

STORE = "instructions.lbug"
REPORT = "report.json"
GRAPHS, VARIANTS, RESPONSES, FAILURES = LINES = ("graphs.jsonl", "variants.jsonl", "responses.jsonl", "failures.jsonl")
DATASETS = {"sft": build_sft, "dpo": build_dpo}

# A commit of the store costs about the same whatever it holds: large batches. What a kill loses is one of them.
_BATCH = 256
_CHUNK = 8
_WIDTH = 90


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do."""

    sources: tuple[str, ...]
    folder: Path
    field: str | None
    limit: int | None
    workers: int
    parsing: ParseSettings
    varying: VarySettings
    responding: RespondSettings
    building: BuildSettings

    @property
    def work(self) -> dict[str, Any]:
        """What decides the output, beside the input itself: no folder, no number of workers."""
        return {
            "version": stemmata.__version__,
            "sources": [STDIN if source == STDIN else Path(source).name for source in self.sources],
            "field": self.field,
            "limit": self.limit,
            "settings": {
                "parse": self.parsing.model_dump(mode="json"),
                "vary": self.varying.model_dump(mode="json"),
                "respond": self.responding.model_dump(mode="json"),
                "build": self.building.model_dump(mode="json"),
            },
        }


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
        return Job(item, vary=self._new(text), answer=self._new(f"{text}{item.response or ''}"), mark=self.mark)

    def _new(self, text: str) -> bool:
        key = int(digest(text)[:16], 16)
        if key in self.seen:
            return False
        self.seen.add(key)
        return True


def execute(plan: Plan, reporter: Reporter, *, resume: bool) -> int:
    """Carry out a run, or continue it; returns the exit code.

    Raises:
        InputError: The input or a name is wrong, or the folder belongs to another run.
        OutputError: The folder cannot be written.
    """
    ready(plan.parsing.parser)
    get_proposer(plan.varying.proposer)
    items = read(plan.sources, field=plan.field, limit=plan.limit)
    if _finished(plan, items, resume=resume):
        reporter.say(f"{plan.folder} is finished: nothing to do")
        return 0
    _prepare(plan.folder, resume=resume)
    checkpoint = Checkpoint(plan.folder, LINES, plan.work, resume=resume)
    with open_store(plan.folder / STORE) as store, checkpoint:
        if checkpoint.done:
            reporter.say(f"continuing after {counted(checkpoint.done, 'record')}")
        tally, mark = _collect(plan, items, store, checkpoint, reporter)
        built: dict[str, dict[str, int]] = {}
        for name, build in DATASETS.items():
            reporter.detail(f"building {name}/")
            built[name] = build(store, plan.folder / name, plan.building)
        checkpoint.finish()
        report = {**plan.work, "input": mark, "counts": {**tally.sorted(), **built}}
        write_text(plan.folder / REPORT, json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        checkpoint.forget()
    return _summary(plan, tally, built, reporter)


def _finished(plan: Plan, items: Iterable[SourceRecord | Failure], *, resume: bool) -> bool:
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


def _prepare(folder: Path, *, resume: bool) -> None:
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
    ours = [path for path in map(folder.joinpath, (STORE, *LINES, *DATASETS)) if path.exists()]
    there = [path.name for path in (*ours, folder / REPORT) if path.exists()]
    if there and not begun and _report(folder) is None:
        raise _not_ours(folder, there[0])
    try:
        parts = [folder / f"{name}.part" for name in (*LINES, *DATASETS)]
        for path in (*ours, *folder.glob(f"{STORE}.*"), *parts, folder / REPORT, folder / NOTE):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from None


def _collect(
    plan: Plan,
    items: Iterable[SourceRecord | Failure],
    store: GraphStore,
    checkpoint: Checkpoint,
    reporter: Reporter,
) -> tuple[Tally, str]:
    """Take every record that is not done through the workers into the files and the store."""
    tally = Tally(checkpoint.state.get("counts"))
    mark = checkpoint.state.get("mark", "")
    harvester = Harvester(plan.parsing.parser, plan.varying, plan.responding)
    chunks = batches(_jobs(items, checkpoint, plan.folder), _CHUNK)
    results = ordered_chunks(harvester, chunks, workers=plan.workers)
    with reporter.progress("records") as advance:
        for batch in batches(results, _BATCH):
            _keep(store, batch)
            for harvest in batch:
                _write(checkpoint, harvest)
                tally.record(harvest)
            mark = batch[-1].job.mark
            checkpoint.commit(checkpoint.done + len(batch), {"counts": tally.counts, "mark": mark})
            advance(len(batch))
    return tally, mark


def _jobs(items: Iterable[SourceRecord | Failure], checkpoint: Checkpoint, folder: Path) -> Iterator[Job]:
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


def _keep(store: GraphStore, batch: list[Harvest]) -> None:
    """Write a batch to the store; doing so twice changes nothing."""
    store.write(harvest.stored for harvest in batch if harvest.stored is not None)
    store.write_variants(pair for harvest in batch for pair in harvest.outcomes)
    store.write_responses(response for harvest in batch for response in harvest.responses)
    store.write_failures(failure for harvest in batch for failure in harvest.failures)


def _write(checkpoint: Checkpoint, harvest: Harvest) -> None:
    if harvest.graph is not None:
        checkpoint.write(GRAPHS, to_json(harvest.graph))
    for variant, _ in harvest.outcomes:
        checkpoint.write(VARIANTS, variant.line())
    for response in harvest.responses:
        checkpoint.write(RESPONSES, response.line())
    for failure in harvest.failures:
        checkpoint.write(FAILURES, failure.line())


def _summary(plan: Plan, tally: Tally, built: dict[str, dict[str, int]], reporter: Reporter) -> int:
    groups = {name: counts for name, counts in tally.sorted().items() if name != "failures"}
    reporter.say(table((name, _in_words(counts)) for name, counts in {**groups, **built}.items()))
    reporter.say(f"everything is in {plan.folder}; {REPORT} has all the counts")
    failed = tally.of("records", "failed")
    if failed:
        reasons = ", ".join(f"{reason} ({count})" for reason, count in tally.sorted()["failures"].items())
        reporter.warn(f"{counted(failed, 'record')} failed: {reasons}; {plan.folder / FAILURES} lists them")
    return 1 if failed else 0


def _in_words(counts: Mapping[str, int]) -> str:
    """Return counts on one line, the first ones if there are too many for it."""
    said = ""
    for number, (name, count) in enumerate(counts.items()):
        longer = f"{said}, {count} {name}" if said else f"{count} {name}"
        if len(longer) > _WIDTH:
            return f"{said}, and {len(counts) - number} more"
        said = longer
    return said or "none"
