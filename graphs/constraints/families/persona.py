"""In whose voice the response is written: a pirate's, a detective's. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints.addition import names
from stemmata.graphs.constraints.context import few_blanks
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.judged import Judged, same_words
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import negated, read_object
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.schemas.vocabulary import Meaning

ID = "style:persona"
_YOU = r"(?:you|u)\s*(?:are|['’‘]?re|were|r)|your?e|ur"
_VIEW = r"(?:perspective|point\s+of\s+view|viewpoint|standpoint|pov|eyes|vantage\s+point)"
_SPEAK = r"(?:respond|reply|answer|speak|talk|write|narrate|explain|describe|tell|say|act|sound|do)"
_OF = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:(?:as\s+if|as\s+though|like|(?:pretend|imagine|assume)(?:\s+that)?|pretending|"
        rf"imagining)\s+(?:{_YOU})"
        rf"(?:\s+(?:like|also|actually|really|now))?"
        rf"|(?P<view>from|through|simulate|adopt|take(?:\s+on)?|assume)\s+(?:the|a)\s+{_VIEW}\s+of"
        r"|(?:embody|embodying|adopt|adopting|assume|assuming|take\s+on|channel|channeling|channelling|simulate|"
        r"in)\s+the\s+"
        r"(?:persona|role|character|voice|words|mind)\s+of"
        r"|(?:act|behave|roleplay|role-play|pose)\s+(?:as|like))\s+(?=\w)"
    )
)
_THEIRS = re.compile(
    few_blanks(rf"(?<![\w-])from\s+(?P<who>(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}?[\w-]+)['’]s?\s+{_VIEW}(?![\w-])")
)
_WOULD = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:{_SPEAK})\s+(?:(?:to\s+)?(?:[\w'’-]+\s+){{0,6}}?)(?:as|like|the\s+way|just\s+as|how)\s+"
        r"(?P<who>(?:an?\s|the\s)?(?:[\w'’.-]+\s+){0,4}?[\w'’.-]+)\s+(?:would|might)(?:\s+(?:do|have|"
        r"say)(?:\s+it)?)?(?![\w-])"
    )
)
_LIKE = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:(?:{_SPEAK})\s+(?:(?:to\s+)?(?:me|this|it|that|everything|the\s+(?:question|answer)|"
        rf"your\s+(?:answer|"
        r"response))\s+)?(?:as|like)|(?:in|use|using|adopt|imitate|mimic|copy)\s+the\s+(?:\w+\s+)?(?:style|"
        r"manner|voice)\s+of)\s+(?=(?:an?|the)\s)"
    )
)
_PERSON = re.compile(
    r"\b(?:\w{2,}(?:er|or|ist|ian|man|men|woman|eer|ess|ant|ee|aut|mate|smith)|pirate|king|queen|child|kid|boy|"
    r"girl|dad|"
    r"mom|mum|mother|grandma|grandpa|granny|president|prince|robot|ai|alien|ghost|witch|wizard|cat|dog|tree|"
    r"vampire|zombie|guide|nurse|coach|"
    r"expert|chef|bard|knight|monk|nun|priest|sage|guru|hero|villain|spy|judge|student|scholar|patient|client|agent|"
    r"resident|cowboy|gangster|surfer|scientist|critic|comic|mechanic|friend|host|dj|ceo|poet|pilot|samurai|viking|"
    r"dwarf|elf|dragon|clerk|thief|noble|peasant|person|human|someone|citizen|veteran|native|snob|hipster|soldier)s?$"
)
_NO_PERSON = re.compile(
    r"\b(?:letter|paper|poster|newsletter|chapter|order|number|matter|manner|answer|flier|flyer|banner|folder|prayer|"
    r"error|factor|color|colour|metaphor|humor|document|statement|argument|restaurant|thriller|offer|header|register|"
    r"weather|water|winter|summer|computer|chapter|later|whether|ever|other|another|over|under|after|filler|trailer|"
    r"semester|quarter|disaster|driver's|helper|parameter|integer|float|tree diagram|numbers?|or|hour|year|"
    r"career|cover|"
    r"committee|coffee|degree|mirror|tutor\w*ial|floor|horror|director's|world|majority|reminder|teaser|starter|"
    r"power|tutor's)$"
)
_STOP = re.compile(
    r"(?:hired|studying|named|called|or something|who|whom|whose|that|which|explaining|advising|giving|teaching|"
    r"writing|describing|speaking|talking|trying|"
    r"providing|explains?|speak\w*|telling|guiding|crafting|addressing|painting|specializing|specialising|when|"
    r"as|addressed|"
    r"channell?ing|targeting|delivering|responding|answering|doing|having|going|looking|preparing|summarizing|on|to|"
    r"conducting|with|making|showcasing|discussing|reviewing|living|seated|working|has|have|had|is|are|was|were|"
    r"how|what|why|do|does|and)(?!\w)"
)
# An attribute is no persona: "imagine you are in Greece", "as if you were five".
_PART = r"(?:(?:Dr|Mr|Mrs|St)\.|[A-Z][\w'’-]{1,30})"
_NAME = re.compile(rf"(?:[A-Z]\. ?){{0,3}}{_PART}(?: (?:(?:the|of|de|da|di|del|el|du|van|von|la) )?{_PART}){{0,4}}")
_NO_NAMES = frozenset({"In", "The", "An", "It", "If", "At", "On", "I'm"})
_DETERMINED = re.compile(r"(?:an?|the|my|your)\s\w", re.IGNORECASE)


class Arguments(FamilyArguments):
    """Who speaks, as written ("a pirate", "Sherlock Holmes")."""

    persona: str = Field(min_length=1, max_length=160)

    @field_validator("persona")
    @classmethod
    def _is_named(cls, persona: str) -> str:
        if _speaker(Passage.of(persona), 0) != (persona, len(persona)):
            raise ValueError("'persona' names no one, or more than someone")
        return persona


def _speaker(passage: Passage, at: int, *, person: bool = False) -> tuple[str, int] | None:
    """Return who is named at an offset, and where the name ends; None where no one is."""
    if not _DETERMINED.match(passage.text[at : at + 12]):
        name = _NAME.match(passage.text, at)
        if person or name is None or name[0].split()[0] in _NO_NAMES:
            return None
        return " ".join(name[0].split()), name.end()
    found = read_object(passage, at, lists=False, stop=_STOP, most=12)
    if found is None:
        return None
    who, end = found
    last = re.split(r"\s(?:of|in|from|at|for)\s", who, maxsplit=1)[0]
    said = last.lower()
    if _NO_PERSON.search(said) or (person and not _PERSON.search(said)):
        return None
    return None if re.match(r"(?:a|the) (?:bit|little|following|given|above|one)\b", said) else (who, end)


def _states(passage: Passage) -> Iterator[Found]:
    reached = -1
    for start, end, who in sorted(_found(passage), key=lambda one: (one[0], -one[1])):
        if start >= reached:
            reached = end
            yield Found(ID, {"persona": who}, start, end, Form.VALUE)


def _found(passage: Passage) -> Iterator[tuple[int, int, str]]:
    for match in scan(_OF, passage.lower):
        found = _speaker(passage, match.end())
        if found is not None and _allowed(passage, match.start()):
            yield match.end(), found[1], found[0]
    for match in scan(_LIKE, passage.lower):
        found = _speaker(passage, match.end(), person=True)
        if found is not None and _allowed(passage, match.start()):
            yield match.end(), found[1], found[0]
    for pattern in (_THEIRS, _WOULD):
        for match in scan(pattern, passage.lower):
            who = passage.text[slice(*match.span("who"))]
            found = _speaker(Passage.of(who), 0)
            if found is not None and found[1] == len(who) and _allowed(passage, match.start()):
                yield *match.span("who"), found[0]


_ELSE = re.compile(
    r"\b(?:he|she|they|we|i|who|people|always|to|does|did|feels?|felt|looks?|seems?|sounds?|"
    r"treat\w*)\s(?:[\w'’]+\s){0,2}$"
)


def _allowed(passage: Passage, start: int) -> bool:
    words = sentence_before(passage, start)
    if negated(passage, start):
        return False
    said = _ELSE.search(words)
    return (
        said is None or re.search(r"\b(?:want|need|like|have|would|you|try|sure)\b[^.]{0,12}\bto\s$", words) is not None
    )


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    who = kwargs["persona"]
    return {
        Form.VALUE: [who],
        Form.PHRASE: [f"as {who} would", f"as if you were {who}", f"from the perspective of {who}"],
        Form.VERB: [f"adopt the persona of {who}", f"respond as if you were {who}"],
        Form.SENTENCE: [
            f"Respond as if you were {who}",
            f"Your response should be from the perspective of {who}",
            f"Answer in the voice of {who}",
            f"Adopt the persona of {who}",
            f"Pretend that you are {who}",
        ],
    }.get(form, [])


_USUAL = ("a pirate", "a sports commentator", "a time traveler", "a medieval knight", "a detective", "a weary teacher")


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    for one in rng.sample(_USUAL, 4):
        if not same_words(one, kwargs["persona"]):
            yield Alternative(ID, {"persona": one}, "parallel")


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    return "equivalent" if same_words(kwargs["persona"], other["persona"]) else None


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    told = task.action in ("explain", "describe", "tell", "discuss", "narrate", "recommend") or task.shape == "verse"
    if told or names(task, frozenset({"story", "post", "blog", "review", "speech", "diary", "rant", "poem", "guide"})):
        yield from ({"persona": one} for one in rng.sample(_USUAL[:3], 2))


FAMILY = Judged(
    id=ID,
    summary="the voice of someone in which the response is written, as a judge hears it",
    example=Example("Respond as if you were a pirate.", {"persona": "a pirate"}),
    arguments=Arguments,
    cues=(
        "as if",
        "as though",
        "like ",
        "pretend",
        "imagin",
        "assum",
        "from ",
        "persona",
        "role",
        "perspective",
        "voice",
        "act as",
        "would",
        "might",
        " of ",
        "behav",
        "pos",
        "as a",
    ),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose", "sentence", "verse"),
)
