"""Whether the response does without digits."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import after, compiled, cores, part_before, prohibitions
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
from stemmata.graphs.constraints.spelling import spelled_out
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_content:no_digits"
_NOUN = (
    r"(?:(?:arabic\s+|numeric(?:al)?\s+)?(?:digits?|numerals?)|numeric(?:al)?\s+(?:characters?|figures?|"
    r"symbols?))"
)
_ALL = r"(?:all\s+(?:of\s+)?(?:the\s+|your\s+)?|any\s+|every\s+|each\s+)"
_PATTERNS = (
    *prohibitions(_NOUN),
    compiled(rf"(?:leave\s+out|omit|drop|exclude|avoid)\s+all\s+(?:the\s+)?{_NOUN}", Form.VERB),
    compiled(
        rf"(?:spell|write)\s+(?:out\s+)?{_ALL}numbers?(?:\s+(?:out|(?:out\s+)?in\s+(?:words|full|letters)|"
        rf"as\s+words))?",
        Form.SENTENCE,
    ),
    compiled(
        r"(?:spell\s+out|write\s+out)\s+numbers(?:\s+(?:in\s+(?:words|full|letters)|"
        r"as\s+words))?",
        Form.SENTENCE,
    ),
    compiled(
        r"(?:write|express|give|use|put)\s+numbers\s+(?:out\s+)?(?:in\s+(?:words|letters)|as\s+words)", Form.SENTENCE
    ),
    compiled(
        r"(?:all\s+)?numbers\s+(?:must|should|have\s+to|need\s+to|are\s+to)\s+be\s+(?:spelled\s+out|"
        r"written\s+(?:out|in\s+words|as\s+words)"
        r"(?:\s+in\s+(?:words|full))?)",
        Form.SENTENCE,
    ),
    compiled(r"with\s+(?:all\s+)?numbers\s+(?:spelled\s+out|written\s+(?:out|in\s+words))", Form.PHRASE),
)
# Numbers of one size, digits at one place, words about writing.
_AFTER = re.compile(
    r"\s*(?:below|under|less|up\s+to|from|one\b|zero\b|smaller|greater|above|over|between|after|before|beyond|"
    r"that\b|which\b|\d|in\s+(?:the\s+|your\s+)?"
    r"(?:title|name|first|list|heading|username|password|following|table|code|text|sentence|given)|at\s+the|"
    r"as\s+digits|to\s+the\s+right|of\b|except|"
    r"unless|if\b|when\b|for\s+(?:the\s+)?(?:names?|titles?|steps)|like\b|such\b)"
)
_BEFORE = re.compile(
    r"\b(?:function|program|code|script|string|password|regex|python|sql|array|why|how|when|whether|"
    r"should\s+(?:i|you|we))\b[^.!?\n]{0,70}$"
)
_MADE = frozenset("letter email invitation poem story speech essay note article tale fable diary toast novel".split())


class NoDigits:
    """The response has no decimal digit, of whatever script."""

    id = ID
    hard = True
    summary = "no digits: numbers in words, or none"
    example = Example("Do not use any digits.", {})
    arguments = Arguments
    cues = ("digit", "numeral", "number", "numeric")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to do without digits."""
        for core in cores(passage, _PATTERNS, _binds_all):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return {
            Form.SENTENCE: [
                "Do not use any digits",
                "Spell out all numbers",
                "Write all numbers in words",
                "Avoid using numerals",
                "Your response must not contain any digits",
            ],
            Form.MODAL: ["must not contain any digits", "should not use any numerals"],
            Form.VERB: ["use no digits", "avoid using numerals", "do not use any digits"],
            Form.AMOUNT: ["no digits", "no numerals"],
            Form.PHRASE: ["without any digits", "without using numerals", "with all numbers spelled out"],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield a figure demanded, and another rule about characters."""
        yield Alternative("keywords:existence", {"keywords": [rng.choice(("10", "3", "2024"))]}, "contradicting")
        yield Alternative("punctuation:no_comma", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what it means for words that are demanded: a figure in one contradicts it."""
        if other.id == ID:
            return "equivalent"
        if other.id in ("keywords:existence", "keywords:in_order"):
            return "contradicts" if any(_has(word) for word in other.kwargs["keywords"]) else "independent"
        return (
            "independent" if other.id in ("punctuation:no_comma", "punctuation:none", "style:no_contractions") else None
        )

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the digits."""
        digits = frozenset("0123456789")
        return Footprint(lacks=digits, lacks_anyhow=digits)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is no digit; the span is the first figure."""
        found = re.search(r"\d+", response)
        if found is None:
            return Check(True, "no digit")
        count = sum(1 for _ in re.finditer(r"\d+", response))
        return Check(False, f"{count} figure{'s' if count > 1 else ''}, the first {found[0][:20]!r}", found.span())

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response with its figures in words; None for prices, dates, names and numbered lists."""
        if "`" in response:
            return None
        spelled = spelled_out(response)
        return spelled and Repair(spelled.text, spelled.changed, False, "figures put into words")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for texts that are written out, where a known response has none or can do without."""
        if task.shape not in ("prose", "verse", "sentence") or not task.english or addition.is_markup(task):
            return
        if re.search(r"\d", task.text):
            return
        if task.response is None and not addition.names(task, _MADE):
            return
        if task.response is not None and (len(task.response.split()) < 6 or spelled_out(task.response) is None):
            return
        if addition.has_room(task, Payload(ID, {})):
            yield {}


def _has(word: str) -> bool:
    return re.search(r"\d", word) is not None


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    left = passage.lower[max(0, match.start() - 110) : match.start()].rpartition("\n")[2]
    part = part_before(passage, match.start()) or ""
    return not (
        _AFTER.match(after(passage, match.end()))
        or _BEFORE.search(left)
        or part.startswith(("title", "name", "username", "password", "key", "label", "heading", "code", "variable"))
    )


FAMILY = NoDigits()
