"""How hard the response is to read, as a school grade."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import compiled, cores
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import told
from stemmata.graphs.constraints.reading_ease import whole_grade
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "style:reading_level"
_ORDINALS = tuple("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split())
_NTH = rf"(?P<grade>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_N = r"(?P<number>\d{1,2})(?![\d.]\d|\d)"
_MOST = r"at\s+most|no\s+(?:higher|more|harder)\s+than|at\s+or\s+below|below|not\s+above|up\s+to|a\s+maximum\s+of"
_LEAST = r"at\s+least|no\s+lower\s+than|at\s+or\s+above|a\s+minimum\s+of"
_BOUND = rf"(?:(?P<least>{_LEAST})\s+|(?:{_MOST})\s+)?"
_LEVEL = (
    rf"(?:{_NTH}[-\s]grade(?:r|rs)?['’]?s?[-\s](?:reading[-\s])?(?:comprehension[-\s])?level|"
    rf"grade[-\s]{_N}(?:\s+reading)?\s+level)"
)
_PATTERNS = (
    compiled(rf"(?:at|for|to)\s+(?:about\s+)?{_BOUND}(?:an?\s+|the\s+)?{_LEVEL}", Form.PHRASE),
    compiled(rf"(?:{_MOST}|(?P<least>{_LEAST}))\s+(?:an?\s+|the\s+)?{_LEVEL}", Form.PHRASE),
    compiled(
        rf"(?:(?:so\s+|such\s+)?that|which|at\s+a\s+level(?:\s+that)?|(?:in\s+)?(?:a\s+way|language|words|"
        rf"terms)(?:\s+that)?)\s+(?:an?\s+|any\s+)?(?:average\s+"
        rf")?{_NTH}[-\s]graders?\s+(?:can|could|would|will)\s+(?:be\s+able\s+to\s+)?(?:easily\s+)?(?:understand|"
        rf"follow|grasp|read)",
        Form.PHRASE,
    ),
    compiled(
        rf"(?:an?|any)\s+{_NTH}[-\s]graders?\s+(?:should|must|can|"
        rf"could)\s+be\s+able\s+to\s+(?:easily\s+)?(?:understand|"
        rf"follow|read)\s+(?:it|this|your\s+\w+)",
        Form.SENTENCE,
    ),
    compiled(
        rf"(?:the\s+)?reading\s+level\s+(?:should|must)\s+be\s+{_BOUND}(?:grade\s+{_N}|(?:an?\s+|"
        rf"the\s+)?{_NTH}[-\s]grade)",
        Form.SENTENCE,
    ),
    compiled(
        rf"(?:with\s+|at\s+)?(?:an?\s+|the\s+)?(?:flesch[-–\s]kincaid\s+(?:grade|reading|level)(?:\s+level)?|"
        rf"reading\s+level)\s+(?:of\s+)?{_BOUND}"
        rf"(?:grade\s+)?{_N}",
        Form.PHRASE,
    ),
)


class Arguments(FamilyArguments):
    """A bound on the grade. "At a 6th grade level" means at most that."""

    relation: Literal["at most", "at least"]
    grade: int = Field(ge=1, le=16)


def _grades(kwargs: Kwargs) -> Interval:
    """Return the measured grades that keep the bound; one above the highest named is let pass."""
    grade = kwargs["grade"]
    return Interval(0, grade + 1) if kwargs["relation"] == "at most" else Interval(grade, None)


def _nth(grade: int) -> str:
    ending = "th" if 10 < grade < 20 else {1: "st", 2: "nd", 3: "rd"}.get(grade % 10, "th")
    return f"{grade}{ending}"


class ReadingLevel:
    """The response is no harder, or no easier, to read than a school grade's texts.

    The Flesch–Kincaid grade stands for it, a proxy: 0.39 × words a sentence + 11.8 × syllables a word − 15.59, with
    syllables counted as runs of vowels without silent endings (`reading_ease.syllables`). Its whole part is compared;
    "at most 6" lets 7 pass, as the measure is no finer than that. It is for English only: anything else fails.
    """

    id = ID
    hard = True
    summary = "the reading level, as a bound on the Flesch–Kincaid grade"
    example = Example("Write at a 6th grade reading level.", {"relation": "at most", "grade": 6})
    arguments = Arguments
    cues = ("grade", "reading level", "kincaid")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the reading level."""
        for core in cores(passage, _PATTERNS, lambda where, match: not told(where, match.start())):
            groups = core.match.groupdict()
            said = groups.get("grade") or groups["number"]
            grade = _ORDINALS.index(said) + 1 if said in _ORDINALS else int(re.sub(r"\D", "", said))
            if 1 <= grade <= 16:
                relation = "at least" if groups.get("least") else "at most"
                yield Found(ID, {"relation": relation, "grade": grade}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound."""
        level, most = f"{_nth(kwargs['grade'])} grade reading level", kwargs["relation"] == "at most"
        one = f"an {level}" if level.startswith(("8", "11")) else f"a {level}"
        bound = "at or below" if most else "at or above"
        phrases = ([f"at {one}"] if most else []) + [
            f"{bound} {one}",
            f"at {'no higher than' if most else 'at least'} {one}",
        ]
        return {
            Form.PHRASE: phrases,
            Form.VERB: [f"stay {words}" for words in phrases],
            Form.MODAL: [f"should be {words}" for words in phrases],
            Form.SENTENCE: [
                *(f"Your response should be {words}" for words in phrases[:2]),
                f"Keep it {phrases[0]}",
                f"The reading level should be {'at most' if most else 'at least'} grade {kwargs['grade']}",
            ],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield lower and higher grades, and the other bound beyond this one."""
        relation, grade, step = kwargs["relation"], kwargs["grade"], rng.choice((2, 3))
        most = relation == "at most"
        beyond = grade + step if most else grade - step
        if 1 <= beyond <= 16:
            yield Alternative(ID, {"relation": "at least" if most else "at most", "grade": beyond}, "contradicting")
        if grade - step >= 1:
            yield Alternative(ID, {"relation": relation, "grade": grade - step}, "stronger" if most else "weaker")
        if grade + step <= 16:
            yield Alternative(ID, {"relation": relation, "grade": grade + step}, "weaker" if most else "stronger")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals of grades."""
        return _grades(kwargs).meaning(_grades(other.kwargs)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return that there is a word and a sentence to measure."""
        return Footprint(counts={"words": Interval(1, None), "sentences": Interval(1, None)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the measured grade keeps the bound."""
        measured = whole_grade(response)
        if measured is None:
            return Check(False, "no reading level: the response is not English prose")
        bound = _grades(kwargs)
        return Check(bound.holds(measured), f"grade {measured} by Flesch–Kincaid; asked for {_bound(bound)}")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: simpler words cannot be found mechanically."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield grades for an explanation in English, near what the known response has."""
        if task.shape != "prose" or not task.english or addition.is_markup(task):
            return
        told = task.action in ("explain", "describe", "summarize", "define", "discuss", "rewrite", "simplify")
        if not told and not addition.names(
            task, frozenset({"explanation", "summary", "article", "guide", "story", "essay"})
        ):
            return
        if any(known.id in (ID, "style:audience", "style:formality") for known in task.constraints):
            return
        measured = None if task.response is None else whole_grade(task.response)
        if task.response is None:
            yield {"relation": "at most", "grade": rng.choice((5, 6, 8))}
        elif measured is not None and 4 <= measured <= 13:
            yield {"relation": "at most", "grade": min(12, measured)}


def _bound(bound: Interval) -> str:
    return f"{bound.low} or higher" if bound.high is None else f"{bound.high} or lower"


FAMILY = ReadingLevel()
