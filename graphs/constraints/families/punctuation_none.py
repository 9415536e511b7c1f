"""Whether the response does without punctuation."""

from __future__ import annotations

import random
import re
import string
import unicodedata
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
from stemmata.graphs.constraints.marks import SIGNS
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "punctuation:none"
_NOUN = r"(?:punctuations?(?:\s+(?:marks?|signs?|symbols?|characters?))?)"
_PATTERNS = (
    *prohibitions(_NOUN),
    compiled(rf"(?:leave\s+out|omit|drop|exclude|avoid)\s+all\s+{_NOUN}", Form.VERB),
    compiled(r"punctuation-(?:free|less)(?=\s+[a-z]|$)", Form.ADJECTIVE),
)
_AFTER = re.compile(
    r"\s*,?\s*(?:other\s+than|except|besides|apart\s+from|but\s+(?:for|the|a|commas|periods)|errors?\b|"
    r"mistakes?\b|issues?\b|rules\b|"
    r"at\s+the|in\s+(?:the\s+|your\s+)?(?:title|heading|names?|lists?|first|last|labels?)|after\b|before\b|"
    r"between\b|unless\b|if\b|when\b|"
    r"to\s+(?:separate|mark|join|show|end)|like\b|such\s+as\b|incorrect|(?:or|and)\s+(?:grammar|spelling|"
    r"grammatical))"
)
_BEFORE = re.compile(r"\b(?:when|why|whether|how|written|writes?|has|had)(?:\s+(?:to|you|is|was|i|we)){0,3}\s+$")
# A mark inside a figure, an address or markup cannot go.
_NEEDED = re.compile(
    r"\d[.:/,-]\d|`|https?:|www\.|\w@\w|[{}<>|\[\]#\\]|^\s{0,8}(?:[-*•]|"
    r"\d{1,3}[.)])\s",
    re.MULTILINE,
)
_BETWEEN = re.compile(r"(?<=\w)(?:[-‐‑–—/&]|\.{2,}|…)+(?=\w)|(?<= )[-–—&]+ ")
_JOINTS = "-‐‑–—/&.…"
_KNOWN = frozenset("".join(SIGNS.values())) | frozenset(
    c for c in string.punctuation if unicodedata.category(c)[0] == "P"
)


class PunctuationNone:
    """The response has no punctuation: no character that Unicode calls so, apostrophes and hyphens included."""

    id = ID
    hard = True
    summary = "no punctuation"
    example = Example("Do not use any punctuation.", {})
    arguments = Arguments
    cues = ("punctuation",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to do without punctuation."""
        for core in cores(passage, _PATTERNS, _binds_all):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return {
            Form.SENTENCE: [
                "Do not use any punctuation",
                "Avoid all punctuation marks",
                "Write your entire response without punctuation",
                "Your response must not contain any punctuation",
                "Refrain from using any punctuation marks",
            ],
            Form.MODAL: ["must not contain any punctuation", "should not use any punctuation marks"],
            Form.VERB: ["use no punctuation", "avoid using any punctuation", "do not use any punctuation marks"],
            Form.AMOUNT: ["no punctuation", "no punctuation marks"],
            Form.PHRASE: ["without any punctuation", "without punctuation", "with no punctuation marks"],
            Form.ADJECTIVE: ["punctuation-free"],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield an ending that needs a mark, and fewer marks forbidden."""
        yield Alternative("punctuation:ends_with", {"mark": rng.choice(("period", "question mark"))}, "contradicting")
        yield Alternative("punctuation:every_sentence_ends_with", {"mark": "period"}, "contradicting")
        yield Alternative("punctuation:no_comma", {}, "weaker")
        yield Alternative("punctuation:forbidden", {"marks": [rng.choice(("exclamation mark", "semicolon"))]}, "weaker")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what doing without punctuation means for other rules about it."""
        if other.id == ID:
            return "equivalent"
        if other.id in ("punctuation:no_comma", "punctuation:forbidden"):
            return "implies"
        return "contradicts" if other.id == "startend:quotation" else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the signs that are not there."""
        return Footprint(lacks=_KNOWN, lacks_anyhow=_KNOWN)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is no punctuation; the span is the first of it."""
        at = [i for i, c in enumerate(response) if _is_mark(c)]
        if not at:
            return Check(True, "no punctuation")
        return Check(
            False, f"{len(at)} mark{'s' if len(at) > 1 else ''}, the first {response[at[0]]!r}", (at[0], at[0] + 1)
        )

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response without its marks; None for code, lists, addresses and figures that need them."""
        if _NEEDED.search(response):
            return None
        changed = 0

        def blank(match: re.Match[str]) -> str:
            nonlocal changed
            inside = match[0][-1] in _JOINTS
            changed += len(match[0]) + inside
            return " " if inside else ""

        spaced = _BETWEEN.sub(blank, response)
        text = "".join(c for c in spaced if not _is_mark(c))
        if not text.strip():
            return None
        return Repair(text, changed + len(spaced) - len(text), False, "punctuation taken out")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for verse and for casual texts, where a known response has none or can do without."""
        if task.shape not in ("verse", "prose", "sentence", "short") or addition.is_markup(task):
            return
        if task.shape != "verse" and not addition.names(task, addition.CASUAL):
            return
        if task.response is not None:
            if not task.response.strip():
                return
            if not self.verify({}, task.response).passed and self.repair({}, task.response) is None:
                return
        if addition.has_room(task, Payload(ID, {})):
            yield {}


def _is_mark(c: str) -> bool:
    return unicodedata.category(c)[0] == "P"


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    left = passage.lower[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
    part = part_before(passage, match.start()) or ""
    return not (
        _AFTER.match(after(passage, match.end()))
        or _BEFORE.search(left)
        or part.startswith(("title", "head", "name", "key", "label", "item", "value", "quot", "hash", "tag"))
    )


FAMILY = PunctuationNone()
