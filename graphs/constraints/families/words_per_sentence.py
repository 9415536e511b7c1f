"""How many words each sentence of the response has."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import has_room, is_markup
from stemmata.graphs.constraints.each_part import EachPart, part_amounts, part_phrases
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.prose import sentences
from stemmata.graphs.constraints.quantity import Counted, amounts, changed_amounts, interval_of, rounded, spoken
from stemmata.graphs.constraints.regrouping import patched
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "length_constraints:words_per_sentence"
_KIND = EachPart("num_words", "word", "words", "sentence")


class Arguments(Counted):
    """A bound on the number of words."""

    num_words: int = Field(ge=1, le=100_000)


class WordsPerSentence:
    """Each sentence of the response has at least, at most, exactly, … n words; headings, tables and code aside."""

    id = ID
    hard = True
    summary = "the number of words in each sentence"
    example = Example("Each sentence must have at most 15 words.", {"relation": "at most", "num_words": 15})
    arguments = Arguments
    cues = ("sentence",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the words of every sentence."""
        if "word" in passage.lower:
            for start, end, amount, form in part_amounts(passage, _KIND):
                kwargs: dict[str, Any] = {"relation": amount.relation, "num_words": amount.value}
                yield Found(ID, kwargs | ({"upper": amount.upper} if amount.upper else {}), start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound; as a VALUE, the amount beside "each sentence"."""
        return part_phrases(kwargs, _KIND, form)

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other bounds and other numbers."""
        for changed, relation in changed_amounts(kwargs, "num_words", rng):
            if (changed["relation"], changed["num_words"]) != ("at least", 1):  # says nothing
                yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals; there is one sentence at least."""
        if other.id != ID:
            return None
        return interval_of(kwargs, "num_words").meaning(interval_of(other.kwargs, "num_words"))

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return that there is a sentence, and as many words as it must have."""
        low = max(1, interval_of(kwargs, "num_words").low)
        return Footprint(counts={"words": Interval(low, None), "sentences": Interval(1, None)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether each sentence keeps the bound; the span is the first one that does not."""
        found, bounds = sentences(response), interval_of(kwargs, "num_words")
        asked = f"asked for {amounts(kwargs, 'num_words', 'word', 'words')[0]}"
        if not found:
            return Check(False, f"no sentence; {asked} in each")
        for i, (span, count) in enumerate(found, 1):
            if not bounds.holds(count):
                return Check(False, f"{spoken(count, 'word', 'words')} in sentence {i}; {asked}", span)
        return Check(True, f"{spoken(len(found), 'sentence', 'sentences')}; {asked} in each")

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
