"""How many examples the response gives. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import names
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.judged import Judged
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import negated
from stemmata.graphs.constraints.quantity import (
    CountedExactly,
    amount_pattern,
    amounts,
    changed_amounts,
    exactly,
    find_amounts,
    interval_of,
)
from stemmata.graphs.constraints.scope import binds_whole, sentence_before
from stemmata.schemas.vocabulary import Meaning

ID = "content:number_of_examples"
_KEY, _ONE, _MANY = "num_examples", "example", "examples"
_EXAMPLES = amount_pattern(
    r"(?:(?:real-world|real-life|real world|real life|practical|concrete|specific|different|relevant|clear|"
    r"detailed|good|short|brief|"
    r"everyday|historical|illustrative|distinct|simple|additional|more|supporting|unique|well-known|famous|"
    r"modern|current|recent|realistic|"
    r"notable|working|real)(?:, | and | )){0,3}examples?(?! (?:sentences?|questions?|problems?|prompts?|"
    r"outputs?|inputs?|texts?|\d|:|is|are|was|were|above|"
    r"below|given|provided|codes?|programs?|essays?|dialogues?|tweets?|emails?)\b)"
)
_ASKED = re.compile(
    r"\b(?:give|giving|provide|providing|provides|with|include|including|includes|using|use|add|adding|offer|"
    r"offering|list|listing|name|"
    r"mention|contain|contains|containing|need|want|write|show|showing|share|supply|supported by|"
    r"illustrate with|generate|have|by|cite|"
    r"for|and|at least|present|suggest|of)\s(?:me\s|us\s|him\s|her\s|it\swith\s)?(?:[\w'’-]+\s){0,3}$"
)
_TOLD = re.compile(
    r"\b(?:these|those|the|following|above|my|his|their|i|we|are|is|was|were|here are|based on|from|in)\s$"
)


class Arguments(CountedExactly):
    """An exact number unless a bound is named."""

    num_examples: int = Field(ge=1, le=10_000)


def _states(passage: Passage) -> Iterator[Found]:
    for match, amount, form in find_amounts(passage, _EXAMPLES):
        words = sentence_before(passage, match.start())
        if not _ASKED.search(words) and words.strip():
            continue
        if negated(passage, match.start()) or _TOLD.search(words) or not binds_whole(passage, match):
            continue
        kwargs = {_KEY: amount.value, "relation": amount.relation}
        kwargs |= {"upper": amount.upper} if amount.upper else {}
        if amount.value > 0 and form in (Form.AMOUNT, Form.ADJECTIVE):
            yield Found(ID, exactly(kwargs), match.start(), match.end(), Form.AMOUNT)


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    said = amounts(kwargs, _KEY, _ONE, _MANY)
    return {
        Form.AMOUNT: said,
        Form.VERB: [f"{verb} {words}" for verb in ("give", "include", "provide") for words in said],
        Form.MODAL: [f"should include {words}" for words in said[:2]],
        Form.PHRASE: [f"with {words}" for words in said],
        Form.SENTENCE: [
            f"{lead} {words}" for words in said[:2] for lead in ("Include", "Your response should include", "Use")
        ],
    }.get(form, [])


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    for changed, relation in changed_amounts(kwargs, _KEY, rng):
        if (changed.get("relation"), changed[_KEY]) != ("at least", 0):
            yield Alternative(ID, exactly(changed), relation)


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    return interval_of(kwargs, _KEY).meaning(interval_of(other, _KEY))


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if re.search(r"\bexamples?\b", task.text[:4000].lower()):
        return
    told = task.action in ("explain", "describe", "discuss", "define", "teach", "argue", "compare")
    if told or names(task, frozenset("essay article guide explanation tutorial lesson report speech".split())):
        yield {_KEY: rng.choice((2, 3)), "relation": "at least"}
        yield {_KEY: rng.choice((1, 2, 3))}


FAMILY = Judged(
    id=ID,
    summary="the number of examples, as a bound, an exact number or a range; a judge counts them",
    example=Example("Give at least two examples.", {"num_examples": 2, "relation": "at least"}),
    arguments=Arguments,
    cues=("example",),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose",),
)
