"""Whether the response, or its title, is in title case."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Literal

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.casing import CAPITAL, LOWERCASE
from stemmata.graphs.constraints.context import MODAL, SURE, after, before, compiled, cores, of_code, part_before
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.initials import SMALL, check, find_small, raised
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "change_case:title_case"
_WORDS_ID = "change_case:capitalized_words"

_ALL: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Write your entire response in title case",
        "Use title case",
        "Your whole answer should be in title case",
        "Make sure that the response is in title case",
    ),
    Form.MODAL: ("should use title case", "must be in title case"),
    Form.VERB: ("use title case", "write everything in title case"),
    Form.PHRASE: ("in title case", "using title case"),
}
_TITLE: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Use title case for the title",
        "The title must be in title case",
        "Write the title in title case",
        "Make sure that the title is in title case",
    ),
    Form.MODAL: ("should use title case for the title",),
    Form.VERB: ("use title case for the title", "write the title in title case"),
    Form.PHRASE: ("with the title in title case", "with a title in title case"),
}
_CASE = r"title[\s-]case(?:\s+(?:format|formatting|capitali[sz]ation|letters?))?"
_NAME = r"(?:title|headline)"
_FOR = rf"(?:\s+(?:for|in|on)\s+(?:the|your|its|a)\s+{_NAME}(?!s|\s+of))"
_PATTERNS = (
    compiled(
        rf"(?P<title>(?:{SURE}\s+(?:that\s+)?)?(?:the|your|its)\s+{_NAME}\s+(?:(?:must|should|is|has\s+to|needs\s+to|be)"
        rf"\s+){{1,2}}(?:written\s+)?(?:in|use)\s+{_CASE})",
        Form.SENTENCE,
    ),
    compiled(rf"(?P<title>(?:write|put|format|give)\s+(?:the|your|its)\s+{_NAME}\s+in\s+{_CASE})", Form.VERB),
    compiled(rf"(?P<title>with\s+(?:the|its|a)\s+{_NAME}\s+(?:written\s+)?in\s+{_CASE})", Form.PHRASE),
    compiled(rf"(?:(?P<modal>{MODAL})\s+)?use\s+{_CASE}(?P<title>{_FOR})?", Form.VERB),
    compiled(rf"(?:(?P<modal>{MODAL})\s+)?be\s+in\s+{_CASE}", Form.VERB),
    compiled(rf"(?:(?:written|formatted)\s+in|in|using)\s+{_CASE}(?P<title>{_FOR})?", Form.PHRASE),
    compiled(rf"(?:write|put)\s+(?:everything|it\s+all)\s+in\s+{_CASE}", Form.VERB),
)  # fmt: skip
_OTHER_PART = re.compile(r"\s+(?:for|on|in)\s+(?:all\s+|each\s+|every\s+|the\s+|your\s+|any\s+)?[a-z-]")
_ABOUT = re.compile(
    r"\b(?:what|why|when|how|explain|convert|converting|function|between|versus|vs)\b[^.!?\n]{0,60}$|"
    r"\b(?:not|never|n['’]t|without|instead\s+of|rather\s+than)\s+(?:\w+\s+)?$"
)
_IN_ANGLES = re.compile(r"<<([^<>\n]{1,300})>>")
_HEADED = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|\*\*|__|[\"“])?(?:[Tt]itle[ \t]*:[ \t]*)?(?P<title>[^\n]{1,150})")


class CaseArguments(Arguments):
    """What is in title case: the whole response, or only its title."""

    part: Literal["all", "title"] = "all"


class TitleCase:
    """Each word begins with a capital; articles, conjunctions and short prepositions may be small, but not at first.

    Style guides differ in which of them are small, so that either is taken. The title is what stands in double angular
    brackets, else the first line, if it is no longer than one.
    """

    id = ID
    hard = True
    summary = "title case, of the whole response or of its title"
    example = Example("Write your entire response in title case.", {"part": "all"})
    arguments = CaseArguments
    cues = ("title case", "title-case")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order for title case of the response or its title; other parts are left alone."""
        for core in cores(passage, _PATTERNS, _is_order):
            named = bool(core.match.groupdict().get("title"))
            title = named or part_before(passage, core.start) is not None
            # "in title case" after the name of a title: other words would be about the whole response
            form = core.form if named or not title else Form.VALUE
            yield Found(ID, {"part": "title" if title else "all"}, core.start, core.end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list((_TITLE if kwargs.get("part") == "title" else _ALL).get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield small letters, capitals at every word, and the other part."""
        yield Alternative(LOWERCASE, {}, "contradicting")
        if kwargs.get("part") != "title":
            yield Alternative(_WORDS_ID, {}, "stronger")
            yield Alternative(CAPITAL, {}, "stronger")
        yield Alternative(ID, {"part": "all" if kwargs.get("part") == "title" else "title"}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what it means for the other rules of case."""
        whole = kwargs.get("part", "all") == "all"
        if other.id == ID:
            return "equivalent" if whole == (other.kwargs.get("part", "all") == "all") else None
        if other.id == LOWERCASE:
            return "contradicts"
        return "implied_by" if whole and other.id in (CAPITAL, _WORDS_ID) else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return nothing: what a word begins with is not said there."""
        return Footprint()

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the words begin with capitals; the span is the first that does not."""
        if kwargs.get("part") != "title":
            return check(response, find_small(response, SMALL), "each word that has to")
        found = _title(response)
        if found is None:
            return Check(False, "no title")
        return check(response[: found[1]], find_small(response[: found[1]], SMALL, found[0]), "each word of the title")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Begin each word with a capital that has to; code and markup are left alone."""
        if kwargs.get("part") == "title":
            found = _title(response)
            if found is None:
                return None
            made = raised(response[: found[1]], find_small(response[: found[1]], SMALL, found[0]))
            return made._replace(text=made.text + response[found[1] :]) if made else None
        if "```" in response or "</" in response:
            return None
        return raised(response, find_small(response, SMALL))

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for titles and the like, and for the title of a text that is to have one."""
        if not task.english or task.shape in ("label", "code", "data") or addition.is_markup(task):
            return
        if any(c.id.startswith("change_case:") for c in task.constraints):
            return
        if addition.names(task, frozenset(("title", "headline", "heading", "name"))):
            if task.response is None or (0 < len(task.response) <= 400 and "```" not in task.response):
                yield {"part": "all"}
        elif any(c.id == "detectable_format:title" for c in task.constraints) and (
            task.response is None or _IN_ANGLES.search(task.response)
        ):
            yield {"part": "title"}


def _is_order(passage: Passage, match: re.Match[str]) -> bool:
    if _ABOUT.search(before(passage, match.start())) or of_code(passage, match.start()):
        return False
    if match.groupdict().get("title"):
        return True
    part = part_before(passage, match.start())
    if part is not None and not part.startswith(("title", "headline")):
        return False
    return _OTHER_PART.match(after(passage, match.end())) is None


def _title(response: str) -> tuple[int, int] | None:
    """Return the offsets of the title: in double angular brackets, else the first line, if it is short."""
    angled = _IN_ANGLES.search(response)
    if angled is not None:
        return angled.span(1)
    start = len(response) - len(response.lstrip())
    headed = _HEADED.match(response, start)
    if headed is None or response[headed.end() : headed.end() + 1] not in ("", "\n"):
        return None
    return headed.span("title")


FAMILY = TitleCase()
