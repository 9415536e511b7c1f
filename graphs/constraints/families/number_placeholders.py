"""How many placeholders in square brackets the response has."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import DONT, before, compiled, cores, of_code, prohibitions
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
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import amount_pattern, amounts, find_amounts, judged, modals, verbs
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import binds_whole, count_orders, counted_after, of_a_part
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_content:number_placeholders"
_KEY, _ONE, _MANY = "num_placeholders", "placeholder", "placeholders"
_BRACKETED = (
    r"(?:words?|items?|fields?|blanks?|slots?|variables?|phrases?|terms?|details?|elements?|tokens?|spots?|labels?|"
    r"gaps?|names?|values?|(?:bits|pieces) of information)"
    r"(?: (?:that|which) (?:are|is))?(?: to fill in)?"
    r"(?: (?:put|placed|written|enclosed|wrapped|represented|marked|shown|surrounded|denoted|indicated|given|left))?"
    r" (?:in|within|inside|by|with|using|between) square brackets"
)
_NOUN = r"(?:place-?holders?(?: (?:tokens?|texts?|fields?|values?|variables?|words?|names?|items?))?)"
_SORT = (
    r"(?:(?:different|distinct|unique|separate|square[- ]bracket(?:ed|s)?|bracketed|template|such|total|generic|clear|"
    r"fill-in|fillable|of these|of those) ){0,2}"
)
_AMOUNTS = amount_pattern(rf"{_SORT}(?:{_NOUN}|{_BRACKETED})")
_ORDER = re.compile(
    r"(?:^\s{0,3}|[.!?:\n]\s{0,3}|\d[.)] |[-*] |\b(?:should|must|please|to|also|can|and|that|sure|you|need to),? )"
    r"(?P<core>(?:use|include|contain|have|add|insert|put|leave|employ|provide)(?: in)? "
    r"(?:(?:a|an|the|some|any|appropriate|relevant|suitable|clear|several|multiple|various|one or more) ){0,2}"
    rf"{_SORT}{_NOUN})(?![\w-])"
)
_BANS = (
    *prohibitions(rf"{_SORT}{_NOUN}"),
    compiled(rf"(?:{DONT}|without)\s+leav(?:e|ing)\s+(?:any\s+|a\s+|in\s+)?{_SORT}{_NOUN}", Form.VERB),
)
_MENTIONED = re.compile(rf"(?<![\w-]){_NOUN}(?![\w-])")
# The word for a hint in a form of a program, or for something of the text that is given.
_OTHER = re.compile(r"\b(?:fields?|input|text ?box|search bar|button|form|attribute|given|replace|fill in|image)\b")
_TEMPLATES = frozenset(
    """template email mail letter resume cv contract invoice proposal agenda memo invitation agreement announcement
    message reply newsletter form flyer advertisement ad card speech""".split()
)


class Arguments(CountedAtLeast):
    """IFEval's argument, at least so many; and other bounds."""

    num_placeholders: int = Field(ge=1, le=100_000)


