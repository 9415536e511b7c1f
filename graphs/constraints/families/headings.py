"""The response's markdown headings: how many, of which level, of how many levels, how deep."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.heading_orders import orders
from stemmata.graphs.constraints.intervals import ANY
from stemmata.graphs.constraints.layout import Heading, bold_lines, headings, rewritten
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Bound,
    CountedExactly,
    Interval,
    amounts,
    changed_amounts,
    exactly,
    interval,
    interval_of,
    spoken,
)
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning, Relation

ID = "detectable_format:headings"
_LONG = frozenset(
    """essay article post blog report proposal guide tutorial lesson analysis review outline overview documentation plan
    manual handbook whitepaper newsletter curriculum syllabus explanation study""".split()
)
_LEVELS = tuple(str(level) for level in range(1, 7))


class Arguments(CountedExactly):
    """A level, a number, or both; or how many levels; or the deepest level. Nothing: one heading at least."""

    num_headings: int | None = Field(default=None, ge=0, le=10_000)
    level: int | None = Field(default=None, ge=1, le=6)
    num_levels: int | None = Field(default=None, ge=1, le=6)
    levels_relation: Literal["at least", "at most"] | None = None
    max_level: int | None = Field(default=None, ge=1, le=5)

    @model_validator(mode="after")
    def _say_one_thing(self) -> Self:
        said = (self.level or self.num_headings is not None, self.num_levels, self.max_level)
        if sum(bool(one) for one in said) > 1:
            raise ValueError("say how many (of a level), of how many levels, or how deep, not several of these")
        if (self.relation and self.num_headings is None) or (self.levels_relation and not self.num_levels):
            raise ValueError("a bound goes with its number")
        if self.num_headings == 0 and self.relation:
            raise ValueError("no headings at all go without a bound")
        return self


class Headings:
    """The response has markdown headings ("## Title", or a line underlined with = or -), or none."""

    id = ID
    hard = True
    summary = "markdown headings: their number, level, number of levels, depth"
    example = Example("Use at least two heading levels.", {"num_levels": 2, "levels_relation": "at least"})
    arguments = Arguments
    cues = ("heading", "header", "level", "h1", "h2", "h3", "h4", "section", "title")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order about headings."""
        for kwargs, start, end, form in orders(passage):
            yield Found(ID, kwargs, start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        if kwargs.get("num_headings") == 0:
            return [] if kwargs.get("level") else list(_NEVER.get(form, ()))
        said = _said(kwargs)
        if form is Form.AMOUNT:
            return said if kwargs and "max_level" not in kwargs else []
        frames = {
            Form.SENTENCE: ("Use {}", "Include {}", "Your response must have {}", "Structure your answer with {}"),
            Form.MODAL: ("should contain {}", "must have {}", "must use {}"),
            Form.VERB: ("use {}", "include {}", "have {}"),
            Form.PHRASE: ("with {}", "using {}"),
        }.get(form, ())
        return [frame.format(one) for one in said[:4] for frame in frames]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers, levels and depths, and none at all."""
        made: list[dict[str, Any]] = []
        if kwargs.get("num_headings"):
            for changed, _ in changed_amounts(kwargs, "num_headings", rng):
                made.append(exactly(changed) | ({"level": kwargs["level"]} if kwargs.get("level") else {}))
            if kwargs.get("level"):
                made.append({"level": kwargs["level"]})
        elif kwargs.get("level"):
            made += [{"level": kwargs["level"], "num_headings": 2}, {"level": kwargs["level"] % 6 + 1}]
        elif kwargs.get("num_levels"):
            for value in (kwargs["num_levels"] + 1, kwargs["num_levels"] - 1):
                made += [
                    {"num_levels": value, "levels_relation": one} for one in ("at least", "at most") if 1 <= value <= 6
                ]
        elif kwargs.get("max_level"):
            made += [
                {"max_level": value} for value in (kwargs["max_level"] - 1, kwargs["max_level"] + 1) if 1 <= value <= 5
            ]
        else:
            made += [{"level": rng.choice((2, 3))}, {"num_headings": rng.choice((3, 4)), "relation": "at least"}]
        made += [{"num_headings": 0}, {}]
        for one in made:
            meant = self.relation(one, Payload(ID, dict(kwargs)))
            if meant in _EDITS and one != dict(kwargs):
                yield Alternative(ID, one, _EDITS[meant])

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of what both allow of each level, of all of them, and of the number of levels."""
        if other.id != ID:
            return None
        ours, theirs = _said_of(kwargs), _said_of(other.kwargs)
        forward, backward = _within(_closed(ours), theirs), _within(_closed(theirs), ours)
        if forward and backward:
            return "equivalent"
        if forward or backward:
            return "implies" if forward else "implied_by"
        both = _closed({key: ours.get(key, ANY).meet(theirs.get(key, ANY)) for key in {*ours, *theirs}})
        return "contradicts" if any(one.empty for one in both.values()) else "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number of headings."""
        counted = not kwargs.get("level") and not kwargs.get("num_levels") and not kwargs.get("max_level")
        return Footprint(counts={"headings": _closed(_said_of(kwargs))["all"]}, exact=counted)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the headings are as asked for; the span is the first one too many or too deep."""
        found = headings(response)
        counts = {"all": len(found), "levels": len({one.level for one in found})}
        counts |= {name: sum(one.level == int(name) for one in found) for name in _LEVELS}
        for key, bound in _said_of(kwargs).items():
            if not bound.holds(counts[key]):
                wrong = [one for one in found if key in ("all", "levels") or one.level == int(key)]
                over = bound.high is not None and counts[key] > bound.high and key != "levels"
                span = wrong[bound.high or 0][:2] if over else None
                return Check(False, f"{_counted(key, counts[key])}; asked for {_said(kwargs)[0]}", span)
        return Check(True, _counted("all", len(found)))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Raise or lower hashes, take them off, or turn lines in bold into headings."""
        found = [one for one in headings(response) if response[one.start : one.end].lstrip().startswith("#")]
        if kwargs.get("num_headings") == 0:
            return rewritten(
                response, [(one.start, one.end, one.title) for one in found if _asked(kwargs, one)], "hashes taken off"
            )
        if deepest := kwargs.get("max_level"):
            return rewritten(
                response, [_at_level(one, response, min(one.level, deepest)) for one in found], "headings raised"
            )
        level = kwargs.get("level")
        if not found:
            lines = bold_lines(response)
            return rewritten(
                response,
                [(one.start, one.end, f"{'#' * (level or 2)} {one.title}") for one in lines],
                "bold lines made headings",
            )
        if level and len({one.level for one in found}) == 1:
            return rewritten(
                response, [_at_level(one, response, level) for one in found], f"headings put on level {level}"
            )
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield headings for long prose, near those that a known response has."""
        if task.shape != "prose" or any(known.id == ID for known in task.constraints) or "heading" in task.text.lower():
            return
        if task.response is not None:
            found = headings(task.response)
            if not found and len(bold_lines(task.response)) > 1:
                yield {}
            if found:
                yield {}
                yield {"level": max(found, key=lambda one: sum(one.level == other.level for other in found)).level}
            if 2 <= len(found) <= 12:
                yield {"num_headings": len(found)}
            return
        if not addition.names(task, _LONG) or addition.is_markup(task) or not addition.has_room(task, Payload(ID, {})):
            return
        yield {}
        yield {"num_headings": rng.choice((3, 4)), "relation": "at least"}
        yield {"level": 2}


_EDITS: dict[Meaning | None, Relation] = {
    "contradicts": "contradicting", "implies": "stronger", "implied_by": "weaker", "independent": "parallel",
}  # fmt: skip
_NEVER: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Do not use any headings",
        "Avoid headings",
        "Write without headings",
        "Do not include any headings",
    ),
    Form.MODAL: ("must not contain any headings", "should avoid headings"),
    Form.VERB: ("avoid headings", "use no headings"),
    Form.PHRASE: ("without headings", "without any headings"),
    Form.AMOUNT: ("no headings",),
}


def _said(kwargs: Kwargs) -> list[str]:
    """Return phrasings of what is asked for, without a verb."""
    level = kwargs.get("level")
    noun = f"level {level} heading" if level else "heading"
    if kwargs.get("num_headings") == 0:
        return [f"no {noun}s"]
    if kwargs.get("num_headings"):
        return amounts(kwargs, "num_headings", noun, f"{noun}s")
    if kwargs.get("num_levels"):
        bound: dict[str, Any] = {"relation": kwargs.get("levels_relation"), "num_levels": kwargs["num_levels"]}
        return amounts(bound, "num_levels", "heading level", "heading levels")
    if kwargs.get("max_level"):
        return [f"headings no deeper than level {kwargs['max_level']}", f"headings down to level {kwargs['max_level']}"]
    return [f"a {noun}", f"a level-{level} heading"] if level else ["headings", "markdown headings"]


def _counted(key: str, count: int) -> str:
    if key == "levels":
        return spoken(count, "heading level", "heading levels")
    noun = "heading" if key == "all" else f"level {key} heading"
    return spoken(count, noun, f"{noun}s")


def _asked(kwargs: Kwargs, one: Heading) -> bool:
    return kwargs.get("level") in (None, one.level)


def _at_level(one: Heading, text: str, level: int) -> tuple[int, int, str]:
    """Return the edit that gives a heading another number of hashes."""
    at = text.index("#", one.start)
    return at, at + one.level, "#" * level


def _said_of(kwargs: Kwargs) -> dict[str, Interval]:
    """Return what the arguments bound: all headings, those of one level ("2"), the number of levels."""
    key = str(kwargs.get("level") or "all")
    if kwargs.get("num_headings") is not None:
        return {key: interval_of(kwargs, "num_headings")}
    if kwargs.get("num_levels"):
        bound: Bound = kwargs.get("levels_relation") or "equal to"
        return {"levels": interval(bound, kwargs["num_levels"])}
    if kwargs.get("max_level"):
        return {name: Interval(0, 0) for name in _LEVELS[kwargs["max_level"] :]}
    return {key: Interval(1, None)}


def _closed(said: dict[str, Interval]) -> dict[str, Interval]:
    """Return bounds on all that is counted, with what the one follows from the other."""
    every, levels = said.get("all", ANY), said.get("levels", ANY).meet(Interval(0, 6))
    each = {name: said.get(name, ANY) for name in _LEVELS}
    for _ in range(2):
        highs = [one.high for one in each.values()]
        total = None if None in highs else sum(high or 0 for high in highs)
        every = every.meet(Interval(max(sum(one.low for one in each.values()), levels.low), total))
        every = every.meet(Interval(0, 0)) if levels.high == 0 else every
        used = sum(one.low > 0 for one in each.values())
        levels = levels.meet(Interval(max(used, min(1, every.low)), sum(high != 0 for high in highs)))
        levels = levels.meet(Interval(0, every.high))
        each = {name: one.meet(Interval(0, every.high)) for name, one in each.items()}
    return {"all": every, "levels": levels, **each}


def _within(ours: dict[str, Interval], theirs: dict[str, Interval]) -> bool:
    return all(ours[key].within(bound) for key, bound in theirs.items())


FAMILY = Headings()
