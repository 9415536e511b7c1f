"""Whether a word stands at a given place of the response."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints.arrangements import ORDINALS, arrangements
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.keywords import EVERY, EXISTENCE, FORBIDDEN, beside_words, closed
from stemmata.graphs.constraints.keywords import POSITION as ID
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.terms import Term, named, pattern, said
from stemmata.graphs.constraints.topics import topic_words
from stemmata.graphs.constraints.units import Unit, unit_spans
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning


class Arguments(FamilyArguments):
    """The word, of what parts the place is told, and which of them it is: 1, 2, … or -1 for the last."""

    keyword: Term
    unit: Unit
    place: int = Field(ge=-1, le=99)

    @field_validator("place")
    @classmethod
    def _is_one(cls, place: int) -> int:
        if place == 0:
            raise ValueError("'place' is 1 or more, or -1 for the last")
        return place


class KeywordsPosition:
    """The nth or last word of the response is the keyword; or its nth or last sentence, paragraph or line has it.

    In whatever case, as a word of its own.
    """

    id = ID
    hard = True
    summary = "a word that the response must have at a given place"
    example = Example(
        'The word "harbor" must appear in the first sentence.', {"keyword": "harbor", "unit": "sentence", "place": 1}
    )
    arguments = Arguments
    cues = ("word", "sentence", "paragraph", "line")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order about a word's place."""
        for one in arrangements(passage):
            if one.kind == "place" and one.place < 100:
                kwargs = {"keyword": one.words[0], "unit": one.unit, "place": one.place}
                yield Found(ID, kwargs, one.start, one.end, one.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        word, unit = kwargs["keyword"], kwargs["unit"]
        if form is Form.VALUE:  # one of several words, each with its place
            return list(said([word]))
        at = f"{_nth(kwargs['place'])} {unit}"
        joint = "as" if unit == "word" else "in"
        acts = {
            Form.SENTENCE: ("Use {} {} the {}", "Your response must have {} {} the {}", "Put {} {} the {}"),
            Form.MODAL: ("must have {} {} the {}", "should use {} {} the {}"),
            Form.VERB: ("use {} {} the {}", "have {} {} the {}"),
            Form.PHRASE: ("using {} {} the {}", "with {} {} the {}"),
        }.get(form, ())
        names = named([word])
        phrases = [act.format(name, joint, at) for name in names for act in acts]
        if form is Form.SENTENCE:
            verb, have = ("be", "be") if unit == "word" else ("appear in", "contain")
            phrases += [f"{name[:1].upper()}{name[1:]} must {verb} the {at} of your response" for name in names]
            phrases += [f"The {at} of your response must {have} {name}" for name in names]
        return closed(phrases, word)

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield the word forbidden, the word anywhere, and the word at another place."""
        word, unit, place = kwargs["keyword"], kwargs["unit"], kwargs["place"]
        yield Alternative(FORBIDDEN, {"forbidden_words": [word]}, "contradicting")
        yield Alternative(EXISTENCE, {"keywords": [word]}, "weaker")
        if unit != "word":
            other = rng.choice([one for one in (1, 2, -1) if one != place])
            yield Alternative(ID, {"keyword": word, "unit": unit, "place": other}, "parallel")
            if place in (1, -1):
                yield Alternative(EVERY, {"keyword": word, "unit": unit}, "stronger")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of two places, or what having the word means for words demanded or forbidden."""
        word, unit, place = kwargs["keyword"], kwargs["unit"], kwargs["place"]
        if other.id == EVERY:
            same = other.kwargs["keyword"].casefold() == word.casefold() and other.kwargs["unit"] == unit
            return "implied_by" if same and place in (1, -1) else None
        if other.id != ID:
            return beside_words([word], other)
        there = other.kwargs["keyword"]
        same_place = (other.kwargs["unit"], other.kwargs["place"]) == (unit, place)
        if word.casefold() == there.casefold():
            return "equivalent" if same_place else None if unit == "word" else "independent"
        if same_place and unit == "word":
            end = -1 if place == -1 else 0
            ours, theirs = ([one[slice(*span)] for span in unit_spans(one, "word")] for one in (word, there))
            apart = ours and theirs and ours[end].casefold() != theirs[end].casefold()
            return "contradicts" if apart else None
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the word."""
        return Footprint(holds_words=frozenset({kwargs["keyword"]}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the word is at its place; the span is what is there instead."""
        word, unit, place = kwargs["keyword"], kwargs["unit"], kwargs["place"]
        spans, at = unit_spans(response, unit), f"the {_nth(place)} {unit}"
        if len(spans) < abs(place):
            return Check(False, f"there is no {_nth(place)} {unit}")
        index = place - 1 if place > 0 else place
        start, end = spans[index]
        if unit != "word":
            passed = pattern(word, whole=True).search(response, start, end) is not None
            return Check(passed, f"{word!r} is {'' if passed else 'not '}in {at}", None if passed else (start, end))
        reached = spans[index - 1][1] if place > 1 else 0
        ending = len(response) if place == -1 else min(len(response), end + len(word))
        begin = reached if place > 0 else max(0, start - len(word))
        for match in pattern(word, whole=True).finditer(response, begin, ending):
            if match.start() <= start and end <= match.end():
                return Check(True, f"{at} is {match[0]!r}")
            if match.start() > start:
                break
        return Check(False, f"{at} is {response[start:end][:80]!r}; asked for {word!r}", (start, end))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: no word can be put into a text mechanically so that it reads well."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield words of the task's topic for the first or last sentence of a text; where a known response has them."""
        if task.shape != "prose" or not task.english:
            return
        if any(known.id in (ID, EXISTENCE, FORBIDDEN) for known in task.constraints):
            return
        words = topic_words(task)
        rng.shuffle(words)
        if task.response is None:
            for word in words[:2]:
                yield {"keyword": word, "unit": "sentence", "place": rng.choice((1, 1, -1))}
            return
        units: tuple[Unit, ...] = ("paragraph", "sentence")
        for unit in units:
            spans = unit_spans(task.response, unit)
            for word in words if len(spans) > 1 else ():
                for place in (1, -1):
                    span = spans[place - 1 if place > 0 else place]
                    if pattern(word, whole=True).search(task.response, *span):
                        yield {"keyword": word, "unit": unit, "place": place}


def _nth(place: int) -> str:
    """Return an ordinal: "first", "12th", "last"."""
    if place < 0:
        return "last"
    if place <= len(ORDINALS):
        return ORDINALS[place - 1]
    ending = "th" if place // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


FAMILY = KeywordsPosition()
