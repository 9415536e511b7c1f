"""Whether the response does without certain letters, as a lipogram does."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import MODAL, after, compiled, cores, few_blanks
from stemmata.graphs.constraints.context import MODAL_NOT as NOT
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.marks import mark_of
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.quantity import interval
from stemmata.graphs.constraints.terms import joined
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "keywords:forbidden_letters"
_FREQUENCY = "keywords:letter_frequency"

_ONE = rf"(?:[\"“'‘`][{MASK}][\"”'’`]|(?:[^\W\d_]|[@#$%^+=<>|~\\€£§°])(?![\w'’]))"
_LETTERS = (
    rf"(?:(?:letters?|characters?|symbols?|signs?)\s+)(?P<letters>{_ONE}(?:(?:\s?,\s*(?:(?:and|or|nor)\s+)?|"
    rf"\s+(?:and|or|nor)\s+|"
    rf"\s?/\s?)(?:the\s+(?:letters?|characters?|symbols?)\s+)?{_ONE}){{0,20}})"
)
_THE = r"(?:(?:the|any|a\s+single)\s+)?"
_USE = r"(?:use|include|contain|have|write|employ|utili[sz]e|type)"
_USING = r"(?:using|including|containing|writing|employing|(?:the\s+)?use\s+of)"
_WORDS = (
    r"(?:(?:any\s+)?words?\s+(?:that\s+(?:contain|have|use|include)s?|which\s+(?:contain|have)s?|"
    r"containing|with|having)\s+)?"
)
_PATTERNS = tuple(
    compiled(pattern, form)
    for pattern, form in (
        (
            rf"(?:(?P<modal>{NOT})|do\s+not|don['’]?t|"
            rf"never)\s+(?:ever\s+)?{_USE}\s+{_WORDS}{_THE}{_LETTERS}",
            Form.VERB,
        ),
        (rf"(?:(?:make|be)\s+sure\s+|try\s+|remember\s+)?not\s+to\s+{_USE}\s+{_WORDS}{_THE}{_LETTERS}", Form.VERB),
        (
            rf"(?:(?P<modal>{MODAL})\s+)?(?:(?:avoid|omit|exclude|skip|leave\s+out)(?:\s+{_USING})?|(?:refrain|"
            rf"abstain)\s+from"
            rf"\s+{_USING})\s+{_WORDS}{_THE}{_LETTERS}",
            Form.VERB,
        ),
        (rf"(?:without|avoiding|omitting)\s+(?:ever\s+)?(?:{_USING}\s+)?{_WORDS}{_THE}{_LETTERS}", Form.PHRASE),
        (rf"(?:a\s+lipogram|lipograms)\s+(?:on|in|omitting|excluding|for)\s+(?:the\s+)?{_LETTERS}", Form.AMOUNT),
        (rf"(?:free\s+(?:of|from)|with\s+no)\s+{_THE}{_LETTERS}", Form.PHRASE),
        (
            rf"the\s+{_LETTERS}\s+(?:(?:must|should|may|can)\s*(?:not|never)\s+(?:be\s+(?:used|present|"
            rf"included)|appear|occur)|"
            r"(?:is|are)\s+(?:not\s+allowed|forbidden|banned|off\s+limits)|cannot\s+(?:be\s+used|appear))",
            Form.SENTENCE,
        ),
        (rf"no\s+{_LETTERS}(?=\s?(?:$|[.,;:)!?\n]|in\b|anywhere|at\s+all|whatsoever))", Form.AMOUNT),
    )
)
# How often, at which place, in what: not every letter of the response.
_AFTER = re.compile(
    few_blanks(
        r"\s*,?\s*(?:more\s+than|less\s+than|at\s+(?:the|least|most)|twice|once|\d|in\s+(?:the|your)\s+(?:title|"
        r"first|last|name|heading|"
        r"subject)|in\s+(?:a\s+row|names|titles|words)|as\s+|to\s+|except|unless|if\b|when\b|grade|"
        r"from\s+the\s+(?:word|title|following|text|"
        r"sentence|given|string)|followed|before\b|after\b)"
    )
)
_BEFORE = re.compile(
    r"(?:^\s*(?:which|what|who)\b[^.;\n]{0,60}|\b(?:(?:people|someone|person|man|who|they|he|she)\b[^.;\n]{0,60}|(?:why|how|when|whether|which|what|"
    r"names?|titles?|lines?|word|"
    r"words|city|cities|countr(?:y|ies)|animals?|states?)(?:\s(?:to|you|that|do|can|is|are|of)){0,2}\s))$"
)
_EACH = re.compile(rf"(?<!\w){_ONE}")


def _letter(value: str) -> str:
    if value.isspace() or value == MASK or mark_of(value) or len(value.lower()) != 1 or not value.isprintable():
        raise ValueError("a letter is a printable character, and no punctuation mark")
    return value.lower()


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


class Arguments(FamilyArguments):
    """The letters, small, or signs that are no punctuation marks."""

    letters: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=1), AfterValidator(_letter)]],
        Field(min_length=1, max_length=30),
        AfterValidator(_distinct),
    ]


class KeywordsForbiddenLetters:
    """The response has none of some letters, neither as capitals nor as small letters."""

    id = ID
    hard = True
    summary = "letters that the response must not have"
    example = Example('Write without using the letter "e".', {"letters": ["e"]})
    arguments = Arguments
    cues = ("letter", "character", "symbol", "sign")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to do without letters."""
        for core in cores(passage, _PATTERNS, _binds_all):
            start, end = core.match.span("letters")
            said = [passage.text[slice(*one.span())] for one in _EACH.finditer(passage.lower, start, end)]
            letters = [one[1] if len(one) == 3 else one for one in said]
            try:
                given = Arguments(letters=letters)
            except ValueError:
                continue
            yield Found(ID, {"letters": given.letters}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        letters = kwargs["letters"]
        noun = "letter" if all(one.isalpha() for one in letters) else "character"
        said = f"the {noun}{'s' if len(letters) > 1 else ''} " + joined([f'"{one}"' for one in letters], "or")
        return {
            Form.SENTENCE: [
                f"Do not use {said}",
                f"Avoid using {said}",
                f"Write your entire response without {said}",
                f"Your response must not contain {said}",
                f"Refrain from using {said}",
            ],
            Form.MODAL: [f"must not contain {said}", f"should not use {said}"],
            Form.VERB: [f"avoid {said}", f"do not use {said}", f"refrain from using {said}"],
            Form.AMOUNT: [f"no {said.removeprefix('the ')}"],
            Form.PHRASE: [f"without using {said}", f"without {said}", f"avoiding {said}"],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield letters demanded, other letters, one less and one more."""
        letters = list(kwargs["letters"])
        other = rng.choice([one for one in "bgjkpqvwxyz" if one not in letters] or ["§"])
        if other not in letters:
            yield Alternative(ID, {"letters": [other]}, "parallel")
        if len(letters) < 30 and other not in letters:
            yield Alternative(ID, {"letters": [*letters, other]}, "stronger")
        if len(letters) > 1:
            out = rng.choice(letters)
            yield Alternative(ID, {"letters": [one for one in letters if one != out]}, "weaker")
        if letters[0].isascii() and letters[0].isalpha():
            demanded = {"letter": letters[0], "let_relation": "at least", "let_frequency": rng.choice((1, 3, 5))}
            yield Alternative(_FREQUENCY, demanded, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of two sets of letters, or what they mean for how often a letter must occur."""
        ours = set(kwargs["letters"])
        if other.id == ID:
            theirs = set(other.kwargs["letters"])
            if ours == theirs:
                return "equivalent"
            return "implies" if theirs < ours else "implied_by" if ours < theirs else "independent"
        if other.id == _FREQUENCY:
            return _beside_count(ours, other)
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the letters that are not there."""
        return Footprint(lacks_anyhow=frozenset(kwargs["letters"]), exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether none of the letters is there; the span is the first that is."""
        letters = kwargs["letters"]
        found = list(re.finditer(f"[{re.escape(''.join(letters))}]", response, re.IGNORECASE))
        if not found:
            return Check(True, f"no {joined(letters, 'or')}")
        return Check(
            False, f"{len(found)} time{'s' if len(found) > 1 else ''} {joined(letters, 'or')}", found[0].span()
        )

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: a letter cannot be taken out of words so that they read well."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield rare letters for short free texts, or letters that a known response does without."""
        if task.shape not in ("prose", "verse", "sentence") or not task.english or addition.is_markup(task):
            return
        if not (task.shape == "verse" or addition.names(task, addition.CASUAL)):
            return
        letters = list("zqxjkv")
        rng.shuffle(letters)
        if task.response is not None:
            letters = [one for one in "etaoinshrdlcumwfgypbvkjxqz" if one not in task.response.lower()]
            letters = letters[:1] if len(task.response) > 60 else []
        for letter in letters[:1]:
            if addition.has_room(task, Payload(ID, {"letters": [letter]})):
                yield {"letters": [letter]}


def _beside_count(ours: set[str], other: Payload) -> Meaning | None:
    letter = str(other.kwargs.get("letter", "")).lower()
    relation, count = other.kwargs.get("let_relation"), other.kwargs.get("let_frequency")
    if letter not in ours:
        return "independent"
    if not isinstance(relation, str) or not isinstance(count, int):
        return None
    try:
        bounds = interval(relation, count, other.kwargs.get("upper"))
    except KeyError:
        return None
    if not bounds.holds(0):
        return "contradicts"
    return "equivalent" if bounds.high == 0 and len(ours) == 1 else "implies"


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    left = passage.lower[max(0, match.start() - 90) : match.start()].rpartition("\n")[2]
    left = re.split(r"[.!?;]\s", left)[-1]
    return not (_AFTER.match(after(passage, match.end())) or _BEFORE.search(left))


FAMILY = KeywordsForbiddenLetters()
