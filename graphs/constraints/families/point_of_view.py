"""In which grammatical person the response is told. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Literal

from stemmata.graphs.constraints.addition import names
from stemmata.graphs.constraints.context import MODAL, compiled, cores
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.judged import Judged
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import told
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.schemas.vocabulary import Meaning

ID = "style:point_of_view"
_PERSONS = ("first", "second", "third")
_PERSON = r"(?P<person>first|second|third|1st|2nd|3rd)[-\s]person"
_VIEW = r"(?:point\s+of\s+view|perspective|pov|narrations?|narratives?|viewpoint|voice|style)"
_KIND = r"(?:\s+(?:singular|plural|limited|omniscient))?"
_NOT_SOMEONE = (
    r"(?!\s+(?:to|who|whom|that|ever|on|from|i|you|he|she|in\s+(?:line|the|history)|shooter|pronouns?|verbs?|"
    r"and\b|or\b|"
    r"singular|plural))"
)
_TELLING = (
    r"(?:accounts?|narratives?|story|stories|essays?|narration|monologues?|reports?|poems?|letters?|tales?|"
    r"diary|reviews?)"
)
_PATTERNS = (
    compiled(rf"(?:in|from|using|with)\s+(?:the\s+|an?\s+)?{_PERSON}{_KIND}(?:\s+{_VIEW})?{_NOT_SOMEONE}", Form.PHRASE),
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:use|adopt|keep\s+to|employ|stick\s+to|maintain|have|be\s+(?:written\s+|told\s+|"
        rf"narrated\s+)?in)\s+(?:the\s+|an?\s+)?{_PERSON}{_KIND}(?:\s+{_VIEW})?{_NOT_SOMEONE}",
        Form.SENTENCE,
    ),
    compiled(
        rf"(?:the\s+)?(?:point\s+of\s+view|perspective|pov)\s+(?:should|"
        rf"must)\s+be\s+(?:the\s+)?{_PERSON}{_NOT_SOMEONE}",
        Form.SENTENCE,
    ),
    compiled(rf"(?P<core>{_PERSON})\s+(?:[\w-]+\s+){{0,2}}?{_TELLING}", Form.ADJECTIVE),
)
# "Change it from the first person to the third": what is to be done, not how.
_CHANGED = re.compile(r"\b(?:change|convert|switch|turn|transform|shift|changing|identify|underline|find)\b")
_TO_ANOTHER = re.compile(r"[^.;\n]{0,30}\b(?:to|into)\s+(?:the\s+|a\s+)?(?:first|second|third|1st|2nd|3rd)\b")
_TASKED = re.compile(r"\b(?:write|compose|create|generate|draft|tell|give|produce|provide|craft|need|want)\b")


class Arguments(FamilyArguments):
    """The person."""

    person: Literal["first", "second", "third"]


def _is_order(passage: Passage, match: re.Match[str]) -> bool:
    words = sentence_before(passage, match.start())
    if told(passage, match.start()) or _CHANGED.search(words):
        return False
    if match.re.pattern == _PATTERNS[3][0].pattern:
        return _TASKED.search(words) is not None
    return _TO_ANOTHER.match(passage.lower[match.end() : match.end() + 60]) is None


def _states(passage: Passage) -> Iterator[Found]:
    for core in cores(passage, _PATTERNS, _is_order):
        said = core.match["person"]
        person = said if said in _PERSONS else _PERSONS[int(said[0]) - 1]
        yield Found(ID, {"person": person}, core.start, core.end, core.form)


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    person = kwargs["person"]
    return {
        Form.ADJECTIVE: [f"{person}-person"],
        Form.PHRASE: [f"in the {person} person", f"in {person} person", f"from a {person}-person perspective"],
        Form.VERB: [f"use the {person} person", f"use a {person}-person point of view"],
        Form.MODAL: [f"should be in the {person} person", f"must be written in the {person} person"],
        Form.SENTENCE: [
            f"Write in the {person} person",
            f"Use the {person} person",
            f"Your response should be written in the {person} person",
            f"Use a {person}-person point of view",
        ],
    }.get(form, [])


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    others = [person for person in _PERSONS if person != kwargs["person"]]
    rng.shuffle(others)
    for person in others:
        yield Alternative(ID, {"person": person}, "contradicting")


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    return "equivalent" if kwargs["person"] == other["person"] else "contradicts"


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if names(task, frozenset("story tale narrative diary monologue plot novel fable scene essay review".split())):
        yield {"person": rng.choice(["first", "third"])}


FAMILY = Judged(
    id=ID,
    summary="the grammatical person in which the response is told",
    example=Example("Write it in the first person.", {"person": "first"}),
    arguments=Arguments,
    cues=("person",),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose", "sentence", "verse"),
)
