"""How many paragraphs the response has, divided by *** (as in IFEval) or by blank lines."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, field_validator

from stemmata.graphs.constraints import placing
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.numerals import in_words
from stemmata.graphs.constraints.paragraphs import DIVIDER, all_prose, blocks, divided, redivided
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    CountedExactly,
    adjectives,
    amount_pattern,
    amounts,
    changed_amounts,
    exactly,
    find_amounts,
    interval_of,
    judged,
)
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import binds_whole
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "length_constraints:number_paragraphs"
_KEY, _ONE, _MANY = "num_paragraphs", "paragraph", "paragraphs"
_SECTIONS = amount_pattern(
    r"(?:total |separate |distinct |different |full |complete |short |brief |long |concise |simple )?"
    r"(?:sections?|parts?|stanzas?|verses?|chunks?|blocks?|segments?)"
)
_MARKED = re.compile(
    r"\b(?:section|part|chapter|day|paragraph|question|round|episode) x\b|\bsection_?(?:splitter|x)\b|\bmark(?:ed|"
    r"ing)? the beginning"
)
_TEMPLATE = re.compile(r"^[^\S\n\ue000]{0,8}(?<!\*)\*{3}(?!\*)[^\S\n]{0,8}$", re.MULTILINE)
_FOLLOW = re.compile(r"\b(?:format|structure|template|layout|separator|divider|like this|as follows)\b")


class Arguments(CountedExactly):
    """IFEval's argument, an exact number; bounds; and what separates paragraphs (*** unless it is blank lines)."""

    num_paragraphs: int = Field(ge=1, le=100_000)
    separator: Literal["***", "blank"] | None = None

    @field_validator("separator")
    @classmethod
    def _usual_is_unsaid(cls, value: str | None) -> str | None:
        return None if value == DIVIDER else value


