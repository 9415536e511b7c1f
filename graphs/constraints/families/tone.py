"""What tone the response has: polite, formal, funny. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints import addition
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
from stemmata.graphs.constraints.manners import ADVERBS, find_tones
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.tones import (
    TONES,
    canonical,
    clash,
    neighbours,
    opposites,
    parts,
    synonyms,
    with_article,
)
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning, Relation

ID = "style:tone"


class Arguments(FamilyArguments):
    """The adjectives, as written, in lower case."""

    tone: str = Field(min_length=1, max_length=120)

    @field_validator("tone")
    @classmethod
    def _names_one(cls, tone: str) -> str:
        if not parts(tone):
            raise ValueError("'tone' names no tone")
        return tone


class Tone:
    """The response has a tone, as a reader hears it."""

    id = ID
    hard = False
    summary = "the tone, as a judge hears it"
    example = Example("Write it in a friendly and casual tone.", {"tone": "friendly and casual"})
    arguments = Arguments
    cues = (
        "tone",
        "manner",
        " way",
        "style",
        "voice",
        "language",
        "be ",
        "make",
        "keep",
        "sound",
        " is ",
        "ly",
        "mood",
        "words",
        "wording",
    )

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order about tone, and manners of writing that are tones."""
        for manner in find_tones(passage):
            yield Found(ID, {"tone": manner.tone}, manner.start, manner.end, manner.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form, with the article that the adjective takes."""
        tone = kwargs["tone"]
        one = with_article(tone)
        return {
            Form.VALUE: [tone],
            Form.PHRASE: [
                *(adverb for adverb, adjective in ADVERBS.items() if adjective == tone),
                f"in {one} tone",
                # "In a minimalist way" may be about anything; "in a polite way" is about tone.
                *(f"in {one} {noun}" for noun in ("way", "manner", "style", "voice") if TONES.issuperset(parts(tone))),
                f"with {one} tone",
                f"using {one} tone",
            ],
            Form.VERB: [f"{verb} {one} tone" for verb in ("use", "keep", "maintain", "adopt", "have", "employ")],
            Form.MODAL: [f"should have {one} tone", f"must keep {one} tone", f"should use {one} tone"],
            Form.SENTENCE: [
                f"Use {one} tone",
                f"Keep the tone {tone}",
                f"Write in {one} tone",
                f"The tone should be {tone}",
                f"Your response should be written in {one} tone",
            ],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield opposite, neighbouring, equal, stronger and weaker tones."""
        words = parts(kwargs["tone"])
        here = Payload(ID, dict(kwargs), hard=False)
        against = list(dict.fromkeys(other for word in words for other in opposites(word)[:1]))
        kept = [word for word in words[1:] if not _same(word, words[0])]
        near = neighbours(words[0])
        rng.shuffle(near)
        if not against and not near:  # the table does not hold the tone
            near = rng.sample(["formal", "casual", "humorous", "serious", "friendly"], 2)
        options: list[tuple[list[str], Relation, Meaning | None]] = [
            (against[:2], "contradicting", "contradicts"),
            *(([other], "contradicting", "contradicts") for other in opposites(words[0])[1:2]),
            *(([other, *kept], "parallel", None) for other in near[:2]),
            *(([other, *kept], "equivalent", "equivalent") for other in list(synonyms(words[0]))[:2]),
            *(([*words, other], "stronger", "implies") for other in near[:1] if len(words) == 1),
            (words[:-1], "weaker", "implied_by"),
        ]
        for chosen, relation, meaning in options:
            if not chosen or any(clash(one, two) for one in chosen for two in chosen):
                continue
            changed = {"tone": _joined(chosen)}
            if chosen != words and self.relation(changed, here) == meaning:
                yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what one tone means for another, by the table of tones."""
        if other.id != ID:
            return None
        mine, theirs = parts(kwargs["tone"]), parts(str(other.kwargs["tone"]))
        if any(clash(one, two) for one in mine for two in theirs):
            return "contradicts"
        first, second = {canonical(word) for word in mine}, {canonical(word) for word in theirs}
        if first == second:
            return "equivalent"
        return "implies" if first > second else "implied_by" if first < second else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return nothing: a tone is a judge's affair."""
        return Footprint()

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return that it is a judge's to decide; never that it passed."""
        return Check(False, "left to a judge")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: a tone cannot be changed mechanically."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield tones that go with the kind of text; none for labels, code, data, or where the text names a tone."""
        if task.shape not in ("prose", "sentence", "verse", "list") or addition.is_markup(task):
            return
        spoken = re.findall(r"[a-z-]{3,}", task.text[:3000].lower())
        if "tone" in spoken or any(word in TONES or word in ADVERBS for word in spoken):
            return
        listed = _fitting(task)
        rng.shuffle(listed)
        for tone in listed[:2]:
            if addition.has_room(task, Payload(ID, {"tone": tone}, hard=False)):
                yield {"tone": tone}


_FITTING: tuple[tuple[str, str], ...] = (
    (
        "email e-mail letter reply request message invitation apology complaint",
        "formal, polite, friendly, professional",
    ),
    (
        "essay article report proposal summary analysis paper biography review paragraph",
        "formal, objective, academic, professional",
    ),
    ("post blog tweet caption newsletter thread", "casual, humorous, enthusiastic, friendly"),
    (
        "ad advertisement slogan pitch copy description tagline commercial",
        "enthusiastic, playful, persuasive, confident",
    ),
    ("story tale plot script scene dialogue fable", "humorous, suspenseful, nostalgic, dramatic"),
    ("poem song lyrics rap haiku limerick riddle joke ode sonnet", "playful, melancholic, romantic, humorous"),
    ("speech toast eulogy", "inspiring, sincere, humorous"),
    (
        "guide tutorial explanation advice plan tip answer suggestion recipe itinerary",
        "friendly, professional, conversational",
    ),
)


def _fitting(task: Task) -> list[str]:
    """Return tones for the kind of text that a task asks for."""
    for nouns, tones in _FITTING:
        if addition.names(task, frozenset(nouns.split())):
            return tones.split(", ")
    if task.shape == "verse":
        return _FITTING[5][1].split(", ")
    if (
        not task.output
        and task.shape == "prose"
        and task.action in ("", "explain", "describe", "answer", "tell", "discuss")
    ):
        return ["friendly", "conversational", "professional"]
    return []


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _same(first: str, second: str) -> bool:
    return canonical(first) == canonical(second)


FAMILY = Tone()
