"""How many sections the response has that begin with a mark and a number."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.minimums import (
    CountedAtLeast,
    amount_arguments,
    minimum_of,
    other_amounts,
    said_in_full,
)
from stemmata.graphs.constraints.paragraphs import all_prose, blocks, redivided
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import amounts, judged
from stemmata.graphs.constraints.sections import section_orders, section_spans
from stemmata.graphs.constraints.terms import joined
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:multiple_sections"
_KEY, _MARK, _ONE, _MANY = "num_sections", "section_spliter", "section", "sections"
_SPLITER = re.compile(r"[^\W\d_](?:[\w'’ -]{0,38}[^\W\d_])?")
_LONG = frozenset(
    "essay article report blog post guide story tutorial proposal plan itinerary speech biography script".split()
)


def _mark(value: str) -> str:
    mark = value.strip()
    if not _SPLITER.fullmatch(mark) or "  " in mark:
        raise ValueError("a section's mark is one word or a few, without a number")
    return mark


class Arguments(CountedAtLeast):
    """IFEval's arguments, at least so many; and other bounds."""

    section_spliter: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_mark)]
    num_sections: int = Field(ge=1, le=10_000)


class MultipleSections:
    """The response has at least n lines or sentences that begin with a mark and a number; or at most, exactly, … n."""

    id = ID
    hard = True
    summary = "the number of sections that begin with a mark and a number"
    example = Example(
        "Your response must have 3 sections. Mark the beginning of each section with SECTION X.",
        {_MARK: "SECTION", _KEY: 3},
    )
    arguments = Arguments
    cues = ("mark", "start", "begin", "label", "head", "titl", "name", "call", "section", "part", "number", "separat",
            "divid", "indicat", "introduc", "preced", "prefix", "split", "use", "using")  # fmt: skip

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each number of sections whose mark is told."""
        for order in section_orders(passage):
            kwargs = amount_arguments(order.amount, _KEY, most=10_000)
            if kwargs is not None and _SPLITER.fullmatch(order.mark):
                yield Found(ID, {_MARK: order.mark} | kwargs, order.start, order.end, order.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the number; as an AMOUNT without the mark; as a VALUE, the marks one by one."""
        full, mark = said_in_full(kwargs), kwargs[_MARK]
        said = amounts(full, _KEY, _ONE, _MANY)
        if form is Form.AMOUNT:
            return said
        if form is Form.VALUE:
            plain = kwargs.get("relation") is None and 1 < kwargs[_KEY] <= 12
            marks = [f"{mark} {number}" for number in range(1, kwargs[_KEY] + 1)] if plain else []
            return [joined(marks, "and"), joined([f'"{one}"' for one in marks], "and")] if marks else []
        named = [f'"{mark} X"', f"{mark} X"] if " " not in mark and mark[:1].isupper() else [f'"{mark} X"']
        patterns = {
            Form.VERB: ("have {}, each starting with {}", "use {} and mark the beginning of each with {}"),
            Form.MODAL: ("should have {}, each starting with {}", "must contain {}, each marked with {}"),
            Form.PHRASE: ("in {}, each starting with {}", "with {}, each marked with {}"),
            Form.SENTENCE: (
                "Your response must have {}, each starting with {}",
                "Divide your answer into {}, each marked with {}",
                "Include {}, each labelled {}",
                "Your answer should have {}, each beginning with {}",
            ),
        }.get(form, ())
        return [one.format(words, name) for words in said[:2] for name in named for one in patterns]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers and bounds with the same mark, and another mark."""
        mark = kwargs[_MARK]
        for changed, relation in other_amounts(kwargs, _KEY, rng):
            yield Alternative(ID, {_MARK: mark} | changed, relation)
        for other in ("Section", "Part"):
            if other.lower() not in mark.lower() and mark.lower() not in other.lower():
                yield Alternative(ID, {**kwargs, _MARK: other}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals, where the mark is the same."""
        if other.id != ID:
            return None
        one, two = kwargs[_MARK], other.kwargs[_MARK]
        if one == two:
            return minimum_of(kwargs, _KEY).meaning(minimum_of(other.kwargs, _KEY))
        return None if one in two or two in one else "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the mark, and a number for each section, which is a word."""
        low = minimum_of(kwargs, _KEY).low
        if not low:
            return Footprint()
        return Footprint(counts={"words": Interval(low, None)}, holds=frozenset({kwargs[_MARK]}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of marks keeps the bound; the span is the first one too many."""
        spans = section_spans(response, kwargs[_MARK])
        passed, detail = judged(len(spans), said_in_full(kwargs), _KEY, _ONE, _MANY)
        high = minimum_of(kwargs, _KEY).high
        over = None if passed or high is None or len(spans) <= high else spans[high]
        return Check(passed, f"{detail}, each starting with {kwargs[_MARK]} and a number", over)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Set the letters of marks right, or put marks before paragraphs, joined or split at sentences if need be."""
        bounds, mark = minimum_of(kwargs, _KEY), kwargs[_MARK]
        if addition.has_code(response) or not bounds.low:
            return None
        nearly = section_spans(response, mark, anyhow=True)
        if bounds.holds(len(nearly)):
            pieces, cursor, changed = [], 0, 0
            for start, _ in nearly:
                old = response[start : start + len(mark)]
                pieces += [response[cursor:start], mark]
                cursor = start + len(mark)
                changed += 2 * sum(one != two for one, two in zip(old, mark, strict=True))
            return Repair("".join([*pieces, response[cursor:]]), changed, False, f"{mark} written as asked")
        spans = blocks(response)
        pieces = [response[start:end] for start, end in spans]
        if nearly or not pieces or bounds.low > 30 or not all_prose(pieces):
            return None
        made = redivided(pieces, bounds.low)
        if made is None:
            return None
        if len(made) == len(pieces):
            return _marked(response, [start for start, _ in spans], mark)
        text = "\n\n".join(f"{mark} {number}\n{piece}" for number, piece in enumerate(made, 1))
        kept = sum(map(len, made)) - max(0, len(pieces) - len(made))
        changed = len(response) + len(text) - 2 * kept
        return Repair(text, changed, False, f"{len(made)} sections marked with {mark}")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for a long text: as many sections as a known response has paragraphs or can be divided into."""
        if task.shape != "prose" or addition.is_markup(task):
            return
        if any(known.id in (ID, "length_constraints:number_paragraphs") for known in task.constraints):
            return
        mark = "Day" if addition.names(task, frozenset({"itinerary"})) else rng.choice(("SECTION", "Section", "PART"))
        if task.response is None:
            if addition.names(task, _LONG):
                yield {_MARK: mark, _KEY: rng.choice((2, 3, 4))}
            return
        pieces = [task.response[start:end] for start, end in blocks(task.response)]
        if 2 <= len(pieces) <= 8 and len(task.response) > 300 and all_prose(pieces):
            yield {_MARK: mark, _KEY: len(pieces)}


def _marked(response: str, starts: list[int], mark: str) -> Repair:
    """Return a response with a mark on a line of its own at each of some offsets."""
    pieces, cursor = [], 0
    for number, start in enumerate(starts, 1):
        pieces += [response[cursor:start], f"{mark} {number}\n"]
        cursor = start
    text = "".join([*pieces, response[cursor:]])
    return Repair(text, len(text) - len(response), False, f"{len(starts)} sections marked with {mark}")


FAMILY = MultipleSections()
