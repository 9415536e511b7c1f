"""Whether the response is kept brief or goes into detail, where that is ordered. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Literal

from stemmata.graphs.constraints.context import MODAL, RESPONSE, compiled, cores
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.judged import Judged
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import negated, told
from stemmata.schemas.vocabulary import Meaning

ID = "style:brevity"
_BRIEF = (
    r"(?:short\s+and\s+(?:sweet|simple|to\s+the\s+point)|short|brief|concise|succinct|to\s+the\s+point|terse|compact)"
)
_DETAILED = r"(?:detailed|thorough|comprehensive|in-depth|as\s+detailed\s+as\s+possible|extensive|elaborate|exhaustive)"
_HOW = (
    r"(?:(?:very|as|really|fairly|relatively|super|quite|nice\s+and|extremely|more|rather|clear\s+and|"
    r"simple\s+and|kinda|pretty|both)\s+){0,2}"
)
_AS = r"(?:\s+as\s+(?:possible|you\s+can))?"
_IT = (
    rf"(?:it|this|that|things|everything|(?:the|your)\s+(?:(?:entire|whole|final|overall|full)\s+)?(?!questions|"
    rf"descriptions){RESPONSE})"
)
_ANY = rf"(?:(?P<brief>{_BRIEF})|(?P<detailed>{_DETAILED}))"
_PATTERNS = (
    compiled(rf"(?:keep|keeping)\s+{_IT}\s+{_HOW}{_ANY}{_AS}", Form.SENTENCE),
    compiled(rf"(?:make|making)\s+{_IT}\s+(?:sound\s+|be\s+)?{_HOW}{_ANY}{_AS}", Form.SENTENCE),
    compiled(rf"(?:be|stay|remain|try\s+to\s+be)\s+{_HOW}{_ANY}{_AS}", Form.SENTENCE),
    compiled(rf"{_IT}\s+{MODAL}\s+(?:also\s+)?be\s+{_HOW}{_ANY}{_AS}", Form.SENTENCE),
    compiled(
        rf"(?:make\s+sure|ensure|be\s+sure)\s+(?:that\s+)?{_IT}\s+(?:is|are|stays|"
        rf"remains)\s+{_HOW}{_ANY}{_AS}",
        Form.SENTENCE,
    ),
    compiled(rf"in\s+an?\s+{_HOW}{_ANY}\s+(?:and\s+\w+\s+)?(?:way|manner|fashion)", Form.PHRASE),
    compiled(
        r"(?P<detailed>in\s+(?:great(?:er)?\s+|more\s+|full\s+|as\s+much\s+)?detail|in\s+depth|"
        r"in-depth(?!\s+[a-z])|go(?:ing)?\s+into\s+(?:great\s+|more\s+|much\s+)?detail)(?!s)",
        Form.PHRASE,
    ),
    compiled(
        r"(?P<brief>(?:do\s+not|don['’]?t)\s+(?:make|write)\s+(?:it|your\s+(?:answer|"
        r"response))\s+too\s+long|nothing\s+too\s+long|(?:do\s+not|don['’]?t)\s+go\s+into\s+(?:too\s+much|much|"
        r"any|great)\s+detail|not\s+too\s+long)",
        Form.SENTENCE,
    ),
    compiled(
        r"(?:write|answer|respond|reply|explain|describe|speak|put\s+it|say\s+it|"
        r"summari[sz]e)\s+(?:[\w'’-]+\s+){0,3}?(?P<core>(?P<brief>as\s+briefly\s+as\s+possible|concisely|"
        r"succinctly)|(?P<detailed>thoroughly|extensively))",
        Form.PHRASE,
    ),
)
_VERB = re.compile(
    r"\b(?:explain|describe|discuss|write|tell|elaborate|analy[sz]e|answer|summari[sz]e|respond|outline|list|"
    r"present|show|compare|explore|"
    r"give|cover|define|talk|report|examine|introduce|work|works|how|what|it|this|that|them|more|explained|walk|"
    r"go|each|detail|please|also)\b"
)
_TOLD = re.compile(
    r"\b(?:discussed|described|explained|covered|studied|seen|mentioned|explored|written|shown|examined)\s$"
)
_PART = re.compile(
    r"\b(?:it|this)\s$|\b(?:titles?|sentences?|paragraphs?|sections?|descriptions? of each|each|every|items?|"
    r"bullets?|points?|names?|function|code|steps?)\s(?:[\w'’]+\s){0,4}$"
)


_MEASURED = re.compile(
    r"[^.!?;\n]{0,70}?\b(?:\d+|one|two|three|four|five|six|ten|fifty)\s(?:words|sentences?|paragraphs?|rows|"
    r"lines|characters|parts|bullet)\b"
)
# "Concise yet detailed" is neither.
_BOTH = re.compile(
    rf"\s?,?\s(?:yet|but|and|while)\s(?:also\s|still\s|being\s)?(?:{_BRIEF}|{_DETAILED}|informative|complete)\b"
)
_PURPOSE = re.compile(r"(?<!\bsure)(?<!\bneed)(?<!\bwant)(?<!\btry)(?<!\blike)(?<!\bremember)(?<!\brefine)\sto\s$")


class Arguments(FamilyArguments):
    """Which of the two."""

    level: Literal["brief", "detailed"]


def _is_order(passage: Passage, match: re.Match[str]) -> bool:
    words = passage.lower[max(0, match.start() - 80) : match.start()].rpartition("\n")[2]
    if match.re.pattern == _PATTERNS[6][0].pattern:
        if (
            _TOLD.search(words)
            or negated(passage, match.start())
            or re.search(
                r"\b(?:i|we|he|she|they|will|"
                r"to)\s(?:\w+\s){0,1}$",
                words[-30:],
            )
        ):
            return False
        return _VERB.search(words) is not None or not words.strip()
    after = passage.lower[match.end() : match.end() + 24]
    # "make it short enough to …", "keep it short-term", "be brief moments", "it should be short sentences"
    if re.match(
        r"(?:-|\s+(?:enough|sentences?|words?|term|story|stories|paragraphs?|list|with\s+them|with\s+me|"
        r"lived|of\b|on\b))",
        after,
    ):
        return False
    if _MEASURED.match(passage.lower, match.end()):  # the amount says it all
        return False
    if _BOTH.match(passage.lower[match.end() : match.end() + 40]) or _PURPOSE.search(words):
        return False
    modal = re.search(rf"\b{MODAL}\s(?:also\s|always\s)?$", words)
    if modal and not re.search(rf"\b(?:{RESPONSE}|it|you|this)\s$", words[: modal.start()]):
        return False
    if re.search(r"\bif\b", words) and match[0].startswith("it "):  # about what the condition is about
        return False
    return not told(passage, match.start()) and _PART.search(words) is None


def _states(passage: Passage) -> Iterator[Found]:
    for core in cores(passage, _PATTERNS, _is_order):
        level = "brief" if core.match.groupdict().get("brief") else "detailed"
        yield Found(ID, {"level": level}, core.start, core.end, core.form)


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    brief = kwargs["level"] == "brief"
    if brief:
        return {
            Form.PHRASE: ["in a concise manner", "in a brief way"],
            Form.VERB: ["keep it short", "be concise", "be brief"],
            Form.MODAL: ["should be concise"],
            Form.SENTENCE: [
                "Keep it short",
                "Be concise",
                "Your answer should be brief",
                "Keep your response brief",
                "Be as concise as possible",
            ],
        }.get(form, [])
    return {
        Form.PHRASE: ["in detail", "in great detail", "in a detailed manner"],
        Form.VERB: ["be thorough", "go into detail", "be detailed"],
        Form.MODAL: ["should be detailed"],
        Form.SENTENCE: [
            "Be thorough",
            "Make sure that your answer is detailed",
            "Your answer should be detailed",
            "Make your response as detailed as possible",
        ],
    }.get(form, [])


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    yield Alternative(ID, {"level": "detailed" if kwargs["level"] == "brief" else "brief"}, "contradicting")


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    return "equivalent" if kwargs["level"] == other["level"] else "contradicts"


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if any(known.id.startswith("length_constraints:") for known in task.constraints):
        return
    spoken = task.text.lower()
    if task.shape == "prose" and not re.search(
        r"\b(?:short|brief\w*|concise\w*|detailed|long|words|sentences?|"
        r"paragraphs?)\b",
        spoken,
    ):
        length = len((task.response or "").split())
        if not task.response or length < 120:
            yield {"level": "brief"}
        if not task.response or length > 250:
            yield {"level": "detailed"}


FAMILY = Judged(
    id=ID,
    summary="whether the response is kept brief or goes into detail",
    example=Example("Keep it short.", {"level": "brief"}),
    arguments=Arguments,
    cues=(
        "short",
        "brief",
        "concise",
        "succinct",
        "to the point",
        "terse",
        "compact",
        "detail",
        "thorough",
        "comprehensive",
        "depth",
        "extensive",
        "elaborate",
        "exhaustive",
        "too long",
    ),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose", "sentence"),
)
