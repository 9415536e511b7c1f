"""Whether the response does without certain letters, as a lipogram does."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.lipograms import letter_bans
from stemmata.graphs.constraints.marks import mark_of
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.quantity import interval
from stemmata.graphs.constraints.terms import joined
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "keywords:forbidden_letters"
_FREQUENCY = "keywords:letter_frequency"


def _letter(value: str) -> str:
    if value.isspace() or value == MASK or mark_of(value) or len(value.lower()) != 1 or not value.isprintable():
        raise ValueError("a letter is a printable character, and no punctuation mark")
    return value.lower()


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


class Arguments(FamilyArguments):
    """The letters, small, or signs that are no punctuation marks; a single one is `keywords:letter_frequency`'s."""

    letters: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=1), AfterValidator(_letter)]],
        AfterValidator(_distinct),
        Field(min_length=2, max_length=30),
    ]


class KeywordsForbiddenLetters:
    """The response has none of some letters, neither as capitals nor as small letters."""

    id = ID
    hard = True
    summary = "letters that the response must not have"
    example = Example('Write without using the letters "e" or "t".', {"letters": ["e", "t"]})
    arguments = Arguments
    cues = ("letter", "character", "symbol", "sign")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to do without letters."""
        for letters, start, end, form in letter_bans(passage):
            try:
                given = Arguments(letters=letters)
            except ValueError:
                continue
            yield Found(ID, {"letters": given.letters}, start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        letters = kwargs["letters"]
        noun = "letter" if all(one.isalpha() for one in letters) else "character"
        said = f"the {noun}{'s'} " + joined([f'"{one}"' for one in letters], "or")
        return {
            Form.SENTENCE: [
                f"Do not use {said}",
                f"Avoid using {said}",
                f"Write your entire response without {said}",
                f"Your response must not contain {said}",
                f"Refrain from using {said}",
            ],
            Form.MODAL: [f"must not contain {said}", f"should not use {said}"],
            Form.VERB: [f"avoid {said}", f"do not use {said}", f"refrain from using {said}"],
            Form.AMOUNT: [f"no {said.removeprefix('the ')}"],
            Form.PHRASE: [f"without using {said}", f"without {said}", f"avoiding {said}"],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield letters demanded, other letters, one less and one more."""
        letters = list(kwargs["letters"])
        other = rng.choice([one for one in "bgjkpqvwxyz" if one not in letters] or ["§"])
        if other not in letters:
            yield Alternative(ID, {"letters": [letters[0], other]}, "parallel")
        if len(letters) < 30 and other not in letters:
            yield Alternative(ID, {"letters": [*letters, other]}, "stronger")
        if len(letters) > 2:
            out = rng.choice(letters)
            yield Alternative(ID, {"letters": [one for one in letters if one != out]}, "weaker")
        if letters[0].isascii() and letters[0].isalpha():
            demanded = {"letter": letters[0], "let_relation": "at least", "let_frequency": rng.choice((1, 3, 5))}
            yield Alternative(_FREQUENCY, demanded, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of two sets of letters, or what they mean for how often a letter must occur."""
        ours = set(kwargs["letters"])
        if other.id == ID:
            theirs = set(other.kwargs["letters"])
            if ours == theirs:
                return "equivalent"
            return "implies" if theirs < ours else "implied_by" if ours < theirs else "independent"
        if other.id == _FREQUENCY:
            return _beside_count(ours, other)
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the letters that are not there."""
        return Footprint(lacks_anyhow=frozenset(kwargs["letters"]), exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether none of the letters is there; the span is the first that is."""
        letters = kwargs["letters"]
        found = list(re.finditer(f"[{re.escape(''.join(letters))}]", response, re.IGNORECASE))
        if not found:
            return Check(True, f"no {joined(letters, 'or')}")
        return Check(
            False, f"{len(found)} time{'s' if len(found) > 1 else ''} {joined(letters, 'or')}", found[0].span()
        )

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: a letter cannot be taken out of words so that they read well."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield rare letters for short free texts, or letters that a known response does without."""
        if task.shape not in ("prose", "verse", "sentence") or not task.english or addition.is_markup(task):
            return
        if not (task.shape == "verse" or addition.names(task, addition.CASUAL)):
            return
        letters = list("zqxjkv")
        rng.shuffle(letters)
        if task.response is not None:
            letters = [one for one in "etaoinshrdlcumwfgypbvkjxqz" if one not in task.response.lower()]
            letters = letters if len(task.response) > 60 else []
        pair = {"letters": letters[:2]}
        if len(letters) > 1 and addition.has_room(task, Payload(ID, pair)):
            yield pair


def _beside_count(ours: set[str], other: Payload) -> Meaning | None:
    letter = str(other.kwargs.get("letter", "")).lower()
    relation, count = other.kwargs.get("let_relation"), other.kwargs.get("let_frequency")
    if letter not in ours:
        return "independent"
    if not isinstance(relation, str) or not isinstance(count, int):
        return None
    try:
        bounds = interval(relation, count, other.kwargs.get("upper"))
    except KeyError:
        return None
    if not bounds.holds(0):
        return "contradicts"
    return "equivalent" if bounds.high == 0 and len(ours) == 1 else "implies"


FAMILY = KeywordsForbiddenLetters()
