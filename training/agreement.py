"""How far a judge and the verifiers agree, where both can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stemmata.schemas.records import Judgement


@dataclass(slots=True)
class Agreement:
    """A judge's verdicts on the whole against the verifiers', over responses whose constraints are all hard.

    Attributes:
        both: Both say that the response passes.
        judge_alone: The judge says so, and a verifier found a constraint broken.
        verifiers_alone: The judge says that it fails, and every constraint is kept.
        neither: Both say that it fails.
    """

    both: int = 0
    judge_alone: int = 0
    verifiers_alone: int = 0
    neither: int = 0

    @property
    def total(self) -> int:
        """How many responses are compared."""
        return self.both + self.judge_alone + self.verifiers_alone + self.neither

    @property
    def accuracy(self) -> float | None:
        """The share of responses on which they agree; None where there are none."""
        return (self.both + self.neither) / self.total if self.total else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: agreement beyond what their rates of passing alone bring; None where that is all there is."""
        if not self.total:
            return None
        judge = (self.both + self.judge_alone) / self.total
        verifiers = (self.both + self.verifiers_alone) / self.total
        chance = judge * verifiers + (1 - judge) * (1 - verifiers)
        return None if chance == 1 else ((self.accuracy or 0.0) - chance) / (1 - chance)

    def add(self, judge: bool, verifiers: bool) -> None:
        """Count one response."""
        if judge:
            self.both += verifiers
            self.judge_alone += not verifiers
        else:
            self.verifiers_alone += verifiers
            self.neither += not verifiers

    def report(self) -> dict[str, Any]:
        """Return the counts, the accuracy and kappa, rounded; what is undefined is left out."""
        values = {
            "responses": self.total,
            "both pass": self.both,
            "judge alone passes": self.judge_alone,
            "verifiers alone pass": self.verifiers_alone,
            "both fail": self.neither,
            "accuracy": None if self.accuracy is None else round(self.accuracy, 4),
            "kappa": None if self.kappa is None else round(self.kappa, 4),
        }
        return {name: value for name, value in values.items() if value is not None}


def comparable(judgement: Judgement) -> bool | None:
    """Return the verifiers' verdict on a response; None where they cannot tell of the whole.

    They can where there are constraints, all of them hard and decided.
    """
    if judgement.constraints or not judgement.verified or any(one.passed is None for one in judgement.verified):
        return None
    return all(one.passed for one in judgement.verified)


class Agreements:
    """The agreement of each judge with the verifiers, counted judgement by judgement."""

    def __init__(self) -> None:
        self._found: dict[str, Agreement] = {}

    def add(self, judgement: Judgement) -> None:
        """Count a judgement, where it can be compared."""
        verified = comparable(judgement)
        if judgement.passed is not None and verified is not None:
            self._found.setdefault(judgement.judge, Agreement()).add(judgement.passed, verified)

    def by_judge(self) -> dict[str, Agreement]:
        """Return the agreement of each judge, by its name."""
        return dict(sorted(self._found.items()))


def agreements(judgements: Iterable[Judgement]) -> dict[str, Agreement]:
    """Return the agreement of each judge with the verifiers, by the judge's name."""
    counts = Agreements()
    for judgement in judgements:
        counts.add(judgement)
    return counts.by_judge()
