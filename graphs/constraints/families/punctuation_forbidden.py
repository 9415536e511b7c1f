"""Whether the response does without certain punctuation marks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import after, compiled, cores, part_before, prohibitions
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.marks import LIST, Mark, exactly, lacking, places, plural, read_marks
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.terms import joined
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "punctuation:forbidden"
_COMMA = "punctuation:no_comma"
_STOPS = ("exclamation mark", "question mark", "semicolon", "ellipsis")


def _own(marks: list[Mark]) -> list[Mark]:
    kept = sorted(dict.fromkeys(marks), key=lambda mark: mark == "comma")
    if kept == ["comma"]:
        raise ValueError(f"the comma alone is {_COMMA}'s")
    return kept


class Arguments(FamilyArguments):
    """The marks, by name; the comma goes last."""

    marks: Annotated[list[Mark], Field(min_length=1, max_length=17), AfterValidator(_own)]


_PATTERNS = (
    *prohibitions(LIST),
    compiled(rf"(?:leave\s+out|omit|drop|exclude|avoid)\s+all\s+(?P<all>{LIST})", Form.VERB),
    compiled(rf"(?:avoid|no)\s+(?:the\s+use\s+of\s+|using\s+|sentences\s+with\s+)(?:any\s+)?{LIST}", Form.VERB),
)
# A mark of one kind, or at one place, is not every one; and a colon is a part of the body too.
_AFTER = re.compile(
    r"\s*(?:splices?\b|separat|delimit|errors?\b|between\b|before\b|after\b|around\b|inside\b|within\b|"
    r"to\s+(?:separate|mark|join|set|show|indicate|end|introduce|replace|list)|unless\b|when\b|"
    r"except\b|if\b|at\s+the|as\s|in\s+(?:the\s+|your\s+)?(?:title|heading|names?|numbers?|lists?|first|last|"
    r"last|file|domain|url)|"
    r"for\s|of\s|notation|cancer|surgery|health|polyps?|pain|drinks?|products?|per\b|more\s+than|in\s+a\s+row|"
    r"\d|cramps?)"
)
_BEFORE = re.compile(r"\b(?:when|why|whether|how)(?:\s+(?:to|you|do|should|i|we|one)){0,3}\s+$")


class PunctuationForbidden:
    """The response has none of some punctuation marks, in any of the signs that they are written with."""

    id = ID
    hard = True
    summary = "punctuation marks that the response must not have"
    example = Example("Do not use any exclamation marks.", {"marks": ["exclamation mark"]})
    arguments = Arguments
    cues = (
        "period", "full", "mark", "colon", "dash", "hyphen", "ellips", "parenthes", "bracket", "quot", "apostroph",
        "slash", "asterisk", "ampersand", "exclamation",
    )  # fmt: skip

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to do without marks; a comma named first is no_comma's own, and the rest is the core."""
        for core in cores(passage, _PATTERNS, _binds_all):
            named = read_marks(passage, *core.match.span())
            marks, start, end, form = [one.mark for one in named], core.start, core.end, core.form
            if marks[:1] == ["comma"] or (core.form is Form.SENTENCE and "comma" in marks):
                named = [one for one in named if one.mark != "comma"]
                marks = [one.mark for one in named]
                if not named:
                    continue
                start, end, form = named[0].start, named[-1].end, Form.VALUE
            if marks != ["comma"]:
                yield Found(ID, {"marks": sorted(marks, key=lambda mark: mark == "comma")}, start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        said = joined([plural(mark) for mark in kwargs["marks"]], "or")
        return {
            Form.SENTENCE: [
                f"Do not use any {said}",
                f"Avoid using {said}",
                f"Refrain from using any {said}",
                f"Your response must not contain any {said}",
                f"Write your entire response without {said}",
            ],
            Form.MODAL: [f"must not contain any {said}", f"should not use {said}"],
            Form.VERB: [f"avoid using {said}", f"do not use any {said}", f"refrain from using {said}"],
            Form.AMOUNT: [f"no {said}"],
            Form.PHRASE: [f"without any {said}", f"without {said}", f"without using {said}"],
            Form.VALUE: [said],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield no punctuation at all, one mark less, and an ending that needs one of the marks."""
        marks = list(kwargs["marks"])
        yield Alternative("punctuation:none", {}, "stronger")
        ends = [mark for mark in ("question mark", "exclamation mark", "period") if mark in marks]
        if ends:
            yield Alternative("punctuation:ends_with", {"mark": rng.choice(ends)}, "contradicting")
        for out in rng.sample(marks, len(marks)) if len(marks) > 1 else ():
            kept = [mark for mark in marks if mark != out]
            if kept != ["comma"] and self.relation({"marks": kept}, Payload(ID, {"marks": marks})) == "implied_by":
                yield Alternative(ID, {"marks": kept}, "weaker")
        other = next((mark for mark in _STOPS if mark not in marks), None)
        if other:
            more = sorted([*marks, other], key=lambda mark: mark == "comma")
            yield Alternative(ID, {"marks": more}, "stronger")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of two lists of marks, and of a list to the comma."""
        if other.id not in (ID, _COMMA):
            return None
        ours = _with_parts(kwargs["marks"])
        theirs = {"comma"} if other.id == _COMMA else _with_parts(other.kwargs["marks"])
        if ours == theirs:
            return "equivalent"
        if theirs <= ours:
            return "implies"
        return "implied_by" if ours <= theirs else "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the signs that are not there."""
        signs = lacking(kwargs["marks"])
        return Footprint(lacks=signs, lacks_anyhow=signs, exact=exactly(kwargs["marks"]))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether none of the marks is there; the span is the first."""
        found = {mark: [match.span() for match in places(mark, response)] for mark in kwargs["marks"]}
        there = {mark: spans for mark, spans in found.items() if spans}
        if not there:
            return Check(True, f"no {joined([plural(mark) for mark in kwargs['marks']], 'or')}")
        counts = [f"{len(spans)} {mark if len(spans) == 1 else plural(mark)}" for mark, spans in there.items()]
        return Check(False, f"has {', '.join(counts)}", min(spans[0] for spans in there.values()))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response with exclamation marks and semicolons as periods; None for other marks and for code."""
        marks = set(kwargs["marks"])
        there = {mark for mark in marks if next(places(mark, response), None)}
        if "period" in marks or not there <= set(_MENDED) or _CODE.search(response):
            return None
        text, changed = response, 0

        def put(match: re.Match[str]) -> str:
            nonlocal changed
            sign, rest = match[0][:1], match[0][1:]
            new = "" if match.string[match.start() - 1 : match.start()] == "?" else "."
            if sign in ";；":
                new += rest[:-1] + rest[-1:].upper()
            same = sum(old == now for old, now in zip(match[0], new, strict=False))
            changed += len(match[0]) + len(new) - 2 * same
            return new

        for mark in sorted(there):
            text = re.sub(_MENDED[mark], put, text)
        return Repair(text, changed, False, f"{joined([plural(mark) for mark in sorted(there)], 'and')} made periods")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield marks that a text can do without: for prose and verse, where a known response has none or few kinds."""
        if task.shape not in ("prose", "verse") or addition.is_markup(task):
            return
        if any(known.id in (ID, "punctuation:none") for known in task.constraints):
            return
        options: list[list[str]] = [["exclamation mark"], ["semicolon"], ["semicolon", "em dash"], ["question mark"]]
        rng.shuffle(options)
        for marks in options[: 2 if task.response is None else 4]:
            known_passes = task.response is None or self.verify({"marks": marks}, task.response).passed
            if known_passes and addition.has_room(task, Payload(ID, {"marks": marks})):
                yield {"marks": marks}


_CODE = re.compile(r"`|!\[|!=|&\w{2,8};|[{}<]")
_MENDED = {"exclamation mark": r"[!！]+", "semicolon": r"[;；](?:\s+\w)?", "ellipsis": r"…|\.{2,}"}


def _with_parts(marks: list[str]) -> set[str]:
    """Return marks with those whose signs are among theirs."""
    return {*marks, *(("em dash",) if "dash" in marks else ())}


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    left = passage.lower[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
    part = part_before(passage, match.start()) or ""
    return not (
        _AFTER.match(after(passage, match.end()))
        or _BEFORE.search(left)
        or part.startswith(("title", "head", "name", "key", "label", "item", "value", "quot", "hash", "tag"))
    )


FAMILY = PunctuationForbidden()
