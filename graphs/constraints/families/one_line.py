"""Whether the response is on one line."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import (
    MODAL,
    RESPONSE,
    after,
    before,
    compiled,
    cores,
    few_blanks,
    of_code,
    part_before,
    prohibitions,
)
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:one_line"

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Put your entire response on a single line",
        "Do not use any line breaks",
        "Answer in a single line",
        "Your response must not contain any line breaks",
        "Put everything on a single line",
    ),
    Form.MODAL: ("must not contain any line breaks", "must be on a single line", "should be on one line"),
    Form.VERB: ("avoid using line breaks", "put everything on a single line", "use no line breaks"),
    Form.AMOUNT: ("no line breaks", "no newlines"),
    Form.PHRASE: ("on a single line", "in a single line", "without line breaks", "without any line breaks"),
    Form.ADJECTIVE: ("single-line", "one-line"),
}
_LINE = r"(?:(?:just\s+|only\s+)?(?:a\s+single|one(?:\s+single)?)\s+line(?:\s+only|\s+of\s+text)?)"
_PATTERNS = (
    compiled(
        rf"(?:(?:(?P<modal>{MODAL})\s+)?(?:put|write|print|output|keep)\s+(?:everything|it\s+all|all\s+of\s+it)\s+)"
        rf"(?:on|in|as|into|onto)\s+{_LINE}",
        Form.VERB,
    ),
    compiled(rf"(?P<modal>{MODAL})\s+be\s+(?:all\s+)?(?:on\s+|in\s+)?{_LINE}", Form.VERB),
    compiled(rf"(?:all\s+)?(?:on|in|as|into|onto)\s+{_LINE}", Form.PHRASE),
    (
        re.compile(few_blanks(rf"(?<![\w-])(?:single|one)-line(?=\s+(?:[a-z]{{3,12}}\s+)?{RESPONSE}(?![\w-]))")),
        Form.ADJECTIVE,
    ),
    *prohibitions(r"(?:line[\s-]?breaks?|new\s?lines?|newline\s+characters?|carriage\s+returns?)"),
)
_PARTLY = re.compile(
    r"\s*(?:per\b|for\s+(?:each|every)|each\b|apart\b|at\s+a\s+time|below|above|of\s+(?!your|the\s+response)\w|"
    r"(?:between|within|inside|after|before|in)\s+(?!(?:the|your)\s+(?:(?:entire|whole)\s+)?(?:response|answer|output|"
    r"text|reply|message)\b)\w)"
)
_EACH = re.compile(r"\b(?:each|every|per|first|second|third|last|separate|next|same)\b[^.;:!?\n]{0,60}$")
_ORDERED = re.compile(
    r"\b(?:write|answer|reply|respond|give|put|print|output|return|provide|format|summari[sz]e|describe|explain|keep|"
    r"list|show|state|tell|say|present|express|define|translate|rewrite|generate|create|produce|make|must|should|be|all|"
    r"response|english|and|text|everything)\b"
)
_LISTED = re.compile(r"^[ \t]{0,12}(?:[-*•+]|\d{1,3}[.)])[ \t]|^[ \t]{0,8}(?:\||#{1,6} )", re.MULTILINE)
_BREAK = re.compile(r"(?<![ \t])[ \t]*[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]\s*")
_SHORT = frozenset(
    "slogan tagline motto headline title caption tweet subject summary description bio pitch joke reply".split()
)


class OneLine:
    """The response has no line break, blank lines before and after it apart, and is not empty."""

    id = ID
    hard = True
    summary = "the entire response on one line"
    example = Example("Write your entire response on a single line.", {})
    arguments = Arguments
    cues = ("line",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order for one line or against line breaks; lines of parts and of code are left alone."""
        for core in cores(passage, _PATTERNS, _binds_all):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield a list, and another rule about characters."""
        yield Alternative("detectable_format:number_bullet_lists", {"num_bullets": rng.choice((2, 3))}, "contradicting")
        yield Alternative("punctuation:no_comma", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what it means for the same family; the footprint tells the rest."""
        return "equivalent" if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number of lines."""
        return Footprint(counts={"lines": Interval(1, 1)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is one line; the span is the first line break."""
        start = len(response) - len(response.lstrip())
        text = response.strip()
        if not text:
            return Check(False, "empty")
        count = len(text.splitlines())
        if count == 1:
            return Check(True, "one line")
        at = start + len(text.splitlines()[0])
        return Check(False, f"{count} lines; asked for one", (at, at + 1))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Join the lines; lists, tables, headings and code would be lost, so that they are left alone."""
        text = response.strip()
        if "```" in text or _LISTED.search(text):
            return None
        joined = _BREAK.sub(" ", text)
        gaps = [match.span() for match in _BREAK.finditer(text)]
        put = sum(1 if " " not in text[left:right] else 0 for left, right in gaps)
        out = sum(right - left - (1 if " " in text[left:right] else 0) for left, right in gaps)
        return Repair(joined, put + out + len(response) - len(text), False, "lines joined") if gaps else None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for texts that are a line or two anyhow."""
        if task.shape in ("verse", "code", "list", "data", "label") or addition.is_markup(task):
            return
        if not (task.shape == "sentence" or addition.names(task, _SHORT)):
            return
        if task.response is not None and (len(task.response) > 500 or _LISTED.search(task.response)):
            return
        if addition.has_room(task, Payload(ID)):
            yield {}


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    left = before(passage, match.start())
    if _EACH.search(left) or _PARTLY.match(after(passage, match.end())) or of_code(passage, match.start()):
        return False
    sentence = re.split(r"[.!?:;\n]", left)[-1]
    if match[0].startswith(("on ", "in ", "as ", "into ")) and sentence.strip() and not _ORDERED.search(sentence):
        return False
    return part_before(passage, match.start()) is None and not re.search(r"\b(?:not|n['’]t|never|than)\s+$", left)


FAMILY = OneLine()
