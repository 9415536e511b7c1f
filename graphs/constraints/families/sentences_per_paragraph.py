"""How many sentences each paragraph of the response has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import has_room, in_several_paragraphs, is_markup
from stemmata.graphs.constraints.each_part import BoundInEachPart, EachPart
from stemmata.graphs.constraints.family import Check, Example, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.prose import in_paragraphs, regroup
from stemmata.graphs.constraints.quantity import Counted, interval_of, rounded
from stemmata.graphs.constraints.regrouping import patched
from stemmata.schemas.instruction import Payload

ID = "length_constraints:sentences_per_paragraph"
_KIND = EachPart("num_sentences", "sentence", "sentences", "paragraph")


class Arguments(Counted):
    """A bound on the number of sentences."""

    num_sentences: int = Field(ge=1, le=100_000)


class SentencesPerParagraph(BoundInEachPart):
    """Each paragraph of the response has at least, at most, exactly, … n sentences.

    Paragraphs stand between blank lines; headings, lists, tables and code are none.
    """

    id = ID
    kind = _KIND
    hard = True
    summary = "the number of sentences in each paragraph"
    example = Example("Each paragraph must have at most 5 sentences.", {"relation": "at most", "num_sentences": 5})
    arguments = Arguments
    cues = ("paragraph",)

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return that there is a paragraph and a sentence; the rest depends on how sentences are told apart."""
        one = Interval(1, None)
        return Footprint(counts={"sentences": one, "paragraphs": one})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether each paragraph keeps the bound; the span is the first one that does not."""
        return self.judged(kwargs, [(one.span, one.num_sentences) for one in in_paragraphs(response)])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Divide paragraphs that hold too much after a sentence, or join those that hold too little to the next."""
        found = in_paragraphs(response)
        changes = regroup(
            response,
            found,
            [[1] * paragraph.num_sentences for paragraph in found],
            interval_of(kwargs, "num_sentences"),
        )
        if not changes:
            return None
        text, changed = patched(response, changes)
        return Repair(text, changed, False, "paragraphs divided after sentences or joined")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield bounds for prose in several paragraphs, which those of the known response keep."""
        if task.shape != "prose" or is_markup(task):
            return
        for kwargs in _offers(task, rng):
            if has_room(task, Payload(ID, kwargs)):
                yield kwargs


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if task.response is None:
        if in_several_paragraphs(task):
            yield {"relation": rng.choice(("at least", "at most")), "num_sentences": rng.choice((3, 4, 5))}
        return
    counts = [paragraph.num_sentences for paragraph in in_paragraphs(task.response)]
    if len(counts) < 2:
        return
    yield {"relation": "at most", "num_sentences": max(max(counts), rounded(max(counts)))}
    if min(counts) > 1:
        yield {"relation": "at least", "num_sentences": min(min(counts), rounded(min(counts)))}


FAMILY = SentencesPerParagraph()
