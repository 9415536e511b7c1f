"""Whether the response does without contractions."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import after, compiled, cores, prohibitions
from stemmata.graphs.constraints.contractions import CONTRACTION, written_out
from stemmata.graphs.constraints.family import (
    Alternative,
    Arguments,
    Check,
    Example,
    Form,
    Found,
    Kwargs,
    Repair,
    Task,
)
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "style:no_contractions"
_NOUN = (
    r"(?:(?:english\s+|informal\s+|verbal\s+)?contractions?(?:\s+(?:such\s+as|"
    r"like)\s+[\"“'‘`][\ue000]{1,10}[\"”'’`])?)"
)
_PATTERNS = (
    *prohibitions(_NOUN),
    compiled(r"(?:avoid|leave\s+out|omit|exclude|drop)\s+all\s+(?:the\s+)?contractions", Form.VERB),
    compiled(
        r"(?:spell|write)\s+(?:out\s+)?(?:all\s+|any\s+|every\s+)?contractions?(?:\s+(?:out|"
        r"in\s+full))?",
        Form.SENTENCE,
    ),
    compiled(r"contraction-free(?=\s+[a-z]|$)", Form.ADJECTIVE),
)
_AFTER = re.compile(
    r"\s*(?:of\b|in\s+(?:the\s+)?(?:economy|gdp|muscles?|spending|title|dialogue|quotes?)|except|unless|if\b|"
    r"when\b|during\b|every\b|before\b)"
)
_BEFORE = re.compile(
    r"\b(?:when|why|whether|how|who|people)(?:\s+(?:to|you|do|should|i|we|one)){0,3}\s+$|\b(?:muscle|uterine|"
    r"labou?r|economic|market)\b[^.\n]{0,60}$"
)
_FORMAL = frozenset(
    """essay report letter email proposal memo article paper statement summary review analysis abstract biography speech
    announcement notice guide document contract policy""".split()
)


class NoContractions:
    """The response has no contraction: no n't, 're, 've, 'll, 'm, 'd, and no 's that stands for "is" or "has"."""

    id = ID
    hard = True
    summary = 'no contractions such as "don\'t" and "it\'s"'
    example = Example("Do not use any contractions.", {})
    arguments = Arguments
    cues = ("contraction",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to do without contractions."""
        for core in cores(passage, _PATTERNS, _binds_all):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return {
            Form.SENTENCE: [
                "Do not use any contractions",
                "Avoid contractions",
                "Write your entire response without contractions",
                "Your response must not contain any contractions",
                "Refrain from using contractions",
            ],
            Form.MODAL: ["must not contain any contractions", "should avoid contractions"],
            Form.VERB: ["use no contractions", "avoid using contractions", "do not use any contractions"],
            Form.AMOUNT: ["no contractions"],
            Form.PHRASE: ["without any contractions", "without contractions", "with no contractions"],
            Form.ADJECTIVE: ["contraction-free"],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield a contraction demanded, no apostrophe at all, and another rule about style."""
        word = rng.choice(("don't", "can't", "won't"))
        yield Alternative("keywords:every_paragraph", {"keyword": word, "unit": "paragraph"}, "contradicting")
        yield Alternative("punctuation:forbidden", {"marks": ["exclamation mark"]}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what it means for the same family; the footprint tells the rest."""
        return "equivalent" if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return common contractions as words that are not there."""
        words = (
            "don't",
            "can't",
            "won't",
            "it's",
            "isn't",
            "I'm",
            "you're",
            "I've",
            "I'll",
            "doesn't",
            "didn't",
            "that's",
        )
        return Footprint(lacks_words=frozenset({*words, *(word.replace("'", "’") for word in words)}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is no contraction; the span is the first."""
        found = list(CONTRACTION.finditer(response))
        if not found:
            return Check(True, "no contractions")
        said = ", ".join(dict.fromkeys(match[0] for match in found[:5]))
        return Check(False, f"{len(found)} contraction{'s' if len(found) > 1 else ''}: {said}", found[0].span())

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return the response with its contractions written out; None where one may mean two things, and for code."""
        if "`" in response:
            return None
        spelled = written_out(response)
        return spelled and Repair(spelled.text, spelled.changed, False, "contractions written out")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for formal texts, where a known response has none or can do without."""
        if task.shape not in ("prose", "sentence") or not task.english or addition.is_markup(task):
            return
        if task.response is None and not addition.names(task, _FORMAL):
            return
        if task.response is not None and (len(task.response.split()) < 6 or written_out(task.response) is None):
            return
        if addition.has_room(task, Payload(ID, {})):
            yield {}


def _stands(word: str) -> bool:
    """Return whether a word is a contraction, so that it cannot occur without one."""
    return CONTRACTION.fullmatch(word) is not None and not word.isalpha()


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    left = passage.lower[max(0, match.start() - 90) : match.start()].rpartition("\n")[2]
    return not (_AFTER.match(after(passage, match.end())) or _BEFORE.search(left))


FAMILY = NoContractions()
