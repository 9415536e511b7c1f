"""With which word one paragraph of the response begins, and how many paragraphs there are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.paragraphs import all_prose, redivided
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.placing import (
    DIVIDER,
    exact_paragraphs,
    find_placed,
    first_word,
    is_first_word,
    ordinal,
)
from stemmata.graphs.constraints.quantity import spoken
from stemmata.graphs.constraints.terms import holds
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "length_constraints:nth_paragraph_first_word"
_GAP = "\n\n"
_MARKS = "*_#>“”‘’«» \t"
_OPENERS = ("today", "once", "imagine")
_INNER = ("however", "meanwhile", "although", "consider")
_CLOSERS = ("finally", "overall", "ultimately")
_OPPOSITE = ("however", "today", "finally", "although", "perhaps", "while")


class Arguments(FamilyArguments):
    """IFEval's arguments; the number of paragraphs may be left open."""

    first_word: str = Field(min_length=1, max_length=80)
    nth_paragraph: int = Field(ge=1, le=1000)
    num_paragraphs: int | None = Field(default=None, ge=1, le=1000)

    @field_validator("first_word")
    @classmethod
    def _one_word(cls, value: str) -> str:
        if not is_first_word(value):
            raise ValueError("'first_word' is not one word, without punctuation")
        return value.lower()

    @model_validator(mode="after")
    def _is_there(self) -> Self:
        if self.num_paragraphs is not None and self.nth_paragraph > self.num_paragraphs:
            raise ValueError("'nth_paragraph' is more than 'num_paragraphs'")
        return self


