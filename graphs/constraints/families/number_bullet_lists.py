"""How many markdown bullet points the response has."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.bullets import bullet_lines, bulleted, listed_items
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.numerals import NUMBER, in_words, number
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
    modals,
    read_amount,
    verbs,
)
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import binds_whole, of_a_part
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:number_bullet_lists"
_KEY, _ONE, _MANY = "num_bullets", "bullet point", "bullet points"
_BULLETS = amount_pattern(
    r"(?:total |separate |distinct |different |key |main |short |brief |concise |clear |simple |markdown |individual "
    r")?"
    r"(?:markdown )?(?:bullet(?:ed)?[ -]?(?:points?|items?)s?|bullets?|bullet-pointed items)"
)
# "a bulleted list of 5 items": the amount follows the bullets.
_LIST_OF = re.compile(
    r"\b(?:bullet(?:ed|[- ]point(?:ed|s)?)?|markdown) list (?:of|with(?: exactly| only)?|that has|containing|"
    r"that contains|consisting "
    r"of|having)\s$"
)
_ITEMS = amount_pattern(
    r"(?:key |main |short |different )?(?:items?|points?|entries|elements|things|reasons?|ideas|tips|steps|facts)"
)
# "name exactly 3 names for a dog using bullet points": the items are the bullets.
_IN_BULLETS = re.compile(
    rf"(?<![\w-])(?:list|name|give|provide|suggest|share|offer|write down|state|recommend)(?: me| us)?(?: the)?"
    rf"(?: (?P<ge>at least)| (?P<le>at most|no more than|up to)| exactly| top)? (?P<n>{NUMBER}) "
    r"(?!bullet|sentence|word|paragraph|page|line|time)[a-z][^.;:!?\n]{1,90}?\s(?:using|as|in|with) (?:(?:a|an|the|"
    r"form of|form|of|markdown) ){0,4}"
    r"(?:bullet(?:ed)?[- ]?(?:points?|lists?|format|form|style)|bullets|bulleted lists?)(?![\w-])"
)


class Arguments(CountedExactly):
    """IFEval's argument, an exact number; and bounds."""

    num_bullets: int = Field(ge=1, le=100_000)


class NumberBulletLists:
    """The response has just n lines that are markdown bullet points ("* " or "- "), or at least, at most, … n."""

    id = ID
    hard = True
    summary = "the number of markdown bullet points"
    example = Example("Your answer must contain exactly 3 bullet points.", {"num_bullets": 3})
    arguments = Arguments
    cues = ("bullet", "markdown list")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each number of bullet points."""
        for match, amount, form in find_amounts(passage, _BULLETS):
            if binds_whole(passage, match):
                kwargs = exactly({"relation": amount.relation, _KEY: amount.value, "upper": amount.upper})
                yield Found(ID, kwargs, match.start(), match.end(), form)
        for match in scan(_ITEMS, passage.lower):
            if _LIST_OF.search(passage.lower[max(0, match.start() - 50) : match.start()]) and (
                read := read_amount(match)
            ):
                kwargs = exactly({"relation": read.relation, _KEY: read.value, "upper": read.upper})
                yield Found(ID, kwargs, match.start(), match.end(), Form.AMOUNT)
        for match in scan(_IN_BULLETS, passage.lower):
            if not of_a_part(passage, match.start("n"), match.end("n")):
                relation = "at least" if match["ge"] else "at most" if match["le"] else "equal to"
                kwargs = exactly({"relation": relation, _KEY: number(match["n"])})
                yield Found(ID, kwargs, *match.span("n"), Form.VALUE)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the number; as a VALUE, the number alone."""
        said = amounts(kwargs, _KEY, _ONE, _MANY)
        if form is Form.AMOUNT:
            return said
        if form is Form.VALUE:
            return [str(kwargs[_KEY]), in_words(kwargs[_KEY])] if kwargs[_KEY] > 1 else []
        if form is Form.VERB:
            return verbs(kwargs, _KEY, _ONE, _MANY)
        if form is Form.MODAL:
            return modals(kwargs, _KEY, _ONE, _MANY)
        if form is Form.ADJECTIVE:
            return adjectives(kwargs, _KEY, "bullet")
        if form is Form.PHRASE:
            return [f"{lead} {words}" for lead in ("in", "with", "using") for words in said]
        if form is Form.SENTENCE:
            return [
                f"{lead} {words}"
                for words in said[:2]
                for lead in ("Use", "Answer in", "Your answer must contain", "The response should have")
            ]
        return []

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers and bounds."""
        for changed, relation in changed_amounts(kwargs, _KEY, rng):
            yield Alternative(ID, exactly(changed), relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return interval_of(kwargs, _KEY).meaning(interval_of(other.kwargs, _KEY)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number of bullet points."""
        return Footprint(counts={"bullets": interval_of(kwargs, _KEY)}, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of bullet points is right; the span is the first one too many."""
        lines = bullet_lines(response)
        passed, detail = judged(len(lines), kwargs, _KEY, _ONE, _MANY)
        high = interval_of(kwargs, _KEY).high
        return Check(passed, detail, None if passed or high is None or len(lines) <= high else lines[high])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Turn a list of another style into bullet points, or leave out the last bullets where there are too many."""
        bounds, lines = interval_of(kwargs, _KEY), bullet_lines(response)
        if not lines:
            mended = bulleted(response)
            return mended if mended and bounds.holds(len(bullet_lines(mended.text))) else None
        if not bounds.high or len(lines) <= bounds.high:
            return None
        text, reached = [], 0
        for start, end in lines[bounds.high :]:
            text.append(response[reached:start])
            reached = end + 1 if response[end : end + 1] == "\n" else end
        text.append(response[reached:])
        cut = "".join(text).rstrip()
        left_out = len(lines) - bounds.high
        return Repair(
            cut, len(response) - len(cut), True, f"the last {left_out} of {len(lines)} bullet points left out"
        )

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a number for an answer that is a list: as many as the known response, or the task's own number, has."""
        if any(known.id == ID for known in task.constraints):
            return
        if task.response is not None:
            count = len(listed_items(task.response)) if task.shape in ("list", "prose") else 0
            if 2 <= count <= 12:
                yield {_KEY: count}
            return
        if task.shape != "list":
            return
        asked = _ASKED.search(task.text.lower())
        yield {_KEY: number(asked["n"]) if asked else rng.choice((3, 4, 5, 6))}


_ASKED = re.compile(
    r"\b(?:list|name|give|provide|suggest|share|recommend|write|generate|come up with|what are)(?: me| us)?(?: "
    r"the)?(?: top)? "
    r"(?P<n>[2-9]|1[0-2]|two|three|four|five|six|seven|eight|nine|ten|twelve) (?!or\b|to\b|-)[a-z]"
)

FAMILY = NumberBulletLists()
