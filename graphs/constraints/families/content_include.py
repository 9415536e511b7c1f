"""What the response mentions, in words of its own: a price, a joke, a call to action. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints.addition import names
from stemmata.graphs.constraints.context import MODAL, RESPONSE, SURE, begins_sentence, compiled
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.judged import Judged, same_words
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import negated, read_topic
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "content:include"
_AVOID = "content:avoid"
_VERB = (
    r"(?:mention|include|incorporate|touch\s+(?:on|upon)|cover(?!\s+(?:letters?|page|image|story|art)\b)|refer\s+to)"
)
_HOW = r"(?:(?:also|always|please|briefly|explicitly|at\s+least|clearly)\s+)?"
_IT = rf"(?:(?:the|your|this)\s+(?:[\w-]+\s+){{0,2}}?{RESPONSE}|it)"
_ORDER = compiled(rf"(?:(?P<modal>{MODAL})\s+)?{_HOW}(?P<verb>{_VERB})(?=\s+\w)", Form.SENTENCE)[0]
_ENSURE = compiled(
    rf"{SURE}\s+(?:that\s+)?{_IT}\s+(?:also\s+|clearly\s+)?(?:includes?|mentions?|covers?|incorporates?|"
    rf"refers\s+to)(?=\s+\w)",
    Form.SENTENCE,
)[0]
_SURELY = compiled(
    rf"(?:(?:make\s+sure|be\s+sure|remember)\s+(?:to|you)(?:\s+also)?|(?:do\s+not|don['’]?t)\s+forget\s+to)\s+"
    rf"(?:{_VERB}|discuss|highlight|add|address)(?=\s+\w)",
    Form.SENTENCE,
)[0]
_PART = compiled(
    r"(?:including|(?:that|which)\s+(?:also\s+)?(?:includes|mentions|incorporates|"
    r"covers))(?=\s+\w)",
    Form.PHRASE,
)[0]
# What may stand between the beginning of a sentence and an order.
_LED = re.compile(
    r"(?:\b(?:please|kindly|and|also|then|but|to|sure you|ensure you|ensure that you|you|can you|could you|"
    r"additionally|furthermore|moreover|finally|lastly|response)|[,;:–—-]|\.\.\.)\s{0,2}$"
)
_TO = re.compile(
    r"\b(?:sure|remember|forget|need|want|like|try|have|required|important|essential|instructed|asked|crucial|"
    r"necessary)\s+(?:you\s+)?to\s$"
)
_SUBJECT = re.compile(rf"(?:\b{_IT}|\byou|\bit|\bthis|\b{RESPONSE})\s$")
_TASK = re.compile(
    r"\b(?:write|create|compose|draft|generate|make|give|provide|explain|describe|summari[sz]e|tell|design|"
    r"develop|outline|"
    r"produce|prepare|craft|rewrite|present|discuss|build|plan|list|need|want|would like|elaborate|share|offer|"
    r"deliver|construct)\b"
)
_ASKED = re.compile(r"^\s{0,3}(?:what|why|how|which|who|when|where|does|do|did|is|are|if)\b")


class Arguments(FamilyArguments):
    """What is mentioned, as written."""

    topic: str = Field(min_length=2, max_length=300)

    @field_validator("topic")
    @classmethod
    def _is_read_whole(cls, topic: str) -> str:
        if read_topic(Passage.of(topic), 0) != (topic, len(topic)):
            raise ValueError("'topic' is no object that can stand after 'mention'")
        return topic


def _states(passage: Passage) -> Iterator[Found]:
    reached = -1
    for start, at, form in sorted(_orders(passage), key=lambda one: (one[0], -one[1])):
        if start < reached or negated(passage, start):
            continue
        found = read_topic(passage, at)
        if found is not None:
            reached = found[1]
            yield Found(ID, {"topic": found[0]}, start, reached, form)


def _orders(passage: Passage) -> Iterator[tuple[int, int, Form]]:
    for pattern in (_ENSURE, _SURELY):
        for match in scan(pattern, passage.lower):
            if re.search(r"\bto\s$", sentence_before(passage, match.start())):  # the purpose of another order
                continue
            form = Form.SENTENCE if begins_sentence(passage, match.start()) else Form.VERB
            yield match.start(), match.end() + 1, form
    for match in scan(_ORDER, passage.lower):
        words = sentence_before(passage, match.start())
        if match["modal"]:
            if _SUBJECT.search(words) and not _ASKED.match(words):
                yield match.start(), match.end() + 1, Form.MODAL
        elif begins_sentence(passage, match.start()):
            yield match.start(), match.end() + 1, Form.SENTENCE
        elif _LED.search(words) and not _ASKED.match(words) and (not words.endswith("to ") or _TO.search(words)):
            yield match.start("verb"), match.end() + 1, Form.VERB
    for match in scan(_PART, passage.lower):
        words = sentence_before(passage, match.start())
        if _TASK.search(words) and not _ASKED.match(words):
            yield match.start(), match.end() + 1, Form.PHRASE


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    topic = kwargs["topic"]
    return {
        Form.VERB: [f"{verb} {topic}" for verb in ("mention", "include", "make sure to mention", "cover")],
        Form.MODAL: [f"should mention {topic}", f"must include {topic}"],
        Form.PHRASE: [f"including {topic}"],
        Form.SENTENCE: [
            f"Mention {topic}",
            f"Include {topic}",
            f"Your response should mention {topic}",
            f"Make sure to mention {topic}",
            f"Be sure to cover {topic}",
        ],
    }.get(form, [])


_USUAL = ("a personal anecdote", "a call to action", "a joke", "a warning", "the cost", "a surprising fact")


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    topic = kwargs["topic"]
    yield Alternative(_AVOID, {"topic": topic}, "contradicting")
    options = [one for one in _USUAL if _means({"topic": one}, kwargs) is None]
    rng.shuffle(options)
    for one in options[:2]:
        yield Alternative(ID, {"topic": one}, "parallel")
    for one in options[2:3]:
        joined = f"{topic} and {one}"
        if _means({"topic": joined}, kwargs) == "implies" and read_topic(Passage.of(joined), 0) == (
            joined,
            len(joined),
        ):
            yield Alternative(ID, {"topic": joined}, "stronger")
    parts = _parts(topic)
    if len(parts) > 1 and _means({"topic": parts[0]}, kwargs) == "implied_by":
        yield Alternative(ID, {"topic": parts[0]}, "weaker")


def _parts(topic: str) -> list[str]:
    """Return the items of a list of which each has an article, in lower case."""
    return re.split(r"(?:, | and |, and )(?=(?:a|an|the)\s)", " ".join(topic.lower().split()))


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    first, second = set(_parts(kwargs["topic"])), set(_parts(other["topic"]))
    if first == second:
        return "equivalent"
    return "implies" if first > second else "implied_by" if first < second else None


def _across(kwargs: Kwargs, other: Payload) -> Meaning | None:
    same = other.id == _AVOID and same_words(
        kwargs["topic"], re.sub(r"^(?:any|a single|even) ", "", str(other.kwargs.get("topic", "")))
    )
    return "contradicts" if same else None


_FITTING = (
    ("ad advertisement pitch flyer post tweet caption newsletter campaign", ("a call to action", "the price")),
    ("email letter invitation message memo", ("a deadline for the reply", "contact details", "warm regards")),
    ("story tale fable plot script scene novel", ("a surprising twist", "a moral dilemma", "a childhood memory")),
    ("essay article report speech analysis", ("a counterargument", "a personal anecdote", "a historical comparison")),
    ("recipe", ("cooking times", "a vegetarian alternative")),
    ("itinerary plan guide tutorial", ("estimated costs", "common mistakes", "safety advice")),
    ("review summary", ("the main drawback", "a recommendation")),
)


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    for nouns, topics in _FITTING:
        if names(task, frozenset(nouns.split())):
            spoken = task.text.lower()
            yield from ({"topic": one} for one in rng.sample(topics, 2) if one.split()[-1] not in spoken)
            return


FAMILY = Judged(
    id=ID,
    summary="something that the response mentions, in any words",
    example=Example("Mention the price.", {"topic": "the price"}),
    arguments=Arguments,
    cues=(
        "mention",
        "includ",
        "incorporat",
        "touch",
        "cover",
        "refer",
        "discuss",
        "highlight",
        "add",
        "sure",
        "remember",
        "forget",
    ),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    across=_across,
    offers=_offers,
    shapes=("prose", "verse"),
)
