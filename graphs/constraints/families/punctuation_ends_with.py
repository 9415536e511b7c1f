"""Whether the response ends with a given punctuation mark."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.mark_endings import mark_endings
from stemmata.graphs.constraints.marks import SIGNS, Stop, a, difference, ending, mark_of
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "punctuation:ends_with"
_EVERY = "punctuation:every_sentence_ends_with"
_FORBIDDEN = "punctuation:forbidden"
STOPS = ("period", "question mark", "exclamation mark", "colon", "semicolon", "ellipsis", "comma")
# What cannot be ended with another mark without breaking it.
_FORMED = re.compile(r"```\s*$|[|}\]>]\s*$|https?://\S*$")


class Arguments(FamilyArguments):
    """The mark, by name."""

    mark: Stop


class PunctuationEndsWith:
    """The last character of the response is a given mark, blanks after it apart; points in a row are an ellipsis."""

    id = ID
    hard = True
    summary = "the punctuation mark that ends the response"
    example = Example("End your response with a question mark.", {"mark": "question mark"})
    arguments = Arguments
    cues = ("end", "finish", "conclu", "clos", "terminat", "last", "final")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each mark that the whole response is to end with."""
        for one in mark_endings(passage):
            if one.scope == "whole" and one.mark in STOPS:
                yield Found(ID, {"mark": one.mark}, one.start, one.end, one.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        mark = a(kwargs["mark"])
        return {
            Form.SENTENCE: [
                f"End your response with {mark}",
                f"Your response must end with {mark}",
                f"Finish your answer with {mark}",
                f"Make sure that your response concludes with {mark}",
                f"The last character of your response must be {mark}",
            ],
            Form.MODAL: [f"must end with {mark}", f"should conclude with {mark}", f"ends with {mark}"],
            Form.VERB: [f"end with {mark}", f"conclude with {mark}", f"finish with {mark}"],
            Form.PHRASE: [f"ending with {mark}", f"concluding with {mark}"],
            Form.VALUE: [mark],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other marks, the mark forbidden, and the mark after every sentence."""
        mark = kwargs["mark"]
        for other in ("period", "question mark", "exclamation mark"):
            if other != mark:
                yield Alternative(ID, {"mark": other}, "contradicting")
        if mark != "comma":
            yield Alternative(_FORBIDDEN, {"marks": [mark]}, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what the last mark means for another last character, or for marks that are forbidden."""
        mark = kwargs["mark"]
        if other.id == ID:
            return "equivalent" if other.kwargs["mark"] == mark else "contradicts"
        if other.id == _FORBIDDEN:
            return "contradicts" if mark in other.kwargs["marks"] else "independent"
        if other.id == "startend:end_checker":
            phrase = str(other.kwargs["end_phrase"]).strip()
            # The phrase is at the very end, or double quotation marks after it are; a point may follow points.
            apart = ending(phrase) != mark and not {ending(phrase), mark} <= {"period", "ellipsis"}
            return "contradicts" if apart else None
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the signs of the mark."""
        mark = kwargs["mark"]
        signs = SIGNS[mark] + "." if mark == "ellipsis" else SIGNS[mark]
        return Footprint(ends="," if mark == "comma" else "", last=frozenset(signs))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the response ends with the mark; the span is what it ends with."""
        mark, text = kwargs["mark"], response.rstrip()
        if ending(text) == mark:
            return Check(True, f"ends with {a(mark)}")
        if not text:
            return Check(False, "the response is empty")
        return Check(False, f"ends with {text[-1]!r}; asked for {a(mark)}", (len(text) - 1, len(text)))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response with the mark at its end, in the place of another; None after code, tables and quotes."""
        text = response.rstrip()
        if not text or _FORMED.search(text):
            return None
        body = text.rstrip("".join(SIGNS[mark] for mark in STOPS)) if mark_of(text[-1]) in STOPS else text
        if not body or not (body[-1].isalnum() or body[-1] in ")’'%"):
            return None
        wide = body[-1] >= "\u2e80"
        signs = SIGNS[kwargs["mark"]]
        sign = signs[1] if wide and len(signs) > 1 else "..." if kwargs["mark"] == "ellipsis" else signs[0]
        mended = body + sign + response[len(text) :]
        return Repair(mended, difference(response, mended), False, f"{kwargs['mark']} put at the end")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield the mark that a known response ends with; for prose without one, a question mark or another stop."""
        if task.shape not in ("prose", "sentence", "verse", "short") or addition.is_markup(task):
            return
        marks: list[str] = ["question mark", "exclamation mark", "period"]
        if task.response is not None:
            marks = [mark for mark in marks if ending(task.response) == mark]
        elif task.shape == "short":
            marks = ["period"]
        else:
            rng.shuffle(marks)
        for mark in marks[:2]:
            added = Payload(ID, {"mark": mark})
            if addition.has_room(task, added) and all(known.id != "startend:end_checker" for known in task.constraints):
                yield {"mark": mark}


FAMILY = PunctuationEndsWith()
