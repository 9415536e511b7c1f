"""How many words of the response are in capital letters throughout."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.capitals import CAPITAL_WORDS, EMPHASIZED, capital_spans, in_capitals
from stemmata.graphs.constraints.context import DONT, MODAL_NOT
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.frequencies import Frequency, bound_of, often, plain, prefixed, stated_bound
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.letters import INSIDE
from stemmata.graphs.constraints.mention_patterns import GAP, times_between
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Bound,
    amount_pattern,
    amounts,
    changed_amounts,
    find_amounts,
    judged,
    read_amount,
)
from stemmata.graphs.constraints.reading import Amount
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import binds_whole, count_orders, of_a_part, sentence_before
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "change_case:capital_word_frequency"
_PREFIX, _ONE, _MANY = "capital", "word in all capital letters", "words in all capital letters"
_AMOUNTS = amount_pattern(
    rf"(?:different |distinct |separate |single |of (?:the |your )?)?(?:(?P<full>{CAPITAL_WORDS})|{EMPHASIZED})"
)
_WORDS = re.compile(
    rf"(?<![\w-])(?:(?:any|some|the|a few|several|a|an|single|certain|key|all) ){{0,2}}{CAPITAL_WORDS}(?![\w-])"
)
_NAMED = re.compile(rf"(?<![\w-]){CAPITAL_WORDS}(?![\w-])")
_USE = r"(?:use|include|contain|have|add|insert|employ|put|write|incorporate|feature|type)"
_ORDERED = re.compile(
    rf"(?:(?:^\s?|[.!?:\n]\s{{0,3}}|\d[.)] |[-*] |\b(?:should|must|please|to|also|can|and|that|sure|you|need to),? )"
    rf"{_USE}|\b(?:includes|contains|uses|has|features|including|containing|using|with))\s$"
)
_BANNED = re.compile(
    r"(?<![\w'’-])(?:avoid(?:ing)?(?: (?:using|including|writing|the use of))?|refrain from (?:using|writing)|"
    r"without(?: (?:using|writing|including))?|(?:(?:use|include|contain|have|with) )?(?:no|zero)|free of|"
    rf"not (?:to )?{_USE}|{DONT} {_USE}|{MODAL_NOT} {_USE})\s$"
)
_SUBJECT = re.compile(
    rf"(?: {INSIDE})? (?P<modal>should|must|needs? to|ha(?:ve|s) to|(?:are|is) to|can|may|shall|cannot|can['’]?t|"
    r"(?P<bare>appears?|occurs?|appearing))(?P<not> not|n['’]t| never)?(?: only| also| always)?"
    r"(?: (?:appear|be used|occur|be present|be included|show up|be limited|be))?(?![\w-])"
)
# "use capital letters for at least 4 words"
_PLAIN_WORDS = amount_pattern(r"(?:different |key |important )?words?")
_IN_CAPITALS = re.compile(
    r"\b(?:(?:use|using|in|with|put) (?:only |all )?(?:capital letters|capitals|all[- ]caps|caps|"
    r"upper-?\s?case(?: letters)?)"
    r" (?:for|on|in)|capitali[sz]e (?:all|every)(?: of)?(?: the)? letters? (?:of|in)|"
    r"(?:fully|entirely|completely) capitali[sz]e)(?: only| just)?\s$"
)
# "capitalize at least 4 words fully", "emphasize 4 words by writing them in capitals"
_STRESSED = re.compile(r"\b(?:capitali[sz]e|emphasi[sz]e|stress|highlight|write|put)(?: only| just)?\s$")
_CAPITALIZED = re.compile(
    r"\s(?:(?:completely|fully|entirely)(?![\w-])|(?:by (?:writing|putting|typing|setting) (?:them|each|these) )?"
    r"(?:in|with) (?:(?:all|full|block) )?(?:capitals|capital letters|caps|upper-?\s?case))"
)
_NOT = re.compile(r"\b(?:not|n['’]t|never)\b")
_LED = re.compile(r"\b(?:make sure|be sure|ensure|ensuring|making sure|with)(?: that)?\s(?:the )?$")
_ONCE = Amount("at least", 1, None)


class Arguments(Frequency):
    """IFEval's arguments, and four more bounds."""

    capital_relation: Bound
    capital_frequency: int = Field(ge=1, le=100_000)


