"""Which figure of speech the response uses: metaphors, alliteration, a rhyme scheme. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Self

from pydantic import Field, model_validator

from stemmata.graphs.constraints.addition import names
from stemmata.graphs.constraints.context import cores
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.figures import (
    AMOUNTS,
    BANS,
    COUNTED,
    DO,
    MASS,
    NAME,
    PLAIN,
    PLURALS,
    RHYMES,
    SCHEMES,
    USE,
    Device,
)
from stemmata.graphs.constraints.intervals import Interval, interval
from stemmata.graphs.constraints.judged import Judged
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import told
from stemmata.graphs.constraints.quantity import amounts, changed_amounts
from stemmata.graphs.constraints.reading import Bound, read_amount
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import of_a_part, sentence_before
from stemmata.schemas.vocabulary import Meaning

ID = "style:figurative"


class Arguments(FamilyArguments):
    """The figure of speech; how many there are, if told; the letters of a rhyme scheme. A number of 0 forbids it."""

    device: Device
    num: int | None = Field(default=None, ge=0, le=1000)
    relation: Bound | None = None
    upper: int | None = Field(default=None, ge=1, le=1000)
    scheme: str | None = Field(default=None, pattern=r"^A[AB][A-H]{0,26}( [A-H]{2,28}){0,6}$")

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if (self.device == "rhyme scheme") != (self.scheme is not None):
            raise ValueError("'scheme' goes with the device 'rhyme scheme', and with no other")
        if (self.num is None) != (self.relation is None):
            raise ValueError("'num' and 'relation' go together")
        if (self.relation == "between") != (self.upper is not None):
            raise ValueError("'upper' goes with the relation 'between', and with no other")
        if self.num is not None and self.device not in PLURALS and (self.num, self.relation) != (0, "equal to"):
            raise ValueError(f"{self.device!r} cannot be counted")
        if self.num == 0 and self.relation != "equal to":
            raise ValueError("a number of 0 goes with the relation 'equal to'")
        return self


def _states(passage: Passage) -> Iterator[Found]:
    found = [*_found(passage), *_forbidden(passage)]
    reached = -1
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= reached:
            reached = one.end
            yield one


def _found(passage: Passage) -> Iterator[Found]:
    for match in scan(AMOUNTS, passage.lower):
        amount, words = read_amount(match), sentence_before(passage, match.start())
        told_of = told(passage, match.start()) or DO.search(words) or of_a_part(passage, match.start(), match.end())
        device = COUNTED.get(match["device"], match["device"])
        if amount is None or told_of or amount.value < 1 or device not in PLURALS or not _ordered(words):
            continue
        kwargs: dict[str, Any] = {"device": device, "num": amount.value, "relation": amount.relation}
        yield Found(ID, kwargs | ({"upper": amount.upper} if amount.upper else {}), *match.span(), Form.AMOUNT)
    for match in scan(PLAIN[0], passage.lower):
        if not told(passage, match.start()) and not DO.search(sentence_before(passage, match.start())):
            for one in NAME.finditer(passage.lower, match.start(), match.start("core")):
                yield Found(ID, {"device": COUNTED.get(one[0], one[0])}, *one.span(), Form.AMOUNT)
            yield Found(ID, {"device": COUNTED.get(match["device"], match["device"])}, *match.span("core"), Form.AMOUNT)
    for pattern in SCHEMES:
        for match in pattern.finditer(_unmasked(passage)):
            letters = " ".join(re.findall(r"[a-h]+", match["scheme"])).upper()
            if re.fullmatch(r"A[AB][A-H]{0,26}(?: [A-H]{2,28}){0,6}", letters):
                yield Found(ID, {"device": "rhyme scheme", "scheme": letters}, *match.span("scheme"), Form.VALUE)
    for core in cores(passage, RHYMES, lambda where, one: not told(where, one.start())):
        form = Form.SENTENCE if core.form is Form.MODAL else core.form
        yield Found(ID, {"device": "rhyme"}, core.start, core.end, form)


def _forbidden(passage: Passage) -> Iterator[Found]:
    for core in cores(passage, BANS, lambda where, one: True):
        names_of = NAME.findall(core.match[0])
        device = COUNTED.get(names_of[-1], names_of[-1])
        yield Found(ID, {"device": device, "num": 0, "relation": "equal to"}, core.start, core.end, core.form)


def _unmasked(passage: Passage) -> str:
    """Return the passage in lower case with what is quoted, as letters of a rhyme scheme often are."""
    lower = passage.text.lower()
    return lower if len(lower) == len(passage.text) else passage.lower


def _ordered(words: str) -> bool:
    return (
        not words.strip()
        or re.search(
            rf"\b(?:{USE}|write|give|there\s+(?:should|must)\s+be|and|"
            rf"want)\s(?:[\w'’-]+\s){{0,3}}$",
            words,
        )
        is not None
    )


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    device, num = str(kwargs["device"]), kwargs.get("num")
    if device == "rhyme scheme":
        scheme = kwargs["scheme"]
        return {
            Form.VALUE: [scheme],
            Form.PHRASE: [f"with the rhyme scheme {scheme}", f"with an {scheme} rhyme scheme"],
            Form.VERB: [f"use the rhyme scheme {scheme}"],
            Form.SENTENCE: [
                f"Use the rhyme scheme {scheme}",
                f"The rhyme scheme should be {scheme}",
                f"Write it with the rhyme scheme {scheme}",
                f"Follow a rhyme scheme of {scheme}",
            ],
        }.get(form, [])
    many = PLURALS.get(device) or device
    if num == 0:
        return {
            Form.AMOUNT: [f"no {many}"],
            Form.VERB: [f"not use any {many}", f"do not use {many}", f"avoid {many}"],
            Form.MODAL: [f"should not contain {many}", f"must not use {many}"],
            Form.PHRASE: [f"without {many}", f"without using {many}"],
            Form.SENTENCE: [
                f"Do not use {many}",
                f"Avoid {many}",
                f"Use no {many}",
                f"Your response should not contain {many}",
            ],
        }.get(form, [])
    said: list[str] = [many] if num is None else amounts(kwargs, "num", device, many)
    return {
        Form.AMOUNT: said,
        Form.VERB: [f"{verb} {words}" for verb in ("use", "include", "incorporate") for words in said],
        Form.MODAL: [f"should use {words}" for words in said],
        Form.PHRASE: [f"{lead} {words}" for lead in ("with", "using") for words in said],
        Form.SENTENCE: [
            f"{lead} {words}"
            for words in said[:2]
            for lead in ("Use", "Include", "Incorporate", "Your response should contain")
        ],
    }.get(form, [])


_NEAR = {
    "metaphor": ("simile", "analogy", "personification"),
    "simile": ("metaphor", "analogy"),
    "alliteration": ("assonance", "rhyme"),
    "irony": ("hyperbole", "pun"),
    "hyperbole": ("irony", "metaphor"),
    "personification": ("metaphor", "imagery"),
    "imagery": ("symbolism", "metaphor"),
    "rhyme": ("alliteration", "assonance"),
    "pun": ("irony", "idiom"),
}
_COMMON = ("AABB", "ABAB", "ABBA", "AABBA", "ABCB")


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    device = kwargs["device"]
    if device == "rhyme scheme":
        for scheme in rng.sample(_COMMON, 3):
            if scheme != kwargs["scheme"]:
                against = _means({"device": device, "scheme": scheme}, kwargs) == "contradicts"
                yield Alternative(ID, {"device": device, "scheme": scheme}, "contradicting" if against else "parallel")
        return
    none = {"device": device, "num": 0, "relation": "equal to"}
    if kwargs.get("num") == 0:
        yield Alternative(ID, {"device": device}, "contradicting")
        return
    yield Alternative(ID, none, "contradicting" if _means(none, kwargs) == "contradicts" else "stronger")
    if kwargs.get("num") is not None:
        for changed, relation in changed_amounts(kwargs, "num", rng):
            yield Alternative(ID, {"device": device, **changed}, relation)
        if _range(kwargs).low > 1:
            yield Alternative(ID, {"device": device}, "weaker")
    elif device in PLURALS:
        yield Alternative(ID, {"device": device, "num": rng.choice((2, 3)), "relation": "at least"}, "stronger")
    rest = {key: value for key, value in kwargs.items() if key != "device"}
    for other in _NEAR.get(device, ("metaphor", "imagery")):
        if other != device and (not rest or other in PLURALS):
            yield Alternative(ID, {"device": other, **rest}, "parallel")


def _range(kwargs: Kwargs) -> Interval:
    """Return how often the device is used; once at least where no number is told."""
    num = kwargs.get("num")
    return Interval(1, None) if num is None else interval(kwargs["relation"], num, kwargs.get("upper"))


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    if kwargs["device"] != other["device"]:
        return None
    if kwargs["device"] == "rhyme scheme":  # of one stanza's length, but for letters, no verse keeps both
        first, second = kwargs["scheme"], other["scheme"]
        return "contradicts" if len(first) == len(second) and first != second else None
    return _range(kwargs).meaning(_range(other))


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if task.shape == "verse" or names(task, frozenset("poem song ode sonnet lyrics rap".split())):
        yield {"device": rng.choice(("metaphor", "alliteration", "personification", "imagery"))}
        if not names(task, frozenset({"haiku", "sonnet", "limerick", "rap"})):
            yield {"device": "rhyme scheme", "scheme": rng.choice(("AABB", "ABAB"))}
        yield {"device": rng.choice(("metaphor", "simile")), "num": 2, "relation": "at least"}
    elif names(task, frozenset("story tale speech scene monologue essay".split())):
        yield {"device": rng.choice(("metaphor", "imagery", "foreshadowing", "analogy"))}


FAMILY = Judged(
    id=ID,
    summary="a figure of speech that the response uses, how often, or which rhyme scheme it has",
    example=Example("Use alliteration.", {"device": "alliteration"}),
    arguments=Arguments,
    cues=(*PLURALS, "analogies", *MASS, "rhym"),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose", "verse"),
)
