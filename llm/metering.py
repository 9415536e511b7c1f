"""What the answers cost that a piece of work has used: the same whether they were sent for or came from the cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, TypeVar

from stemmata.llm.asking import Asking
from stemmata.llm.calls import Answer, Call
from stemmata.schemas.settings import Price

Result = TypeVar("Result")

FIELDS = ("calls", "prompt_tokens", "completion_tokens", "cached_tokens")
Metered: TypeAlias = dict[str, dict[str, dict[str, int]]]  # by stage, then by model, then by FIELDS

_MILLION = 1_000_000


class Meter:
    """Calls and tokens by stage and model; what answered calls used, and no attempts before them.

    Args:
        used: What to go on from.
    """

    def __init__(self, used: Mapping[str, Mapping[str, Mapping[str, int]]] | None = None) -> None:
        self.used: Metered = {
            stage: {model: dict(counts) for model, counts in models.items()} for stage, models in (used or {}).items()
        }

    def note(self, call: Call, answer: Answer) -> None:
        """Count one answer; a call that failed used nothing that counts."""
        if answer.ok:
            usage = answer.usage
            self._add(call.stage, answer.model, (1, usage.prompt, usage.completion, usage.cached))

    def add(self, other: Meter) -> None:
        """Count all that another meter has."""
        for stage, models in other.used.items():
            for model, counts in models.items():
                self._add(stage, model, tuple(counts[name] for name in FIELDS))

    def _add(self, stage: str, model: str, values: tuple[int, ...]) -> None:
        counts = self.used.setdefault(stage, {}).setdefault(model, dict.fromkeys(FIELDS, 0))
        for name, value in zip(FIELDS, values, strict=True):
            counts[name] += value

    def total(self, name: str) -> int:
        """Return one count over all stages and models."""
        return sum(counts[name] for models in self.used.values() for counts in models.values())


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


def cost(counts: Mapping[str, int], price: Price | None) -> float | None:
    """Return what tokens cost at a price; None where no price is known."""
    if price is None:
        return None
    cached = counts["cached_tokens"]
    input_price = (counts["prompt_tokens"] - cached) * price.input
    cached_price = cached * (price.input if price.cached_input is None else price.cached_input)
    return (input_price + cached_price + counts["completion_tokens"] * price.output) / _MILLION
