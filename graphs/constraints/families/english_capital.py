"""Whether the response is in English and all in capital letters."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.casing import (
    CAPITAL,
    LOWERCASE,
    case_relation,
    check_case,
    found_case,
    repaired_case,
)
from stemmata.graphs.constraints.family import (
    Alternative,
    Arguments,
    Check,
    Example,
    Form,
    Found,
    Kwargs,
    Repair,
    Task,
)
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = CAPITAL

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Use only capital letters",
        "Write everything in capital letters",
        "Your entire response should be in all capital letters",
        "Answer in all caps",
        "Do not use any lowercase letters",
    ),
    Form.MODAL: (
        "should use only capital letters",
        "must not use any lowercase letters",
        "must use all capital letters",
    ),
    Form.VERB: (
        "use only capital letters",
        "use all capital letters",
        "avoid using any lowercase letters",
        "stick to capital letters",
    ),
    Form.AMOUNT: ("only capital letters", "no lowercase letters"),
    Form.PHRASE: ("in all capital letters", "in all caps", "in capital letters only", "using only capital letters"),
    Form.ADJECTIVE: ("all-caps", "all-uppercase"),
}


class EnglishCapital:
    """The response has capital letters only, and is English.

    As for lowercase letters, whether it is English is a detector's guess. A text without any letter fails.
    """

    id = ID
    hard = True
    summary = "English, with capital letters only"
    example = Example("Your entire response should be in English and in all capital letters.", {})
    arguments = Arguments
    cues = ("case", "capital", "caps", "small letter")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order for capital letters or against lowercase ones."""
        return found_case(ID, passage)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield the other case, and another rule about characters that may stand in its place."""
        yield Alternative(LOWERCASE, {}, "contradicting")
        yield Alternative("punctuation:no_comma", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what capital letters mean for another constraint."""
        return case_relation(ID, other)

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the case."""
        return Footprint(case="upper")

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether all letters are capitals; the span is the first that is not."""
        return check_case(ID, response)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response in capital letters."""
        return repaired_case(ID, response)

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for texts that may be loud or are short and written to be seen, nothing else."""
        if not task.english or task.shape in ("label", "code", "data", "list") or addition.is_markup(task):
            return
        if not addition.names(task, addition.LOUD):
            return
        if task.response is not None and len(task.response) > 1200:
            return
        if addition.has_room(task, Payload(ID)):
            yield {}


FAMILY = EnglishCapital()
