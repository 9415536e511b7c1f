"""How many words each sentence of the response has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import has_room, is_markup
from stemmata.graphs.constraints.each_part import BoundInEachPart, EachPart
from stemmata.graphs.constraints.family import Check, Example, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.prose import sentences
from stemmata.graphs.constraints.quantity import Counted, interval_of, rounded
from stemmata.graphs.constraints.regrouping import patched
from stemmata.schemas.instruction import Payload

ID = "length_constraints:words_per_sentence"
_KIND = EachPart("num_words", "word", "words", "sentence")


class Arguments(Counted):
    """A bound on the number of words."""

    num_words: int = Field(ge=1, le=100_000)


class WordsPerSentence(BoundInEachPart):
    """Each sentence of the response has at least, at most, exactly, … n words; headings, tables and code aside."""

    id = ID
    kind = _KIND
    hard = True
    summary = "the number of words in each sentence"
    example = Example("Each sentence must have at most 15 words.", {"relation": "at most", "num_words": 15})
    arguments = Arguments
    cues = ("sentence",)

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return that there is a sentence, and as many words as it must have."""
        low = max(1, interval_of(kwargs, "num_words").low)
        return Footprint(counts={"words": Interval(low, None), "sentences": Interval(1, None)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether each sentence keeps the bound; the span is the first one that does not."""
        return self.judged(kwargs, sentences(response))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Divide sentences that are too long at their semicolons; nothing mends other ones."""
        bounds, changes = interval_of(kwargs, "num_words"), []
        for (start, end), count in sentences(response):
            if bounds.high is None or count <= bounds.high:
                continue
            at = response.find("; ", start, end)
            while 0 <= at < end - 2:
                letter = response[at + 2]
                changes += [(at, at + 1, ".")] + ([(at + 2, at + 3, letter.upper())] if letter.islower() else [])
                at = response.find("; ", at + 2, end)
        if not changes:
            return None
        text, changed = patched(response, changes)
        return Repair(text, changed, False, "sentences divided at semicolons")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a limit for prose, no lower than the longest sentence of the known response."""
        if task.shape != "prose" or is_markup(task):
            return
        longest = 0 if task.response is None else max((count for _, count in sentences(task.response)), default=0)
        if task.response is not None and not 4 <= longest <= 40:
            return
        limit = max(longest, rounded(longest)) if longest else rng.choice((12, 15, 20, 25))
        if has_room(task, Payload(ID, {"relation": "at most", "num_words": limit})):
            yield {"relation": "at most", "num_words": limit}


FAMILY = WordsPerSentence()
