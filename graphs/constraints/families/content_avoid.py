"""What the response leaves out, whatever the words: politics, spoilers, explanations. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints.addition import names
from stemmata.graphs.constraints.context import DONT, MODAL_NOT, RESPONSE, begins_sentence, compiled
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.judged import Judged, same_words
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import read_topic
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "content:avoid"
_INCLUDE = "content:include"
_SAY = (
    r"(?:mention|include|discuss|talk\s+about|speak\s+(?:of|about)|refer\s+to|make\s+(?:any\s+)?reference\s+to|"
    r"reveal|give\s+away|touch\s+(?:on|upon)|"
    r"bring\s+up|write\s+about|say\s+anything\s+about|contain|provide|add|offer|"
    r"go\s+into(?!\s+(?:\w+\s+){0,2}detail)|allude\s+to|disclose|output|"
    r"write(?=\s+(?:any\s+|long\s+)?(?:explanations?|comments|commentary|equations|spoilers|disclaimers|"
    r"introductions?)\b))"
)
_SAYING = (
    r"(?:mentioning|including|discussing|talking\s+about|referring\s+to|revealing|giving\s+away|"
    r"touching\s+(?:on|upon)|bringing\s+up|"
    r"writing\s+about|saying\s+anything\s+about|providing|adding|offering|"
    r"going\s+into(?!\s+(?:\w+\s+){0,2}detail)|alluding\s+to|giving|"
    r"(?:any\s+)?mentions?\s+of|"
    r"(?:any\s+)?references?\s+to|the\s+topic\s+of)"
)
_NOUNS = (
    r"(?:explanations?|explanation\s+needed|spoilers?|commentary|comments|preamble|introductions?|disclaimers?|"
    r"apologies|opinions|"
    r"chit-?chat|small\s+talk|politics|profanity|swearing|swear\s+words|violence|clich[eé]s|fluff|filler|"
    r"(?:other|extra|additional|further)\s+"
    r"(?:text|information|comments|commentary|explanations?|output|content)|personal\s+opinions?|"
    r"personal\s+information|prose|reasoning)"
)
_SKIP = r"(?:avoid|omit|exclude|leave\s+out|skip|refrain\s+from|steer\s+clear\s+of|stay\s+away\s+from)"
_PATTERNS = (
    compiled(
        rf"(?:(?P<modal>{MODAL_NOT})|{DONT}|dont)\s+(?:ever\s+|also\s+|explicitly\s+)?{_SAY}(?=\s+\w)", Form.SENTENCE
    )[0],
    compiled(rf"{_SKIP}\s+(?:{_SAYING})(?=\s+\w)", Form.SENTENCE)[0],
    compiled(
        rf"{_SKIP}(?=\s+(?!{_SAYING}\b|using\b|the\s+use\b|use\b|being\b|repeating\b|\w{{3,}}ing\s)\w)", Form.SENTENCE
    )[0],
)
_WITHOUT = compiled(rf"without\s+{_SAYING}(?=\s+\w)", Form.PHRASE)[0]
_WITHOUT_ANY = compiled(rf"(?:without|with\s+no)\s+(?:any\s+)?(?P<topic>{_NOUNS})", Form.PHRASE)[0]
_NO = compiled(
    rf"no\s+(?P<topic>{_NOUNS})(?=\s{{0,2}}(?:$|[.,;:)!?\n]|please|and\b|or\b|needed|allowed))", Form.AMOUNT
)[0]
_LED = re.compile(
    r"(?:\b(?:please|kindly|and|also|then|but|sure to|sure you|remember to|try to|you|must|should|ensure you|so|"
    r"need to|to simply|just)|[,;:–—-]|\.\.\.)\s{0,2}$"
)
_ELSEWHERE = re.compile(
    r"\b(?:i|we|he|she|they|who|that|which|people|doctors?|students|patients|players|users|does|did|why|how|"
    r"what|when|if|has|have|had|was|were)\s(?:[\w'’]+\s){0,3}$"
)
_SUBJECT = re.compile(rf"\b(?:{RESPONSE}|you|it|this)\s$")
_TOLD = re.compile(r"\bthere (?:is|are|was|were)\b|\b(?:has|had|was|were|if|have)\s$")
_ANY = re.compile(r"(?:any|a single|even)\s(?=\w)", re.IGNORECASE)


class Arguments(FamilyArguments):
    """What is left out, as written."""

    topic: str = Field(min_length=2, max_length=300)

    @field_validator("topic")
    @classmethod
    def _is_read_whole(cls, topic: str) -> str:
        if _topic(Passage.of(topic), 0) != (topic, len(topic)):
            raise ValueError("'topic' is no object that can stand after 'do not mention'")
        return topic


def _topic(passage: Passage, at: int) -> tuple[str, int] | None:
    """Return the topic at an offset, with "any" before it if it has that."""
    found = _ANY.match(passage.text, at, at + 24)
    read = read_topic(passage, found.end() if found else at)
    return (" ".join(((found[0] if found else "") + read[0]).split()), read[1]) if read else None


def _bare(topic: str) -> str:
    """Return a topic without "any" before it."""
    return _ANY.sub("", topic, count=1) if _ANY.match(topic) else topic


def _states(passage: Passage) -> Iterator[Found]:
    reached = -1
    for start, end, topic, form in sorted(_found(passage), key=lambda one: (one[0], -one[1])):
        if start >= reached:
            reached = end
            yield Found(ID, {"topic": topic}, start, end, form)


def _found(passage: Passage) -> Iterator[tuple[int, int, str, Form]]:
    for pattern in _PATTERNS:
        for match in scan(pattern, passage.lower):
            form = _form(passage, match)
            found = _topic(passage, match.end() + 1) if form else None
            if form and found:
                yield match.start(), found[1], found[0], form
    for match in scan(_WITHOUT, passage.lower):
        found = _topic(passage, match.end() + 1)
        if found is not None and not _ELSEWHERE.search(sentence_before(passage, match.start())):
            yield match.start(), found[1], found[0], Form.PHRASE
    for pattern, form in ((_WITHOUT_ANY, Form.PHRASE), (_NO, Form.AMOUNT)):
        for match in scan(pattern, passage.lower):
            topic = " ".join(passage.text[slice(*match.span("topic"))].split())
            told = _TOLD.search(sentence_before(passage, match.start()))
            if told is None and _topic(Passage.of(topic), 0) == (topic, len(topic)):
                yield *match.span(), topic, form


def _form(passage: Passage, match: re.Match[str]) -> Form | None:
    """Return the form of an order; None where it is none."""
    words = sentence_before(passage, match.start())
    if match.re.pattern == _PATTERNS[0].pattern and match["modal"]:
        return Form.MODAL if _SUBJECT.search(words) else None
    if begins_sentence(passage, match.start()):
        return Form.SENTENCE
    if match.re.pattern == _PATTERNS[0].pattern:
        return None if _ELSEWHERE.search(words) else Form.VERB
    if re.search(r"\bto (?:[\w'’-]+ ){1,6}and\s$", words):  # the purpose of another order
        return None
    return Form.VERB if _LED.search(words) and not _ELSEWHERE.search(words) else None


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    topic = kwargs["topic"]
    return {
        Form.AMOUNT: [f"no {topic}"],
        Form.VERB: [
            f"do not mention {topic}",
            f"do not include {topic}",
            f"avoid mentioning {topic}",
            f"leave out {topic}",
        ],
        Form.MODAL: [f"should not mention {topic}", f"must not include {topic}"],
        Form.PHRASE: [f"without mentioning {topic}", f"without including {topic}"],
        Form.SENTENCE: [
            f"Do not mention {topic}",
            f"Do not include {topic}",
            f"Avoid mentioning {topic}",
            f"Your response should not mention {topic}",
            f"Leave out {topic}",
        ],
    }.get(form, [])


_USUAL = ("politics", "religion", "money", "personal opinions", "spoilers", "the weather")


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    topic = kwargs["topic"]
    yield Alternative(_INCLUDE, {"topic": _bare(topic)}, "contradicting")
    options = [one for one in _USUAL if _means({"topic": one}, kwargs) is None]
    rng.shuffle(options)
    for one in options[:2]:
        yield Alternative(ID, {"topic": one}, "parallel")
    if " or " not in topic and " and " not in topic:
        joined = f"{topic} or {options[2]}"  # at most one of the usual topics was this one
        if _topic(Passage.of(joined), 0) == (joined, len(joined)):
            yield Alternative(ID, {"topic": joined}, "stronger")
    parts = _parts(topic)
    if len(parts) > 1 and _topic(Passage.of(parts[0]), 0) == (parts[0], len(parts[0])):
        yield Alternative(ID, {"topic": parts[0]}, "weaker")


def _parts(topic: str) -> list[str]:
    """Return the items of two topics joined by "or", in lower case: to leave out both is to leave out each."""
    whole = _bare(" ".join(topic.lower().split()))
    parts = [_bare(part) for part in whole.split(" or ")]
    return parts if len(parts) == 2 and "," not in whole else [whole]


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    first, second = set(_parts(kwargs["topic"])), set(_parts(other["topic"]))
    if first == second:
        return "equivalent"
    return "implies" if first > second else "implied_by" if first < second else None


def _across(kwargs: Kwargs, other: Payload) -> Meaning | None:
    same = other.id == _INCLUDE and same_words(_bare(kwargs["topic"]), str(other.kwargs.get("topic", "")))
    return "contradicts" if same else None


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if names(task, frozenset("review summary plot synopsis".split())) and re.search(
        r"\b(?:movie|film|book|novel|series|show|story|game)\b", task.text.lower()
    ):
        yield {"topic": "spoilers"}
    elif names(task, frozenset("essay article speech post report".split())):
        yield {"topic": rng.choice(["personal opinions", "politics", "statistics"])}
    elif names(task, frozenset("email letter message invitation".split())):
        yield {"topic": rng.choice(["money", "personal problems"])}


FAMILY = Judged(
    id=ID,
    summary="something that the response leaves out, in any words",
    example=Example("Do not mention politics.", {"topic": "politics"}),
    arguments=Arguments,
    cues=(
        "not ",
        "n't",
        "n’t",
        "dont",
        "never",
        "avoid",
        "omit",
        "exclude",
        "leave out",
        "skip",
        "refrain",
        "steer",
        "stay away",
        "without",
        "no ",
    ),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    across=_across,
    offers=_offers,
    shapes=("prose", "verse"),
)
