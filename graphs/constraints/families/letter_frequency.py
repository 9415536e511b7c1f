"""How often the response has a letter or another character."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint, Measure
from stemmata.graphs.constraints.frequencies import Frequency, bound_of, often, plain, prefixed, stated_bound
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.letters import NAMED, LetterMention, folded, letter_mentions
from stemmata.graphs.constraints.lipograms import letter_bans
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.quantity import Bound, amounts, changed_amounts, judged
from stemmata.graphs.constraints.reading import Amount
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "keywords:letter_frequency"
_PREFIX = "let"
_ONCE = Amount("at least", 1, None)
_PLURALS = {sign: name + "s" for name, sign in reversed(NAMED.items())}
_RARE, _COMMON = "jkqvxz", "abcdeghilmnoprstu"


def _character(value: str) -> str:
    if value.isspace() or value == MASK or not value.isprintable():
        raise ValueError("a letter is one visible character")
    return folded(value)


class Arguments(Frequency):
    """IFEval's arguments, and four more bounds; any visible character is a letter."""

    letter: Annotated[str, Field(min_length=1, max_length=1), AfterValidator(_character)]
    let_relation: Bound
    let_frequency: int = Field(ge=1, le=100_000)


class LetterFrequency:
    """The response has a character at least, at most, exactly, … n times, capital or small."""

    id = ID
    hard = True
    summary = "how often the response has a letter or another character"
    example = Example(
        "The letter q should appear at least 3 times.",
        {"letter": "q", "let_relation": "at least", "let_frequency": 3},
    )
    arguments = Arguments
    cues = ("letter", "character", "symbol", "sign", "alphabet", "punctuation mark", "'s", "’s", *NAMED)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield how often each letter is to occur."""
        others = [(start, end) for letters, start, end, _ in letter_bans(passage) if len(letters) > 1]
        for mention in letter_mentions(passage):
            bound = stated_bound(mention.amount or _ONCE, _PREFIX, required=mention.required)
            if bound is not None and not _elsewhere(passage, mention, others):
                yield Found(ID, {"letter": mention.letter} | bound, mention.start, mention.end, mention.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order; as a VALUE, the occurrences ("at least three occurrences of the letter q")."""
        letter, bound = kwargs["letter"], plain(kwargs, _PREFIX)
        names = _names(letter)
        never = (bound["relation"], bound["frequency"]) == ("less than", 1)
        if form is Form.AMOUNT:
            return often(kwargs, _PREFIX)
        if form is Form.VALUE:
            named = amounts(bound, "frequency", _PLURALS[letter][:-1], _PLURALS[letter]) if letter in _PLURALS else []
            return named + [
                f"{said} of {name}"
                for name in names
                for said in amounts(bound, "frequency", "occurrence", "occurrences")
            ]
        patterns = {
            Form.SENTENCE: ("Use {} {}", "{} should appear {}", "Include {} {}", "Your response must contain {} {}"),
            Form.MODAL: ("should use {} {}", "must contain {} {}", "should include {} {}"),
            Form.VERB: ("use {} {}", "include {} {}", "make sure {} appears {}"),
            Form.PHRASE: ("using {} {}", "including {} {}"),
        }.get(form, ())
        told = [
            one.format(name[:1].upper() + name[1:] if one.startswith("{") else name, said)
            for said in often(kwargs, _PREFIX)[:2]
            for one in patterns
            for name in names
        ]
        if not never:
            return told
        bans = {
            Form.SENTENCE: ("Do not use {}", "Avoid using {}", "{} must not appear", "Write your response without {}"),
            Form.MODAL: ("must not contain {}", "should avoid using {}"),
            Form.VERB: ("avoid using {}", "do not use {}", "leave out {}"),
            Form.PHRASE: ("without using {}", "without {}"),
        }.get(form, ())
        banned = [
            one.format(name[:1].upper() + name[1:] if one.startswith("{") else name) for one in bans for name in names
        ]
        return banned + told

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other amounts, the letter left out, and another letter."""
        letter = kwargs["letter"]
        for changed, relation in changed_amounts(plain(kwargs, _PREFIX), "frequency", rng):
            yield Alternative(ID, {"letter": letter} | prefixed(changed, _PREFIX), relation)
        if bound_of(kwargs, _PREFIX).low >= 1:
            none = {"letter": letter, "let_relation": "less than", "let_frequency": 1}
            yield Alternative(ID, none, "contradicting")
        if letter.isalpha() and letter.isascii():
            others = _RARE if letter in _RARE else _COMMON
            other = rng.choice([one for one in others if one != letter])
            yield Alternative(ID, {**kwargs, "letter": other}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals, where the letter is the same."""
        if other.id != ID:
            return None
        if kwargs["letter"] != other.kwargs["letter"]:
            return "independent"
        return bound_of(kwargs, _PREFIX).meaning(bound_of(other.kwargs, _PREFIX))

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return whether the letter is there or not; of commas, how many there are."""
        bounds, letter = bound_of(kwargs, _PREFIX), kwargs["letter"]
        if letter == ",":
            return Footprint(counts={"commas": bounds}, exact=True)
        if bounds.high == 0:
            return Footprint(lacks_anyhow=frozenset({letter}), exact=True)
        most = {} if bounds.high is None else {letter: bounds.high}
        if not bounds.low:
            return Footprint(most=most, exact=True)
        least: dict[Measure, Interval] = {"characters": Interval(bounds.low, None)}
        exact = bounds.low == 1 and bounds.high is None
        return Footprint(counts={} if exact else least, holds_anyhow=frozenset({letter}), most=most, exact=exact)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of occurrences keeps the bound; the span is the first one too many."""
        places = _places(kwargs["letter"], response)
        passed, detail = judged(len(places), plain(kwargs, _PREFIX), "frequency", "occurrence", "occurrences")
        high = bound_of(kwargs, _PREFIX).high
        over = None if passed or high is None or len(places) <= high else (places[high], places[high] + 1)
        return Check(passed, f"{kwargs['letter']!r}: {detail}", over)

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Turn exclamation marks that are too many into full stops, and hashtags into words."""
        letter, high = kwargs["letter"], bound_of(kwargs, _PREFIX).high
        places = _places(letter, response)
        if letter not in "!#" or high is None or len(places) <= high:
            return None
        pieces, cursor, changed = [], 0, 0
        for at in places[high:]:
            after, last = response[at + 1 : at + 2], response[at - 1 : at] if at else ""
            if letter == "#" and (not after.isalnum() or last.isalnum()):
                return None
            if letter == "!" and (
                after in ("=", "[", "!") or after.isalnum() or not (last.isalnum() or last in "\"”’')*_")
            ):
                return None
            put = "." if letter == "!" else ""
            pieces += [response[cursor:at], put]
            cursor, changed = at + 1, changed + 1 + len(put)
        what = "exclamation marks made full stops" if letter == "!" else "hashtags made plain words"
        return Repair("".join([*pieces, response[cursor:]]), changed, False, what)

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a letter for a text that is written out: a rare one seldom, a common one often, as a known response."""
        if task.shape not in ("prose", "verse") or not task.english or addition.is_markup(task):
            return
        if any(known.id == ID for known in task.constraints) or re.search(r"\brepeat", task.text):
            return
        rare, common = rng.choice(_RARE), rng.choice(_COMMON)
        offered: list[tuple[str, Bound, int]] = [(rare, "less than", rng.choice((2, 3, 4)))]
        if task.response is None:
            offered += [(rare, "at least", rng.choice((1, 2, 3))), (common, "at least", rng.choice((5, 10, 15)))]
        elif len(task.response.split()) < 8:
            return
        else:
            offered = [(one, "less than", 1) for one in _RARE if not _places(one, task.response)][:2]
            count = len(_places(common, task.response))
            if count >= 3:
                offered.append((common, "at least", count if count < 10 else count // 5 * 5))
        for letter, relation, number in offered:
            kwargs = {"letter": letter, "let_relation": relation, "let_frequency": number}
            if addition.has_room(task, Payload(ID, kwargs)):
                yield kwargs


def _places(letter: str, response: str) -> list[int]:
    """Return where a character stands, capital or small."""
    if not letter.isalpha():
        return [match.start() for match in re.finditer(re.escape(letter), response)]
    return [i for i, c in enumerate(response) if folded(c) == letter]


def _elsewhere(passage: Passage, mention: LetterMention, others: list[tuple[int, int]]) -> bool:
    """Return whether it is a ban of several letters, or of a mark by its name: families of their own."""
    if mention.amount is not None or mention.required:
        return False
    if any(start <= mention.start < end for start, end in others):
        return True
    return any(
        name in passage.lower[mention.start : mention.end] for name, sign in NAMED.items() if sign == mention.letter
    )


def _names(letter: str) -> list[str]:
    """Return ways to name a character in a sentence, the plainest first."""
    noun = "letter" if letter.isalpha() else "character"
    marks = ['"', "'"] if letter not in "\"'" else ["“"]
    closing = {"“": "”"}
    quoted = [f"the {noun} {mark}{letter}{closing.get(mark, mark)}" for mark in marks]
    return [f"the letter {letter}", *quoted] if letter.isascii() and letter.isalpha() else quoted


FAMILY = LetterFrequency()
