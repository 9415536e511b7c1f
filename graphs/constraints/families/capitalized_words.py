"""Whether every word of the response begins with a capital."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.casing import CAPITAL, LOWERCASE
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.initials import check, find_small, raised, word_orders
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "change_case:capitalized_words"
_TITLE_CASE = "change_case:title_case"

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Capitalize the first letter of every word",
        "Each word must be capitalized",
        "Every word should begin with a capital letter",
        "Use capitalized letters for each word",
        "Make sure that every word starts with a capital letter",
    ),
    Form.MODAL: (
        "must use capitalized letters for each word",
        "should capitalize the first letter of every word",
        "must capitalize each word",
    ),
    Form.VERB: (
        "capitalize the first letter of every word",
        "use capitalized letters for each word",
        "capitalize each word",
    ),
    Form.PHRASE: (
        "with each word capitalized",
        "using capitalized letters for each word",
        "with the first letter of every word capitalized",
    ),
}
_SHOWN = frozenset("slogan headline tagline title motto banner sign poster heading caption name label".split())


class CapitalizedWords:
    """Every word begins with a capital: small words as well, unlike in title case.

    Words that begin with a digit ("3rd") and addresses (of pages and mail) are left out; all capitals pass.
    """

    id = ID
    hard = True
    summary = "every word begins with a capital letter"
    example = Example("The answer must use capitalized letters for each word.", {})
    arguments = Arguments
    cues = ("capital", "uppercase", "upper case", "upper-case")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order that every word of the response begin with a capital."""
        for core in word_orders(passage):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield small letters, title case, and capitals throughout."""
        yield Alternative(LOWERCASE, {}, "contradicting")
        yield Alternative(CAPITAL, {}, "stronger")
        yield Alternative(_TITLE_CASE, {"part": "all"}, "weaker")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what it means for the other rules of case."""
        if other.id == ID:
            return "equivalent"
        if other.id == LOWERCASE:
            return "contradicts"
        if other.id == CAPITAL:
            return "implied_by"
        return "implies" if other.id == _TITLE_CASE and other.kwargs.get("part", "all") == "all" else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return nothing: what a word begins with is not said there."""
        return Footprint()

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether every word begins with a capital; the span is the first that does not."""
        return check(response, find_small(response), "every word")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Begin each word with a capital; code and markup are left alone."""
        if "```" in response or "</" in response:
            return None
        return raised(response, find_small(response))

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for short texts that are put up to be seen."""
        if not task.english or task.shape in ("label", "code", "data") or addition.is_markup(task):
            return
        if not addition.names(task, _SHOWN):
            return
        if task.response is not None and (len(task.response) > 400 or not any(map(str.isalpha, task.response))):
            return
        if addition.has_room(task, Payload(ID)) and not any(c.id.startswith("change_case:") for c in task.constraints):
            yield {}


FAMILY = CapitalizedWords()
