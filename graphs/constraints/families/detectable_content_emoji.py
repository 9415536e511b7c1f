"""How many emoji the response has."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Self

from pydantic import Field, model_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import after, compiled, cores, prohibitions
from stemmata.graphs.constraints.emoji import emoji_spans
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Counted,
    amount_pattern,
    amounts,
    changed_amounts,
    find_amounts,
    interval_of,
    judged,
)
from stemmata.graphs.constraints.scope import of_a_part
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_content:emoji"
_KEY, _ONE, _MANY = "num_emoji", "emoji", "emojis"
_NONE: dict[str, Any] = {"relation": "equal to", _KEY: 0}
_NOUN = (
    r"(?:(?:relevant|different|fitting|appropriate|suitable|unique|fun|cute|happy|smiling)\s)?(?:emojis?|"
    r"emoticons?)(?!\w)"
)
_AMOUNT = amount_pattern(_NOUN)
_PATTERNS = (
    *prohibitions(r"(?:emojis?|emoticons?)"),
    compiled(r"(?:leave\s+out|omit|drop|exclude|avoid|remove)\s+all\s+(?:the\s+)?emojis?", Form.VERB),
    compiled(r"emoji-(?:free|less)(?=\s+[a-z]|$)", Form.ADJECTIVE),
)
_SOME = compiled(
    r"(?:(?P<modal>(?:should|must|has\s+to|needs\s+to))\s+)?(?:use|include|add|contain|have|incorporate|insert|"
    r"put\s+in)\s+(?:some|a\s+few|"
    r"relevant|appropriate|fitting|suitable|fun|lots\s+of|plenty\s+of|several|many|cute)?\s*(?:relevant\s+|"
    r"fun\s+)?emojis",
    Form.VERB,
)
_LEADS = re.compile(
    r"(?:^|[\n.:;!?,(]\s?|\b(?:use|uses|using|include|includes|including|add|adding|contain|contains|containing|"
    r"have|has|having|insert|put|with|and|"
    r"incorporate|need|want|be|of|employ|featuring|feature|or|but|only)\s)$"
)
_AFTER = re.compile(
    r"\s*(?:are\b|were\b|is\b|below|above|to\s+(?:describe|represent|tell)|that\s+(?:describe|represent)|"
    r"for\s+(?:each|every)|in\s+(?:each|every|the\s+"
    r"(?:title|subject|first|last|following|text|given))|per\b|each\b|except|unless|if\b|when\b|from\b|as\s|at\s+the)"
)
_BEFORE = re.compile(
    r"(?:^|[.!?]\s)\s?(?:does|did)\b[^.!?\n]{0,60}$|"
    r"\b(?:when|why|whether|how|which|what|each|every|assign|convert|translate|guess|"
    r"described?)\b[^.!?\n]{0,50}$|\b(?:the|these|those|following)\s$"
)
_LIVELY = frozenset(
    "tweet post caption message sms text story ad advertisement slogan newsletter chat comment note greeting".split()
)


class Arguments(Counted):
    """How many emoji; none is "equal to" 0."""

    num_emoji: int = Field(ge=0, le=1000)

    @model_validator(mode="after")
    def _none_is_said_in_one_way(self) -> Self:
        if self.num_emoji == 0 and self.relation != "equal to":
            raise ValueError("'num_emoji' 0 goes with the relation 'equal to'")
        return self


class NumberEmoji:
    """The response has at least, at most, exactly, … n emoji, or none; what is shown as one picture counts once."""

    id = ID
    hard = True
    summary = "the number of emoji, as a bound, an exact number or a range; 0 for none"
    example = Example("Include at least 2 emojis.", {"relation": "at least", "num_emoji": 2})
    arguments = Arguments
    cues = ("emoji", "emoticon")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the emoji of the whole response, and each order to use none, or some."""
        reached = -1
        for core in cores(passage, _PATTERNS, _binds_all):
            reached = core.end
            yield Found(ID, dict(_NONE), core.start, core.end, core.form)
        for match, amount, _ in find_amounts(passage, _AMOUNT):
            if match.start() < reached or amount.value == 0 or of_a_part(passage, *match.span()):
                continue
            said = any(match[name] for name in ("ge", "le", "lt", "gt", "eq", "suffix", "tail", "plus"))
            left = passage.lower[max(0, match.start() - 60) : match.start()]
            if not _binds_all(passage, match) or not (said or _LEADS.search(left)):
                continue
            kwargs: dict[str, Any] = {"relation": amount.relation, _KEY: amount.value}
            yield Found(ID, kwargs | ({"upper": amount.upper} if amount.upper else {}), *match.span(), Form.AMOUNT)
        for core in cores(passage, (_SOME,), _binds_all):
            begins = passage.text[core.start : core.start + 1].isupper()
            if not re.search(
                r"(?:\bnot|n['’]t|\bnever|\bor|\bto)\s$", passage.lower[max(0, core.start - 8) : core.start]
            ):
                form = core.form if core.form is Form.MODAL else Form.SENTENCE if begins else Form.VERB
                yield Found(ID, {"relation": "at least", _KEY: 1}, core.start, core.end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound."""
        if kwargs[_KEY] == 0:
            return list(_WITHOUT.get(form, ()))
        said = amounts(kwargs, _KEY, _ONE, _MANY)
        leads = {
            Form.SENTENCE: ("Include {}", "Use {}", "Your response must contain {}", "Make sure to add {}"),
            Form.MODAL: ("must contain {}", "should use {}"),
            Form.VERB: ("include {}", "use {}", "add {}"),
            Form.PHRASE: ("with {}", "using {}"),
            Form.AMOUNT: ("{}",),
        }.get(form, ())
        return [lead.format(words) for words in said[: 2 if form is Form.SENTENCE else None] for lead in leads]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other bounds, and none or some."""
        if kwargs[_KEY] == 0:
            yield Alternative(ID, {"relation": "at least", _KEY: rng.choice((1, 2, 3))}, "contradicting")
            yield Alternative(ID, {"relation": "at most", _KEY: rng.choice((1, 2))}, "weaker")
            return
        if interval_of(kwargs, _KEY).low > 0:
            yield Alternative(ID, dict(_NONE), "contradicting")
        elif interval_of(kwargs, _KEY).high != 0:
            yield Alternative(ID, dict(_NONE), "stronger")
        for changed, relation in changed_amounts(kwargs, _KEY, rng):
            yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return interval_of(kwargs, _KEY).meaning(interval_of(other.kwargs, _KEY)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return that each emoji is a character at least."""
        return Footprint(counts={"characters": Interval(interval_of(kwargs, _KEY).low, None)})

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of emoji keeps the bound; the span is the first one too many."""
        spans, high = emoji_spans(response), interval_of(kwargs, _KEY).high
        if kwargs[_KEY] == 0:
            return Check(not spans, f"{len(spans) or 'no'} emoji; asked for none", spans[0] if spans else None)
        passed, detail = judged(len(spans), kwargs, _KEY, _ONE, _MANY)
        return Check(passed, detail, None if passed or high is None or len(spans) <= high else spans[high])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Take out the last emoji, with the blank before them, where there are too many; None for too few."""
        high, spans = interval_of(kwargs, _KEY).high, emoji_spans(response)
        if high is None or len(spans) <= high:
            return None
        pieces, reached = [], 0
        for start, end in spans[high:]:
            blank = (
                start > reached
                and response[start - 1] == " "
                and response[end : end + 1] in ("", " ", "\n", ".", "!", "?", ",")
            )
            pieces.append(response[reached : start - blank])
            reached = end
        text = "".join([*pieces, response[reached:]])
        if not any(c.isalnum() for c in text):
            return None
        return Repair(text, len(response) - len(text), False, f"{len(spans) - high} emoji taken out")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield some for lively texts and none for others, near what a known response has."""
        if task.shape not in ("prose", "sentence", "verse", "list") or addition.is_markup(task):
            return
        if any(known.id == ID for known in task.constraints):
            return
        lively = addition.names(task, _LIVELY)
        if task.response is not None:
            count = len(emoji_spans(task.response))
            if count:
                yield {"relation": "at least", _KEY: max(1, count - 1)}
                yield {"relation": "at most", _KEY: count}
            elif lively:
                yield dict(_NONE)
            return
        if lively:
            yield {"relation": "at least", _KEY: rng.choice((1, 2, 3))}
            yield dict(_NONE)


_WITHOUT: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Do not use any emojis",
        "Avoid emojis",
        "Write your entire response without emojis",
        "Your response must not contain any emojis",
    ),
    Form.MODAL: ("must not contain any emojis", "should not use emojis"),
    Form.VERB: ("use no emojis", "avoid using emojis", "do not use any emojis"),
    Form.AMOUNT: ("no emojis", "zero emojis"),
    Form.PHRASE: ("without any emojis", "without emojis", "with no emojis"),
    Form.ADJECTIVE: ("emoji-free",),
}


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    left = passage.lower[max(0, match.start() - 70) : match.start()].rpartition("\n")[2]
    return not (_AFTER.match(after(passage, match.end())) or _BEFORE.search(left))


FAMILY = NumberEmoji()
