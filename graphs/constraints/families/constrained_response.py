"""Whether the response says one of three fixed answers: yes, no or maybe."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import before, few_blanks
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
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:constrained_response"
OPTIONS = ("My answer is yes.", "My answer is no.", "My answer is maybe.")
_LISTED = '"My answer is yes.", "My answer is no.", "My answer is maybe."'
_EITHER = '"My answer is yes.", "My answer is no." or "My answer is maybe."'
_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        f"Answer with one of the following options: {_LISTED}",
        f"Your answer must contain one of these phrases: {_LISTED}",
        f"Respond with exactly one of these: {_EITHER}",
    ),
    Form.VERB: (f"answer with one of the following options: {_LISTED}", f"say {_EITHER}"),
    Form.MODAL: (f"must contain one of these phrases: {_LISTED}",),
    Form.VALUE: (_LISTED, _EITHER, "('My answer is yes.', 'My answer is no.', 'My answer is maybe.')"),
}
_OPTION = re.compile(
    few_blanks(r"(?P<open>[\"“”'‘`*\-]?)my\s+answer\s+is\s+(?P<which>yes|no|maybe)(?![\w-])[.]?[\"”“'’`*]?")
)
_ORDER = re.compile(
    r"(?<![\w-])(?:one of|either|following|options?|phrases?|choices?|alternatives?|say|state|answer|respond|reply|"
    r"choose|select|include|contain|use|write|conclude|end|finish|only|exactly|pick)\b[^.!?\n]{0,100}$"
)
_ALLOWED = re.compile(
    r"\W{0,3}\s(?:are|is)\s(?:the|your)\s(?:only\s)?(?:(?:allowed|possible|permitted|accepted|three)\s){0,2}"
    r"(?:options|answers|choices|responses|phrases|replies)\b"
)
_OPENERS = " \n\t([\"“”'‘`*-:•" + MASK
_PARTED = re.compile(r"[.!?]\s+[A-Z]|\n")
_SAID = re.compile(
    r"\bmy\s{1,3}answer\s{1,3}is\s{0,3}:?\s{0,3}[\"“'*]?(yes|no|maybe)(?![\w-])[\"”'*]?[.!]?", re.IGNORECASE
)
_PLAIN = re.compile(r"\W{0,4}(yes|no|maybe)\b(?=\s?[.,!;:—–-]|\s*$)", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:^|[.!?\n]\s*)(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had)\s+(?:\w+\W+){1,30}?[^?\n]{0,80}\?",
    re.IGNORECASE,
)


class ConstrainedResponse:
    """The response holds "My answer is yes.", "My answer is no." or "My answer is maybe.", letter for letter."""

    id = ID
    hard = True
    summary = "one of three fixed answers: yes, no or maybe"
    example = Example(f"Answer with one of the following options: {_LISTED}", {})
    arguments = Arguments
    cues = (
        "one",
        "option",
        "pick",
        "select",
        "include",
        "contain",
        "use",
        "either",
        "say",
        "choose",
        "phrase",
        "answer",
        "respond",
        "reply",
    )

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield the order to say one of the three answers: the answers themselves, if one sentence holds them."""
        text = passage.text.lower()
        if len(text) != len(passage.text) or "answer is" not in text.replace("\n", " "):
            return
        options = list(_OPTION.finditer(text))
        for one, two, three in zip(options, options[1:], options[2:], strict=False):
            start, end = one.start(), three.end()
            if len({one["which"], two["which"], three["which"]}) < 3 or end - start > 200:
                continue
            line = before(passage, start, 160)
            if not line.strip(_OPENERS):
                line = passage.lower[max(0, start - 160) : start].rstrip(_OPENERS).rpartition("\n")[2]
                order_end = len(passage.lower[:start].rstrip(_OPENERS))
            else:
                order_end = start - len(line) + len(line.rstrip(_OPENERS))
            order = _ORDER.search(line.rstrip(_OPENERS))
            if order is None and not _ALLOWED.match(passage.lower, end):
                continue
            if order is not None and _PARTED.search(passage.text, start, end):
                yield Found(ID, {}, order_end - len(order[0]), order_end, Form.ADJECTIVE)
            else:
                bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
                yield Found(ID, {}, start - bracketed, end + bracketed, Form.VALUE)
            return

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form; as a VALUE, the three answers."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield an end that only one of the three answers has; what has it keeps the constraint as well."""
        for option in OPTIONS[:2]:
            yield Alternative("keywords:existence", {"keywords": [option]}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return that it is the same as itself; for others the footprint tells."""
        return "equivalent" if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the words that all three answers share."""
        return Footprint(holds=frozenset({"My answer is "}), counts={"words": Interval(4, None)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether one of the answers is there; where words like them stand, the span says so."""
        for option in OPTIONS:
            if option in response:
                return Check(True, f"says {option!r}")
        near = _SAID.search(response)
        if near is not None:
            return Check(False, f"says {near[0]!r}; asked for it letter for letter", near.span())
        return Check(False, "says none of the three answers")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Mend an answer that is nearly one of the three; put one before a response that begins with yes or no."""
        near = list(islice(_SAID.finditer(response), 2))
        if len(near) == 1:
            said = f"My answer is {near[0][1].lower()}."
            text = response[: near[0].start()] + said + response[near[0].end() :]
            return Repair(text, len(near[0][0]) + len(said), False, "the answer written as it was asked for")
        plain = _PLAIN.match(response)
        if near or plain is None:
            return None
        said = f"My answer is {plain[1].lower()}."
        if not response[plain.end() :].strip(" .!\n"):
            return Repair(said, len(response) + len(said), False, "the answer written out")
        return Repair(f"{said} {response}", len(said) + 1, False, "the answer put before the response")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for a question that yes or no answers, where a known response does so."""
        if task.shape not in ("label", "short", "sentence", "prose") or not task.english or addition.is_markup(task):
            return
        if any(known.id.startswith(("combination:", "startend:")) for known in task.constraints):
            return
        if _ASKED.search(task.text[:3000]) is None or not addition.has_room(task, Payload(ID)):
            return
        if re.search(
            r"\b(?:is|are) there\b|\b(?:why|what|how|which|who|when|where)\b|\?.*\?|\bor\b|"
            r"\bcan you\b|\bcould you\b|\bwould you\b|\bwill you\b",
            task.text.lower(),
        ):
            return
        if task.response is None or self.verify({}, task.response).passed or self.repair({}, task.response) is not None:
            yield {}


FAMILY = ConstrainedResponse()
