"""Whether the response names its sources, and in which style. A judge decides it."""

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

ID = "content:citations"
Style = Literal["APA", "MLA", "Chicago", "Harvard", "IEEE", "Vancouver"]
_STYLES: tuple[Style, ...] = ("APA", "MLA", "Chicago", "Harvard", "IEEE", "Vancouver")
_STYLE = (
    r"(?:the\s+)?(?P<style>apa|mla|chicago|harvard|ieee|vancouver)(?:\s+(?:style|format|manual|style\s+format|"
    r"citation\s+style|referencing(?:\s+style)?|citation\s+format))?"
)
_KIND = (
    r"(?:(?:your|the|all|any|all\s+your|proper|relevant|reliable|credible|academic|scholarly|appropriate|"
    r"in-text|full|a|some|several|peer-reviewed|trustworthy)\s+)*?"
)
_SOURCES = (
    r"(?:citations?|references|sources|bibliography|works\s+cited(?:\s+(?:page|list))?|list\s+of\s+references|"
    r"reference\s+list)"
)
_IN = rf"(?:\s+(?:(?:written|formatted)\s+)?(?:in|using|following|according\s+to)\s+{_STYLE})?"
_NOT_CITED = (
    r"(?!\s+(?:of\s+(?:energy|income|inspiration|protein|funding|power|information|data|revenue)|codes?|images?|"
    r"file|letter|list\s+of|to\s+(?!support)|given|provided|below|above|from\s+the\s+text)\b)"
)
_SUPPORT = (
    r"(?:\s+(?:to\s+support|for)\s+(?:your|the|all|each|any|every)\s+(?:claims?|statements?|answers?|arguments?|"
    r"facts?|points?|information))?"
)
_PATTERNS = (
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:(?:make\s+sure|be\s+sure|remember)\s+to\s+|also\s+|"
        rf"please\s+)?cite\s+(?:{_KIND}(?:sources?|references|works|studies|"
        rf"evidence|literature|papers)|(?:your\s+)?sources?){_SUPPORT}{_IN}{_NOT_CITED}",
        Form.SENTENCE,
    ),
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:(?:make\s+sure|be\s+sure|remember)\s+to\s+)?(?:include|provide|add|give|"
        rf"use|list|contain|have)\s+{_KIND}"
        rf"(?:(?P<style2>apa|mla|chicago|harvard|ieee|vancouver)(?:[-\s](?:style|"
        rf"format))?\s+)?{_SOURCES}{_SUPPORT}{_IN}{_NOT_CITED}",
        Form.SENTENCE,
    ),
    compiled(
        rf"(?:with|including|along\s+with)\s+{_KIND}(?:(?P<style2>apa|mla|chicago|harvard|ieee|"
        rf"vancouver)(?:[-\s](?:style|format))?\s+)?(?:citations?|"
        rf"references|bibliography|cited\s+sources|a\s+bibliography){_SUPPORT}{_IN}{_NOT_CITED}",
        Form.PHRASE,
    ),
    compiled(
        r"(?:use|follow|apply)\s+(?:the\s+)?(?P<style2>apa|mla|harvard|ieee|vancouver|"
        r"chicago(?=\s+(?:style|citation|format|manual|referenc)))"
        r"(?:\s+(?:style|format|citation\s+style|citation|referencing|guidelines|formatting|"
        r"manual)){1,3}(?:\s+(?:for|when)\s+(?:all\s+|your\s+|the\s+){0,2}"
        r"(?:citations?|references|sources|citing))?",
        Form.SENTENCE,
    ),
    compiled(rf"{_SOURCES}\s+(?:should|must)\s+be\s+(?:formatted\s+|written\s+|given\s+)?in\s+{_STYLE}", Form.SENTENCE),
)
_ACTS = re.compile(r"\b(?:convert|change|turn|reformat|identify|find|check|correct|how)\b")


class Arguments(FamilyArguments):
    """The style of the citations; any where none is named."""

    style: Style | None = None


def _is_order(passage: Passage, match: re.Match[str]) -> bool:
    words = sentence_before(passage, match.start())
    if _ACTS.search(words) or told(passage, match.start()):
        return False
    # "Use sources": only with a verb of naming is it about citing
    return (
        re.match(
            r"(?:use|have|contain|list|give|provide|add)\s+(?:your\s+|the\s+|"
            r"a\s+)?(?:sources?)(?!\s+(?:to\s+support|for))",
            match[0],
        )
        is None
    )


def _states(passage: Passage) -> Iterator[Found]:
    for core in cores(passage, _PATTERNS, _is_order):
        groups = core.match.groupdict()
        said = groups.get("style") or groups.get("style2")
        style = next((one for one in _STYLES if said and one.lower() == said), None)
        yield Found(ID, {"style": style} if style else {}, core.start, core.end, core.form)


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    style = kwargs.get("style")
    tail = f" in {style} style" if style else ""
    return {
        Form.VERB: [f"cite your sources{tail}", f"include citations{tail}", f"provide references{tail}"],
        Form.MODAL: [f"should include citations{tail}", f"must include references{tail}"],
        Form.PHRASE: [f"with references{tail}", f"with citations{tail}"],
        Form.SENTENCE: [
            f"Cite your sources{tail}",
            f"Include citations{tail}",
            f"Your response should include references{tail}",
            f"Provide references{tail}",
        ],
    }.get(form, [])


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    style = kwargs.get("style")
    for other in rng.sample(_STYLES[:4], 3):
        if other != style:
            yield Alternative(ID, {"style": other}, "contradicting" if style else "stronger")
    if style:
        yield Alternative(ID, {}, "weaker")


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    first, second = kwargs.get("style"), other.get("style")
    if first == second:
        return "equivalent"
    if first and second:
        return "contradicts"
    return "implies" if first else "implied_by"


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if names(task, frozenset("essay report paper article analysis review overview dissertation".split())) and re.search(
        r"\b(?:research|history|science|scientific|effects?|impacts?|causes|climate|health|econom\w+|academic|"
        r"study|studies|literature|political)\b",
        task.text.lower(),
    ):
        yield {}
        if names(task, frozenset({"essay", "paper", "report", "dissertation"})):
            yield {"style": rng.choice(("APA", "MLA"))}


FAMILY = Judged(
    id=ID,
    summary="sources are cited, in a style if one is named",
    example=Example("Cite your sources in APA style.", {"style": "APA"}),
    arguments=Arguments,
    cues=(
        "cite",
        "citation",
        "reference",
        "source",
        "bibliography",
        "apa",
        "mla",
        "harvard",
        "ieee",
        "chicago",
        "vancouver",
    ),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose",),
)
