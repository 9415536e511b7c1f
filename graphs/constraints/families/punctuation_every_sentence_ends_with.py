"""Whether each sentence of the response ends with a given punctuation mark."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Literal

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.mark_endings import mark_endings
from stemmata.graphs.constraints.marks import SIGNS, a, difference, ending
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "punctuation:every_sentence_ends_with"
_FORBIDDEN = "punctuation:forbidden"
STOPS = ("period", "question mark", "exclamation mark", "ellipsis")
_OTHERS: dict[str, tuple[str, ...]] = {
    "period": ("exclamation mark", "question mark"),
    "question mark": ("period", "exclamation mark"),
    "exclamation mark": ("period", "question mark"),
    "ellipsis": ("period", "exclamation mark"),
}
_CLOSING = "\"'”’)]*_»」』 "
_STOPPED = re.compile(rf"(?:[{re.escape(SIGNS['period'] + SIGNS['question mark'] + SIGNS['exclamation mark'])}…]+)$")
_FORMED = re.compile(r"```|^\s{0,8}[|{<\[]", re.MULTILINE)


class Arguments(FamilyArguments):
    """The mark, by name."""

    mark: Literal["period", "question mark", "exclamation mark", "ellipsis"]


class PunctuationEverySentenceEndsWith:
    """Each sentence ends with a given mark, before quotation marks and brackets; headings are no sentences."""

    id = ID
    hard = True
    summary = "the punctuation mark that ends every sentence"
    example = Example("End every sentence with an exclamation mark.", {"mark": "exclamation mark"})
    arguments = Arguments
    cues = ("sentence",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each mark that every sentence is to end with."""
        for one in mark_endings(passage):
            if one.scope == "sentences" and one.mark in STOPS:
                yield Found(ID, {"mark": one.mark}, one.start, one.end, one.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        mark = a(kwargs["mark"])
        return {
            Form.SENTENCE: [
                f"End every sentence with {mark}",
                f"Each sentence must end with {mark}",
                f"Make sure that every sentence ends with {mark}",
                f"Finish each sentence of your response with {mark}",
                f"Use {mark} at the end of every sentence",
            ],
            Form.MODAL: [f"must end every sentence with {mark}", f"should finish each sentence with {mark}"],
            Form.VERB: [f"end every sentence with {mark}", f"finish each sentence with {mark}"],
            Form.PHRASE: [f"ending every sentence with {mark}", f"finishing each sentence with {mark}"],
            Form.VALUE: [mark],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other marks, and the mark forbidden."""
        for other in _OTHERS[kwargs["mark"]]:
            yield Alternative(ID, {"mark": other}, "contradicting")
        yield Alternative(_FORBIDDEN, {"marks": [kwargs["mark"]]}, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what the mark means for another one, or for marks that are forbidden; there is a sentence at least."""
        mark = kwargs["mark"]
        if other.id == ID:
            return "equivalent" if other.kwargs["mark"] == mark else "contradicts"
        if other.id == _FORBIDDEN:
            return "contradicts" if mark in other.kwargs["marks"] else "independent"
        return "contradicts" if other.id == "punctuation:none" else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return nothing: a mark may be one of several signs."""
        return Footprint()

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether each sentence ends with the mark; the span is the first that does not."""
        spans, mark = _sentences(response), kwargs["mark"]
        if not spans:
            return Check(False, "there is no sentence")
        other = [span for span in spans if ending(response[slice(*span)].rstrip(_CLOSING)) != mark]
        count = f"{len(spans)} sentence{'s' if len(spans) > 1 else ''}"
        if other:
            return Check(False, f"{len(other)} of {count} without {a(mark)} at the end", other[0])
        return Check(True, f"{count} with {a(mark)} at the end")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response with the mark in the place of other stops, or after sentences without one."""
        if _FORMED.search(response):
            return None
        sign = "..." if kwargs["mark"] == "ellipsis" else SIGNS[kwargs["mark"]][0]
        pieces, reached, changed = [], 0, 0
        for start, end in _sentences(response):
            sentence = response[start:end]
            body = sentence.rstrip(_CLOSING)
            if ending(body) == kwargs["mark"]:
                continue
            bare = _STOPPED.sub("", body)
            if not bare[-1:].isalnum() and bare[-1:] not in ")%’'\"”*_":
                return None
            pieces += [response[reached:start], bare, sign, sentence[len(body) :]]
            changed += difference(body, bare + sign)
            reached = end
        text = "".join([*pieces, response[reached:]])
        return Repair(text, changed, False, f"{kwargs['mark']} put at the end of sentences")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield the mark that ends each sentence of a known response; exclamation marks for lively texts."""
        if task.shape != "prose" or addition.is_markup(task) or any(known.id == ID for known in task.constraints):
            return
        lively = addition.names(task, addition.LOUD)
        for mark in ("exclamation mark", "period") if lively else ("period",):
            passes = task.response is None or self.verify({"mark": mark}, task.response).passed
            if passes and addition.has_room(task, Payload(ID, {"mark": mark})):
                yield {"mark": mark}


def _sentences(text: str) -> list[tuple[int, int]]:
    return [(start, end) for start, end in sentence_spans(text) if not _heading(text[start:end])]


def _heading(sentence: str) -> bool:
    return sentence[:1] == "#" and "\n" not in sentence


FAMILY = PunctuationEverySentenceEndsWith()
