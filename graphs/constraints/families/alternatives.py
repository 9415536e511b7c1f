"""Whether the response is several alternatives with a separator between them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import begins_sentence, few_blanks
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.numerals import NUMBER, in_words, number
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.scanning import scan
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "combination:alternatives"
# Two responses with this between them are IFEval's combination:two_responses.
_IFEVALS = "******"
_SIGNS = {
    "asterisk": "*", "star": "*", "dash": "-", "hyphen": "-", "hash": "#", "pound sign": "#", "equals sign": "=",
    "equal sign": "=", "tilde": "~", "underscore": "_", "plus sign": "+", "pipe": "|",
}  # fmt: skip
_NOUN = (
    r"(?:responses?|answers?|repl(?:y|ies)|versions?|variations?|variants?|alternatives?|options?|drafts?|suggestions?|"
    r"takes|rewrites?|rewordings?|paraphrases?|solutions?|poems?|haikus?|jokes?|slogans?|taglines?|captions?|titles?|"
    r"headlines?|tweets?|riddles?|stories|proposals?|critiques?)"
)
_KIND = (
    r"(?:(?:completely|entirely|totally)\s+)?(?:(?:different|distinct|alternative|separate|possible|unique)\s+){0,2}"
)
# Names of an answer as such; any other noun says what is to come out, and must stay.
_PLAIN = re.compile(r"(?:response|answer|repl|version|variation|variant|alternative|option|draft|suggestion|take|rewr)")
_SIGN = "|".join(map(re.escape, _SIGNS))
_BY = (
    rf"(?:(?:a\s+|the\s+)?(?:line\s+(?:with|of|that\s+reads)\s+|(?:divider|separator|symbols?|string|marker|line)\s*:?\s+)?"
    rf"(?:[\"“«‘'`](?P<quoted>{MASK}{{1,40}})[\"”»’'`]|(?P<count>{NUMBER})\s+(?P<sign>{_SIGN})(?:e?s)?(?:\s+symbols?)?"
    rf"(?:\s*:?\s*\(?(?P<shown>[*#=~_+|-]{{2,12}})\)?)?|(?P<bare>[*#=~_+|-]{{2,12}}))(?!\w))"
)
_PATTERN = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:exactly\s+|precisely\s+)?(?P<n>{NUMBER})\s+{_KIND}(?P<noun>{_NOUN})"
        r"(?P<gap>(?:\s+(?:of|for|to|about|on|in)\s+[^.;!?\n]{1,80}?)?)\s*,?\s*"
        r"(?:(?:that\s+are\s+|which\s+are\s+|and\s+|each\s+|all\s+|clearly\s+)*(?:separated|divided|delimited|separating|"
        r"separate|divide|split)(?:\s+(?:them|each(?:\s+one)?|from\s+(?:one\s+another|each\s+other|the\s+next)|the\s+"
        rf"{_NOUN}))*|with)\s+(?:by|with|using|through)?\s*{_BY}"
    )
)
_ORDER = re.compile(
    few_blanks(
        r"(?P<order>(?:give(?:\s+me|\s+us)?|write(?:\s+me)?|provide|generate|create|offer|suggest|make|draft|propose)\s+)$"
    )
)


def _mark(value: str) -> str:
    if not value.isprintable() or value != value.strip() or any(c in f"\"“”„«»‘’`'\\{MASK}" for c in value):
        raise ValueError("a separator has quotation marks, or blanks or line breaks around or in it")
    if value == _IFEVALS:
        raise ValueError("responses separated by six asterisks are combination:two_responses")
    return value


class AlternativeArguments(Arguments):
    """How many, and what stands between them."""

    num_alternatives: int = Field(ge=2, le=100)
    separator: Annotated[str, Field(min_length=2, max_length=40), AfterValidator(_mark)]


class Alternatives:
    """The response has n parts, no two alike, with a separator between them; one more at either end does no harm."""

    id = ID
    hard = True
    summary = "several different versions with a separator between them"
    example = Example('Give three different versions, separated by "---".', {"num_alternatives": 3, "separator": "---"})
    arguments = AlternativeArguments
    cues = ("separat", "divide", "delimit", "split", "with")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order for a number of alternatives that names what separates them."""
        for match in scan(_PATTERN, passage.lower):
            mark = _separator(passage, match)
            if mark is None or number(match["n"]) < 2 or number(match["n"]) > 100:
                continue
            start, form = match.start(), Form.AMOUNT
            order = _ORDER.search(passage.lower, max(0, start - 40), start)
            if order is not None:
                start = order.start("order")
                form = Form.SENTENCE if begins_sentence(passage, start) else Form.VERB
            kwargs = {"num_alternatives": number(match["n"]), "separator": mark}
            kept = match["gap"].strip() or not _PLAIN.match(match["noun"])
            yield Found(ID, kwargs, start, match.end(), Form.VALUE if kept else form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        count, mark = kwargs["num_alternatives"], kwargs["separator"]
        said = [
            f"{many} {noun}{joint} {quote}{mark}{quote}"
            for many in dict.fromkeys((str(count), in_words(count)))
            for noun, joint in (
                ("different versions", ", separated by"),
                ("different responses", " separated by"),
                ("different versions", " and separate them with"),
                ("alternatives", ", each separated from the next by"),
            )
            for quote in ('"',)
        ]
        leads = {
            Form.SENTENCE: ("Give", "Write", "Provide"),
            Form.VERB: ("give", "write", "provide"),
            Form.MODAL: ("should give", "must contain"),
            Form.AMOUNT: ("",),
        }
        return [f"{lead} {words}".strip() for lead in leads.get(form, ()) for words in said]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers and another separator."""
        count = kwargs["num_alternatives"]
        for other in (count + 1, count - 1):
            if 2 <= other <= 100:
                yield Alternative(ID, {**kwargs, "num_alternatives": other}, "contradicting")
        marks = [mark for mark in ("---", "###", "===") if mark != kwargs["separator"]]
        yield Alternative(ID, {**kwargs, "separator": rng.choice(marks)}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of two numbers with the same separator."""
        if other.id != ID or kwargs["separator"] != other.kwargs["separator"]:
            return None
        return "equivalent" if kwargs["num_alternatives"] == other.kwargs["num_alternatives"] else "contradicts"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the separator, and the least that can stand around it."""
        count, mark = kwargs["num_alternatives"], kwargs["separator"]
        least = (count - 1) * len(mark) + count
        return Footprint(counts={"characters": Interval(least, None)}, holds=frozenset({mark}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there are as many parts, none empty and no two alike; the span is the part that is wrong."""
        parts = _parts(response, kwargs["separator"])
        count = kwargs["num_alternatives"]
        seen: set[str] = set()
        for start, end in parts:
            words = " ".join(response[start:end].split()).casefold()
            if not words or words in seen:
                return Check(False, "an alternative is empty" if not words else "two are the same", (start, end))
            seen.add(words)
        if len(parts) != count:
            over = (parts[count][0], len(response)) if len(parts) > count else None
            return Check(False, f"{len(parts)} parts with {kwargs['separator']!r} between; asked for {count}", over)
        return Check(True, f"{count} different parts")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put the separator where another one stands, or between paragraphs; leave out parts that are too many."""
        count, mark = kwargs["num_alternatives"], kwargs["separator"]
        parts = _parts(response, mark)
        if len(parts) > count:
            text = response[: parts[count - 1][1]].rstrip()
            return Repair(text, len(response) - len(text), True, f"cut after {count}")
        if len(parts) > 1 or "```" in response:
            return None
        for pattern in (_RULE, _BLANK):
            gaps = list(pattern.finditer(response.strip()))
            if len(gaps) == count - 1:
                text = pattern.sub(lambda _: f"\n\n{mark}\n\n", response.strip())
                out = sum(len(gap[0]) for gap in gaps) + len(response) - len(response.strip())
                return Repair(text, out + len(gaps) * (len(mark) + 4), False, "separator put in")
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for short texts of which one would like a choice, with as many parts as a known response has."""
        if task.shape not in ("short", "sentence", "prose", "verse") or not addition.names(task, _CHOICE):
            return
        if addition.is_markup(task) or task.output.lower().endswith("s"):
            return
        if any(known.id.startswith(("combination:", "length_constraints:")) for known in task.constraints):
            return
        for count in (2, 3):
            made = {"num_alternatives": count, "separator": rng.choice(("---", "###", "==="))}
            fits = task.response is None or self.verify(made, task.response).passed or self.repair(made, task.response)
            if fits and addition.has_room(task, Payload(ID, made)):
                yield made
                return


_CHOICE = frozenset("slogan tagline headline title caption tweet motto name message haiku limerick joke riddle".split())
_RULE = re.compile(r"(?<!\s)\s*\n[ \t]{0,8}(?:-{3,40}|\*{3,40}|={3,40}|#{3,40}|_{3,40}|~{3,40})[ \t]{0,8}\n\s*")
_BLANK = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*\n\s*")


def _separator(passage: Passage, match: re.Match[str]) -> str | None:
    """Return the separator that a match names; None where it is no one, or IFEval's."""
    if match["quoted"]:
        mark = passage.text[match.start("quoted") : match.end("quoted")]
    elif match["sign"]:
        count = number(match["count"])
        mark = match["shown"] or (_SIGNS[match["sign"]] * count if count <= 40 else "")
    else:
        mark = match["bare"]
    try:
        return _mark(mark) if 2 <= len(mark) <= 40 else None
    except ValueError:
        return None


def _parts(response: str, mark: str) -> list[tuple[int, int]]:
    """Return the offsets of what stands between separators; a separator at either end is left out."""
    left = r"(?<!\w)" if mark[0].isalnum() else f"(?<!{re.escape(mark[0])})"
    right = r"(?!\w)" if mark[-1].isalnum() else f"(?!{re.escape(mark[-1])})"
    parts, last = [], 0
    for match in re.finditer(left + re.escape(mark) + right, response):
        parts.append((last, match.start()))
        last = match.end()
    parts.append((last, len(response)))
    if len(parts) > 1 and not response[slice(*parts[0])].strip():
        parts = parts[1:]
    if len(parts) > 1 and not response[slice(*parts[-1])].strip():
        parts = parts[:-1]
    return parts


FAMILY = Alternatives()
