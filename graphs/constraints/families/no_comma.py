"""Whether the response does without commas."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.commas import without_commas
from stemmata.graphs.constraints.context import after, before, compiled, cores, part_before, prohibitions
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
from stemmata.graphs.constraints.quantity import interval
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "punctuation:no_comma"

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Do not use any commas",
        "Avoid using commas",
        "Refrain from using any commas",
        "Write your entire response without commas",
        "Your response must not contain any commas",
    ),
    Form.MODAL: ("must not use any commas", "should avoid using commas", "should use no commas"),
    Form.VERB: ("avoid using any commas", "use no commas", "refrain from using commas", "leave out all commas"),
    Form.AMOUNT: ("no commas", "zero commas"),
    Form.PHRASE: ("without any commas", "without commas", "with no commas", "without using commas"),
    Form.ADJECTIVE: ("comma-free",),
}
_PATTERNS = (
    *prohibitions(r"comma(?:s|['’]s)?(?:\s+(?:characters?|signs?|symbols?))?"),
    compiled(r"(?:leave\s+out|omit|drop|exclude|avoid)\s+all\s+(?:the\s+)?commas", Form.VERB),
    compiled(
        r"leave\s+(?:all\s+|the\s+|any\s+)?commas\s+out(?:\s+of\s+(?:it|everything|the\s+\w+|your\s+\w+))?", Form.VERB
    ),
    compiled(r"comma-(?:free|less)(?=\s+[a-z]|\s?[.,;:!)\n]|$)", Form.ADJECTIVE),
)
# A comma of one kind, or at one place, is not every comma.
_AFTER = re.compile(
    r"^\s*(?:splices?\b|separat|delimit|errors?\b|between\b|before\b|after\b|around\b|inside\b|within\b|to\s+separate|"
    r"when\b|"
    r"as\s+(?:an?\s+)?(?:separator|delimiter)|in\s+(?:the\s+|your\s+)?(?:numbers?|figures|dates?|names?|titles?|lists?|"
    r"csv)\b|"
    r"except\b|unless\b|if\b)"
)
_BEFORE = re.compile(
    r"(?:\b(?:when|why|whether|where|if|who|how)(?:\s+(?:to|you|do|does|did|should|i|we|people|they|one)){0,3}"
    r"|\b(?:sentences?|text|paragraph|one|writing|it)\s+(?:that\s+)?(?:is|are|was|were|has|had|have|written)"
    r"|\b(?:sentences?|text|paragraph)\s+(?:below|above)|\bat\s+least(?:\s+one)?)\s+$"
)


class NoComma:
    """The response has no comma (the sign "," alone; the commas of other scripts are other signs, as in IFEval)."""

    id = ID
    hard = True
    summary = "no commas"
    example = Example("Do not use any commas in your response.", {})
    arguments = Arguments
    cues = ("comma",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to do without commas."""
        for core in cores(passage, _PATTERNS, _binds_all):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another rule about characters that may stand in its place."""
        yield Alternative("change_case:english_lowercase", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what doing without commas means for another constraint: what demands a comma contradicts it."""
        if other.id == ID:
            return "equivalent"
        given = other.kwargs
        if other.id in ("startend:end_checker", "combination:repeat_prompt"):
            demanded = str(given.get("end_phrase") or given.get("prompt_to_repeat") or "")
            return "contradicts" if "," in demanded else "independent"
        if other.id == "keywords:existence":
            return "contradicts" if any("," in str(word) for word in given.get("keywords") or ()) else "independent"
        if other.id == "keywords:frequency":
            return _beside_count(str(given.get("keyword", "")), given.get("relation"), given.get("frequency"))
        if other.id == "keywords:letter_frequency":
            return _beside_count(
                str(given.get("letter", "")), given.get("let_relation"), given.get("let_frequency"), exact=True
            )
        if other.id in ("startend:quotation", "detectable_format:title", "detectable_format:json_format"):
            return "independent"
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return that there is no comma."""
        return Footprint(lacks=frozenset({","}), exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is no comma; the span is the first."""
        at = response.find(",")
        if at < 0:
            return Check(True, "no comma")
        count = response.count(",")
        return Check(False, f"{count} comma{'s' if count > 1 else ''}, the first at {at}", (at, at + 1))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response with its commas gone or replaced; None where it would read badly, and for code."""
        mended = without_commas(response)
        return mended and Repair(mended.text, mended.changed, False, "commas taken out")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for prose and verse, where a known response does without commas or can."""
        if task.shape not in ("prose", "sentence", "verse", "list") or addition.is_markup(task) or "comma" in task.text:
            return
        if task.response is not None:
            if len(task.response.split()) < 6 or ("," in task.response and without_commas(task.response) is None):
                return
        elif task.shape == "list":
            return
        if addition.has_room(task, Payload(ID)):
            yield {}


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    if _AFTER.match(after(passage, match.end())):
        return False
    left = before(passage, match.start())
    part = part_before(passage, match.start()) or ""
    # Sentences, lines and words without commas make an answer without commas; titles and names do not.
    return not (
        _BEFORE.search(left) or part.startswith(("title", "head", "name", "key", "label", "item", "value", "quot"))
    )


def _beside_count(counted: str, relation: object, count: object, *, exact: bool = False) -> Meaning | None:
    """Return what doing without commas means for a bound on how often something occurs."""
    if (counted != ",") if exact else ("," not in counted):
        return "independent"
    if not isinstance(relation, str) or not isinstance(count, int):
        return None
    try:
        return "implies" if interval(relation, count).holds(0) else "contradicts"
    except KeyError:
        return None


FAMILY = NoComma()
