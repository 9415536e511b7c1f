"""What becomes of one record where a model is asked: its part of the work as one generator, given what rules made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from stemmata.cli.harvest import EMPTY, Harvest, Harvester, Job, failure, missing, no_sub_instruction, responded, varied
from stemmata.graphs.graph import Graph
from stemmata.llm.asking import Asking, together
from stemmata.llm.metering import Meter, metered
from stemmata.parsing.fields import SourceRecord
from stemmata.parsing.parser import get_parser
from stemmata.parsing.pool import batches, ordered_chunks
from stemmata.schemas.config import ASKING_MODES, ASKING_PARSERS, ASKING_PROPOSERS
from stemmata.schemas.errors import BudgetError, ServerError
from stemmata.schemas.records import Failure, Judgement, Response, Variant
from stemmata.schemas.settings import JudgeSettings, ParseSettings, RespondSettings, VarySettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Result = TypeVar("Result")

# These end the work as a whole; any other error is a failure of one record.
FATAL = (BudgetError, ServerError)

_CHUNK = 8  # records that rules work on together


@dataclass(frozen=True, slots=True)
class Asker:
    """The stages in which a model may have a part; those without settings are left out."""

    parsing: ParseSettings
    varying: VarySettings | None = None
    responding: RespondSettings | None = None
    judging: JudgeSettings | None = None

    @property
    def parses(self) -> bool:
        """Whether a model has a part in making graphs, so that rules can begin only afterwards."""
        return self.parsing.parser in ASKING_PARSERS or self.parsing.filter

    @property
    def varies(self) -> bool:
        """Whether a model proposes variants, or rules have to wait for a model's graphs."""
        return self.varying is not None and (self.parses or self.varying.proposer in ASKING_PROPOSERS)

    @property
    def rules(self) -> str:
        """The parser that new texts must parse back with."""
        return "rules" if self.parsing.parser in ASKING_PARSERS else self.parsing.parser

    def begun(self, jobs: Iterable[Job], *, workers: int = 1) -> Iterator[Harvest]:
        """Yield what rules make of each record before a model is asked, in order."""
        if self.parses:
            for job in jobs:
                yield Harvest(job, failures=(job.item,) if isinstance(job.item, Failure) else ())
            return
        varying, responding = (None, None) if self.varies else (self.varying, self.responding)
        harvester = Harvester(self.parsing.parser, varying, responding)
        yield from ordered_chunks(harvester, batches(jobs, _CHUNK), workers=workers)

    def __call__(self, harvest: Harvest) -> Asking[tuple[Harvest, Meter]]:
        """Return what comes of a record in the end, and what the answers used."""
        meter = Meter()
        done = yield from metered(self._harvested(harvest), meter)
        return done, meter

    def _harvested(self, harvest: Harvest) -> Asking[Harvest]:
        item = harvest.job.item
        if isinstance(item, Failure):
            return harvest
        if self.parses:
            parsed = yield from guarded(self._parsed(harvest, item), "parse", item.where, item.id)
            if isinstance(parsed, Failure):
                return replace(harvest, failures=(*harvest.failures, parsed))
            harvest = parsed
        graph = harvest.graph
        if harvest.failures or graph is None:
            return harvest
        if self.varying is not None and self.varies and harvest.job.vary:
            varied = yield from guarded(self._varied(harvest, graph, self.varying), "vary", item.where, graph.id)
            if isinstance(varied, Failure):
                return replace(harvest, failures=(*harvest.failures, varied))
            harvest = varied
        answered = yield from guarded(self._answered(harvest, graph), "respond", item.where, graph.id)
        if isinstance(answered, Failure):
            return replace(harvest, failures=(*harvest.failures, answered))
        return answered

    def _parsed(self, harvest: Harvest, item: SourceRecord) -> Asking[Harvest]:
        from stemmata.parsing.decompose import decomposed, lacking, refusal

        if item.is_empty:
            graph = get_parser(self.rules).parse(item.turns, item.meta)
            failed = missing("read", EMPTY, "no turn asks for anything", item, graph)
            return replace(harvest, graph=graph, failures=(failed,))
        if self.parsing.parser in ASKING_PARSERS:
            made = yield from decomposed(item.turns, item.meta, filtering=self.parsing.filter)
        else:
            reason = yield from lacking(item.turns)
            refused = refusal(reason, item.turns, item.meta)
            made = refused or get_parser(self.parsing.parser).parse(item.turns, item.meta)
        if isinstance(made, Failure):
            return replace(harvest, failures=(made.model_copy(update={"where": item.where}),))
        harvest = replace(harvest, graph=made)
        return harvest if made.sub_instructions else replace(harvest, failures=(no_sub_instruction(item, made),))

    def _varied(self, harvest: Harvest, graph: Graph, settings: VarySettings) -> Asking[Harvest]:
        from stemmata.refinement.asked import asked_variants

        if settings.proposer not in ASKING_PROPOSERS:
            return replace(harvest, outcomes=varied(graph, settings, self.rules))
        outcomes, failures = yield from asked_variants(graph, settings, get_parser(self.rules))
        return replace(harvest, outcomes=tuple(outcomes), failures=(*harvest.failures, *failures))

    def _answered(self, harvest: Harvest, graph: Graph) -> Asking[Harvest]:
        if self.responding is None or not harvest.job.answer:
            return harvest
        accepted = [(variant, after) for variant, after in harvest.outcomes if after is not None]
        ready = list(harvest.responses)
        if self.parses or self.varies:
            ready = list(responded(graph, accepted, self.responding))
        if not harvest.job.vary:  # a text that was met before, with another response
            return replace(harvest, responses=tuple(ready))
        modes = [mode for mode in self.responding.modes if mode in ASKING_MODES]
        asked, failed = yield from responses(graph, accepted, ready, modes)
        harvest = replace(harvest, responses=(*ready, *asked), failures=(*harvest.failures, *failed))
        if self.judging is None or not self.judging.responses:
            return harvest
        graphs = {graph.id: graph} | {after.id: after for _, after in accepted}
        said, failed = yield from judgements(graphs, harvest.responses)
        return replace(harvest, judgements=said, failures=(*harvest.failures, *failed))


