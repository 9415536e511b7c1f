"""In which language the response is."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import field_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import MODAL, RESPONSE, SURE, WHOLE, before, few_blanks, part_before
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.languages import CODES, NAMES, iso, language_of
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.scanning import scan
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "language:response_language"
_NAME = (
    rf"(?:the\s+)?(?P<core>{'|'.join(sorted(map(re.escape, CODES), key=len, reverse=True))})(?![\w-])(?:\s+language)?"
)
_ONLY = r"(?:only|entirely|exclusively|solely|completely|fully|purely|strictly|wholly|all|just|totally)"
_GIVEN = r"(?:written|given|provided|composed|crafted|phrased|presented|delivered|worded|made|created|generated)"
_BE = rf"be(?:\s+{_ONLY})?(?:\s+{_GIVEN})?(?:\s+{_ONLY})?\s+(?:in|using)(?:\s+{_ONLY})?"
_SAY = (
    r"(?:respond|reply|answer|write|speak|communicate|converse|talk|explain|describe|summari[sz]e|tell\s+(?:me|us)|"
    r"(?:say|write|express|phrase|do|word)\s+(?:it|this|everything)(?:\s+all)?)"
)
_TO = (
    rf"(?:\s+(?:to\s+(?:me|us|him|her|them|this|it)|back|me|us|it|(?:to\s+)?(?:your|the|this|my)\s+(?:{WHOLE}\s+)?"
    rf"(?:{RESPONSE})))?"
)
_MAKE = r"(?:write|compose|create|draft|generate|give|tell|make|produce|prepare|provide|need|want|send|craft)"
_TEXT = (
    r"(?:responses?|answer|reply|text|message|letter|e-?mail|essay|story|poem|haiku|limerick|sonnet|article|post|blog|"
    r"song|lyrics|script|speech|review|report|summary|description|tweet|caption|ad|advertisement|proposal|itinerary|plan|"
    r"recipe|guide|riddle|joke|rap|pitch|document|paragraph|slogan|biography|dialogue|conversation|explanation|note|invitation)"
)
_HARD = tuple(
    re.compile(few_blanks(rf"(?<![\w-])(?:{pattern})"))
    for pattern in (
        rf"(?:{RESPONSE}|it|this|everything|they|all\s+of\s+(?:it|this))\s+(?:also\s+)?(?:{MODAL}\s+(?:also\s+)?(?:{_ONLY}\s+)?"
        rf"{_BE})\s+{_NAME}",
        rf"(?:{SURE}|check)\s+(?:that\s+)?(?:[\w'-]+\s+){{1,5}}?(?:is|are)(?:\s+{_ONLY})?(?:\s+{_GIVEN})?(?:\s+{_ONLY})?\s+in\s+"
        rf"(?:{_ONLY}\s+)?{_NAME}",
        rf"{_SAY}{_TO}(?:\s+{_ONLY})?\s+(?:in|using)\s+(?:{_ONLY}\s+)?{_NAME}",
        rf"(?:use|using|in|with)\s+{_ONLY}\s+(?:use\s+)?{_NAME}",
        rf"{_ONLY}\s+(?:in|use|using)\s+{_NAME}",
        rf"(?:use|using|in)\s+{_NAME}\s+(?:only|exclusively|alone)(?![\w-])",
        rf"in\s+{_NAME}(?=(?:[^.!?\n]{{0,30}}|[.!]\s[^.!?\n]{{0,50}})\b(?:no|any)\s+other\s+languages?)",
        rf"no\s+(?:other\s+)?languages?\s+(?:other\s+than|but|except(?:\s+for)?)\s+{_NAME}",
        rf"(?:^|(?<=[.!?:;-]\s)|(?<=[\n(])){_NAME}\s+only(?=\s?(?:$|[.,;:!)\n]|please))",
        rf"{_ONLY}\s+{_NAME}\s+(?:is|may\s+be|should\s+be)\s+(?:allowed|used|permitted|accepted)",
        rf"(?:keep|make)\s+(?:it|everything|(?:your|the)\s+(?:{WHOLE}\s+)?(?:{RESPONSE}))\s+in\s+{_NAME}",
        rf"in\s+{_NAME}\s+(?:text|script|words)\s+only(?![\w-])",
        rf"(?:answer|respond|reply)\s+(?:with|using)\s+{_NAME}\s+(?:text|words)?\s*only(?![\w-])",
        rf"(?:{RESPONSE})\s+(?:{MODAL}\s+)?(?:only\s+(?:contain|use|include|be\s+in)|(?:contain|use|include)\s+only)\s+{_NAME}",
        rf"(?:language\s+(?:of|used\s+in|for)\s+(?:your|the)\s+(?:{RESPONSE})|(?:response|output|answer)\s+language)"
        rf"(?:\s+(?:{MODAL})\s+be|\s*:|\s+is)\s+{_NAME}",
    )
)
_SOFT = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:{_MAKE})\b[^.!?\n]{{0,60}}?\b{_TEXT}"
        rf"(?:\s+(?:to|for)\s+(?:my|the|an?|our|your)\s+[\w'-]+(?:\s+[\w'-]+)?)?\s+in\s+{_NAME}"
    )
)
_GOES_ON = re.compile(
    r"\s{0,2}(?:$|[.,;:!?)\]\n\"”–—-]|\((?!or)|(?:about|for|to|with|and|but|only|on|no|as|using|that|which|explaining|describing|"
    r"why|how|what|when|where|who|whether|so|at|from|please|because|asking|telling|saying|between|of|without|under|in|"
    r"exclusively|alone|is|may|should|must|can|text|script|words|below|above|not|including|followed)\b)"
)
_ANOTHER = rf"(?:{'|'.join(sorted(map(re.escape, CODES), key=len, reverse=True))})(?![\w-])"
_BESIDE = re.compile(
    rf"(?:\s+language)?\s*(?:,|/|\band\b|\bor\b|\bto\b|\binto\b|\(or)\s*(?:(?:and|or|in)\s+)?(?:the\s+)?{_ANOTHER}"
)
_BESIDE_BEFORE = re.compile(
    rf"{_ANOTHER}(?:\s+language)?\s*(?:,|/|\band\b|\bor\b|\bto\b|\binto\b)\s*(?:(?:and|or|in)\s+)*(?:the\s+)?$"
)
_BARRED = re.compile(
    r"(?:\b(?:not|never|without|avoid|other\s+than|instead\s+of|rather\s+than|unless)|n['’]t)\s+(?:[\w'’]+\s+){0,4}$"
    r"|\b(?:if|when|whenever|how\s+to|(?:learn\w*|able|want\w*|ha(?:s|d|ve)|trying|like)\s+to|can\s+(?:i|he|she|they|people)|"
    r"(?:he|she|they|people|who|i|we|students?|that|which)(?:\s+(?:will|would|can|could|should|also|often))?)\s+$"
    r"|\b(?:if|when|whenever)\b[^.!?\n]{0,80}$|\b(?:mean|means|called|pronounced|translat\w+|said|spelled)\b[^.!?\n]{0,50}$"
)
_CASED = re.compile(
    r"\b(?:lower|upper)\s?-?\s?cas|\bcapital\s+letters?\b|\ball\s+(?:in\s+)?cap|\bblock\s+capitals|\bsmall\s+letters|\bno\s+capital"
)
_PART = re.compile(r"\b(?:first|second|third|last|next|other(?! than| languages?)|one|half|some|title|heading|part)\b")
_COMMON = ("es", "fr", "de", "it", "pt")
_PLAIN = ("length_constraints:", "punctuation:", "detectable_format:number_bullet")


class Arguments(FamilyArguments):
    """IFEval's argument, an ISO 639-1 code."""

    language: str

    @field_validator("language")
    @classmethod
    def _is_known(cls, value: str) -> str:
        code = value.strip().lower().replace("_", "-")
        if code not in NAMES:
            raise ValueError(f"'language' is none of {', '.join(NAMES)}")
        return code


