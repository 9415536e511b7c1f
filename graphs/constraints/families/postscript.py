"""Whether the response has a postscript with a certain mark."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, Field

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
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_content:postscript"
_KEY = "postscript_marker"
_PS, _PPS = "P.S.", "P.P.S"
_ABBREVIATED = r"(?:p\. ?p\. ?s\.?|p\. ?s\.?|pps\b|ps\b):?(?!\w)"
_MARK = rf"(?P<open>[\"“«‘'`(*]{{1,2}})?(?P<mark>{_ABBREVIATED}|(?(open){MASK}{{1,60}}))(?:[\"”»’'`)*]{{1,2}})?"
_WITH = (
    r"(?:,? (?:(?:that|which) )?(?:(?:should|must|is|will) )?(?:(?:be )?(?:start|begin|open|mark|indicat|introduc|"
    r"denot|"
    r"preced|prefix|head|label|labell|signal|signall|identifi|nam|call|titl|led|sign|format)\w{0,4}|under|written)"
    r"(?: (?:off|in))?(?: (?:with|by|as|using|in|like))?(?: (?:the )?(?:form|format|mark|marker|heading|label|words?|"
    r"letters?|phrase|abbreviation|prefix|text|keyword)(?: of)?)?:?"
    r"|,? (?:with|using) (?:the )?(?:mark|marker|heading|label|words?|letters?|prefix|keyword)"
    r"|,? (?:i\.?e\.?|e\.?g\.?|such as|like|as)[,:]?|:|,)"
)
_ARTICLE = r"(?:(?:an?|one|your|the|its)(?: (?:short|brief|funny|final|little|quick|single|humorous|separate)){0,2} )"
_POSTSCRIPT = re.compile(
    rf"(?<![\w-])(?P<core>{_ARTICLE}?(?:post-?\s?script)(?! (?:files?|printers?|format|language|documents?|code|"
    rf"fonts?|of)\b)"
    rf"(?: (?:section|line|note|sentence|paragraph|message))?(?: at the (?:very )?(?:end|bottom)(?: of (?:the|your|it)"
    rf"(?: \w+)?)?)?(?: to (?:the|your) \w+)?(?:{_WITH} ?{_MARK}|\s?\((?P<inside>{_ABBREVIATED})\))?)"
)
_SHORT = re.compile(rf"(?<![\w-])(?P<core>{_ARTICLE}(?P<mark>{_ABBREVIATED})(?: (?:section|line|note|message))?)")
_STARTED = re.compile(
    rf"(?<![\w-])(?:start|begin|mark|introduce|label|prefix|indicate)(?:ing)? (?P<core>(?:the|this|your|that|it's) "
    rf"post-?\s?script (?:with|by|as|using):? ?{_MARK})"
)
_ORDERED = re.compile(
    r"(?:\b(?:add|adding|include|including|includes|write|append|attach|put|insert|provide|give|use|have|has|having|"
    r"contain|"
    r"contains|containing|need|want|like|leave|place|be|with|end|finish|conclude|close|ending|finishing|plus|make)"
    r"(?: (?:your|the|my|this|it|off|up|in|on|me|us|also)(?: (?:entire |whole )?\w+)?)?(?: (?:with|by adding|"
    r"by including))?"
    r"|^\s{0,3}|[,:;] ?|\band)\s?$"
)
_NEGATED = re.compile(r"\b(?:not|n['’]t|never|no|without|avoid|omit|skip)\b[^,.;]{0,30}$")
_CLAUSE = re.compile(
    r" (?:should|must|is to|has to|needs to) (?:be )?(?:included|added|present|appear|start|begin|follow)"
)
_SIGNED = frozenset("letter email mail e-mail note message card postcard invitation newsletter text reply".split())
_OTHER_MARK = re.compile(
    r"^[ \t*_>]{0,6}(?P<mark>p\.? ?p\.? ?s\b\.?|p\.? ?s\b\.?|post-?script):?(?=[\s*_,–—-])",
    re.IGNORECASE | re.MULTILINE,
)


def _marker(value: str) -> str:
    mark = value.strip()
    if not mark or "\n" in mark or MASK in mark or not mark.isprintable():
        raise ValueError("a mark is empty or goes over several lines")
    if re.fullmatch(r"p\. ?s\.?", mark, re.IGNORECASE):
        return _PS
    return _PPS if re.fullmatch(r"p\. ?p\. ?s\.?", mark, re.IGNORECASE) else mark


class PostscriptArguments(Arguments):
    """IFEval's argument; "P. S." and "p.s" are "P.S."."""

    postscript_marker: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_marker)]


