"""How formal or plain the language is, where no tone is named. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Literal

from stemmata.graphs.constraints.context import DONT, MODAL, RESPONSE, compiled, cores
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.judged import Judged
from stemmata.graphs.constraints.manners import find_tones
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import told
from stemmata.schemas.vocabulary import Meaning

ID = "style:formality"
Level = Literal["formal", "academic", "technical", "casual", "plain"]
_LEVELS: dict[str, Level] = {
    "formal": "formal",
    "academic": "academic",
    "scholarly": "academic",
    "technical": "technical",
    "casual": "casual",
    "informal": "casual",
    "colloquial": "casual",
    "conversational": "casual",
    "everyday": "plain",
    "plain": "plain",
    "simple": "plain",
    "simpler": "plain",
    "easy": "plain",
    "basic": "plain",
    "clear": "plain",
    "normal": "plain",
    "ordinary": "plain",
    "non-technical": "plain",
    "nontechnical": "plain",
    "easy-to-understand": "plain",
    "layman's": "plain",
    "layman’s": "plain",
    "laymen's": "plain",
    "layperson's": "plain",
    "lay": "plain",
    "accessible": "plain",
    "straightforward": "plain",
}
_ANY = "|".join(sorted(_LEVELS, key=len, reverse=True))
_PLAIN = "|".join(
    sorted(
        (name for name, level in _LEVELS.items() if level == "plain" and name not in ("clear", "basic")),
        key=len,
        reverse=True,
    )
)
_HOW = r"(?:(?:very|more|highly|strictly|really|quite|fairly|super|relatively|like|only|just)\s+)*?"
_MANNER = r"(?:style|register)"
_IT = rf"(?:it|things|everything|this|(?:the|your)\s+(?:{RESPONSE}|language|wording|style|words|explanation))"
_JARGON = (
    r"(?:(?:any\s+|too\s+much\s+|unnecessary\s+|overly\s+|all\s+the\s+|the\s+|technical\s+|complex\s+|"
    r"legal\s+)*(?:jargon|technical\s+terms|"
    r"technical\s+language|legalese|(?:complicated|complex|difficult|fancy|big)\s+(?:words|language|terms|vocabulary)))"
)
_PATTERNS = (
    compiled(
        rf"(?:in|using|with)\s+{_HOW}(?P<level>{_PLAIN}|technical)\s+(?:and\s+\w+\s+)?(?:terms|words|language|"
        rf"english|vocabulary)(?!\s+of\b)",
        Form.PHRASE,
    ),
    compiled(
        rf"(?:use|employ|keep\s+to)\s+{_HOW}(?P<level>{_PLAIN}|technical)\s+(?:and\s+\w+\s+)?(?:terms|words|"
        rf"language|english|vocabulary)",
        Form.SENTENCE,
    ),
    compiled(
        rf"(?:use|maintain|keep|adopt|employ|"
        rf"follow)\s+an?\s+{_HOW}(?P<level>{_ANY})\s+(?:writing\s+)?{_MANNER}",
        Form.SENTENCE,
    ),
    compiled(
        rf"in\s+an?\s+{_HOW}(?P<level>formal|technical|plain|simple|"
        rf"everyday)\s+(?:writing\s+)?{_MANNER}(?!\s+of\b)",
        Form.PHRASE,
    ),
    compiled(
        rf"(?:keep|make)\s+{_IT}\s+(?:sound\s+)?{_HOW}(?P<level>simple|plain|non-technical|technical)", Form.SENTENCE
    ),
    compiled(
        rf"{_IT}\s+(?P<modal>{MODAL})\s+(?:always\s+|also\s+)?be\s+{_HOW}(?P<level>plain|simple|technical|"
        rf"non-technical)",
        Form.SENTENCE,
    ),
    compiled(rf"(?P<level>(?:{DONT}\s+use|avoid(?:\s+using)?|no)\s+{_JARGON})", Form.SENTENCE),
    compiled(rf"(?P<level>(?:without(?:\s+(?:using|any))?|free\s+of|with\s+no)\s+{_JARGON})", Form.PHRASE),
    compiled(r"(?P<level>(?:use|include|with|in|using)\s+slang)(?!\s+(?:from|of|for|terms?\s+for))", Form.SENTENCE),
    compiled(
        r"(?:(?:write|speak|explain|answer|"
        r"respond)\s+(?:\w+\s+){0,2})?(?P<core>in\s+(?P<level>layman['’]?s?|layperson['’]?s)\s+terms)",
        Form.PHRASE,
    ),
)
# Much the same level: each keeps the other's.
_APART: frozenset[frozenset[str]] = frozenset(
    frozenset(pair)
    for pair in (("formal", "casual"), ("academic", "casual"), ("technical", "plain"), ("academic", "plain"))
)


_PURPOSE = re.compile(
    r"(?<!\bneed)(?<!\bwant)(?<!\bsure)(?<!\btry)(?<!\blike)(?<!\bremember)(?<!\btrying)\s(?:to|which|that) $"
)


class Arguments(FamilyArguments):
    """The level of the language."""

    level: Level


def _level(words: str) -> Level:
    said = " ".join(words.split())
    if said in _LEVELS:
        return _LEVELS[said]
    return "casual" if said.endswith("slang") else "plain"


def _is_order(passage: Passage, match: re.Match[str]) -> bool:
    if told(passage, match.start()):
        return False
    # "keep it simple and friendly": the tone is a tone's, the rest is still an order
    if _PURPOSE.search(passage.lower[max(0, match.start() - 30) : match.start()]):
        return False
    after = passage.lower[match.end() : match.end() + 20]
    return (
        re.match(
            r"\s?(?:question|list|format|file|present|past|sentence|as\b|enough\s+to|for\s+\w+\s+to|english\s+to)",
            after,
        )
        is None
    )


def _states(passage: Passage) -> Iterator[Found]:
    tones = [(one.start, one.end) for one in find_tones(passage)]
    for core in cores(passage, _PATTERNS, _is_order):
        if not any(core.start < end and start < core.end for start, end in tones):
            form = Form.SENTENCE if core.form is Form.MODAL else core.form  # the subject is inside
            yield Found(ID, {"level": _level(core.match["level"])}, core.start, core.end, form)


_SAID: dict[str, dict[Form, list[str]]] = {
    "plain": {
        Form.PHRASE: ["in simple language", "in plain English", "in simple terms", "in plain language"],
        Form.VERB: ["use simple language", "keep it simple", "use plain English"],
        Form.SENTENCE: [
            "Use simple language",
            "Keep it simple",
            "Use plain English",
            "Do not use any jargon",
        ],
    },
    "technical": {
        Form.PHRASE: ["in technical language", "in technical terms", "using technical language"],
        Form.VERB: ["use technical language", "keep it technical"],
        Form.SENTENCE: [
            "Use technical language",
            "Write in technical terms",
            "Keep the language technical",
            "Use technical terms",
        ],
    },
}


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    level = kwargs["level"]
    if level in _SAID:
        return _SAID[level].get(form, [])
    one = f"an {level}" if level == "academic" else f"a {level}"
    return {
        Form.PHRASE: [f"in {one} register", f"in {one} style"],
        Form.VERB: [f"use {one} style", f"maintain {one} style", f"keep {one} register"],
        Form.SENTENCE: [
            f"Use {one} style",
            f"Maintain {one} style",
            f"Keep {one} register",
            f"Adopt {one} writing style",
        ],
    }.get(form, [])


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    others: list[Level] = [level for level in dict.fromkeys(_LEVELS.values()) if level != kwargs["level"]]
    rng.shuffle(others)
    for level in others:
        made = {"level": level}
        against = _means(made, kwargs) == "contradicts"
        yield Alternative(ID, made, "contradicting" if against else "parallel")


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    if kwargs["level"] == other["level"]:
        return "equivalent"
    return "contradicts" if frozenset((kwargs["level"], other["level"])) in _APART else None


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if any(known.id in ("style:tone", "style:audience", "style:reading_level") for known in task.constraints):
        return
    if re.search(r"\b(?:formal\w*|academic|scholarly|professional|president)\b", task.text[:2000].lower()):
        return
    if task.action in ("explain", "describe", "define", "summarize", "discuss", "rewrite") and task.shape != "verse":
        yield {"level": "plain"}
        if task.action in ("explain", "discuss"):
            yield {"level": "technical"}


FAMILY = Judged(
    id=ID,
    summary="the register of the language: formal, academic, technical, casual or plain",
    example=Example("Use simple language.", {"level": "plain"}),
    arguments=Arguments,
    cues=tuple(
        dict.fromkeys(
            (
                *_LEVELS,
                "layman",
                "laymen",
                "layperson",
                "jargon",
                "legalese",
                "words",
                "terms",
                "slang",
                "language",
                "vocabulary",
            )
        )
    ),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose", "sentence"),
)
