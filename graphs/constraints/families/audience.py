"""For whom the response is written: children, beginners, experts. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints.addition import names
from stemmata.graphs.constraints.context import RESPONSE, compiled, few_blanks
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.judged import Judged, same_words
from stemmata.graphs.constraints.numerals import NUMBER, number
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import negated
from stemmata.graphs.constraints.readers import PLAIN, opposed, read_readers
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.schemas.vocabulary import Meaning

ID = "style:audience"
_TELL = (
    r"(?:explain|define|describe|rewrite|simplify|summari[sz]e|paraphrase|rephrase|reword|write|compose|draft|create|"
    r"generate|design|develop|put together|explanation|explained|written|adapt|break (?:it|this|that) down)"
)
_LINK = (
    r"(?:aimed at|targeted (?:at|to|towards?|for)|targeting|tailored (?:to|for|towards?)|tailor (?:it|this|"
    r"your response) "
    r"(?:to|for)|geared (?:to|towards?|for)|intended for|meant for|suitable for|appropriate for|accessible (?:to|for)|"
    r"understandable (?:to|for|by)|comprehensible (?:to|for)|designed for|suited (?:to|for)|addressed to|"
    r"directed at|written for|easy (?:enough )?for|clear (?:enough )?(?:to|for)|in a way that(?: (?:is|it is|"
    r"it['’]s|makes it) (?:easy|"
    r"simple|understandable|suitable) for)?|so(?: that)?|as if (?:you (?:are|were) )?(?:addressing|speaking to|"
    r"talking to|explaining (?:it |this )?to|teaching)|for (?=an audience|a (?:\w+ )?audience|readers|"
    r"a reader|someone))"
)
_OPENED = re.compile(few_blanks(rf"(?<![\w-])(?P<link>{_LINK})\s+(?=\w)"))
_UNDERSTAND = re.compile(
    r"\s(?:can|could|would|will|may)\s(?:easily\s|also\s)?(?:understand|follow|grasp|get)\b|"
    r"\sto\s(?:easily\s)?(?:understand|grasp|follow|read|learn|digest|enjoy|use)\b"
)
_BARE = re.compile(rf"(?<![\w-])(?P<link>for|to)\s(?P<who>{PLAIN})(?![\w'’-])")
_AS_IF = compiled(
    r"(?P<core>(?:like|as\s+if|as\s+though)\s+(?:i\s*(?:['’]m|am|was|were)|im|to|i\s+were)\s+(?:only\s+|just\s+)?"
    rf"(?:(?P<age>{NUMBER})(?:[- ]years?[- ]olds?)?|(?P<who>{PLAIN}))|(?P<eli>eli5))",
    Form.PHRASE,
)[0]
_NAMED = re.compile(
    few_blanks(
        rf"(?:^|[.!?;\n]\s{{0,3}}|\band\s)(?:(?:the|your|my|our)\s+)?(?:target\s+|"
        rf"intended\s+)?(?:audience|readers?|readership)\s*(?:of\s+(?:the|"
        rf"this|your)\s+{RESPONSE}\s*)?(?:(?:is|are|will\s+be|should\s+be)(?!\s+(?:passionate|not))|:)\s+(?=\w)"
    )
)
_WHY = re.compile(r"\b(?:how|why|what|when|where|that|which|whether)\b")
_WONDER = re.compile(r"\s{0,3}(?:is|are|was|does|do|did|has|have|which|what|who)\b")
_NOT_TEXT = re.compile(
    r"\b(?:toys?|gifts?|presents?|games?|activit\w+|ideas?|tips|clothes|names|books|movies|apps?|websites?|"
    r"programs?|function|recommend\w*|suggest\w*|list)\b"
)


class Arguments(FamilyArguments):
    """The readers, as written ("a five-year-old", "beginners")."""

    audience: str = Field(min_length=1, max_length=200)

    @field_validator("audience")
    @classmethod
    def _is_named(cls, audience: str) -> str:
        if read_readers(Passage.of(audience), 0) != (audience, len(audience)):
            raise ValueError("'audience' names no readers, or more than they are")
        return audience


def _states(passage: Passage) -> Iterator[Found]:
    reached = -1
    for start, end, audience, form in sorted(_found(passage), key=lambda one: (one[0], -one[1])):
        if start >= reached and not negated(passage, start):
            reached = end
            yield Found(ID, {"audience": audience}, start, end, form)


def _found(passage: Passage) -> Iterator[tuple[int, int, str, Form]]:
    for match in scan(_AS_IF, passage.lower):
        years = "five" if match["eli"] else match["age"]
        who = _aged(number(years)) if years else passage.text[slice(*match.span("who"))]
        if read_readers(Passage.of(who), 0) == (who, len(who)):
            yield *match.span("core"), who, Form.PHRASE
    for match in scan(_OPENED, passage.lower):
        found = read_readers(passage, match.end())
        if found is None:
            continue
        understood = _UNDERSTAND.match(passage.lower, found[1]) is not None
        if match["link"].startswith(("so", "in a way", "easy", "clear")):
            if understood:
                yield match.end(), found[1], found[0], Form.VALUE
        elif _of_text(passage, match.start()):
            yield match.start(), found[1], found[0], Form.VALUE if understood else Form.PHRASE
    for match in scan(_BARE, passage.lower):
        found = read_readers(passage, match.start("who"))
        if found is not None and _forread_readers(passage, match):
            yield match.start(), found[1], found[0], Form.PHRASE
    for match in scan(_NAMED, passage.lower):
        found = read_readers(passage, match.end())
        if found is not None:
            yield match.end(), found[1], found[0], Form.VALUE


def _of_text(passage: Passage, start: int) -> bool:
    """Return whether what is aimed at someone is the text to be written, by the words before."""
    words = sentence_before(passage, start)
    if _WONDER.match(words):
        return False
    if re.search(r"\b(?:is|are|was|were|been)\s(?:\w+ly\s)?$", words) and not re.search(
        r"\b(?:sure|ensure|ensuring|it|response|answer|should|must|that)\b", words
    ):
        return False
    return _NOT_TEXT.search(words) is None


def _forread_readers(passage: Passage, match: re.Match[str]) -> bool:
    words = sentence_before(passage, match.start())
    told = [one.end() for one in re.finditer(rf"\b{_TELL}\b", words)]
    if not told or _NOT_TEXT.search(words) or _WONDER.match(words):
        return False
    gap = words[told[0] :]
    alone = re.match(rf"an? |the |{NUMBER}", match["who"]) is not None
    if _WHY.search(gap) and not alone:
        return False
    if match["link"] == "to":  # "a letter to a child" has a recipient
        return re.search(r"\b(?:explain|explanation|describe|simplify|break|define)\b", words) is not None
    return len(gap) < 110


def _aged(years: int) -> str:
    from_words = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
    said = from_words.get(years, str(years))
    return f"{'an' if said.startswith(('e', '8', '11', '18')) else 'a'} {said}-year-old"


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    who = kwargs["audience"]
    return {
        Form.VALUE: [who],
        Form.PHRASE: [f"suitable for {who}", f"aimed at {who}", f"for {who}", f"written for {who}", f"to {who}"],
        Form.VERB: [f"be suitable for {who}", f"be aimed at {who}"],
        Form.MODAL: [f"should be suitable for {who}", f"must be written for {who}"],
        Form.SENTENCE: [
            f"Make it suitable for {who}",
            f"Your response should be aimed at {who}",
            f"Make it understandable to {who}",
            "Write for a general audience" if who == "a general audience" else f"The target audience is {who}",
            f"Make sure that your answer is appropriate for {who}",
        ],
    }.get(form, [])


_USUAL = (
    "a five-year-old",
    "high school students",
    "beginners",
    "a general audience",
    "adults",
    "experts in the field",
)


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    options = list(_USUAL)
    rng.shuffle(options)
    for one in options:
        made = {"audience": one}
        if not same_words(one, kwargs["audience"]):
            against = _means(made, kwargs) == "contradicts"
            yield Alternative(ID, made, "contradicting" if against else "parallel")


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    first, second = kwargs["audience"], other["audience"]
    if same_words(first, second):
        return "equivalent"
    return "contradicts" if opposed(first, second) else None


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if re.search(
        r"\b(?:only|high[- ]level|experts?|complex|advanced|professional|academic)\b", task.text[:2000].lower()
    ):
        return  # the reader is known, or not just anybody
    told = task.action in ("explain", "describe", "define", "summarize", "summarise", "discuss", "simplify", "teach")
    if told or names(
        task, frozenset({"explanation", "article", "guide", "tutorial", "overview", "summary", "post", "essay"})
    ):
        listed = ["a five-year-old", "beginners", "high school students", "a general audience"]
        if task.work == "summary":
            listed.remove("beginners")
        yield from ({"audience": one} for one in rng.sample(listed, 2))
    elif names(task, frozenset({"story", "poem", "quiz", "joke", "riddle", "song", "play"})):
        yield {"audience": rng.choice(["children", "teenagers", "a five-year-old"])}


FAMILY = Judged(
    id=ID,
    summary="the readers for whom the response is written, as a judge sees it",
    example=Example("Make it suitable for beginners.", {"audience": "beginners"}),
    arguments=Arguments,
    cues=(
        "for ",
        "to ",
        "aimed",
        "audience",
        "reader",
        "target",
        "like i",
        "as if i",
        "as if you",
        "as though i",
        "like to",
        "like im",
        "eli5",
        "tailored",
        "so ",
        "in a way",
    ),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
)
