"""Whether the response has a title in double angular brackets."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import MODAL, SURE, before, compiled, cores
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
from stemmata.graphs.constraints.heading import heading_of
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:title"

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Include a title wrapped in double angular brackets, i.e. <<title>>",
        "Your answer must contain a title in double angular brackets, such as <<my title>>",
        "Add a title and put it in double angle brackets, like <<title>>",
        "The title should be wrapped in double angular brackets, i.e. <<title>>",
        "Put the title in double angular brackets, i.e. <<title>>",
    ),
    Form.MODAL: (
        "must contain a title wrapped in double angular brackets, i.e. <<title>>",
        "should have a title in double angular brackets, such as <<title>>",
        "must include a title in double angle brackets, like <<title>>",
    ),
    Form.VERB: (
        "include a title wrapped in double angular brackets, i.e. <<title>>",
        "have a title in double angular brackets, such as <<title>>",
        "add a title in double angle brackets, like <<title>>",
    ),
    Form.PHRASE: (
        "with a title in double angular brackets, i.e. <<title>>",
        "with a title wrapped in double angular brackets, such as <<title>>",
        "with a title in double angle brackets, like <<title>>",
    ),
}
_SAMPLE = r"(?:<<[^<>\n]{1,60}>>|[\"“`][^\n]{1,60}?[\"”`])"
_LIKE = (
    rf"(?:,?\s*\(?\s*(?:i\.?\s?e\.?|e\.?\s?g\.?|such\s+as|like|for\s+example|for\s+instance|as\s+in|that\s+is|in\s+"
    rf"the\s+form(?:at)?(?:\s+of)?|formatted\s+as|as)[,:]?\s*{_SAMPLE}(?:\s?\))?)"
)
_ANGLED = (
    rf"(?:double\s+(?:angular|angle|angled)\s+brackets?(?:\s*\(?\s*<<\s?>>\s?\)?)?{_LIKE}?|<<\s?(?:and\s+)?>>(?:\s+brackets)?|"
    rf"(?:double\s+)?(?:angular|angle|angled)\s+brackets?{_LIKE})"
)
_PUT = r"(?:(?:wrapped|contained|enclosed|put|placed|surrounded|marked|written|that\s+is\s+\w+|which\s+is\s+\w+)\s+)?"
_IN = r"(?:in(?:side)?|with(?:in)?|by|between)"
_TITLE = (
    rf"(?:a|one|the|its|your|an?\s+[\w-]+)\s+title(?:\s+(?:and\s+(?:put|wrap)\s+it|for\s+"
    rf"it))?,?\s+{_PUT}{_IN}\s+{_ANGLED}"
)
_BARE = rf"(?:a|one|its|your|an?\s+[\w-]+)\s+title,?\s*{_LIKE}(?<=>>)"
_PATTERNS = (
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:also\s+)?(?:contain|include|have|add|use|feature|start\s+with|begin\s+with|"
        rf"give\s+it|"
        rf"wrap|put|enclose|place|write)\s+(?:{_TITLE}|{_BARE})",
        Form.VERB,
    ),
    compiled(
        rf"(?:give\s+it\s+a\s+title|title\s+(?:it|your\s+\w+|the\s+\w+)),?\s+using\s+{_ANGLED}(?:\s?\(<<[^<>\n]{{1,60}}>>\))?",
        Form.VERB,
    ),
    compiled(rf"(?:with|including|has|having)\s+(?:{_TITLE}|{_BARE})", Form.PHRASE),
    compiled(
        rf"(?:{SURE}\s+(?:that\s+)?)?(?:the|your|its)\s+title(?:\s+of\s+(?:[\w'-]+\s+){{1,4}}?|\s+)(?:should|must|"
        rf"needs?\s+to|is\s+to|is|"
        rf"has\s+to)\s+(?:be\s+)?{_PUT}{_IN}\s+{_ANGLED}",
        Form.SENTENCE,
    ),
    compiled(rf"{_PUT}{_IN}\s+double\s+(?:angular|angle|angled)\s+brackets?{_LIKE}?", Form.VALUE),
)
_GIVEN = re.compile(
    r"(?:\b(?:the|this|any|all|following|each|every)\s+(?:[\w-]+\s+){0,2}?(?:text|words?|passages?|sentences?|codes?|"
    r"paragraphs?|"
    r"placeholders?|variables?|parts?|phrases?|content|input|document|article|material)"
    r"(?:\s+(?:that|which)\s+(?:is|are|appears?))?|\bnot(?:\s+\w+)?|\bwhat\s+is|\bis\s+given|\bprovided|\bremove\s+"
    r"[\w\s]{0,20})\s+$"
)


class Title:
    """The response has a title in double angular brackets, "<<…>>", on one line, with more than brackets inside."""

    id = ID
    hard = True
    summary = "a title in double angular brackets"
    example = Example("Your answer must contain a title, wrapped in double angular brackets, i.e. <<title>>.", {})
    arguments = Arguments
    cues = ("<<", "angular", "angle")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order for a title, or for another text, in double angular brackets."""
        for core in cores(passage, _PATTERNS, _is_order):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form; where the text asks for another thing than a title in brackets, none."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another mark of the response as a whole."""
        yield Alternative("startend:quotation", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what a title means for another constraint: a line in brackets leaves the others be."""
        if other.id == ID:
            return "equivalent"
        if other.id in (
            "change_case:english_lowercase",
            "change_case:english_capital",
            "punctuation:no_comma",
            "startend:quotation",
            "startend:end_checker",
            "detectable_format:json_format",
        ):
            return "independent"
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the brackets."""
        return Footprint(holds=frozenset({"<<", ">>"}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether some line holds a title in brackets."""
        for line in response.split("\n"):
            opened, closed = line.find("<<"), line.rfind(">>")
            if 0 <= opened < closed - 2:
                title = line[opened : closed + 2].lstrip("<").rstrip(">").strip()
                if title:
                    return Check(True, f"title <<{title:.60}>>")
        return Check(False, "no title in double angular brackets")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response with its own heading in brackets, or with a title from its words before it."""
        found = heading_of(response)
        if found is None or "```" in response:
            return None
        title = (
            found.title.lower() if response.islower() else found.title.upper() if response.isupper() else found.title
        )
        if "," not in response:
            title = title.replace(",", "")
        if found.end > found.start:
            line = f"<<{title}>>"
            text = response[: found.start] + line + response[found.end :]
            return Repair(text, found.end - found.start + len(line) - 2 * len(title), False, "heading put in brackets")
        quoted = response.startswith('"') and response.rstrip().endswith('"')
        put = f"<<{title}>>\n\n"
        text = response[:1] + put + response[1:] if quoted else put + response
        return Repair(text, len(put), False, "title put before it")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for texts that have titles, where a known response has one or speaks of one thing plainly."""
        if task.shape not in ("prose", "verse", "list") or addition.is_markup(task) or "title" in task.text.lower():
            return
        if not (task.shape == "verse" or addition.names(task, addition.TITLED)):
            return
        if task.response is not None and (
            len(task.response.split()) < 20 or "<<" in task.response or heading_of(task.response) is None
        ):
            return
        if addition.has_room(task, Payload(ID)) and all(
            c.id != "detectable_format:json_format" for c in task.constraints
        ):
            yield {}


def _is_order(passage: Passage, match: re.Match[str]) -> bool:
    return _GIVEN.search(before(passage, match.start())) is None


FAMILY = Title()
