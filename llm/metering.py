"""What the answers cost that a piece of work has used: the same whether they were sent for or came from the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias, TypeVar

from stemmata.llm.asking import Asking
from stemmata.llm.calls import Answer, Call

Result = TypeVar("Result")

FIELDS = ("calls", "prompt_tokens", "completion_tokens", "cached_tokens")
Counts: TypeAlias = dict[str, int]  # by FIELDS
Used: TypeAlias = dict[str, dict[str, dict[str, Counts]]]  # by role, then by stage, then by model


class Row(NamedTuple):
    """What the answers of one stage by one model used."""

    role: str
    stage: str
    model: str
    counts: Counts


class Meter:
    """Calls and tokens by role, stage and model; what answered calls used, and no attempts before them.

    Args:
        used: What to go on from.
    """

    def __init__(self, used: Mapping[str, Mapping[str, Mapping[str, Mapping[str, int]]]] | None = None) -> None:
        self.used: Used = {}
        for role, stages in (used or {}).items():
            for stage, models in stages.items():
                for model, counts in models.items():
                    self._add(role, stage, model, tuple(counts[name] for name in FIELDS))

    def __iter__(self) -> Iterator[Row]:
        for role, stages in self.used.items():
            for stage, models in stages.items():
                for model, counts in models.items():
                    yield Row(role, stage, model, counts)

    def note(self, call: Call, answer: Answer) -> None:
        """Count one answer; a call that failed used nothing that counts."""
        if answer.ok:
            usage = answer.usage
            self._add(call.role, call.stage, answer.model, (1, usage.prompt, usage.completion, usage.cached))

    def add(self, other: Meter, times: float = 1) -> None:
        """Count all that another meter has, so many times over."""
        for role, stage, model, counts in other:
            self._add(role, stage, model, tuple(round(counts[name] * times) for name in FIELDS))

    def _add(self, role: str, stage: str, model: str, values: tuple[int, ...]) -> None:
        models = self.used.setdefault(role, {}).setdefault(stage, {})
        counts = models.setdefault(model, dict.fromkeys(FIELDS, 0))
        for name, value in zip(FIELDS, values, strict=True):
            counts[name] += value

    def total(self, name: str) -> int:
        """Return one count over everything."""
        return sum(row.counts[name] for row in self)


def metered(task: Asking[Result], meter: Meter) -> Asking[Result]:
    """Do a piece of work, and count on a meter what its answers used."""
    try:
        calls = next(task)
        while True:
            answers = yield calls
            for call, answer in zip(calls, answers, strict=True):
                meter.note(call, answer)
            calls = task.send(answers)
    except StopIteration as stop:
        result: Result = stop.value
        return result
