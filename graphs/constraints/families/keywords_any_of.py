"""Whether the response has some of several words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Self

from pydantic import Field, model_validator

from stemmata.graphs.constraints.arrangements import arrangements
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.keywords import ANY_OF as ID
from stemmata.graphs.constraints.keywords import EXISTENCE, FORBIDDEN, present, without_letters
from stemmata.graphs.constraints.numerals import in_words
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.terms import TermList, holds, named, said
from stemmata.graphs.constraints.topics import topic_words
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning


class Arguments(FamilyArguments):
    """The words, and how many of them there must be at least."""

    keywords: TermList
    num: int = Field(default=1, ge=1, le=50)

    @model_validator(mode="after")
    def _some_of_several(self) -> Self:
        if len(self.keywords) < 2:
            raise ValueError("'keywords' needs two different words at least")
        if self.num > len(self.keywords):
            raise ValueError("'num' is more than there are keywords")
        return self


class KeywordsAnyOf:
    """The response has at least so many of some words, in whatever case; inside a longer word counts, as in IFEval."""

    id = ID
    hard = True
    summary = "words of which the response must have some"
    example = Example('Use at least one of the words "river" and "stone".', {"keywords": ["river", "stone"], "num": 1})
    arguments = Arguments
    cues = (" of ", "either", " or ")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to use some of several words."""
        for one in arrangements(passage):
            if one.kind == "some":
                yield Found(ID, {"keywords": list(one.words), "num": one.num}, one.start, one.end, one.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        words, num = kwargs["keywords"], kwargs["num"]
        some = [f"at least {in_words(num)} of {name}" for name in named(words)]
        if num == 1:
            some += [f"one or more of {name}" for name in named(words)]
            some += [f"either {listed}" for listed in said(words, "or") if listed[0] in "\"'“«"] * (len(words) == 2)
        tail = " in your response" if words[-1][-1] in ".,;" else ""
        patterns = {
            Form.SENTENCE: ["Use {}", "Include {}", "Make sure to mention {}", "Your response must contain {}"],
            Form.MODAL: ["must contain {}", "should mention {}", "should include {}"],
            Form.VERB: ["use {}", "include {}", "mention {}"],
            Form.PHRASE: ["using {}", "including {}", "mentioning {}"],
        }.get(form, [])
        phrases = [one.format(name) + tail for name in some for one in patterns]
        if form is Form.SENTENCE:
            phrases += [f"{name[:1].upper()}{name[1:]} must appear in your response" for name in some]
        return phrases

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield letters of theirs forbidden, all of the words demanded, other numbers of them, and one word less."""
        words, num = list(kwargs["keywords"]), kwargs["num"]
        here = Payload(ID, dict(kwargs))
        yield from without_letters(words, num, rng)
        if num > 1:
            yield Alternative(ID, {"keywords": words, "num": num - 1}, "weaker")
        if num < len(words):
            if self.relation(kwargs, Payload(EXISTENCE, {"keywords": words})) == "implied_by":
                yield Alternative(EXISTENCE, {"keywords": words}, "stronger")
            yield Alternative(ID, {"keywords": words, "num": num + 1}, "stronger")
            for left_out in rng.sample(words, len(words)) if len(words) > 2 else ():
                fewer = {"keywords": [word for word in words if word != left_out], "num": num}
                if self.relation(fewer, here) == "implies":
                    yield Alternative(ID, fewer, "stronger")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of how many words each leaves, at least, of the other's."""
        words, num = kwargs["keywords"], kwargs["num"]
        if other.id == ID:
            others, least = other.kwargs["keywords"], other.kwargs["num"]
            return _meaning(_left(words, num, others) >= least, _left(others, least, words) >= num)
        if other.id == FORBIDDEN:
            out = other.kwargs["forbidden_words"]
            # a word may stand inside a longer one, which is not forbidden
            allowed = [word for word in words if not any(holds(f"x{word}x", one, whole=True) for one in out)]
            return "contradicts" if len(allowed) < num else None
        if there := present(other):
            forward = other.id == EXISTENCE and num == len(words) and all(
                any(holds(word, one) for word in words) for one in there
            )  # fmt: skip
            return _meaning(forward, sum(any(holds(one, word) for one in there) for word in words) >= num)
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the words, where all of them must be there."""
        every = kwargs["num"] == len(kwargs["keywords"])
        return Footprint(holds_anyhow=frozenset(kwargs["keywords"] if every else ()))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there are enough of the words."""
        words, num = kwargs["keywords"], kwargs["num"]
        there = [word for word in words if holds(response, word)]
        said_so = f"has {', '.join(there) or 'none'} of {', '.join(words)}"
        return Check(len(there) >= num, said_so + ("" if len(there) >= num else f"; asked for {num} at least"))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: no word can be put into a text mechanically so that it reads well."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield words of the task's topic for a text that is written out, of which a known response has one."""
        if task.shape not in ("prose", "verse") or not task.english:
            return
        if any(known.id in (ID, EXISTENCE, FORBIDDEN) for known in task.constraints):
            return
        words = topic_words(task)
        rng.shuffle(words)
        for some in (words[:2], words[:3]):
            if len(some) > 1 and (task.response is None or any(holds(task.response, word) for word in some)):
                yield {"keywords": some, "num": 1}


def _left(words: list[str], num: int, others: list[str]) -> int:
    """Return how many of some words are there for sure where so many of other words are."""
    known = {word.casefold() for word in others}
    return num - sum(word.casefold() not in known for word in words)


def _meaning(forward: bool, backward: bool) -> Meaning:
    if forward and backward:
        return "equivalent"
    if forward:
        return "implies"
    return "implied_by" if backward else "independent"


FAMILY = KeywordsAnyOf()