class Postscript:
    """The response has the mark of a postscript as a word of its own, capital or small."""

    id = ID
    hard = True
    summary = "a postscript with a certain mark (P.S. or another)"
    example = Example("At the end of your response, add a postscript starting with P.S.", {_KEY: _PS})
    arguments = PostscriptArguments
    cues = ("postscript", "post-script", "post script", "p.s", "p. s", "p.p.s", "a ps", "a pps")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to add a postscript; without a mark it is P.S."""
        told = [match for match in scan(_STARTED, passage.lower) if match["mark"]]
        found = [match for pattern in (_POSTSCRIPT, _SHORT) for match in scan(pattern, passage.lower)]
        found = [match for match in found if _is_order(passage, match)]
        marked = [*told, *(match for match in found if _names(match))]
        reached = -1
        for match in sorted(marked or found, key=lambda match: match.start("core")):
            mark = _mark_of(passage, match)
            if match.start("core") >= reached and mark is not None:
                reached = match.end("core")
                yield Found(ID, {_KEY: mark}, *match.span("core"), Form.AMOUNT)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings; as an AMOUNT, the postscript alone ("a postscript starting with P.S.")."""
        marks = _named(kwargs[_KEY])
        if form is Form.SENTENCE and kwargs[_KEY] == _PPS:
            marks = marks[1:]  # at the end of a sentence a bare "P.P.S" would take its stop
        said = [
            f"a postscript {how} {mark}" for mark in marks for how in ("starting with", "that starts with", "marked by")
        ]
        leads = {
            Form.AMOUNT: ("{}",),
            Form.VERB: ("add {}", "include {}", "end with {}"),
            Form.MODAL: ("should include {}", "must end with {}", "should have {}"),
            Form.PHRASE: ("with {}", "including {}"),
            Form.SENTENCE: (
                "At the end of your response, add {}",
                "Add {}",
                "Include {}",
                "Finish your response with {}",
                "Your response must contain {}",
            ),
        }.get(form, ())
        return [lead.format(words) for words in said for lead in leads]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another mark."""
        for mark in (_PS, _PPS, "PS:"):
            if self.relation(kwargs, Payload(ID, {_KEY: mark})) == "independent":
                yield Alternative(ID, {_KEY: mark}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return whether the marks are the same; of one inside the other nothing is said."""
        if other.id != ID:
            return None
        one, two = kwargs[_KEY].casefold(), other.kwargs[_KEY].casefold()
        if one == two:
            return "equivalent"
        return None if one in two or two in one else "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return what of the mark is sure to be there."""
        mark = kwargs[_KEY]
        if mark in (_PS, _PPS):
            return Footprint(counts={"words": Interval(len(mark) // 2, None)}, holds_anyhow=frozenset({"p.", "s"}))
        return Footprint(holds_anyhow=frozenset({mark}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the mark is there."""
        found = _pattern(kwargs[_KEY]).search(response)
        if found is None:
            return Check(False, f"no postscript that starts with {kwargs[_KEY]}")
        return Check(True, f"postscript {kwargs[_KEY]} at {found.start()}")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put the mark in the place of another mark of a postscript; none is made up."""
        others = list(_OTHER_MARK.finditer(response))
        if not others:
            return None
        start, end = others[-1].span("mark")
        end += response[end : end + 1] == ":"
        mark = kwargs[_KEY]
        text = response[:start] + mark + response[end:]
        return Repair(text, end - start + len(mark), False, f"{response[start:end]} made {mark}")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for letters and messages; where a response is known, only if it has a postscript."""
        if task.shape != "prose" or not addition.names(task, _SIGNED) or addition.is_markup(task):
            return
        for mark in (_PS, _PPS):
            there = task.response is None or _pattern(mark).search(task.response)
            if there and addition.has_room(task, Payload(ID, {_KEY: mark})):
                yield {_KEY: mark}


def _is_order(passage: Passage, match: re.Match[str]) -> bool:
    start, end = match.span("core")
    before = sentence_before(passage, start)
    ordered = _ORDERED.search(before) or _CLAUSE.match(passage.lower, end)
    return bool(ordered) and not _NEGATED.search(before)


def _names(match: re.Match[str]) -> bool:
    """Return whether a match names its mark."""
    groups = match.groupdict()
    return bool(groups.get("mark") or groups.get("inside"))


def _mark_of(passage: Passage, match: re.Match[str]) -> str | None:
    """Return the mark that a match names, P.S. where it names none; None where it names no mark of a postscript."""
    groups = match.groupdict()
    group = next((name for name in ("mark", "inside") if groups.get(name)), None)
    if group is None:
        return _PS
    words = passage.text[match.start(group) : match.end(group)].strip()
    try:
        return _marker(words) if len(words) <= 60 else None
    except ValueError:
        return None


def _named(mark: str) -> list[str]:
    """Return ways to write a mark in a sentence: bare where it is an abbreviation, and in quotation marks."""
    pairs = [pair for pair in ('""', "“”", "«»") if not set(pair) & set(mark)]
    quoted = [f"{pair[0]}{mark}{pair[1]}" for pair in pairs[:2]]
    return [mark, *quoted] if mark in (_PS, _PPS) else quoted


@lru_cache(maxsize=64)
def _pattern(mark: str) -> re.Pattern[str]:
    if mark == _PS:  # the end of "P.P.S." is none
        return re.compile(r"(?<!\w)(?<!\bp\.)(?<!\bp\.\s)p\.\s?s\.", re.IGNORECASE)
    if mark == _PPS:
        return re.compile(r"(?<!\w)p\.\s?p\.\s?s(?!\w)", re.IGNORECASE)
    left, right = (r"(?<!\w)" if mark[0].isalnum() else ""), (r"(?!\w)" if mark[-1].isalnum() else "")
    return re.compile(f"{left}{re.escape(mark)}{right}", re.IGNORECASE)


FAMILY = Postscript()
