"""Whether the response ends with a given phrase."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.closings import closings_for, others
from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.endings import find_endings
from stemmata.graphs.constraints.family import (
    Alternative,
    Check,
    Example,
    Form,
    Found,
    Kwargs,
    Repair,
    Task,
)
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage, unquoted
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "startend:end_checker"


class Arguments(FamilyArguments):
    """The phrase, as it is to be read."""

    end_phrase: str = Field(min_length=1, max_length=2000)

    @field_validator("end_phrase")
    @classmethod
    def _says_something(cls, phrase: str) -> str:
        if not phrase.strip():
            raise ValueError("'end_phrase' holds blanks only")
        return phrase


class EndChecker:
    """The response ends with a phrase, whatever its case; blanks and double quotation marks around all don't count."""

    id = ID
    hard = True
    summary = "the last words of the response"
    example = Example(
        'Finish your response with this exact phrase: "Is there anything else I can help with?"',
        {"end_phrase": "Is there anything else I can help with?"},
    )
    arguments = Arguments
    cues = ("end", "finish", "conclu", "clos", "last", "final", "wrap up", "sign off", "terminate", "complete")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each phrase that the whole response is to end with."""
        for start, end in find_endings(passage):
            phrase = unquoted(passage.text[start:end])
            if phrase:
                yield Found(ID, {"end_phrase": phrase}, start, end, Form.VALUE)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form, with the phrase in quotation marks."""
        phrase = kwargs["end_phrase"].strip()
        said = f"“{phrase}”" if '"' in phrase else f'"{phrase}"'
        return {
            Form.VALUE: [said],
            Form.VERB: [
                f"end with the exact phrase {said}",
                f"finish with the phrase {said}",
                f"conclude with the words {said}",
            ],
            Form.MODAL: [f"must end with the exact phrase {said}", f"should finish with the phrase {said}"],
            Form.PHRASE: [f"ending with the phrase {said}", f"ending with the exact words {said}"],
            Form.SENTENCE: [
                f"Finish your response with this exact phrase: {said}",
                f"End your response with the exact phrase {said}",
                f"The very end of your response should read {said}",
                f"Your response must end with the phrase {said}",
                f"Conclude your answer with the words {said}",
            ],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other last words, and fewer or more of the same where the phrase is a sentence or several."""
        phrase = kwargs["end_phrase"].strip()
        listed = list(others(phrase))
        rng.shuffle(listed)
        for other in listed[:3]:
            if _suffix(phrase, other) is None:
                yield Alternative(ID, {"end_phrase": other}, "contradicting")
        spans = sentence_spans(phrase)
        if len(spans) > 1:
            yield Alternative(ID, {"end_phrase": phrase[spans[-1][0] :]}, "weaker")
        elif phrase[:1].isupper() and phrase[-1:] in ".!?":
            yield Alternative(
                ID, {"end_phrase": f"{rng.choice(('Thank you for reading.', 'That is it.'))} {phrase}"}, "stronger"
            )

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what the phrase means for other last words; for the rest the footprint tells."""
        if other.id != ID:
            return None
        return _suffix(kwargs["end_phrase"].strip(), str(other.kwargs["end_phrase"]).strip()) or "contradicts"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the phrase."""
        phrase = kwargs["end_phrase"].strip()
        # the first word may be the end of a longer one
        whole = frozenset(phrase.split(maxsplit=1)[1:])
        return Footprint(holds_anyhow=frozenset({phrase}), holds_words=whole, last=frozenset({phrase.lower()[-1], '"'}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the response ends with the phrase."""
        phrase = kwargs["end_phrase"].strip().lower()
        if response.strip().strip('"').lower().endswith(phrase):
            return Check(True, f"ends with {kwargs['end_phrase'].strip()!r}")
        return Check(False, f"ends with {response.rstrip()[-40:]!r}; asked for {kwargs['end_phrase'].strip()!r}")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response with the phrase after it: a sentence of its own, on a line of its own after paragraphs.

        Signs that follow the phrase already are taken away. A fragment ends verse, and nothing else.
        """
        phrase, text = kwargs["end_phrase"].strip(), response.strip()
        if not text or text.endswith("```") or _is_json(text):
            return None
        bare = text.rstrip(" \n\t.!?…\"”'’)*_")
        if bare != text and (bare + text[len(bare) : len(bare) + 1]).lower().endswith(phrase.lower()):
            kept = bare + text[len(bare) : len(bare) + 1]
            return Repair(kept, len(response) - len(kept), False, "signs after the phrase taken away")
        if bare.lower().endswith(phrase.lower()):
            return Repair(bare, len(response) - len(bare), False, "signs after the phrase taken away")
        if text.islower() or text.isupper():
            phrase = phrase.lower() if text.islower() else phrase.upper()
        lines = [line for line in text.split("\n") if line.strip()]
        verse = len(lines) > 2 and all(len(line) < 75 and line.lstrip()[:1].isalpha() for line in lines)
        if kwargs["end_phrase"].strip()[:1].islower() and not verse:
            return None
        joint = "\n" if verse and not re.search(r"\n\s*\n", text) else "\n\n" if len(lines) > 1 else " "
        wrapped = len(text) > 2 and text[0] == text[-1] == '"'
        body = text[:-1] if wrapped else text
        if joint == " " and body[-1:].isalnum():
            joint = ". "
        ended = body.rstrip() + joint + phrase + ('"' if wrapped else "")
        return Repair(ended, len(response) - len(text) + len(ended) - len(text), False, "phrase put at the end")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield last words that fit the kind of text; none for labels, code, data and short answers."""
        if task.shape not in ("prose", "verse", "list") or not task.english or addition.is_markup(task):
            return
        words = [addition.head(word) for word in task.output.lower().split()]
        listed = list(closings_for(words or (["poem"] if task.shape == "verse" else []), task.action.lower()))
        if task.response is not None and (len(task.response.split()) < 20 or task.response.rstrip()[-1:] in ",:"):
            return
        rng.shuffle(listed)
        for phrase in listed[:2]:
            added = Payload(ID, {"end_phrase": phrase})
            if addition.has_room(task, added) and all(
                c.id != "detectable_format:json_format" for c in task.constraints
            ):
                yield {"end_phrase": phrase}


def _suffix(phrase: str, other: str) -> Meaning | None:
    """Return the relation of two last words of which one ends the other; None if neither does."""
    first, second = phrase.lower(), other.lower()
    if first == second:
        return "equivalent"
    return "implies" if first.endswith(second) else "implied_by" if second.endswith(first) else None


def _is_json(text: str) -> bool:
    try:
        return text[:1] in "{[" and json.loads(text) is not None
    except (ValueError, RecursionError):
        return False


FAMILY = EndChecker()
