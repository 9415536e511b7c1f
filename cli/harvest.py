"""What becomes of one record: a pure function, so that it gives the same in any process and in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stemmata.graphs.codec import to_json
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.graph import Graph
from stemmata.parsing.fields import SourceRecord
from stemmata.parsing.parser import get_parser, parse_each
from stemmata.parsing.pool import collect_seldom
from stemmata.schemas.records import Failure, Judgement, Response, Variant
from stemmata.schemas.settings import RespondSettings, VarySettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stemmata.llm.metering import Meter

EMPTY = "empty text"
NO_SUB_INSTRUCTION = "no sub-instruction"


@dataclass(frozen=True, slots=True)
class Job:
    """A record on its way to a worker.

    Attributes:
        item: The record, or why it could not be read.
        vary: Whether its text is new, so that variants are wanted.
        answer: Whether its response is new to its text.
        mark: A digest of the input up to and including this record.
    """

    item: SourceRecord | Failure
    vary: bool = True
    answer: bool = True
    mark: str = ""

    @property
    def where(self) -> str:
        """The place of the record."""
        return self.item.where


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that came of one record."""

    job: Job
    graph: Graph | None = None
    outcomes: tuple[tuple[Variant, Graph | None], ...] = ()
    responses: tuple[Response, ...] = ()
    failures: tuple[Failure, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    @property
    def stored(self) -> Graph | None:
        """The graph that a store is to hold: none for an empty text."""
        return None if isinstance(self.job.item, Failure) or self.job.item.is_empty else self.graph


@dataclass(frozen=True, slots=True)
class Harvester:
    """Parse records together; vary each, and collect the responses that can be had without a model.

    An error at one record becomes a failure; the stages after it are left out.
    """

    parser: str
    varying: VarySettings | None = None
    responding: RespondSettings | None = None

    def __call__(self, jobs: Sequence[Job]) -> list[Harvest]:
        """Return all that comes of each record."""
        read = [job.item for job in jobs if isinstance(job.item, SourceRecord)]
        parsed = iter(parse_each(get_parser(self.parser), [(item.turns, item.meta) for item in read]))
        return [
            Harvest(job, failures=(job.item,))
            if isinstance(job.item, Failure)
            else self._harvest(job, job.item, next(parsed))
            for job in jobs
        ]

    def _harvest(self, job: Job, item: SourceRecord, graph: Graph | Exception) -> Harvest:
        if isinstance(graph, Exception):
            return Harvest(job, failures=(failure("parse", graph, item.where, item.id),))
        harvest = Harvest(job, graph)
        if item.is_empty:
            return replace(harvest, failures=(missing("read", EMPTY, "no turn asks for anything", item, graph),))
        if not graph.sub_instructions:
            return replace(harvest, failures=(no_sub_instruction(item, graph),))
        return self._responses(self._variants(harvest, graph), graph)

    def _variants(self, harvest: Harvest, graph: Graph) -> Harvest:
        if self.varying is None or not harvest.job.vary:
            return harvest
        try:
            return replace(harvest, outcomes=varied(graph, self.varying, self.parser))
        except Exception as error:
            return replace(harvest, failures=(failure("vary", error, harvest.job.where, graph.id),))

    def _responses(self, harvest: Harvest, graph: Graph) -> Harvest:
        if self.responding is None or not harvest.job.answer:
            return harvest
        try:
            accepted = [(variant, after) for variant, after in harvest.outcomes if after is not None]
            return replace(harvest, responses=responded(graph, accepted, self.responding))
        except Exception as error:
            failed = failure("respond", error, harvest.job.where, graph.id)
            return replace(harvest, failures=(*harvest.failures, failed))


@dataclass(frozen=True, slots=True)
class Parsed:
    """What `stemmata parse` is to write for one record, and no more: it comes from another process."""

    line: str | None
    stored: Graph | None
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class LineHarvester:
    """Parse records together, into lines of a file, graphs for a store, or both."""

    parser: str
    lines: bool
    stores: bool

    def __call__(self, jobs: Sequence[Job]) -> list[Parsed]:
        """Return what is to be written for each record; the line is empty where no file is wanted."""
        return [self._written(one) for one in Harvester(self.parser)(jobs)]

    def asked(self, harvests: Iterable[tuple[Harvest, Meter]], meter: Meter) -> Iterator[Parsed]:
        """Yield what is to be written for each record that a model had a part in; its use of it goes on the meter."""
        for one, used in harvests:
            meter.add(used)
            yield self._written(one)

    def _written(self, one: Harvest) -> Parsed:
        line = None if one.graph is None else to_json(one.graph) if self.lines else ""
        return Parsed(line, one.stored if self.stores else None, one.failures)


def varied(
    graph: Graph, settings: VarySettings, parser: str, *, family: str | None = None
) -> tuple[tuple[Variant, Graph | None], ...]:
    """Return the outcomes of varying one graph: accepted variants with their graphs, refused ones with None."""
    from stemmata.refinement.vary import outcomes

    return tuple(outcomes(graph, settings, get_parser(parser), family=family))


def responded(
    graph: Graph, accepted: Iterable[tuple[Variant, Graph]], settings: RespondSettings
) -> tuple[Response, ...]:
    """Return the response that came with a graph, and those repaired from it for its variants, as the modes say."""
    from stemmata.training.responses import given, repaired

    parent = given(graph, graph.id)
    if parent is None:
        return ()
    found = [parent] if "given" in settings.modes else []
    if "repair" in settings.modes:
        mended = (repaired(variant, after, parent) for variant, after in accepted)
        found += [response for response in mended if response is not None]
    return tuple(found)


def ready(parser: str) -> None:
    """Load what every record needs, so that what is wrong with it is said once and not for each record.

    This process is then one that parses: it collects garbage seldom.

    Raises:
        InputError: There is no such parser.
    """
    get_parser(parser)
    families()
    collect_seldom()


def no_sub_instruction(item: SourceRecord, graph: Graph) -> Failure:
    """Return the failure of a record that asks for nothing."""
    return missing("parse", NO_SUB_INSTRUCTION, "nothing in the text was read as something to do", item, graph)


def missing(stage: str, reason: str, detail: str, item: SourceRecord, graph: Graph) -> Failure:
    """Return the failure of a record in whose graph something is missing.

    Args:
        stage: What was being done.
        reason: What is missing, in a few words.
        detail: The same in a sentence.
        item: The record.
        graph: What was made of it.
    """
    return Failure(stage=stage, reason=reason, detail=detail, where=item.where, id=graph.id)


def failure(stage: str, error: Exception, where: str, name: str | None = None) -> Failure:
    """Return an error at one record as a failure.

    Args:
        stage: What was being done.
        error: What came of it.
        where: The record's place.
        name: The record's id.
    """
    return Failure(stage=stage, reason=type(error).__name__, detail=str(error), where=where, id=name)
