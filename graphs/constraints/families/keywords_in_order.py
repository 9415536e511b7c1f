"""Whether the response has certain words one after another."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, Self

from pydantic import model_validator

from stemmata.graphs.constraints.arrangements import arrangements
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.keywords import EXISTENCE, FORBIDDEN, beside_words
from stemmata.graphs.constraints.keywords import IN_ORDER as ID
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.terms import TermList, named, pattern, said
from stemmata.graphs.constraints.topics import topic_words
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning


class Arguments(FamilyArguments):
    """The words, in their order."""

    keywords: TermList

    @model_validator(mode="after")
    def _several(self) -> Self:
        if len(self.keywords) < 2:
            raise ValueError("'keywords' needs two different words at least")
        return self


class KeywordsInOrder:
    """The response has each of some words, as words of their own, and each first comes after the one before it."""

    id = ID
    hard = True
    summary = "words that the response must have in a given order"
    example = Example('Use the words "river" and "stone" in this order.', {"keywords": ["river", "stone"]})
    arguments = Arguments
    cues = ("order", "sequence", "before", "after")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to use words one after another."""
        for one in arrangements(passage):
            if one.kind == "order":
                yield Found(ID, {"keywords": list(one.words)}, one.start, one.end, one.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        words = kwargs["keywords"]
        patterns = {
            Form.SENTENCE: [
                "Use {} in this order",
                "Include {} in that exact order",
                "Your response must contain {} in this order",
                "Make sure to mention {} in exactly this order",
            ],
            Form.MODAL: ["must contain {} in this order", "should use {} in this order"],
            Form.VERB: ["use {} in this order", "mention {} in that order"],
            Form.PHRASE: ["using {} in this order", "mentioning {} in that order"],
        }.get(form, [])
        phrases = [one.format(name) for name in named(words) for one in patterns]
        if form is Form.SENTENCE:
            phrases += [f"{name[:1].upper()}{name[1:]} must appear in this order" for name in named(words)]
            if len(words) == 2:
                pairs = zip(said(words[:1]), said(words[1:]), strict=False)
                phrases += [
                    f"{first} must come before {second} in your response"
                    for first, second in pairs
                    if not any(one[0].isalnum() for one in (first, second))
                ]
        return phrases

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another order, the words in any order, and one word less."""
        words = list(kwargs["keywords"])
        yield Alternative(ID, {"keywords": words[::-1]}, "contradicting")
        yield Alternative(EXISTENCE, {"keywords": words}, "weaker")
        if len(words) > 2:
            at = rng.randrange(len(words) - 1)
            swapped = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
            yield Alternative(ID, {"keywords": swapped}, "contradicting")
            left_out = rng.choice(words)
            yield Alternative(ID, {"keywords": [word for word in words if word != left_out]}, "weaker")
        yield Alternative(FORBIDDEN, {"forbidden_words": [rng.choice(words)]}, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of two orders, or what having the words means for words demanded or forbidden."""
        words = kwargs["keywords"]
        if other.id != ID:
            return beside_words(words, other)
        ours, theirs = ([word.casefold() for word in one] for one in (words, other.kwargs["keywords"]))
        if ours == theirs:
            return "equivalent"
        shared = [word for word in ours if word in theirs]
        if shared != [word for word in theirs if word in ours]:
            return "contradicts"
        if shared == theirs:
            return "implies"
        return "implied_by" if shared == ours else "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the words."""
        return Footprint(holds_words=frozenset(kwargs["keywords"]))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the words first come in their order; the span is the first that comes too early."""
        words = kwargs["keywords"]
        places = _places(words, response)
        missing = [word for word, place in zip(words, places, strict=True) if place is None]
        if missing:
            return Check(False, f"missing: {', '.join(missing)}")
        reached, last = -1, ""
        for word, place in zip(words, places, strict=True):
            if place is not None and place[0] <= reached:
                return Check(False, f"{word!r} comes before {last!r}", place)
            reached, last = place[0] if place else reached, word
        return Check(True, f"has {', '.join(words)} in this order")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: no word can be put into a text or moved mechanically so that it reads well."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield words of the task's topic, in the order of a known response."""
        if task.shape not in ("prose", "verse") or not task.english:
            return
        if any(known.id in (ID, EXISTENCE, FORBIDDEN) for known in task.constraints):
            return
        words = topic_words(task)
        if task.response is None:
            rng.shuffle(words)
        else:
            placed = zip(_places(words, task.response), words, strict=True)
            words = [word for _, word in sorted((place, word) for place, word in placed if place is not None)]
        for length in (2, 3):
            if len(words) >= length:
                yield {"keywords": words[:length]}


def _places(words: Sequence[str], text: str) -> list[tuple[int, int] | None]:
    """Return where each word first stands."""
    found = [pattern(word, whole=True).search(text) for word in words]
    return [match.span() if match else None for match in found]


FAMILY = KeywordsInOrder()
