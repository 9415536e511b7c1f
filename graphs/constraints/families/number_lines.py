"""How many lines the response has, those not counted that are empty."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import has_room, names
from stemmata.graphs.constraints.context import of_code
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Amount,
    Counted,
    adjectives,
    amount_pattern,
    amounts,
    changed_amounts,
    find_amounts,
    interval_of,
    judged,
    modals,
    rounded,
    verbs,
)
from stemmata.graphs.constraints.regrouping import non_empty_lines, patched, regrouped
from stemmata.graphs.constraints.scope import binds_whole, count_orders, of_a_part
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "length_constraints:number_lines"
_KEY, _ONE, _MANY = "num_lines", "line", "lines"
_LINES = amount_pattern(
    r"(?:total |short |brief |long |rhyming |rhymed |full |separate |complete |non-empty )?lines?(?! (?:of (?!text\b|"
    r"verse\b|poetry\b|writing\b)\w|breaks?\b|spacing\b|graph|chart|number|segment|items?\b|drawing|manager|plot|"
    r"apart\b|above\b|below\b|between\b|after\b|before\b|from\b|should\b|must\b|are\b|rhyme\b|stanza\b|verse\b|"
    r"chorus\b|paragraph\b|into\b|on\b|at\b|to\b))"
)
_OF_TEXT = re.compile(r"\sof (?:text|verse|poetry|writing)\b")
_ELSEWHERE = re.compile(
    r"\b(?:verses|chorus|bridge|couplets|quatrains|sections|paragraphs|parts|codes?|file|opening|closing|skip|leave|"
    r"by|read|indent)\b[^.,;:\n]{0,24}$"
)


class Arguments(Counted):
    """A bound on the number of lines."""

    num_lines: int = Field(ge=1, le=1_000_000)


class NumberLines:
    """The response has at least, at most, exactly, … n lines that are not empty."""

    id = ID
    hard = True
    summary = "the number of lines that are not empty, as a bound, an exact number or a range"
    example = Example("Write a poem in exactly 12 lines.", {"relation": "equal to", "num_lines": 12})
    arguments = Arguments
    cues = ("line",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the number of lines of the whole response; lines of code are none."""
        for match, amount, form in find_amounts(passage, _LINES):
            start, end = match.span()
            text = _OF_TEXT.match(passage.lower, end)
            if _ELSEWHERE.search(passage.lower[max(0, start - 40) : start]) or of_code(passage, start):
                continue
            if "couple" in match["n"]:  # "a couple of lines" is any few
                continue
            if binds_whole(passage, match) and not (text and of_a_part(passage, start, text.end())):
                yield Found(ID, _arguments(amount), start, end, form)
        for start, end, amount, form in count_orders(passage, r"lines?"):
            if not of_code(passage, start):
                yield Found(ID, _arguments(amount), start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound."""
        said = amounts(kwargs, _KEY, _ONE, _MANY)
        if form is Form.AMOUNT:
            return said
        if form is Form.VALUE:  # after "the line count:"
            return [words.rpartition(" ")[0] for words in said]
        if form is Form.VERB:
            return verbs(kwargs, _KEY, _ONE, _MANY)
        if form is Form.MODAL:
            return [*modals(kwargs, _KEY, _ONE, _MANY), f"should be {said[0]} long"]
        if form is Form.ADJECTIVE:
            return adjectives(kwargs, _KEY, _ONE)
        if form is Form.PHRASE:
            return [f"{lead} {words}" for lead in ("in", "using") for words in said]
        if form is Form.SENTENCE:
            return [
                f"{lead} {words}"
                for words in said[:2]
                for lead in ("Use", "Answer in", "Your response should contain", "The response must have")
            ]
        return []

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other bounds and other numbers."""
        for changed, relation in changed_amounts(kwargs, _KEY, rng):
            if (changed["relation"], changed[_KEY]) != ("at least", 1):  # says nothing
                yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return interval_of(kwargs, _KEY).meaning(interval_of(other.kwargs, _KEY)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number of lines."""
        return Footprint(counts={"lines": interval_of(kwargs, _KEY)}, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of lines keeps the bound; the span begins at the first one too many."""
        lines = non_empty_lines(response)
        passed, detail = judged(len(lines), kwargs, _KEY, _ONE, _MANY)
        high = interval_of(kwargs, _KEY).high
        over = None if passed or high is None or len(lines) <= high else (lines[high][0], len(response))
        return Check(passed, detail, over)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Join the shortest lines, or divide lines after a sentence; lists, tables and code are left as they are."""
        lines, bounds = non_empty_lines(response), interval_of(kwargs, _KEY)
        wanted = bounds.low if len(lines) < bounds.low else bounds.high
        if not lines or not wanted or "```" in response:
            return None
        changes = regrouped(response, lines, wanted, between="\n")
        if changes is None:
            return None
        text, changed = patched(response, changes)
        what = "joined" if wanted < len(lines) else "divided after sentences"
        return Repair(text, changed, False, f"lines {what}: {wanted} instead of {len(lines)}")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield numbers for verse whose form does not fix it, near the known response where there is one."""
        if not (task.shape == "verse" or names(task, _VERSE)) or names(task, _FIXED) or _FORM.search(task.text.lower()):
            return
        for kwargs in _offers(task, rng):
            if has_room(task, Payload(ID, kwargs)):
                yield kwargs


_VERSE = frozenset("poem song lyrics rap ode rhyme ballad verse elegy".split())
_FIXED = frozenset("haiku limerick sonnet tanka cinquain villanelle couplet quatrain".split())
_FORM = re.compile(r"\b(?:haiku|limerick|sonnet|tanka|cinquain|villanelle|couplet|quatrain|stanza|verse)s?\b")


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if task.response is None:
        yield {"relation": "equal to", _KEY: rng.choice((8, 10, 12, 14, 16, 20))}
        yield {"relation": rng.choice(("at least", "at most")), _KEY: rng.choice((8, 10, 12, 16, 20))}
        return
    count = len(non_empty_lines(task.response))
    if count >= 3:
        yield {"relation": "equal to", _KEY: count}
        yield {"relation": "at most", _KEY: rounded(count * 1.2)}
        yield {"relation": "at least", _KEY: rounded(max(2, count * 0.7))}


def _arguments(amount: Amount) -> dict[str, Any]:
    kwargs: dict[str, Any] = {"relation": amount.relation, _KEY: amount.value}
    return kwargs | ({"upper": amount.upper} if amount.upper is not None else {})


FAMILY = NumberLines()