class NumberPlaceholders:
    """The response has at least n placeholders, "[" to "]" on one line; or at most, exactly, … n."""

    id = ID
    hard = True
    summary = "the number of placeholders in square brackets"
    example = Example(
        "The response must contain at least 3 placeholders in square brackets, such as [address].", {_KEY: 3}
    )
    arguments = Arguments
    cues = ("placeholder", "place-holder", "square bracket")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each number of placeholders; an order to use some, where no number is said."""
        counted = False
        for match, amount, form in find_amounts(passage, _AMOUNTS, bare="at least"):
            kwargs = amount_arguments(amount, _KEY)
            if kwargs is not None and binds_whole(passage, match):
                counted = True
                plain = Form.AMOUNT if form is Form.ADJECTIVE else form
                yield Found(ID, kwargs, match.start(), match.end(), plain)
        for start, end, amount, form in count_orders(passage, rf"{_SORT}{_NOUN}"):
            kwargs = amount_arguments(amount, _KEY)
            if kwargs is not None:
                counted = True
                yield Found(ID, kwargs, start, end, Form.SENTENCE if form is Form.SENTENCE else Form.VALUE)
        for core in cores(passage, _BANS, _is_meant):
            counted = True
            yield Found(ID, {_KEY: 1, "relation": "less than"}, core.start, core.end, core.form)
        for match in scan(_MENTIONED, passage.lower) if not counted else ():
            them = counted_after(passage, match.end())
            kwargs = amount_arguments(them[0], _KEY) if them else None
            if them and kwargs is not None:
                yield Found(ID, kwargs, them[1], them[2], Form.VALUE)
                return
        for match in scan(_ORDER, passage.lower) if not counted else ():
            if _is_meant(passage, match) and not of_a_part(passage, *match.span("core")):
                form = Form.SENTENCE if passage.text[match.start("core")].isupper() else Form.VERB
                yield Found(ID, {_KEY: 1}, *match.span("core"), form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the number."""
        full = said_in_full(kwargs)
        said = amounts(full, _KEY, _ONE, _MANY)
        never = (full["relation"], full[_KEY]) == ("less than", 1)
        if form is Form.AMOUNT:
            return [*(["no placeholders"] if never else []), *said]
        if form is Form.VALUE:  # after "the number of placeholders:"
            return [words.rpartition(" ")[0] for words in said]
        if form is Form.VERB:
            return [*(["avoid placeholders", "use no placeholders"] if never else []), *verbs(full, _KEY, _ONE, _MANY)]
        if form is Form.MODAL:
            return [*(["must not contain any placeholders"] if never else []), *modals(full, _KEY, _ONE, _MANY)]
        if form is Form.PHRASE:
            phrases = [f"{lead} {words}" for words in said for lead in ("with", "using")]
            return ["without placeholders", *phrases] if never else phrases
        if form is not Form.SENTENCE:
            return []
        bans = ["Do not use any placeholders", "Avoid placeholders", "Your response must not contain any placeholders"]
        sample = "represented by square brackets, such as [address]"
        return (bans if never else []) + [
            f"{lead} {words}{tail}"
            for words in said[:2]
            for tail in (f" {sample}", " in square brackets", "")
            for lead in ("Use", "Include", "The response must contain", "There should be")
        ]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers and bounds, and none at all."""
        for changed, relation in other_amounts(kwargs, _KEY, rng):
            yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return minimum_of(kwargs, _KEY).meaning(minimum_of(other.kwargs, _KEY)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the brackets."""
        low = minimum_of(kwargs, _KEY).low
        if not low:
            return Footprint()
        return Footprint(counts={"characters": Interval(2 * low, None)}, holds=frozenset({"[", "]"}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of placeholders keeps the bound; the span is the first one too many."""
        spans = placeholder_spans(response)
        passed, detail = judged(len(spans), said_in_full(kwargs), _KEY, _ONE, _MANY)
        high = minimum_of(kwargs, _KEY).high
        return Check(passed, detail, None if passed or high is None or len(spans) <= high else spans[high])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: what a placeholder stands for is not known, nor what could be left open."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a number for texts that are filled in later; as many as a known response has."""
        if task.shape != "prose" or addition.is_markup(task) or any(known.id == ID for known in task.constraints):
            return
        if task.response is not None:
            count = len(placeholder_spans(task.response))
            if 1 <= count <= 20:
                yield {_KEY: count}
            return
        if addition.names(task, _TEMPLATES):
            yield {_KEY: rng.choice((2, 3, 4, 5))}


def placeholder_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of what stands in square brackets on one line, counted as IFEval does.

    Example:
        >>> placeholder_spans("Dear [name], your [item] is [not")
        [(5, 11), (18, 24)]
    """
    spans, at = [], 0
    for line in text.split("\n"):
        start = line.find("[")
        while start >= 0 and (end := line.find("]", start)) >= 0:
            spans.append((at + start, at + end + 1))
            start = line.find("[", end)
        at += len(line) + 1
    return spans


def _is_meant(passage: Passage, match: re.Match[str]) -> bool:
    left = before(passage, match.start())
    return not (of_code(passage, match.start()) or _OTHER.search(left) or _OTHER.match(passage.lower, match.end() + 1))


FAMILY = NumberPlaceholders()
