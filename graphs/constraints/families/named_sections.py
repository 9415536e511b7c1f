"""Sections that the response has, by their titles."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import of_code
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as Closed
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.layout import headings, plain_lines, rewritten
from stemmata.graphs.constraints.numerals import NUMBER
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.graphs.constraints.table_orders import read_names
from stemmata.graphs.constraints.terms import TermList, said
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:named_sections"
_SECTIONS = re.compile(
    rf"(?<![\w-])(?:(?<!level )(?:an?|the|these|separate|a separate|the following|these|(?:the )?(?:following "
    rf")?(?:{NUMBER})) )?(?:(?:main|key|distinct|"
    r"different|separate|clear|labell?ed) ){0,2}(?P<noun>sections?|(?:sub)?headings?|(?:section|sub)?headers?|"
    r"section titles)"
    r"(?: (?:level \d|at level \d|for each [a-z]{3,20}|for the following))?"
    r"(?:(?: and)?,? (?:titled|entitled|labell?ed|named|called|headed)(?: as)?:?|,? (?:specifically|namely)(?: "
    r"labell?ed)?(?: as)?:?|:| title:|"
    r"(?=\s[\"“'‘«]))\s{1,3}(?:\n[ \t]{0,4})?"
)
_ORDERED = re.compile(
    r"\b(?:use|using|include|includes|including|contain|contains|containing|have|having|has|with|into|under|"
    r"feature|features|featuring|add|"
    r"should|must|organi[sz]e|organi[sz]ed|structure|structured|divide|split|ensure|create|write|put|start|begin|"
    r"incorporate)\b[^.!?\n]{0,120}$"
)
_TOLD = re.compile(
    r"\b(?:such as|like|e\.g\.|for example|the book|the bible|is divided|was divided|are divided|"
    r"consists|not|without)\b[^.;\n]{0,60}$"
)
_NUMBERED = re.compile(r"(?i)(?:section|part|chapter|day)\s+(?:\w|\d+)$|#")
_LABEL = re.compile(r"[\s*_#>+-]{0,8}(?:\d{1,2}[.)]\s{0,3})?(?P<name>[^:\n]{1,200}?)[*_]{0,3}:")
_MARKS = " \t*_#`:"
_COUNTED = re.compile(r"\d{1,2}[.)]\s")
_USUAL: dict[str, tuple[str, ...]] = {
    "recipe": ("Ingredients", "Instructions"),
    "review": ("Pros", "Cons"),
    "proposal": ("Summary", "Budget", "Timeline"),
    "report": ("Summary", "Findings", "Recommendations"),
    "essay": ("Introduction", "Conclusion"),
    "article": ("Introduction", "Conclusion"),
    "guide": ("Overview", "Steps", "Tips"),
    "plan": ("Goals", "Steps", "Timeline"),
    "resume": ("Education", "Experience", "Skills"),
    "analysis": ("Strengths", "Weaknesses"),
    "post": ("Introduction", "Conclusion"),
}


class Arguments(Closed):
    """The sections' titles, in their order."""

    names: TermList


