"""Whether the response starts with a given phrase."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.beginnings import find_beginnings, openings_for, other_openings
from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import MASK, Passage, in_quotes
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "startend:start_checker"
_MARKS = " \t\n*_#>“”‘’'«»-•"


class Arguments(FamilyArguments):
    """The phrase, as it is to be read: on one line, without blanks or double quotation marks before it."""

    start_phrase: str = Field(min_length=1, max_length=2000)

    @field_validator("start_phrase")
    @classmethod
    def _says_something(cls, phrase: str) -> str:
        phrase = phrase.strip()
        if not phrase or phrase.startswith('"') or len(phrase.splitlines()) > 1 or MASK in phrase:
            raise ValueError("'start_phrase' is blank, goes over several lines or begins with a quotation mark")
        return phrase


class StartChecker:
    """The response starts with a phrase, whatever its case; blanks and double quotation marks before it don't count."""

    id = ID
    hard = True
    summary = "the first words of the response"
    example = Example(
        'Start your response with this exact phrase: "Here is the short answer."',
        {"start_phrase": "Here is the short answer."},
    )
    arguments = Arguments
    cues = ("start", "begin", "open", "commenc", "first", "kick", "lead", "top", "preface", "initial")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each phrase that the whole response is to start with."""
        for start, end, quoted in find_beginnings(passage):
            phrase = (passage.text[start + 1 : end - 1] if quoted else passage.text[start:end]).strip()
            if phrase and not phrase.startswith('"') and len(phrase) <= 2000:
                yield Found(ID, {"start_phrase": phrase}, start, end, Form.VALUE)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form, with the phrase in quotation marks; none where no marks can hold it."""
        said = in_quotes(kwargs["start_phrase"])
        if said is None:
            return []
        return {
            Form.VALUE: [said],
            Form.VERB: [
                f"start with the exact phrase {said}",
                f"begin with the words {said}",
                f"open with the phrase {said}",
            ],
            Form.MODAL: [f"must start with the exact phrase {said}", f"should begin with the words {said}"],
            Form.SENTENCE: [
                f"Start your response with this exact phrase: {said}",
                f"Begin your answer with the words {said}",
                f"Your response must start with the phrase {said}",
                f"The first words of your response should be {said}",
                f"At the very beginning of your response, write {said}",
            ],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other first words, and fewer of the same where the phrase is several sentences."""
        phrase = kwargs["start_phrase"]
        listed = [other for other in other_openings(phrase) if _prefix(phrase, other) is None]
        rng.shuffle(listed)
        for other in listed[:3]:
            yield Alternative(ID, {"start_phrase": other}, "contradicting")
        spans = sentence_spans(phrase)
        if len(spans) > 1 and _prefix(phrase, phrase[: spans[0][1]].strip()) == "implies":
            yield Alternative(ID, {"start_phrase": phrase[: spans[0][1]].strip()}, "weaker")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what the phrase means for another beginning, or for a request that is to be repeated first."""
        phrase = kwargs["start_phrase"]
        if other.id == ID:
            theirs = str(other.kwargs["start_phrase"]).strip()
            return _prefix(phrase, theirs) or "contradicts"
        if other.id == "combination:repeat_prompt":
            prompt = str(other.kwargs["prompt_to_repeat"]).strip().lower()
            ours = phrase.lower()
            if prompt.startswith('"') or ours.startswith(prompt):
                return None
            if not prompt.startswith(ours):
                return "contradicts"
            return "implied_by" if _ends_there(prompt, len(ours)) else "contradicts"
        if other.id in ("startend:end_checker", "startend:quotation", "detectable_format:title"):
            return "independent"
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the phrase."""
        phrase = kwargs["start_phrase"]
        return Footprint(holds_words=frozenset({phrase}), first=frozenset({phrase.lower()[0], '"'}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the response starts with the phrase, and the phrase's last word ends there."""
        phrase, text = kwargs["start_phrase"].lower(), response.lstrip(' \t\r\n"')
        lower = text[: 2 * len(phrase) + 8].lower()
        if lower.startswith(phrase) and _ends_there(lower, len(phrase)):
            return Check(True, f"starts with {kwargs['start_phrase']!r}")
        start = len(response) - len(text)
        return Check(
            False,
            f"starts with {text[:40]!r}; asked for {kwargs['start_phrase']!r}",
            (start, min(len(response), start + max(1, len(phrase)))),
        )

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Take away signs before the phrase, or put it there if it is a sentence; a fragment is never put in."""
        phrase, text = kwargs["start_phrase"], response.strip()
        bare = response.lstrip(_MARKS)
        if self.verify(kwargs, bare).passed:
            return Repair(bare, len(response) - len(bare), False, "signs before the phrase taken away")
        if not text or text.startswith("```") or _is_json(text) or phrase[-1] not in ".!?":
            return None
        if text.islower() or text.isupper():
            phrase = phrase.lower() if text.islower() else phrase.upper()
        joint = "\n\n" if "\n" in text else " "
        at = len(response) - len(response.lstrip())
        at += response[at:].startswith('"')  # a quotation mark around the whole stays before all
        made = response[:at] + phrase + joint + response[at:]
        return Repair(made, len(phrase) + len(joint), False, "the phrase put at the beginning")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield first words that fit the kind of text; those of a known response, or a sentence to put before it."""
        if task.shape not in ("prose", "verse") or not task.english or addition.is_markup(task):
            return
        if any(known.id.startswith(("combination:", "startend:start")) for known in task.constraints):
            return
        words = [addition.head(word) for word in task.output.lower().split()]
        listed = list(openings_for(words or (["poem"] if task.shape == "verse" else []), task.action.lower()))
        rng.shuffle(listed)
        if task.response is not None:
            if len(task.response.split()) < 20 or not listed:
                return
            own = re.match(r"[A-Z][a-z]+(?: [a-z]+){1,4}(?=,)", task.response.lstrip())
            listed = [phrase for phrase in listed if phrase[-1] in ".!?"]
            listed = [*([own[0]] if own else []), *listed]
        for phrase in listed[:2]:
            if addition.has_room(task, Payload(ID, {"start_phrase": phrase})) and all(
                known.id != "detectable_format:json_format" for known in task.constraints
            ):
                yield {"start_phrase": phrase}


def _ends_there(text: str, at: int) -> bool:
    """Return whether no word goes on over an offset of a text."""
    return not (text[at - 1 : at].isalnum() and text[at : at + 1].isalnum())


def _prefix(phrase: str, other: str) -> Meaning | None:
    """Return the relation of two first words of which one begins the other; None if neither does."""
    ours, theirs = phrase.lower(), other.lower()
    if ours == theirs:
        return "equivalent"
    if ours.startswith(theirs) and _ends_there(ours, len(theirs)):
        return "implies"
    return "implied_by" if theirs.startswith(ours) and _ends_there(theirs, len(ours)) else None


def _is_json(text: str) -> bool:
    try:
        return text[:1] in "{[" and json.loads(text) is not None
    except (ValueError, RecursionError):
        return False


FAMILY = StartChecker()
