"""Whether the response gives two different answers, six asterisks between them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
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
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.starred import DIVIDER, find_stars
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "combination:two_responses"
_PARAGRAPHS = "length_constraints:number_paragraphs"
_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Your answer should consist of two different responses separated by ******",
        "There should be two different answers, separated by ******",
        "Your response should contain two different versions, separated by ******",
    ),
    Form.VERB: (
        "give two different responses separated by 6 asterisk symbols: ******",
        "write two different answers and separate them with ******",
    ),
    Form.PHRASE: (
        "separated by 6 asterisk symbols: ******",
        "separated by ******",
        "divided by six asterisks (******)",
        "separated with six asterisk symbols",
    ),
    Form.VALUE: ("******", "6 asterisk symbols: ******", "six asterisks (******)", "six asterisk symbols"),
}
_RULE = re.compile(r"^[^\S\n]*([-*_=~#])\1{2,}[^\S\n]*$|(?<!\*)\*{4,}(?!\*)", re.MULTILINE)
_LABELS = re.compile(
    r"^[^\S\n]*[*#_]{0,4}[^\S\n]?(?P<what>(?:response|answer|version|option|reply|alternative))[^\S\n](?:#)?"
    r"(?P<n>[12]|one|two|a|b)[*_]{0,3}(?:[:.)-]|[^\S\n]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_SHORT = frozenset(
    "haiku limerick riddle joke tweet caption slogan tagline motto quote message toast pun poem headline".split()
)


class TwoResponses:
    """The response is two different texts with ****** between them."""

    id = ID
    hard = True
    summary = "two different responses, separated by six asterisks"
    example = Example("Give two different responses, separated by 6 asterisk symbols: ******.", {})
    arguments = Arguments
    cues = ("asterisk", DIVIDER, "star", "as follows", "below", "like", "format", "layout", "\ue000" * 6)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each place that names six asterisks as what separates the answers."""
        for start, end, form in find_stars(passage):
            yield Found(ID, {}, start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form; as a VALUE, the asterisks alone."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield two paragraphs with three asterisks between them, which six never are."""
        yield Alternative(_PARAGRAPHS, {"num_paragraphs": 2}, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what the asterisks mean for paragraphs: six are two dividers with nothing between."""
        if other.id == ID:
            return "equivalent"
        if other.id == _PARAGRAPHS and other.kwargs.get("separator") is None:
            return "contradicts"
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the asterisks, with something before and after them."""
        return Footprint(holds=frozenset({DIVIDER}), counts={"characters": Interval(8, None)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether two different answers stand around the asterisks; the span is the divider too many."""
        pieces = response.split(DIVIDER)
        ends, at = [], 0
        for piece in pieces:
            at += len(piece) + len(DIVIDER)
            ends.append(at)
        for i, piece in enumerate(pieces[1:-1], 1):
            if not piece.strip():
                return Check(False, "nothing between two dividers", (ends[i] - len(DIVIDER), ends[i]))
        given = [(piece.strip(), i) for i, piece in enumerate(pieces) if piece.strip()]
        if len(given) > 2:
            third = given[2][1]
            return Check(
                False, f"{len(given)} answers; asked for two", (ends[third - 1] - len(DIVIDER), ends[third - 1])
            )
        if len(given) < 2:
            return Check(False, f"{'one answer' if given else 'no answer'}; asked for two, {DIVIDER} between them")
        if given[0][0] == given[1][0]:
            return Check(False, "the two answers are the same")
        return Check(True, f"two different answers, {DIVIDER} between them")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put the asterisks where one other rule, or a label of the second answer, parts the response already."""
        rules = list(_RULE.finditer(response)) if response.count("\n") < 2000 else []
        if len(rules) == 1 and DIVIDER not in response.replace(rules[0][0], "", 1):
            start, end = rules[0].span()
            text = response[:start] + DIVIDER + response[end:]
            return Repair(text, end - start + len(DIVIDER), False, "the rule between them made six asterisks")
        labels = [] if rules else list(_LABELS.finditer(response))
        if len(labels) == 2 and labels[0]["what"].lower() == labels[1]["what"].lower():
            if labels[0]["n"].lower() not in ("1", "one", "a") or labels[1]["n"].lower() not in ("2", "two", "b"):
                return None
            at = labels[1].start()
            return Repair(
                f"{response[:at]}{DIVIDER}\n{response[at:]}", len(DIVIDER) + 1, False, "six asterisks put between them"
            )
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for short texts of which one may want to choose, and for known responses that are two."""
        if task.shape in ("code", "data", "label", "list") or not addition.has_room(task, Payload(ID)):
            return
        if any(known.id.startswith(("combination:", "detectable_format:json")) for known in task.constraints):
            return
        if task.response is not None:
            mended = self.repair({}, task.response)
            if self.verify({}, mended.text if mended else task.response).passed:
                yield {}
        elif addition.names(task, _SHORT) and "two" not in task.text.lower() and not addition.is_markup(task):
            yield {}


FAMILY = TwoResponses()
