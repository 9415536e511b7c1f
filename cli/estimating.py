"""What a run would cost: a part of its records done here and now, with rules in the model's place, and scaled up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from stemmata.cli.asked import Asker, check
from stemmata.cli.costs import USAGE_HEADER, usage_rows, usage_table
from stemmata.cli.ledger import Ledger
from stemmata.cli.output import Reporter, counted, lines_to, table
from stemmata.llm.asking import Asking, drive
from stemmata.llm.calls import Answer, Call, Status
from stemmata.llm.metering import Meter
from stemmata.parsing.sources import STDIN, read
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import instruction_id
from stemmata.schemas.records import Failure

if TYPE_CHECKING:
    from stemmata.cli.harvest import Job
    from stemmata.parsing.fields import SourceRecord
    from stemmata.schemas.config import RunConfig

Item = TypeVar("Item")

# So many records are done in full. Spread over all lengths, they tell the rest to within a few per cent.
SAMPLE = 160


@dataclass(slots=True)
class Estimate:
    """What some work would use.

    Attributes:
        sent: What would be sent.
        kept: What the cache would answer.
        done: How much of the work was done for the estimate.
        of: How much there is.
    """

    sent: Meter = field(default_factory=Meter)
    kept: Meter = field(default_factory=Meter)
    done: int = 0
    of: int = 0


def tell(
    asker: Asker,
    config: RunConfig,
    sources: Sequence[str],
    reporter: Reporter,
    known: Set[str] = frozenset(),
) -> int:
    """Say what it would cost to take the records of some sources through some stages, and do nothing.

    Args:
        asker: The stages.
        config: The settings.
        sources: The files of instructions.
        reporter: Says it.
        known: The ids of instructions that are done.

    Raises:
        InputError: The source can be read only once, or no model is asked.
    """
    _asked(config)
    if STDIN in sources:
        raise InputError("--dry-run reads the source twice, and standard input cannot be", fix="name a file")
    check(asker)
    chosen, total = _chosen(sources, config, known)
    tasks = (asker(harvest) for harvest in asker.begun(chosen))
    estimate = estimated(tasks, len(chosen), total, config, reporter)
    say(estimate, config, reporter, "record")
    return 0


def estimate(
    tasks: Callable[[list[str]], Iterable[Asking[object]]], ids: Sequence[str], config: RunConfig, reporter: Reporter
) -> None:
    """Say what a stage would cost over some instructions of a store.

    Args:
        tasks: Returns the tasks of some of them.
        ids: All of them.
        config: The settings.
        reporter: Says it.

    Raises:
        InputError: No model is asked.
    """
    _asked(config)
    chosen = spread(sorted(ids), SAMPLE)
    say(estimated(tasks(chosen), len(chosen), len(ids), config, reporter), config, reporter, "instruction")


def _asked(config: RunConfig) -> None:
    if not config.needed():
        raise InputError("--dry-run tells what a model would cost, and none is asked", fix="name one with --model")


def estimated(
    tasks: Iterable[Asking[object]], sample: int, total: int, config: RunConfig, reporter: Reporter
) -> Estimate:
    """Do some tasks with rules in the model's place, and return what all of them would use.

    Args:
        tasks: The tasks that are done, a sample of all.
        sample: How many these are.
        total: How many there are.
        config: The settings: which models, which cache.
        reporter: Shows progress.
    """
    from stemmata.training.rehearsal import RehearsalModel

    scale = total / sample if sample else 1
    estimate = Estimate(of=total)
    sent, kept = Meter(), Meter()
    rehearsal, models = RehearsalModel(), config.model.roles()
    with known(config) as look_up, reporter.progress("estimating", sample) as advance:

        def answer(call: Call) -> Answer:
            found = look_up(call)
            said = found or replace(rehearsal.answer_call(call), model=models[call.role].name)
            (sent if found is None else kept).note(call, said)
            return said

        for task in tasks:
            drive(task, answer)
            estimate.done += 1
            advance(1)
    estimate.sent.add(sent, scale)
    estimate.kept.add(kept, scale)
    return estimate


def _chosen(sources: Sequence[str], config: RunConfig, known: Set[str]) -> tuple[list[Job], int]:
    """Return some of the jobs, evenly spread over the lengths of their texts, and how many there are."""

    def all_jobs() -> Iterator[Job]:
        ledger = Ledger()
        items = read(sources, field=config.field, limit=config.limit)
        return (ledger.job(item) for item in items if not _is_in(known, item))

    sizes = sorted((_size(job), place) for place, job in enumerate(all_jobs()))
    places = {place for _, place in spread(sizes, SAMPLE)}
    return [job for place, job in enumerate(all_jobs()) if place in places], len(sizes)


def _is_in(known: Set[str], item: SourceRecord | Failure) -> bool:
    return bool(known) and not isinstance(item, Failure) and instruction_id(item.turns) in known


def _size(job: Job) -> int:
    return 0 if isinstance(job.item, Failure) else sum(len(turn.text) for turn in job.item.turns)


def spread(items: Sequence[Item], count: int) -> list[Item]:
    """Return so many items, or all where there are fewer, at even distances.

    Example:
        >>> spread("abcdefgh", 3)
        ['b', 'e', 'g']
    """
    if len(items) <= count:
        return list(items)
    return [items[int((place + 0.5) * len(items) / count)] for place in range(count)]


def say(estimate: Estimate, config: RunConfig, reporter: Reporter, noun: str) -> None:
    """Write an estimate to stdout, and on stderr what it rests on."""
    rows = usage_rows(estimate.sent, config)
    with lines_to(None) as write:
        write(table(usage_table(rows), USAGE_HEADER))
    part = f"{estimate.done} of {counted(estimate.of, noun)}" if estimate.done < estimate.of else "all records"
    reporter.say(f"an estimate from {part}, with rules in the model's place: a model's own answers may be longer")
    kept = estimate.kept.total("calls")
    if kept:
        reporter.say(f"about {counted(kept, 'call')} more would be answered from the cache and cost nothing")
    if any(row["cost"] is None for row in rows):
        reporter.say('no price is known for a model of these; name it in a settings file: [prices."NAME"]')


@contextmanager
def known(config: RunConfig) -> Iterator[Callable[[Call], Answer | None]]:
    """Yield what looks up calls in the cache of answers; it finds nothing where there is none."""
    from stemmata.llm.cache import AnswerCache, path_of
    from stemmata.llm.endpoint import address, base_url_of
    from stemmata.llm.requests import Request

    path = path_of(config.endpoint.cache)
    if not path.exists():
        yield lambda call: None
        return
    models = config.model.roles()
    with AnswerCache(path) as cache:

        def look_up(call: Call) -> Answer | None:
            model = models[call.role]
            kept = cache.get(Request.of(call, model, address(base_url_of(model))).key)
            return None if kept is None else Answer(Status.OK, kept.text, "", kept.model, kept.usage, cached=True)

        yield look_up
