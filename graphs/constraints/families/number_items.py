"""How many items the response has as a list, whatever mark stands before them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import has_room, is_markup
from stemmata.graphs.constraints.bullets import bulleted, listed_items
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.listing import item_lines
from stemmata.graphs.constraints.numerals import in_words, number
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    CountedExactly,
    amounts,
    changed_amounts,
    exactly,
    interval_of,
    judged,
    modals,
    verbs,
)
from stemmata.graphs.constraints.requested_items import ASKED, requested
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:number_items"
_KEY, _ONE, _MANY = "num_items", "list item", "list items"


class Arguments(CountedExactly):
    """An exact number of items; or a bound."""

    num_items: int = Field(ge=1, le=100_000)


class NumberItems:
    """The response has just n lines that are list items, of whatever mark, or at least, at most, … n."""

    id = ID
    hard = True
    summary = "the number of list items of any mark: bullets, numbers or letters"
    example = Example("Answer with a list of 5 items.", {"num_items": 5})
    arguments = Arguments
    cues = ("list", "item")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each number of items where a list is demanded, and no bullets, table or line of prose."""
        for amount, start, end, form in requested(passage):
            kwargs = exactly({"relation": amount.relation, _KEY: amount.value, "upper": amount.upper})
            yield Found(ID, kwargs, start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the number; as a VALUE, the amount before the name of what is listed."""
        said, short = amounts(kwargs, _KEY, _ONE, _MANY), amounts(kwargs, _KEY, "item", "items")
        if form is Form.AMOUNT:
            return said
        if form is Form.VALUE:
            if kwargs.get("relation"):
                return [words.rpartition(" ")[0] for words in short if words.endswith(("item", "items"))]
            return [str(kwargs[_KEY]), in_words(kwargs[_KEY])] if kwargs[_KEY] > 1 else []
        if form is Form.VERB:
            return verbs(kwargs, _KEY, _ONE, _MANY)
        if form is Form.MODAL:
            return modals(kwargs, _KEY, _ONE, _MANY)
        if form is Form.PHRASE:
            return [f"as a list of {words}" for words in short]
        if form is Form.SENTENCE:
            return [
                *(f"{lead} {said[0]}" for lead in ("Use", "Your answer must contain", "The response should have")),
                *(f"Answer with a list of {words}" for words in short[:2]),
                f"The list must have {short[0]}",
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
        """Return the number of items."""
        return Footprint(counts={"items": interval_of(kwargs, _KEY)}, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of items is right; the span is the first one too many."""
        items = item_lines(response)
        passed, detail = judged(len(items), kwargs, _KEY, _ONE, _MANY)
        high = interval_of(kwargs, _KEY).high
        return Check(passed, detail, None if passed or high is None or len(items) <= high else items[high])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put marks before the lines of a list that has none, or leave out the last items where there are too many."""
        bounds, items = interval_of(kwargs, _KEY), item_lines(response)
        if not items:
            mended = bulleted(response)
            return mended if mended and bounds.holds(len(item_lines(mended.text))) else None
        if not bounds.high or len(items) <= bounds.high or "```" in response:
            return None
        kept, reached = [], 0
        for start, end in items[bounds.high :]:
            kept.append(response[reached:start])
            reached = end + 1 if response[end : end + 1] == "\n" else end
        text = "".join([*kept, response[reached:]]).rstrip()
        left_out = len(items) - bounds.high
        return Repair(text, len(response) - len(text), True, f"the last {left_out} of {len(items)} items left out")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a number for an answer that is a list: as many as the known response, or the task's own number, has."""
        if task.shape != "list" or is_markup(task) or "bullet" in task.text.lower():
            return
        if task.response is not None:
            offered = len(item_lines(task.response) or listed_items(task.response))
        else:
            asked = ASKED.search(task.text.lower())
            offered = number(asked["n"]) if asked else rng.choice((3, 4, 5, 6, 8, 10))
        if 2 <= offered <= 20 and has_room(task, Payload(ID, {_KEY: offered})):
            yield {_KEY: offered}


FAMILY = NumberItems()