def check(asker: Asker) -> None:
    """Load what the stages work with, before anything is begun.

    Raises:
        InputError: There is no parser or proposer of that name.
    """
    from stemmata.cli.harvest import ready
    from stemmata.refinement.proposer import get_proposer

    ready(asker.rules)
    if asker.varying is not None and asker.varying.proposer not in ASKING_PROPOSERS:
        get_proposer(asker.varying.proposer)


def guarded(task: Asking[Result], stage: str, where: str, name: str | None = None) -> Asking[Result | Failure]:
    """Do a piece of work; an error of ours within becomes a failure of its record, what ends all work is let through.

    Args:
        task: The work.
        stage: What it is for.
        where: The place of the record.
        name: The record's id.
    """
    try:
        return (yield from task)
    except FATAL:
        raise
    except Exception as error:
        return failure(stage, error, where, name)


def responses(
    graph: Graph, accepted: Sequence[tuple[Variant, Graph]], ready: Sequence[Response], modes: Sequence[str]
) -> Asking[tuple[list[Response], list[Failure]]]:
    """Ask for the responses to an instruction and its variants.

    Args:
        graph: The instruction.
        accepted: Its variants, with their graphs.
        ready: The responses that there are. What `reference` revises is a model's response to the instruction, or
            where none was asked for the one among these.
        modes: `direct`, `reference`, or both.

    Returns:
        The responses, and why others are missing.
    """
    from stemmata.training.answering import answered, revised

    made: list[Response | Failure] = []
    original = next((one for one in ready if one.instruction == graph.id), None)
    if "direct" in modes:
        tasks = [answered(graph, family=graph.id)]
        tasks += [answered(after, family=variant.family) for variant, after in accepted]
        made += yield from together(tasks)
    elif "reference" in modes and original is None:
        made += yield from together([answered(graph, family=graph.id)])
    if made and isinstance(made[0], Response):
        original = made[0]
    if "reference" in modes and original is not None:
        reference = original
        tasks = [revised(after, graph, reference, family=variant.family) for variant, after in accepted]
        made += yield from together(tasks)
    found = [one for one in made if isinstance(one, Response)]
    return found, [one for one in made if isinstance(one, Failure)]


def judgements(
    graphs: dict[str, Graph], responses: Sequence[Response]
) -> Asking[tuple[tuple[Judgement, ...], list[Failure]]]:
    """Ask a judge of each response that a model gave.

    Args:
        graphs: The instructions, by id.
        responses: Responses to them.

    Returns:
        The judgements, and why others are missing.
    """
    from stemmata.training.judging import judged

    asked = [one for one in responses if one.mode in ASKING_MODES]
    said = yield from together([judged(graphs[one.instruction], one) for one in asked])
    found = tuple(one for one in said if isinstance(one, Judgement))
    return found, [one for one in said if isinstance(one, Failure)]
