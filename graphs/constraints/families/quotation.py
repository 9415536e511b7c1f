"""Whether the whole response stands in double quotation marks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import MODAL, PART, RESPONSE, SURE, WHOLE, before, compiled, cores
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
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "startend:quotation"

_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Wrap your entire response in double quotation marks",
        "Put double quotation marks around your whole response",
        "Enclose your entire answer in double quotes",
        "Your whole response should be in double quotation marks",
        "Make sure that your entire response is wrapped in double quotes",
    ),
    Form.MODAL: (
        "should begin and end with double quotation marks",
        "must use double quotation marks around the entire response",
        "should have double quotation marks around the whole text",
    ),
    Form.VERB: (
        "wrap your entire response in double quotation marks",
        "put double quotation marks around your whole response",
        "enclose your entire answer in double quotes",
        "begin and end with double quotation marks",
    ),
    Form.PHRASE: (
        "in double quotation marks",
        "in double quotes",
        "inside double quotation marks",
        "within double quotation marks",
    ),
}
_MARKS = (
    r"(?:(?:an?\s+)?(?:pair\s+of\s+|set\s+of\s+)?double[\s-]?(?:quotation\s+marks?|quot(?:es?|ations?)(?:\s+"
    r"marks?)?)(?:\s*\(\s?\"[^\w\n]{0,3}\"?\s?\))?)"
)
_PLAIN = r"(?:quotation\s+marks|quotes|quote\s+marks)"
_ENTIRE = (
    rf"(?:(?:your|the|this|my|its)\s+{WHOLE}(?:(?:\s+[\w-]+){{0,2}}?\s+{RESPONSE}|\s+[\w-]+)|(?:all|the\s+{WHOLE}|"
    rf"the\s+whole)\s+of\s+(?:your|the)\s+[\w-]+"
    rf"|everything|it(?:\s+all)?|your\s+(?:[\w-]+\s+){{0,2}}?{RESPONSE}|(?:the|both|each)\s+(?:final\s+)?{RESPONSE})"
)
_WRAP = r"(?:wrap|quote|frame|enclose|surround|put|place|encase|wrapping|write|give|present)"
_IN = r"(?:with(?:in)?|in(?:side)?|by|between|using)"
_WRAPPED = r"(?:wrapped|enclosed|surrounded|put|placed|encased|contained|written|given|presented)"
_PATTERNS = (
    compiled(rf"use\s+(?:{_MARKS}|{_PLAIN})\s+to\s+(?:wrap|enclose|surround)\s+{_ENTIRE}", Form.VERB),
    compiled(rf"{_WRAP}\s+(?P<object>(?:[\w'-]{{1,40}}\s+){{1,7}}?)(?:up\s+)?(?P<core>{_IN}\s+{_MARKS})", Form.PHRASE),
    compiled(
        rf"(?:want|need|like|have)\s+(?:{_ENTIRE}|(?:the|your)\s+[\w-]+)\s+(?:to\s+be\s+)?{_WRAPPED}\s+(?P<core>{_IN}\s+{_MARKS})",
        Form.PHRASE,
    ),
    compiled(rf"{_WRAP}\s+{_ENTIRE}\s+(?P<core>{_IN}\s+{_PLAIN})", Form.PHRASE),
    compiled(
        rf"(?P<subject>(?:[\w'-]{{1,40}}\s+){{0,8}}?(?:be|is|are))\s+(?:\w+ly\s+)?(?:{_WRAPPED}\s+"
        rf")?(?P<core>{_IN}\s+{_MARKS})",
        Form.PHRASE,
    ),
    compiled(
        rf"(?P<subject>(?:[\w'+-]+\s+){{0,8}}?(?:be|is|are)\s+(?:[\w'+-]+,?\s+){{1,8}}?and)\s+{_WRAPPED}\s+"
        rf"(?P<core>{_IN}\s+{_MARKS})",
        Form.PHRASE,
    ),
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:put|place|add|use|have|insert|include)\s+(?:{_MARKS}|{_PLAIN})\s+(?:around|"
        rf"at\s+the\s+(?:beginning|start)\s+and\s+(?:at\s+)?"
        rf"(?:the\s+)?end\s+of)\s+{_ENTIRE}",
        Form.VERB,
    ),
    compiled(rf"(?P<alone>in(?:side)?|within)\s+{_MARKS}", Form.PHRASE),
    compiled(
        rf"{_MARKS}\s+(?:should|must|need\s+to|have\s+to)\s+(?:(?:enclose|surround|wrap|frame)\s+{_ENTIRE}|(?:be\s+(?:placed|put|added|used)|go)\s+around\s+{_ENTIRE})",
        Form.SENTENCE,
    ),
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:start|begin)\s+and\s+(?:end|finish)(?:\s+{_ENTIRE})?\s+with\s+(?:an?\s+"
        rf")?{_MARKS}",
        Form.VERB,
    ),
    compiled(
        rf"(?:{SURE}\s+)?{_ENTIRE}\s+(?:should|must)\s+(?:start|begin)\s+and\s+end\s+with\s+{_MARKS}", Form.SENTENCE
    ),
)
_WHOLE_OBJECT = re.compile(rf"\b(?:{_ENTIRE})\b")
_PARTLY = re.compile(
    rf"\b(?:each|every|all|any|only)\s+(?:[\w'-]+\s+){{0,2}}?{PART}\b|\b{PART}\s*$|\bdialogue\b|\bkeywords?\b"
)

_ACT = re.compile(
    r"\s*(?:please\s+|(?:can|could|would)\s+you\s+(?:please\s+)?)?(?:write|give|answer|respond|generate|create|compose|"
    r"explain|provide|"
    r"present|return|output|draft|reply|tell|describe|summari[sz]e)\b"
)
_MARKED = re.compile(
    rf"\b(?:{PART}|put|wrap|enclose|use|using|mark|highlight|dialogues?|keywords?|each|every|not|without)\b|n['’]t\b"
)


class Quotation:
    """The response begins and ends with the sign '"', as in IFEval."""

    id = ID
    hard = True
    summary = "the entire response in double quotation marks"
    example = Example("Wrap your entire response with double quotation marks.", {})
    arguments = Arguments
    cues = ("quot",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to put the whole response in quotation marks."""
        for core in cores(passage, _PATTERNS, _binds_all):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another wrapping of the whole response."""
        yield Alternative("detectable_format:json_format", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what quotation marks mean for another constraint; left open for JSON, of which a string is a kind."""
        if other.id == ID:
            return "equivalent"
        if other.id in (
            "change_case:english_lowercase",
            "change_case:english_capital",
            "punctuation:no_comma",
            "detectable_format:title",
            "startend:end_checker",
        ):
            return "independent"
        if other.id == "combination:repeat_prompt":
            prompt = str(other.kwargs.get("prompt_to_repeat") or "").strip()
            return None if not prompt else "independent" if prompt.startswith('"') else "contradicts"
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the quotation marks."""
        return Footprint(starts='"', ends='"', counts={"characters": Interval(2, None)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the first and the last sign are double quotation marks."""
        text = response.strip()
        if len(text) > 1 and text[0] == text[-1] == '"':
            return Check(True, "begins and ends with a double quotation mark")
        place = "begin" if not text or text[0] != '"' else "end"
        return Check(False, f"does not {place} with a double quotation mark")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response in quotation marks; curly ones around it are made straight."""
        text = response.strip()
        if not text:
            return None
        if len(text) > 2 and text[0] == "“" and text[-1] == "”" and "“" not in text[1:]:
            return Repair(f'"{text[1:-1]}"', len(response) - len(text) + 4, False, "quotation marks made straight")
        return Repair(f'"{text}"', len(response) - len(text) + 2, False, "put in quotation marks")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for short texts that are said, sent or quoted; never for labels, lists, code or data."""
        if task.shape not in ("short", "sentence", "prose", "verse") or addition.is_markup(task):
            return
        if task.shape in ("prose", "verse") and not addition.names(task, addition.SPOKEN):
            return
        if task.response is not None and (len(task.response) > 1500 or '"' in task.response or "“" in task.response):
            return
        if addition.has_room(task, Payload(ID)) and all(
            c.id != "detectable_format:json_format" for c in task.constraints
        ):
            yield {}


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    """Return whether what is put in quotation marks is the whole response."""
    groups = match.groupdict()
    if groups.get("alone"):
        # "Write a post about cats in double quotes": the act's object, unless it is a part or something that is marked.
        left = re.split(r"[.!?\n]\s", before(passage, match.start(), 400))[-1]
        return not left.strip() or (_ACT.match(left) is not None and _MARKED.search(left) is None)
    if re.search(r"(?:\bnot|n['’]t|\bnever|\bwithout)\s+(?:\w+\s+)?$", before(passage, match.start(), 30)):
        return False
    if groups.get("object") is not None:
        wrapped = groups["object"]
        return _WHOLE_OBJECT.search(wrapped) is not None and _PARTLY.search(wrapped.strip()) is None
    if groups.get("subject") is not None:
        subject = re.sub(
            r"\s*(?:(?:should|must|needs?\s+to|has\s+to|have\s+to|to|will)\s+)?(?:be|is|are)$", "", groups["subject"]
        )
        said = before(passage, match.start(), 100) + subject
        # "… should be 600 words long and be wrapped in double quotes": the subject stands further off.
        if not said.strip():
            return True
        if subject.rstrip().endswith("and") or not subject.strip():
            return re.search(rf"\b{RESPONSE}\b", said) is not None
        return _WHOLE_OBJECT.search(subject) is not None and _PARTLY.search(subject.strip()) is None
    return True


FAMILY = Quotation()