class CapitalWordFrequency:
    """The response has at least, at most, exactly, … n words in capital letters throughout."""

    id = ID
    hard = True
    summary = "how many words of the response are in capital letters throughout"
    example = Example(
        "Use at least 3 words in all capital letters.", {"capital_relation": "at least", "capital_frequency": 3}
    )
    arguments = Arguments
    cues = ("capital", "uppercase", "upper-case", "upper case", "caps")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield how many words are to be in capitals."""
        found = [*_amounts(passage), *_orders(passage)]
        for start, end, amount, form, required in found:
            bound = stated_bound(amount, _PREFIX, required=required)
            if bound is not None:
                yield Found(ID, bound, start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings; as a VALUE, how often ("at least 3 times")."""
        bound = plain(kwargs, _PREFIX)
        said = amounts(bound, "frequency", _ONE, _MANY)
        if form is Form.AMOUNT:
            return [*said, *amounts(bound, "frequency", "all-caps word", "all-caps words")]
        if form is Form.VALUE:
            return often(kwargs, _PREFIX)
        leads = {
            Form.SENTENCE: ("Use", "Include", "Your response must contain", "There should be"),
            Form.MODAL: ("should contain", "must have", "should use"),
            Form.VERB: ("use", "include", "contain"),
            Form.PHRASE: ("with", "using"),
        }.get(form, ())
        told = [f"{lead} {words}" for words in said[:2] for lead in leads]
        if form is Form.SENTENCE:
            told += [f"Words with all capital letters should appear {times}" for times in often(kwargs, _PREFIX)[:2]]
        if (bound["relation"], bound["frequency"]) != ("less than", 1):
            return told
        bans = {
            Form.SENTENCE: ("Do not use any {}", "Avoid {}", "Your response must not contain any {}"),
            Form.MODAL: ("must not contain any {}", "should not use any {}"),
            Form.VERB: ("avoid {}", "do not use any {}"),
            Form.PHRASE: ("without any {}", "without using {}"),
        }.get(form, ())
        return [one.format(_MANY) for one in bans] + told

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other amounts, and no such word at all where one is demanded."""
        for changed, relation in changed_amounts(plain(kwargs, _PREFIX), "frequency", rng):
            yield Alternative(ID, prefixed(changed, _PREFIX), relation)
        if bound_of(kwargs, _PREFIX).low >= 1:
            yield Alternative(ID, {"capital_relation": "less than", "capital_frequency": 1}, "contradicting")
            yield Alternative("change_case:english_lowercase", {}, "contradicting")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return bound_of(kwargs, _PREFIX).meaning(bound_of(other.kwargs, _PREFIX)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return how many words there are at least; a contraction counts twice, so that half of them are sure."""
        low = bound_of(kwargs, _PREFIX).low
        return Footprint(counts={"words": Interval((low + 1) // 2, None)}) if low else Footprint()

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of words in capitals keeps the bound; the span is the first one too many."""
        spans = capital_spans(response)
        passed, detail = judged(len(spans), plain(kwargs, _PREFIX), "frequency", _ONE, _MANY)
        high = bound_of(kwargs, _PREFIX).high
        return Check(passed, detail, None if passed or high is None or len(spans) <= high else spans[high])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put words in capitals where they are too few; none is put in small letters, as it may be a short form."""
        missing = bound_of(kwargs, _PREFIX).low - len(capital_spans(response))
        made = None if addition.has_code(response) else in_capitals(response, missing)
        return made and Repair(*made, False, f"{missing} word{'s' if missing > 1 else ''} put in capitals")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for texts that raise their voice or are written for show, near what a known response has."""
        if task.shape not in ("prose", "verse") or not task.english or addition.is_markup(task):
            return
        if not (addition.names(task, addition.LOUD | addition.CASUAL) or task.shape == "verse"):
            return
        offered: list[tuple[Bound, int]] = [("at least", rng.choice((2, 3, 5))), ("less than", rng.choice((5, 10)))]
        if task.response is not None:
            count = len(capital_spans(task.response))
            if len(task.response.split()) < 20:
                return
            offered = [("at least", count if 2 <= count <= 10 else 3)] if count <= 10 else []
            offered += [("less than", 5 if count < 4 else 10)] if count < 9 else []
        for relation, number in offered:
            kwargs = {"capital_relation": relation, "capital_frequency": number}
            if addition.has_room(task, Payload(ID, kwargs)):
                yield kwargs


_Order = tuple[int, int, Amount, Form, bool]


def _amounts(passage: Passage) -> Iterator[_Order]:
    """Yield amounts of such words: "at least 3 words in all caps", "the number of all-caps words should be below 5"."""
    named = _NAMED.search(passage.lower) is not None
    for match, amount, form in find_amounts(passage, _AMOUNTS, turned=False):
        if not (match["full"] or named) or not binds_whole(passage, match):
            continue
        before = sentence_before(passage, match.start())
        banned = _BANNED.search(before)
        if banned and banned[0].startswith(("no ", "zero ")):
            continue
        negated = banned is not None and not re.match(r"(?:no|zero|free|without)\b", banned[0].strip())
        start = match.start() - len(banned[0]) if negated and banned else match.start()
        yield start, match.end(), amount, _form(passage, start, before) if negated else _plain(form), not negated
    for match, amount, _ in find_amounts(passage, _PLAIN_WORDS, turned=False):
        before = sentence_before(passage, match.start())
        capitals = _IN_CAPITALS.search(before) or (
            _STRESSED.search(before) and _CAPITALIZED.match(passage.lower, match.end())
        )
        if capitals and not _NOT.search(before) and not of_a_part(passage, *match.span()):
            yield *match.span(), amount, Form.AMOUNT, True
    for start, end, amount, form in count_orders(passage, rf"(?:the |your |any )?(?:{CAPITAL_WORDS}|{EMPHASIZED})"):
        if named:
            yield start, end, amount, form if form is Form.SENTENCE else Form.AMOUNT, True


def _orders(passage: Passage) -> Iterator[_Order]:
    """Yield orders about such words: to use them, so often or at all; or not to use them."""
    for match in scan(_WORDS, passage.lower):
        start, end = match.span()
        before = sentence_before(passage, start)
        if of_a_part(passage, start, end) or re.search(r"\d|number of|count of", before[-12:] + match[0][:12]):
            continue
        times = times_between(passage.lower, end, end + 110)
        amount = None
        if times is not None and GAP.fullmatch(passage.lower, end, times.start()):
            amount = read_amount(times)
        banned, subject = _BANNED.search(before), _SUBJECT.match(passage.lower, end)
        if banned:
            left = start - len(banned[0])
            stop = times.end("core") if amount is not None and times is not None else end
            yield left, stop, amount or _ONCE, _form(passage, left, before), False
        elif subject and (not subject["bare"] or _LED.search(before)):
            negative = bool(subject["not"]) or subject["modal"].startswith(("cannot", "can'", "can’", "cant"))
            if amount is not None and times is not None and not negative:
                yield *times.span("core"), amount, Form.VALUE, True
            elif amount is not None or negative:
                stop = times.end("core") if amount is not None and times is not None else subject.end()
                yield start, stop, amount or _ONCE, Form.SENTENCE, False
            elif "appear" in subject[0] or "used" in subject[0]:
                yield start, subject.end(), _ONCE, Form.SENTENCE, True
        elif _ORDERED.search(before):
            if amount is not None and times is not None:
                yield *times.span("core"), amount, Form.VALUE, True
            else:
                yield start, end, _ONCE, Form.AMOUNT, True


def _form(passage: Passage, start: int, before: str) -> Form:
    said = passage.lower[start : start + 12]
    if said.startswith(("without", "with ", "free of", "avoiding", "no ", "zero ")):
        return Form.PHRASE if not said.startswith(("no ", "zero ")) else Form.AMOUNT
    if re.match(r"(?:should|must|shall|may|can|could|will)", said):
        return Form.MODAL
    return Form.SENTENCE if passage.text[start : start + 1].isupper() else Form.VERB


def _plain(form: Form) -> Form:
    return Form.AMOUNT if form is Form.ADJECTIVE else form


FAMILY = CapitalWordFrequency()
