"""A family that a judge decides, put together from its parts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import (
    Alternative,
    AnswerShape,
    Arguments,
    Check,
    Example,
    Form,
    Found,
    Kwargs,
    Repair,
    Task,
)
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

WRITTEN: tuple[AnswerShape, ...] = ("prose", "sentence", "verse", "list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A soft family: its words and its relations are its own; whether a response keeps it is left to a judge.

    Attributes:
        id: As for every family.
        summary: As for every family.
        example: As for every family.
        arguments: As for every family.
        cues: As for every family.
        states: Yields what a passage states.
        says: Returns phrasings in a form.
        varies: Yields alternatives.
        means: Returns what some arguments mean for others of the same family.
        offers: Yields arguments for a task that has room for them.
        across: Returns what some arguments mean for another family's constraint.
        shapes: The kinds of answer that it may be added to.
        hard: Never: a judge decides.
    """

    id: str
    summary: str
    example: Example
    arguments: type[Arguments]
    cues: Sequence[str]
    states: Callable[[Passage], Iterator[Found]]
    says: Callable[[Kwargs, Form], list[str]]
    varies: Callable[[Kwargs, random.Random], Iterator[Alternative]]
    means: Callable[[Kwargs, Kwargs], Meaning | None]
    offers: Callable[[Task, random.Random], Iterator[dict[str, Any]]]
    across: Callable[[Kwargs, Payload], Meaning | None] = lambda kwargs, other: None
    shapes: Sequence[AnswerShape] = WRITTEN
    hard: Literal[False] = False

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each place where the passage states it."""
        return self.states(passage)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return self.says(kwargs, form)

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield alternatives, each once."""
        seen = [dict(kwargs)]
        for made in self.varies(kwargs, rng):
            if made.id != self.id or made.kwargs not in seen:
                seen.append(made.kwargs)
                yield made

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what it means for another, of its family or of one that it knows."""
        if other.id != self.id:
            return self.across(kwargs, other)
        return "equivalent" if dict(kwargs) == dict(other.kwargs) else self.means(kwargs, other.kwargs)

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return nothing: no program can say what a judge would accept."""
        return Footprint()

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return that it is a judge's to decide; never that it passed."""
        return Check(False, "left to a judge")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: it cannot be mended mechanically."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield what suits the task; nothing for labels, code and data, or where the task's text states one."""
        if task.shape not in self.shapes or addition.is_markup(task):
            return
        passage = Passage.of(task.text[:4000])
        if any(cue in passage.lower for cue in self.cues) and any(True for _ in self.states(passage)):
            return
        for kwargs in self.offers(task, rng):
            if addition.has_room(task, Payload(self.id, kwargs, hard=False)):
                yield kwargs


def same_words(first: str, second: str) -> bool:
    """Return whether two arguments are the same words, whatever the capitals.

    Example:
        >>> same_words("A pirate", "a pirate")
        True
    """
    return " ".join(first.lower().split()) == " ".join(second.lower().split())
