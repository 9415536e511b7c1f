"""Whether the response has certain words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints.arrangements import unarranged
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.keywords import without_letters
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import interval_of
from stemmata.graphs.constraints.terms import TermList, holds, named, pattern, said
from stemmata.graphs.constraints.topics import topic_words
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "keywords:existence"
_FORBIDDEN = "keywords:forbidden_words"
_FREQUENCY = "keywords:frequency"
_VERBS = ("include", "use", "mention", "contain")


class WordArguments(Arguments):
    """IFEval's arguments."""

    keywords: TermList


class KeywordExistence:
    """The response has each of some words, in whatever case; inside a longer word counts, as in IFEval."""

    id = ID
    hard = True
    summary = "words that the response must have"
    example = Example('Include the keywords "river" and "stone".', {"keywords": ["river", "stone"]})
    arguments = WordArguments
    cues = (
        "word",
        "term",
        "phrase",
        "mention",
        "includ",
        "contain",
        "appear",
        "expression",
        "in there",
        "the name of",
        "'s name",
        "’s name",
    )

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to use words, where it is not said how often."""
        for mention in unarranged(passage):
            amount = mention.amount
            once = amount is not None and len(mention.terms.words) > 1 and amount[:2] == ("at least", 1)
            if mention.required and (amount is None or once):
                yield Found(ID, {"keywords": list(mention.terms.words)}, mention.start, mention.end, mention.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        words = kwargs["keywords"]
        if form is Form.VALUE:
            return list(said(words))
        names = named(words)
        be = "be" if len(words) == 1 else "all be"
        patterns = {
            Form.SENTENCE: [
                "Include {}",
                "Use {}",
                "Mention {}",
                "Make sure to include {}",
                "Your response must contain {}",
            ],
            Form.MODAL: [f"{modal} {verb} {{}}" for verb in _VERBS for modal in ("should", "must")],
            Form.VERB: [f"{verb} {{}}" for verb in _VERBS],
            Form.PHRASE: ["using {}", "including {}", "mentioning {}"],
        }.get(form, [])
        tail = " in your response" if words[-1][-1] in ".,;" else ""
        phrases = [one.format(name) + tail for one in patterns for name in names]
        if form is Form.SENTENCE:
            phrases += [f"{name[:1].upper()}{name[1:]} must {be} included" for name in names]
        return phrases

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield the words forbidden, a letter of theirs forbidden, one word less, and one word more than once.

        Forbidding the words does not contradict: they may be there inside longer ones.
        """
        words = list(kwargs["keywords"])
        yield Alternative(_FORBIDDEN, {"forbidden_words": words}, "parallel")
        yield from without_letters(words, len(words), rng)
        if len(words) > 1:
            for left_out in rng.sample(words, len(words)):
                kept = {"keywords": [word for word in words if word != left_out]}
                if self.relation(kept, Payload(ID, kwargs)) == "implied_by":
                    yield Alternative(ID, kept, "weaker")
        else:
            often = {"relation": "at least", "keyword": words[0], "frequency": rng.choice((2, 3))}
            yield Alternative(_FREQUENCY, often, "stronger")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of what the words demand: a word inside a longer one is there with it."""
        words = kwargs["keywords"]
        if other.id == ID:
            return _meaning(_covers(words, other.kwargs["keywords"]), _covers(other.kwargs["keywords"], words))
        if other.id == _FREQUENCY:
            keyword, bounds = other.kwargs["keyword"], interval_of(other.kwargs, "frequency")
            if bounds.high == 0:
                return "contradicts" if _covers(words, [keyword]) else "independent"
            there = bounds.low >= 1 and _covers([keyword], words)
            asked = bounds.low <= 1 and bounds.high is None and _covers(words, [keyword])
            return _meaning(asked, there)
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the words."""
        return Footprint(holds_anyhow=frozenset(kwargs["keywords"]), exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether every word is there."""
        missing = [word for word in kwargs["keywords"] if not holds(response, word)]
        if missing:
            return Check(False, f"missing: {', '.join(missing)}")
        return Check(True, f"has {', '.join(kwargs['keywords'])}")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: no word can be put into a text mechanically so that it reads well."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield words of the task's topic, for a text that is written out; only those that a known response has."""
        if task.shape not in ("prose", "verse", "sentence") or not task.english:
            return
        if any(known.id in (ID, _FREQUENCY) for known in task.constraints):
            return
        words = topic_words(task)
        rng.shuffle(words)
        if task.response is not None:
            words = [word for word in words if pattern(word, whole=True).search(task.response)]
        if len(words) > 1 and task.shape == "prose":
            yield {"keywords": words[:2]}
        for word in words[:2]:
            yield {"keywords": [word]}


def _covers(words: list[str], others: list[str]) -> bool:
    """Return whether a text with the words has the others as well."""
    return all(any(holds(word, other) for word in words) for other in others)


def _meaning(forward: bool, backward: bool) -> Meaning:
    if forward and backward:
        return "equivalent"
    if forward:
        return "implies"
    return "implied_by" if backward else "independent"


FAMILY = KeywordExistence()