class NthParagraphFirstWord:
    """There are n paragraphs, an empty line between two, and one of them begins with a word, whatever its case."""

    id = ID
    hard = True
    summary = "the first word of one paragraph, and the number of paragraphs"
    example = Example(
        'Write 4 paragraphs and start the second paragraph with the word "however".',
        {"first_word": "however", "nth_paragraph": 2, "num_paragraphs": 4},
    )
    arguments = Arguments
    cues = ("paragraph",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each first word that a paragraph named by its place must have; the number may be said elsewhere."""
        placed = [] if DIVIDER.search(passage.lower) else find_placed(passage)
        if not placed:
            return
        total = next(exact_paragraphs(passage), None)
        for nth, word, start, end in placed:
            if nth < 1 and total is None:
                continue
            place = nth if nth > 0 else (total or 0) + nth
            if not 1 <= place <= min(total or 1000, 1000) or (total or 1) > 1000:
                continue
            kwargs: dict[str, Any] = {"first_word": word, "nth_paragraph": place}
            yield Found(ID, kwargs | ({"num_paragraphs": total} if total else {}), start, end, Form.VALUE)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form; as a VALUE, the word alone."""
        said, nth, total = f'"{kwargs["first_word"]}"', kwargs["nth_paragraph"], kwargs.get("num_paragraphs")
        place = f"the {ordinal(nth)} paragraph"
        if form is Form.VALUE:
            return [said]
        if form not in (Form.SENTENCE, Form.VERB):
            return []
        if total is None:
            verbs = [
                f"start {place} with the word {said}",
                f"begin {place} with the word {said}",
                f"make {said} the first word of {place}",
            ]
            clauses = [
                f"Paragraph {nth} must start with the word {said}",
                f"The first word of {place} should be {said}",
            ]
        else:
            what = spoken(total, "paragraph", "paragraphs")
            verbs = [
                f"write {what} and start {place} with the word {said}",
                f"write exactly {what}, and begin paragraph {nth} with the word {said}",
                f"use exactly {what}, with {said} as the first word of {place}",
            ]
            clauses = [
                f"There should be exactly {what}, and paragraph {nth} must start with the word {said}",
                f"Have exactly {what}, with {place} starting with the word {said}",
            ]
        if form is Form.VERB:
            return verbs
        orders = verbs if total is None else verbs[-1:]  # "Write three paragraphs" is a task of its own
        return [words[:1].upper() + words[1:] for words in orders] + clauses

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other words, other places and other numbers; and the same with the number left open."""
        word, nth, total = kwargs["first_word"], kwargs["nth_paragraph"], kwargs.get("num_paragraphs")
        others = [other for other in _OPPOSITE if other != word]
        rng.shuffle(others)
        for other in others[:2]:
            yield Alternative(ID, {**kwargs, "first_word": other}, "contradicting")
        if total is None:
            yield Alternative(ID, {**kwargs, "num_paragraphs": min(1000, nth + rng.choice((1, 2)))}, "stronger")
            if nth < 1000:
                yield Alternative(ID, {**kwargs, "nth_paragraph": nth + 1}, "parallel")
            return
        for place in (nth - 1, nth + 1):
            if 1 <= place <= total:
                yield Alternative(ID, {**kwargs, "nth_paragraph": place}, "parallel")
        for number in (total + 1, total - 1):
            if nth <= number <= 1000:
                yield Alternative(ID, {**kwargs, "num_paragraphs": number}, "contradicting")
        yield Alternative(ID, {"first_word": word, "nth_paragraph": nth}, "weaker")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what the word and the number mean for another demand on a paragraph, and for forbidden words."""
        if other.id == "keywords:forbidden_words":
            words = [str(word) for word in other.kwargs.get("forbidden_words") or ()]
            return "contradicts" if any(holds(kwargs["first_word"], word, whole=True) for word in words) else None
        if other.id != ID:
            return None
        ours, theirs = kwargs.get("num_paragraphs"), other.kwargs.get("num_paragraphs")
        nth, place = kwargs["nth_paragraph"], other.kwargs["nth_paragraph"]
        if (ours or place) < place or (theirs or nth) < nth or (ours and theirs and ours != theirs):
            return "contradicts"
        if nth != place:
            return "independent"
        if kwargs["first_word"] != other.kwargs["first_word"]:
            return "contradicts"
        return "equivalent" if ours == theirs else "implies" if theirs is None else "implied_by"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the word, and as many lines as there are paragraphs at least."""
        least = kwargs.get("num_paragraphs") or kwargs["nth_paragraph"]
        return Footprint(holds_words=frozenset({kwargs["first_word"]}), counts={"lines": Interval(least, None)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number is right and the paragraph begins with the word; the span is the wrong word."""
        nth, total = kwargs["nth_paragraph"], kwargs.get("num_paragraphs")
        pieces = response.split(_GAP)
        count = sum(1 for piece in pieces if piece.strip())
        said = spoken(count, "paragraph", "paragraphs")
        if total is not None and count != total:
            return Check(False, f"{said}; asked for exactly {spoken(total, 'paragraph', 'paragraphs')}")
        if nth > count:
            return Check(False, f"{said}, so there is no {ordinal(nth)}")
        piece = pieces[nth - 1]
        start = sum(map(len, pieces[: nth - 1])) + (nth - 1) * len(_GAP) + len(piece) - len(piece.lstrip())
        word = first_word(piece)
        if word == kwargs["first_word"]:
            return Check(True, f"{said}; the {ordinal(nth)} begins with {word!r}")
        end = start + len(next(iter(piece.split(None, 1)), ""))
        what = f"begins with {word!r}" if piece.strip() else "is empty"
        return Check(False, f"the {ordinal(nth)} paragraph {what}; asked for {kwargs['first_word']!r}", (start, end))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Join or split paragraphs, and take away signs that stand before or after the word; no word is put in."""
        nth, total = kwargs["nth_paragraph"], kwargs.get("num_paragraphs")
        pieces = [piece.strip() for piece in response.split(_GAP) if piece.strip()]
        made = _redivided(pieces, kwargs["first_word"], nth, total or max(nth, len(pieces)))
        bared = made and _bared(made[nth - 1], kwargs["first_word"])
        if not made or not bared:
            return None
        text = _GAP.join([*made[: nth - 1], bared[0], *made[nth:]])
        joints = max(0, len(pieces) - len(made))  # each a space where none was
        kept = sum(map(len, made)) - joints - len(made[nth - 1]) + bared[1]
        changed = len(response) + len(text) - 2 * kept
        return Repair(text, changed, False, "paragraphs divided and signs taken away")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for prose of some length: a word that begins a paragraph of the known response, if there is one."""
        taken = any(known.id in (ID, "length_constraints:number_paragraphs") for known in task.constraints)
        if task.shape != "prose" or taken or not task.english or addition.is_markup(task):
            return
        if task.response is None:
            if addition.names(
                task,
                addition.TITLED
                - {"haiku", "riddle", "limerick", "paragraph", "poem", "plan", "recipe", "rubric", "resume"},
            ):
                total = rng.choice((3, 4, 5))
                nth = rng.randint(1, total)
                listed = _OPENERS[:2] if nth == 1 else _CLOSERS if nth == total else _INNER
                offered = {"first_word": rng.choice(listed), "nth_paragraph": nth, "num_paragraphs": total}
                if addition.has_room(task, Payload(ID, offered)):
                    yield offered
            return
        pieces = task.response.split(_GAP)
        if not 2 <= len(pieces) <= 8 or not all(len(piece.split()) > 8 for piece in pieces):
            return
        places = list(range(len(pieces)))
        rng.shuffle(places)
        for at in places:
            word = first_word(pieces[at])
            offered = {"first_word": word, "nth_paragraph": at + 1, "num_paragraphs": len(pieces)}
            if len(word) > 1 and word.isalpha() and addition.has_room(task, Payload(ID, offered)):
                yield offered
                return


def _redivided(pieces: list[str], word: str, nth: int, wanted: int) -> list[str] | None:
    """Return as many paragraphs as wanted, divided so that a piece that begins with the word is the nth."""
    if len(pieces) == wanted:
        return pieces
    if not pieces or not all_prose(pieces):
        return None
    at = next((i for i in range(nth - 1, len(pieces)) if (i == 0) == (nth == 1) and _bared(pieces[i], word)), None)
    if at is not None:
        head = redivided(pieces[:at], nth - 1) if at else []
        tail = redivided(pieces[at:], wanted - nth + 1)
        return None if head is None or tail is None else head + tail
    return redivided(pieces, wanted)


def _bared(piece: str, word: str) -> tuple[str, int] | None:
    """Return a paragraph that begins with the word, once signs around the word are gone; None if it does not.

    The number says how many of its characters stood there before.
    """
    if first_word(piece) == word:
        return piece, len(piece)
    bare = piece.lstrip(_MARKS)
    if not bare.lower().startswith(word):
        return None
    rest = bare[len(word) :].lstrip("*_”’»")
    kept = len(word) + len(rest)
    if rest[:1] in (":", ";"):
        rest = ("." if rest[1:].lstrip()[:1].isupper() else ",") + rest[1:]
        kept -= 1
    elif rest[:1].isalnum():
        return None
    made = bare[: len(word)] + rest
    return (made, kept) if first_word(made) == word else None


FAMILY = NthParagraphFirstWord()