class NamedSections:
    """The response has titles of these names in this order: headings, lines in bold, or lines that begin "Name:"."""

    id = ID
    hard = True
    summary = "sections with given titles, in order"
    example = Example('Include sections titled "Causes" and "Effects".', {"names": ["Causes", "Effects"]})
    arguments = Arguments
    cues = ("section", "heading", "header")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order for sections by name; those that are only examples are none."""
        for match in scan(_SECTIONS, passage.lower):
            before = sentence_before(passage, match.start())
            if not (_ORDERED.search(before) or before.strip(" *-•0123456789.):\n") == "") or _TOLD.search(before):
                continue
            named = read_names(passage, match.end())
            if named is None or of_code(passage, match.start()):
                continue
            names = [name for name in named[0] if not _NUMBERED.search(name)]
            if len(names) == len(named[0]) and len({name.casefold() for name in names}) == len(names):
                yield Found(ID, {"names": names}, match.start(), named[1], Form.AMOUNT)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        frames = {
            Form.SENTENCE: ("Include {}", "Use {}", "Your response must have {}", "Structure your answer with {}"),
            Form.MODAL: ("must include {}", "should have {}"),
            Form.VERB: ("include {}", "use {}", "have {}"),
            Form.PHRASE: ("with {}", "using {}"),
            Form.AMOUNT: ("{}",),
        }.get(form, ())
        one = len(kwargs["names"]) == 1
        nouns = (
            ("a section titled", "a heading titled")
            if one
            else ("sections titled", "the headings", "the following sections:")
        )
        listed = [names for names in said(kwargs["names"]) if not names[0].isalnum()]
        return [frame.format(f"{noun} {names}") for names in listed for noun in nouns for frame in frames]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield the same without one of them, with one more, and with another in the place of one."""
        names = list(kwargs["names"])
        known = {_plain(name) for name in names}
        new = [name for name in ("Conclusion", "Background", "Next Steps", "Summary") if _plain(name) not in known]
        if len(names) > 1:
            left_out = rng.randrange(len(names))
            yield Alternative(ID, {"names": names[:left_out] + names[left_out + 1 :]}, "weaker")
        if new and len(names) < 20:
            yield Alternative(ID, {"names": [*names, new[0]]}, "stronger")
            yield Alternative(
                ID, {"names": [*names[:-1], new[0]]}, "parallel" if len(names) == 1 or names[:-1] else "weaker"
            )

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return whether one has the other's names in the same order; nothing keeps a response from having both."""
        if other.id != ID:
            return None
        forward, backward = (
            _holds(kwargs["names"], other.kwargs["names"]),
            _holds(other.kwargs["names"], kwargs["names"]),
        )
        if forward and backward:
            return "equivalent"
        return "implies" if forward else "implied_by" if backward else "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the names, each on a line of its own."""
        names = frozenset(_plain(name) for name in kwargs["names"]) - {""}
        return Footprint(counts={"lines": Interval(len(names), None)}, holds_anyhow=names)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether every title is there, after the one before it."""
        at = 0
        found = _titles(response)
        for name in kwargs["names"]:
            place = next((i for i in range(at, len(found)) if found[i][1] == _plain(name)), None)
            if place is None:
                elsewhere = next((start for start, title in found if title == _plain(name)), None)
                if elsewhere is not None:
                    return Check(False, f"section {name!r} is out of order", (elsewhere, elsewhere + 1))
                return Check(False, f"no section {name!r}")
            at = place + 1
        return Check(True, f"has the sections {', '.join(kwargs['names'])}")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Make headings of lines that are just a title."""
        known = {title for _, title in _titles(response)}
        wanted = {_plain(name) for name in kwargs["names"]} - known
        plain = [line.start for line in plain_lines(response) if line.text.strip() and _plain(line.text) in wanted]
        return rewritten(response, [(start, start, "## ") for start in plain], "titles made headings")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield the titles that a known response has, or those that are usual in such a text."""
        if task.shape != "prose" or any(known.id == ID for known in task.constraints) or addition.is_markup(task):
            return
        if "section" in task.text.lower() or "heading" in task.text.lower():
            return
        if task.response is not None:
            names = [one.title.strip("*_: ") for one in headings(task.response) if one.level > 1]
            distinct = {_plain(name) for name in names}
            good = all(2 < len(name) < 60 and not re.search(r"[\"“”*_`#<>\ue000]|,$", name) for name in names)
            if 2 <= len(names) <= 6 and len(distinct) == len(names) and good:
                yield {"names": names}
            return
        for noun, usual in _USUAL.items():
            if addition.names(task, frozenset({noun})):
                yield {"names": list(usual)}
                yield {"names": list(usual[: rng.choice((1, 2))])}
                return


def _plain(name: str) -> str:
    """Return a title without marks, numbers and case."""
    bare = name.strip(_MARKS)
    counted = _COUNTED.match(bare)
    return (bare[counted.end() :].strip(_MARKS) if counted else bare).lower() or name.strip().lower()


def _holds(names: list[str], others: list[str]) -> bool:
    """Return whether names have others in their order."""
    rest = iter([_plain(name) for name in names])
    return all(any(_plain(other) == name for name in rest) for other in others)


def _titles(text: str) -> list[tuple[int, str]]:
    """Return the titles of a response with their offsets: headings, lines in bold, and what stands before a colon."""
    found = {one.start: _plain(one.title) for one in headings(text)}
    for line in plain_lines(text):
        if line.start in found or not line.text:
            continue
        bare = line.text.strip()
        label = _LABEL.match(line.text)
        if bare.startswith(("**", "__")) and bare.rstrip(":").endswith(("**", "__")):
            found[line.start] = _plain(bare)
        elif label is not None:
            found[line.start] = _plain(label["name"])
    return sorted(found.items())


FAMILY = NamedSections()
