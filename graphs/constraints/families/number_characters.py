"""How many characters the response has, spaces included."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints.addition import has_room, is_markup, names
from stemmata.graphs.constraints.context import of_code
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.numerals import NUMBER, number
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import (
    Amount,
    Counted,
    adjectives,
    amount_pattern,
    amounts,
    changed_amounts,
    find_amounts,
    interval_of,
    judged,
    modals,
    rounded,
    verbs,
)
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import binds_whole, count_orders, of_a_part
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "length_constraints:number_characters"
_KEY, _ONE, _MANY = "num_characters", "character", "characters"
_FEW = 25  # of fewer, people in a story are more likely meant, unless the words say that it is a length
_CHARACTERS = amount_pattern(
    r"(?:total |text |ascii |unicode |typed )?char(?:acter)?s?(?! (?:limit|cap|count|arc|trait|name|set|encoding|"
    r"sheet)s?\b)"
)
_LIMIT = re.compile(
    rf"(?<![\w.-])(?:(?P<n>{NUMBER})[\s-]char(?:acter)?s?\s(?:limit|cap)(?:ation)?(?![\w-])|"
    rf"char(?:acter)?s?\s(?:limit|cap|maximum|max)(?:\s(?:of|is|to|at|should be|must be|set (?:to|"
    rf"at)))?:?\s(?P<after>{NUMBER})(?!\w|[.,-]\d))"
)
_LIMITED = re.compile(
    r"(?:^|[.,;:!?(\n]\s{0,3}|\b(?:in|within|under|below|exceed(?:s|ing)?|respect(?:s|ing)?|observ(?:e|es|ing)|"
    r"keep(?:s|ing)?|stay(?:s|ing)?|fit(?:s|ting)?|with|ha(?:s|ve)|adher(?:e|es|ing)|follow(?:s|ing)?|meet(?:s|ing)?|"
    r"mind|is|there['’]s|to|of|by|and)\s)(?:(?:an?|the|its?|your|this|that|strict|hard|usual|standard|maximum|"
    r"[a-z]{2,12}['’]s) ){0,3}$"
)
_LENGTH_AFTER = re.compile(
    r"\s?(?:long\b|in (?:total )?length|of (?:plain )?text|total\b|in total|,? ?\(?(?:including|counting|"
    r"with) (?:all )?(?:spaces|whitespace|blanks|punctuation)|,? ?\(?(?:all )?spaces (?:included|and)|"
    r"including everything)"
)
_LENGTH_BEFORE = re.compile(
    r"\b(?:length(?: of)?(?: (?:the|your|this) [a-z]{2,14})?(?: (?:should|must|has to|needs to|is to|is))?(?: be)?:?|"
    r"limit(?:ed|ing)? (?:to|is|of)|exceed(?:s|ing)?|characters? count(?: of)?:?) $"
)
_OTHERWISE = re.compile(
    r"[^.;!?\n]{0,12}?\b(?:excluding|not counting|without(?: counting)?|ignoring|no) (?:the )?(?:spaces|blanks|"
    r"whitespace)"
)
_PEOPLE = re.compile(
    r"\s(?:from|named|called|who|whom|whose|that|which|in (?:the|this|a|my) (?:story|book|series|film|movie|show|"
    r"game|play|novel|scene|anime|cast|plot)|of (?:the|this|a|my) (?:story|book|series|film|movie|show|game|play|"
    r"novel|bible)|with|and their|each|are|were|have|talk|meet|discuss)\b"
)
_PEOPLED = re.compile(
    r"\b(?:list|name|create|invent|describe|about|between|featur\w+|introduce|develop|cast)(?: of| me|"
    r" us)?(?: the)? $"
)


class Arguments(Counted):
    """A bound on the number of characters."""

    num_characters: int = Field(ge=1, le=9_999_999)


class NumberCharacters:
    """The response has at least, at most, exactly, … n characters: all of them, without the blanks around the whole."""

    id = ID
    hard = True
    summary = "the number of characters, spaces included, without blanks around the whole"
    example = Example("Use no more than 280 characters.", {"relation": "at most", "num_characters": 280})
    arguments = Arguments
    cues = ("char",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each bound on the number of characters of the whole response; people in a story are no such bound."""
        for match, amount, form in find_amounts(passage, _CHARACTERS):
            if binds_whole(passage, match) and _measures(passage, match, amount):
                yield Found(ID, _arguments(amount), match.start(), match.end(), form)
        for start, end, amount, form in count_orders(passage, r"char(?:acter)?s?"):
            if not of_code(passage, start) and (
                max(amount.value, amount.upper or 0) >= _FEW or "count" in passage.lower
            ):
                yield Found(ID, _arguments(amount), start, end, form)
        for match in scan(_LIMIT, passage.lower):
            group = "n" if match["n"] else "after"
            before = passage.lower[max(0, match.start() - 60) : match.start()]
            if not _LIMITED.search(before) or of_a_part(passage, *match.span()) or of_code(passage, match.start()):
                continue
            yield Found(ID, {"relation": "at most", _KEY: number(match[group])}, *match.span(group), Form.VALUE)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the bound; of few characters it is said that they are a length."""
        said = amounts(kwargs, _KEY, _ONE, _MANY)
        few = max(kwargs[_KEY], kwargs.get("upper") or 0) < _FEW
        if few:
            said = [f"{words} in length" for words in said]
        if form is Form.AMOUNT:
            return said
        if form is Form.VALUE:  # beside "character limit" or "character count"
            return [
                str(kwargs[_KEY]),
                *(words.rpartition(f" {_ONE}")[0] for words in amounts(kwargs, _KEY, _ONE, _MANY)),
            ]
        if form is Form.VERB:
            return [f"{words} in length" if few else words for words in verbs(kwargs, _KEY, _ONE, _MANY)]
        if form is Form.MODAL:
            lengths = [f"should be {words.removesuffix(' in length')} long" for words in said[:2]]
            return lengths if few else [*lengths, *modals(kwargs, _KEY, _ONE, _MANY)]
        if form is Form.ADJECTIVE:
            return [] if few else adjectives(kwargs, _KEY, _ONE)
        if form is Form.PHRASE:
            return [f"{lead} {words}" for lead in ("in", "using") for words in said]
        if form is Form.SENTENCE:
            plain = said[0].removesuffix(" in length")
            return [
                f"Use {said[0]}",
                f"Your response should be {plain} long",
                f"Answer in {plain}, including spaces",
                f"The length of the response must be {plain}",
                f"Write {said[1]}",
            ]
        return []

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other bounds and other numbers."""
        for changed, relation in changed_amounts(kwargs, _KEY, rng):
            if (changed["relation"], changed[_KEY]) != ("at least", 1):  # says nothing
                yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return interval_of(kwargs, _KEY).meaning(interval_of(other.kwargs, _KEY)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the number of characters."""
        return Footprint(counts={"characters": interval_of(kwargs, _KEY)}, exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of characters keeps the bound; the span begins at the first one too many."""
        text = response.strip()
        passed, detail = judged(len(text), kwargs, _KEY, _ONE, _MANY)
        high = interval_of(kwargs, _KEY).high
        if passed or high is None or len(text) <= high:
            return Check(passed, detail)
        first = len(response) - len(response.lstrip())
        return Check(False, detail, (first + high, first + len(text)))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Cut a response that is too long after its last word that fits; nothing mends one that is too short."""
        high, first = interval_of(kwargs, _KEY).high, len(response) - len(response.lstrip())
        if not high or len(response.strip()) <= high:
            return None
        at = first + high
        if not response[at].isspace():
            at = max(first, *(response.rfind(blank, first, at) for blank in " \n\t"))
        text = response[:at].rstrip()
        if text.count("```") % 2 or not text.strip():
            return None
        stop = "." if text[-1].isalnum() and len(text) - first < high else ""
        return Repair(text + stop, len(response) - len(text) + len(stop), True, f"cut to {high} {_MANY} at most")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield limits for texts that are kept short where they are shown, near the known response if there is one."""
        if task.shape not in ("prose", "sentence", "short") or is_markup(task):
            return
        if not names(task, _SHOWN) and not (task.response and len(task.response.strip()) <= 1200):
            return
        for kwargs in _offers(task, rng):
            if has_room(task, Payload(ID, kwargs)):
                yield kwargs


_SHOWN = frozenset(
    """tweet sms message caption headline bio slogan tagline ad advertisement blurb notification title reply comment
    post description greeting motto status abstract""".split()
)


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if task.response is None:
        limit = 280 if names(task, frozenset({"tweet"})) else rng.choice((140, 160, 200, 280, 300))
        yield {"relation": "at most", _KEY: limit}
        return
    count = len(task.response.strip())
    if count >= _FEW:
        yield {"relation": "at most", _KEY: 280 if 200 < count <= 280 else rounded(count * 1.2 + 5)}
    if count >= 200:
        yield {"relation": "at least", _KEY: rounded(count * 0.7)}


def _arguments(amount: Amount) -> dict[str, Any]:
    kwargs: dict[str, Any] = {"relation": amount.relation, _KEY: amount.value}
    return kwargs | ({"upper": amount.upper} if amount.upper is not None else {})


def _measures(passage: Passage, match: re.Match[str], amount: Amount) -> bool:
    """Return whether an amount of characters is a length of text, and not of people, of code, or without spaces."""
    before, after = (
        passage.lower[max(0, match.start() - 60) : match.start()],
        passage.lower[match.end() : match.end() + 60],
    )
    if of_code(passage, match.start()) or _OTHERWISE.match(after):
        return False
    if _LENGTH_AFTER.match(after) or _LENGTH_BEFORE.search(before) or "exceed" in match[0] or "limited" in match[0]:
        return not after.startswith(" from")
    if max(amount.value, amount.upper or 0) < _FEW:
        return match["noun"].startswith("chars") or (match["tail"] or "").startswith(("or less", "or fewer", "max"))
    return not _PEOPLE.match(after) and not _PEOPLED.search(before)


FAMILY = NumberCharacters()
