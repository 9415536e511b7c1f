"""How often the response has a word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.arrangements import unarranged
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.keywords import without_letters
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Bound,
    Counted,
    amounts,
    changed_amounts,
    interval_of,
    judged,
)
from stemmata.graphs.constraints.terms import Term, holds, named, pattern
from stemmata.graphs.constraints.topics import topic_words
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "keywords:frequency"
_FORBIDDEN = "keywords:forbidden_words"
_OPPOSITE: dict[Bound, Bound] = {
    "at least": "less than", "less than": "at least", "at most": "more than", "more than": "at most",
}  # fmt: skip


class Arguments(Counted):
    """IFEval's arguments, and three more bounds."""

    keyword: Term
    frequency: int = Field(ge=1, le=10_000)


class KeywordFrequency:
    """The response has a word at least, at most, exactly, … n times, in whatever case, inside longer words too."""

    id = ID
    hard = True
    summary = "how often the response has a word"
    example = Example(
        'The word "forest" should appear at least 3 times.',
        {"relation": "at least", "keyword": "forest", "frequency": 3},
    )
    arguments = Arguments
    cues = (
        "time",
        "once",
        "twice",
        "thrice",
        "occurrence",
        "mention",
        "instance",
        "occasion",
        "repetition",
        "appearance",
        "uses",
    )

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield how often each word is to occur; the core is the amount, or the whole order where it is negative."""
        for mention in unarranged(passage):
            words, amount = mention.terms.words, mention.amount
            if amount is None or (not mention.required and amount[:2] == ("at least", 1)):
                continue
            relation = amount.relation if mention.required else _OPPOSITE.get(amount.relation)
            if relation is None or (len(words) > 1 and relation == "at least" and amount.value == 1):
                continue
            said = {"relation": relation, "frequency": amount.value} | ({"upper": amount.upper} if amount.upper else {})
            if len(words) > 1:
                for word, (start, end) in zip(words, mention.terms.spans, strict=False):
                    yield Found(ID, said | {"keyword": word}, start, end, Form.VALUE)
            elif mention.required and mention.amount_span is not None:
                yield Found(ID, said | {"keyword": words[0]}, *mention.amount_span, Form.AMOUNT)
            else:
                form = Form.VALUE if mention.form is Form.AMOUNT else mention.form
                yield Found(ID, said | {"keyword": words[0]}, mention.start, mention.end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order; as a VALUE, the occurrences ("at least three mentions of the word …")."""
        often = _often(kwargs)
        if form is Form.AMOUNT:
            return often
        names = named([kwargs["keyword"]])
        if form is Form.VALUE:
            counted = amounts(kwargs, "frequency", "mention", "mentions")
            return [f"{said} of {name}" for said in counted for name in names]
        patterns = {
            Form.SENTENCE: (
                "Use {} {}",
                "The {} should appear {}",
                "Mention {} {}",
                "Your response must include {} {}",
            ),
            Form.MODAL: ("should use {} {}", "must contain {} {}", "should mention {} {}"),
            Form.VERB: ("use {} {}", "mention {} {}", "include {} {}"),
            Form.PHRASE: ("using {} {}", "mentioning {} {}"),
        }.get(form, ())
        return [
            one.format(name.removeprefix("the ") if one.startswith("The") else name, said)
            for said in often[:2]
            for one in patterns
            for name in names
        ]

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other amounts, and a letter of the word forbidden where the word is demanded."""
        for changed, relation in changed_amounts(kwargs, "frequency", rng):
            yield Alternative(ID, {"keyword": kwargs["keyword"]} | changed, relation)
        if interval_of(kwargs, "frequency").low >= 1:
            yield Alternative(_FORBIDDEN, {"forbidden_words": [kwargs["keyword"]]}, "parallel")
            yield from without_letters([kwargs["keyword"]], 1, rng)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals, where the word is the same."""
        word, bounds = kwargs["keyword"], interval_of(kwargs, "frequency")
        if other.id == ID:
            also = other.kwargs["keyword"]
            if word.casefold() == also.casefold():
                return bounds.meaning(interval_of(other.kwargs, "frequency"))
            return None if holds(word, also) or holds(also, word) else "independent"
        if other.id == _FORBIDDEN:
            forbidden = other.kwargs["forbidden_words"]
            if bounds.high == 0 and all(holds(out, word) for out in forbidden):
                return "implies"
            return "independent" if not any(holds(out, word) for out in forbidden) else None
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return whether the word is there or not."""
        bounds = interval_of(kwargs, "frequency")
        word = frozenset({kwargs["keyword"]})
        return (
            Footprint(holds_anyhow=word, exact=bounds.low == 1 and bounds.high is None)
            if bounds.low
            else Footprint(lacks_anyhow=word, exact=True)
            if bounds.high == 0
            else Footprint()
        )

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of occurrences keeps the bound; the span is the first one too many."""
        places = [match.span() for match in pattern(kwargs["keyword"], whole=False).finditer(response)]
        passed, detail = judged(len(places), kwargs, "frequency", "occurrence", "occurrences")
        high = interval_of(kwargs, "frequency").high
        return Check(passed, detail, None if passed or high is None or len(places) <= high else places[high])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: words cannot be added or taken out mechanically so that the text reads well."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield words of the task's topic with an amount that a text of some length has without strain."""
        if task.shape not in ("prose", "verse") or not task.english:
            return
        if any(known.id in (ID, "keywords:existence") for known in task.constraints):
            return
        words = topic_words(task)
        rng.shuffle(words)
        for word in words[:3]:
            if task.response is None:
                yield {"relation": "at least", "keyword": word, "frequency": rng.choice((2, 3))}
            elif (count := len(pattern(word, whole=False).findall(task.response))) >= 2:
                yield {"relation": "at least", "keyword": word, "frequency": min(count, 5)}


def _often(kwargs: Kwargs) -> list[str]:
    """Return phrasings of how often: "at least twice", "3 or more times"."""
    said = amounts(kwargs, "frequency", "time", "times")
    if kwargs["relation"] == "between" or kwargs["frequency"] > 2:
        return said
    word = "once" if kwargs["frequency"] == 1 else "twice"
    short = {"1 time": word, "2 times": word, "one time": word, "two times": word}
    for long, brief in short.items():
        said = [one.replace(long, brief) for one in said]
    return list(
        dict.fromkeys(
            one for one in said if not one.startswith(("a m", "1 or", "one or", "over", "under", "no fewer", "fewer"))
        )
    )


FAMILY = KeywordFrequency()
