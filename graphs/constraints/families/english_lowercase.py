"""Whether the response is in English and all in lowercase letters."""

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

ID = LOWERCASE

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Use only lowercase letters",
        "Write everything in lowercase",
        "Your entire response should be in all lowercase letters",
        "Do not use any capital letters",
        "Answer in all lowercase",
    ),
    Form.MODAL: (
        "should use only lowercase letters",
        "must not use any capital letters",
        "must use all lowercase letters",
    ),
    Form.VERB: (
        "use only lowercase letters",
        "use all lowercase letters",
        "avoid using any capital letters",
        "stick to lowercase letters",
    ),
    Form.AMOUNT: ("only lowercase letters", "no capital letters"),
    Form.PHRASE: (
        "in all lowercase letters",
        "in lowercase",
        "in lowercase letters only",
        "using only lowercase letters",
    ),
    Form.ADJECTIVE: ("all-lowercase",),
}


class EnglishLowercase:
    """The response has lowercase letters only, and is English.

    Whether it is English is the guess of a statistical detector, as in IFEval's reference. For a text of a few words it
    is often wrong; one to three words are looked up in a list first. A text without any letter fails.
    """

    id = ID
    hard = True
    summary = "English, with lowercase letters only"
    example = Example("Your entire response should be in English and in all lowercase letters.", {})
    arguments = Arguments
    cues = ("case", "capital", "caps", "small letter")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order for lowercase letters or against capitals."""
        return found_case(ID, passage)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield the other case, and another rule about characters that may stand in its place."""
        yield Alternative(CAPITAL, {}, "contradicting")
        yield Alternative("punctuation:no_comma", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what lowercase letters mean for another constraint."""
        return case_relation(ID, other)

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the case."""
        return Footprint(case="lower")

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether all letters are lowercase; the span is the first that is not."""
        return check_case(ID, response)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response in lowercase letters."""
        return repaired_case(ID, response)

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for casual English texts and plain questions, never for code, data, labels or formal documents."""
        if not task.english or task.shape in ("label", "code", "data") or addition.is_markup(task):
            return
        plain = not task.output and task.shape in ("short", "sentence", "prose", "list")
        if not (plain or task.shape == "verse" or addition.names(task, addition.CASUAL)):
            return
        if task.response is not None and len(task.response) > 3000:
            return
        if addition.has_room(task, Payload(ID)):
            yield {}


FAMILY = EnglishLowercase()