class NumberParagraphs:
    """The response has just n paragraphs; or at least, at most, … n."""

    id = ID
    hard = True
    summary = "the number of paragraphs, divided by *** or by blank lines"
    example = Example("Write exactly 3 paragraphs, separated by ***.", {"num_paragraphs": 3})
    arguments = Arguments
    cues = ("paragraph", "***", "asterisk")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each number of paragraphs; sections and parts count where *** divides them."""
        if placing.holds_number(passage):  # another constraint's, which holds the number as well
            return
        divider = placing.DIVIDER.search(passage.lower) is not None
        separator = None if divider else "blank"
        found = False
        for match, amount, form in find_amounts(passage, placing.PARAGRAPHS):
            if binds_whole(passage, match):
                found = True
                said = {"relation": amount.relation, _KEY: amount.value, "upper": amount.upper, "separator": separator}
                yield Found(ID, exactly(said), match.start(), match.end(), form)
        if found or not divider or _MARKED.search(passage.lower):
            return
        for match, amount, _ in find_amounts(passage, _SECTIONS):
            if binds_whole(passage, match):
                found = True
                said = {"relation": amount.relation, _KEY: amount.value, "upper": amount.upper}
                bounds = match.span("n") if amount.upper is None else match.span()
                yield Found(ID, exactly(said), *bounds, Form.VALUE)
        lines = [] if found else list(scan(_TEMPLATE, passage.lower))
        announced = [match.span() for match in _FOLLOW.finditer(passage.lower, 0, lines[0].start())] if lines else []
        if announced:
            yield Found(ID, {_KEY: len(lines) + 1}, *announced[-1], Form.VALUE)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the number; as a VALUE, the number alone. The divider is named unless it is blank lines.

        An AMOUNT comes without the divider as well, for words beside which it is named already.
        """
        plain = amounts(kwargs, _KEY, _ONE, _MANY)
        one = kwargs[_KEY] == 1 and interval_of(kwargs, _KEY).high == 1
        said = plain
        if kwargs.get("separator") is None:
            by = " without any *** in it" if one else " separated by ***"
            said = [words + by for words in plain] + (
                [] if one else [f"{words}, divided by ***" for words in plain[:1]]
            )
        if form is Form.AMOUNT:
            return [*plain, *said] if said is not plain else plain
        if form is Form.VALUE:
            return [str(kwargs[_KEY]), in_words(kwargs[_KEY])] if kwargs[_KEY] > 1 else []
        if form is Form.ADJECTIVE:
            return adjectives(kwargs, _KEY, _ONE)
        leads = {
            Form.VERB: ("write", "have", "contain", "use"),
            Form.MODAL: ("should have", "must consist of", "should contain"),
            Form.PHRASE: ("in", "using"),
            Form.SENTENCE: ("Write", "Answer in", "There should be", "Your response must have"),
        }.get(form, ())
        return [f"{lead} {words}" for words in (said[:2] if form is Form.SENTENCE else said) for lead in leads]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers and bounds, with the same separator."""
        kept = {"separator": kwargs["separator"]} if kwargs.get("separator") else {}
        for changed, relation in changed_amounts(kwargs, _KEY, rng, least=1 if kept else 2):
            if (changed["relation"], changed[_KEY]) != ("at least", 1):  # says nothing
                yield Alternative(ID, exactly(changed) | kept, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals; dividers and blank lines are counted apart."""
        if other.id != ID:
            return None
        if kwargs.get("separator") != other.kwargs.get("separator"):
            return "independent"
        return interval_of(kwargs, _KEY).meaning(interval_of(other.kwargs, _KEY))

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number of paragraphs between blank lines, or the dividers between more than one."""
        if kwargs.get("separator"):
            return Footprint(counts={"paragraphs": interval_of(kwargs, _KEY)}, exact=True)
        return Footprint(holds=frozenset({DIVIDER}) if interval_of(kwargs, _KEY).low > 1 else frozenset())

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of paragraphs is right; the span begins at the first one too many."""
        bounds = interval_of(kwargs, _KEY)
        if kwargs.get("separator") is None:
            division = divided(response)
            passed, detail = judged(len(division.pieces), kwargs, _KEY, _ONE, _MANY)
            if division.gap:
                return Check(False, "an empty paragraph between two dividers")
            return Check(passed, f"{detail}, divided by {DIVIDER}")
        spans = blocks(response)
        passed, detail = judged(len(spans), kwargs, _KEY, _ONE, _MANY)
        over = None if passed or bounds.high is None or len(spans) <= bounds.high else spans[bounds.high]
        return Check(passed, detail, over and (over[0], len(response)))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Join paragraphs, or split them at sentences; put dividers where blank lines are already."""
        bounds = interval_of(kwargs, _KEY)
        starred = kwargs.get("separator") is None
        pieces = [response[start:end] for start, end in blocks(response)]
        if starred and divided(response).gap | (len(divided(response).pieces) > 1):
            pieces = [piece.strip() for piece in divided(response).pieces if piece.strip()]
        wanted = len(pieces) if bounds.holds(len(pieces)) else bounds.low or bounds.high or 0
        if bounds.high is not None and len(pieces) > bounds.high:
            wanted = bounds.high
        if not pieces or wanted < 1 or (wanted != len(pieces) and not all_prose(pieces)):
            return None
        made = redivided(pieces, wanted)
        if made is None:
            return None
        text = (f"\n{DIVIDER}\n" if starred else "\n\n").join(made)
        kept = sum(map(len, made)) - max(0, len(pieces) - wanted)  # but for the spaces that join two
        changed = len(response) + len(text) - 2 * kept
        what = "joined or split at sentences" if wanted != len(pieces) else "divided where blank lines were"
        return Repair(text, changed, False, f"{wanted} {_ONE if wanted == 1 else _MANY}, {what}")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield numbers for a text of some length: as many as the known response has, or can be divided into."""
        if task.shape != "prose" or any(known.id.startswith("length_constraints:n") for known in task.constraints):
            return
        if task.response is None:
            if _LONG.search(f"{task.output} {task.text[:300]}".lower()):
                yield {_KEY: rng.choice((3, 4, 5)), "separator": "blank"}
                yield {_KEY: rng.choice((2, 3, 4))}
            return
        pieces = [task.response[start:end] for start, end in blocks(task.response)]
        if not pieces or not all_prose(pieces):
            return
        count = len(pieces)
        if count == 1 and redivided(pieces, 2) is not None and len(pieces[0]) > 300:
            count = 2
        if 2 <= count <= 8:
            yield {_KEY: count, "separator": "blank"}
            yield {_KEY: count}


_LONG = re.compile(
    r"\b(?:essay|article|story|blog|letter|report|speech|summary|review|biography|post|proposal|e-?mail|explain|"
    r"describe|discuss)\b"
)

FAMILY = NumberParagraphs()