class ResponseLanguage:
    """The response is in one language, as far as its letters and words tell; what does not tell fails."""

    id = ID
    hard = True
    summary = "the language of the response"
    example = Example("Your entire response should be in French, no other language is allowed.", {"language": "fr"})
    arguments = Arguments
    cues = tuple(sorted(CODES))

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each language that the whole response is to be in; not what is to be translated."""
        found: dict[tuple[int, int], str] = {}
        for pattern in (*_HARD, _SOFT):
            for match in scan(pattern, passage.lower):
                code = CODES[match["core"]]
                if match.span("core") not in found and _binds(passage, match, code, soft=pattern is _SOFT):
                    found[match.span("core")] = code
        for (start, end), code in sorted(found.items()):
            yield Found(ID, {"language": code}, start, end, Form.VALUE)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form; as a VALUE, the language's name."""
        name = NAMES[kwargs["language"]]
        return {
            Form.VALUE: [name],
            Form.PHRASE: [f"entirely in {name}", f"using only the {name} language"],
            Form.VERB: [f"respond only in {name}", f"write your entire response in {name}"],
            Form.MODAL: [f"must be entirely in {name}", f"should be written in {name}"],
            Form.SENTENCE: [
                f"Your entire response should be in {name}",
                f"Respond only in {name}",
                f"Write your entire response in {name}",
                f"Use only the {name} language in your response",
                f"Make sure that your response is entirely in {name}",
            ],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other languages."""
        others = [code for code in _COMMON if code != kwargs["language"]]
        rng.shuffle(others)
        for code in others[:3]:
            yield Alternative(ID, {"language": code}, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what one language means for another: they exclude each other, but for the scripts of Chinese."""
        if other.id != ID:
            return None
        ours, theirs = kwargs["language"], str(other.kwargs["language"])
        if ours == theirs:
            return "equivalent"
        if iso(ours) != iso(theirs) or ("-" in ours and "-" in theirs):
            return "contradicts"
        return "implies" if "-" in ours else "implied_by"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the language; there is a letter at least."""
        return Footprint(language=iso(kwargs["language"]), counts={"characters": Interval(1, None)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the response is in the language; a text that does not tell fails."""
        wanted, guess = kwargs["language"], language_of(response)
        if guess is None:
            return Check(False, f"too little text to tell its language; asked for {NAMES[wanted]}")
        passed = guess.code == wanted or iso(guess.code) == wanted
        name = NAMES.get(guess.code, guess.code)
        return Check(passed, f"in {name}" if passed else f"in {name}; asked for {NAMES[wanted]}")

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: no mechanical change puts a text into another language."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a common language for a text that is written out; with a known response, only its own."""
        if task.shape not in ("sentence", "prose", "verse") or addition.is_markup(task) or _NAMED.search(task.text):
            return
        if any(not known.id.startswith(_PLAIN) for known in task.constraints) or "translat" in task.text.lower():
            return
        if task.response is None:
            offered = [rng.choice(_COMMON)] if task.english and task.text.strip() else []
        else:
            guess = language_of(task.response) if len(task.response) > 60 else None
            offered = [iso(guess.code)] if guess is not None and guess.code != "en" and guess.probability > 0.99 else []
        for code in offered:
            if addition.has_room(task, Payload(ID, {"language": code})):
                yield {"language": code}


_NAMED = re.compile(rf"\b{_ANOTHER}|\blanguage\b|\bword|\bterm|\bphrase", re.IGNORECASE)


def _binds(passage: Passage, match: re.Match[str], code: str, *, soft: bool) -> bool:
    """Return whether a match speaks of the whole response and of one language alone."""
    start, end = match.span("core")
    following = passage.lower[end : end + 80]
    language = re.match(r"\s{1,4}language\b", following)
    if not _GOES_ON.match(following[language.end() if language else 0 :]) or _BESIDE.match(following):
        return False
    left = before(passage, match.start(), 120)
    sentence = re.split(r"[.!?](?=\s)", left)[-1]
    wished = match[0].startswith(("need", "want")) and re.search(r"\b(?:i|we)\s+$", sentence)
    if (
        (_BARRED.search(sentence) and not wished)
        or _PART.search(left[-12:])
        or _BESIDE_BEFORE.search(before(passage, start))
        or _PART.search(match[0])
    ):
        return False
    if part_before(passage, match.start()) or re.search(r"\btranslat|\bto\s+say\b", sentence + match[0]):
        return False
    if code != "en":
        return True
    # "in English and all lowercase" states the case, which is another constraint's.
    rest = re.split(r"[.!?](?=\s)|\n", following)[0]
    return not soft and not _CASED.search(sentence + match[0] + rest)


FAMILY = ResponseLanguage()
