"""In which tense the response is told. A judge decides it."""

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

ID = "style:tense"
_TENSES = ("past", "present", "future")
_TENSE = (
    r"(?:only\s+|just\s+)?(?:the\s+)?(?:simple\s+)?(?P<tense>past|present|future)[-\s]tense(?!\s+(?:of|for|form|"
    r"and|or|verbs?\s+in)\b)"
)
_PATTERNS = (
    compiled(rf"(?:entirely\s+|only\s+)?(?:in|using|with)\s+{_TENSE}", Form.PHRASE),
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:use|adopt|keep\s+to|employ|stick\s+to|maintain|(?:be|"
        rf"stay)\s+(?:written\s+|told\s+)?in)\s+"
        rf"{_TENSE}(?:\s+throughout)?",
        Form.SENTENCE,
    ),
    compiled(
        r"(?:the\s+)?tense\s+(?:should|must)\s+be\s+(?:the\s+)?(?P<tense>past|present|future)(?:\s+tense)?",
        Form.SENTENCE,
    ),
)
# About verbs of a given text, or about changing one.
_OF_VERBS = re.compile(
    r"\b(?:verbs?|forms?|words?|change|convert|switch|transform|identify|find|underline|conjugate|conjugation|fill)\b"
)


class Arguments(FamilyArguments):
    """The tense."""

    tense: Literal["past", "present", "future"]


def _is_order(passage: Passage, match: re.Match[str]) -> bool:
    return not told(passage, match.start()) and not _OF_VERBS.search(sentence_before(passage, match.start()))


def _states(passage: Passage) -> Iterator[Found]:
    for core in cores(passage, _PATTERNS, _is_order):
        yield Found(ID, {"tense": core.match["tense"]}, core.start, core.end, core.form)


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    tense = kwargs["tense"]
    return {
        Form.PHRASE: [f"in the {tense} tense", f"in {tense} tense", f"using the {tense} tense"],
        Form.VERB: [f"use the {tense} tense", f"stay in the {tense} tense"],
        Form.MODAL: [f"should be in the {tense} tense", f"must use the {tense} tense"],
        Form.SENTENCE: [
            f"Write in the {tense} tense",
            f"Use the {tense} tense",
            f"Your response should be written in the {tense} tense",
            f"The tense should be {tense}",
            f"Tell everything in the {tense} tense",
        ],
    }.get(form, [])


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    others = [tense for tense in _TENSES if tense != kwargs["tense"]]
    rng.shuffle(others)
    for tense in others:
        yield Alternative(ID, {"tense": tense}, "contradicting")


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    return "equivalent" if kwargs["tense"] == other["tense"] else "contradicts"


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if names(task, frozenset("story tale narrative diary monologue plot novel fable scene".split())):
        yield {"tense": rng.choice(["past", "present"])}


FAMILY = Judged(
    id=ID,
    summary="the tense in which the response is told",
    example=Example("Write it in the present tense.", {"tense": "present"}),
    arguments=Arguments,
    cues=("tense",),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose", "sentence", "verse"),
)
