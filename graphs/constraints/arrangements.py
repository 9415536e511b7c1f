"""Orders about where words stand: some of several, one after another, at a place, in every part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from stemmata.graphs.constraints import arrangement_patterns as patterns
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.mention_patterns import ELSEWHERE, LED, led_quotations
from stemmata.graphs.constraints.mentions import Mention, mentions
from stemmata.graphs.constraints.numerals import number
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.graphs.constraints.terms import Terms, read_terms
from stemmata.graphs.constraints.units import Unit

Kind = Literal["some", "order", "place", "every"]
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH = {**{word: i for i, word in enumerate(ORDINALS, 1)}, "opening": 1, "last": -1, "final": -1, "closing": -1}
_UNITS: dict[str, Unit] = {"word": "word", "sentence": "sentence", "paragraph": "paragraph", "line": "line"}


class Arrangement(NamedTuple):
    """An order about where words stand.

    Attributes:
        kind: Some of them (`num` at least), in their order, at a place, or in every part.
        words: The words.
        spans: Where each stands.
        start: Where the statement begins.
        end: Where it ends.
        form: The statement's form.
        num: How many of the words, for "some".
        unit: Of what parts the place is told, for "place" and "every".
        place: Which of the parts, -1 for the last.
    """

    kind: Kind
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    start: int
    end: int
    form: Form
    num: int = 1
    unit: Unit = "sentence"
    place: int = 1


@lru_cache(maxsize=8)
def arrangements(passage: Passage) -> tuple[Arrangement, ...]:
    """Return each order about where words stand, in order of position; of two about the same words the first found."""
    said = list(mentions(passage))
    found = [*_parts(passage), *_some(passage, said), *_acts(passage), *_subjects(passage), *_ordered(passage, said)]
    kept: list[Arrangement] = []
    taken: set[int] = set()
    for one in found:
        starts = {start for start, _ in one.spans}
        if not starts & taken:
            taken |= starts
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def unarranged(passage: Passage) -> Iterator[Mention]:
    """Yield the orders about words that say nothing of where the words stand, in order of position."""
    taken = {start for one in arrangements(passage) for start, _ in one.spans}
    for mention in mentions(passage):
        if not any(start in taken for start, _ in mention.terms.spans):
            yield mention


def _terms(passage: Passage, match: re.Match[str]) -> Terms | None:
    """Return the words that follow a match; without quotation marks only where a noun announces them."""
    noun = match["noun"] or ""
    groups = match.groupdict()
    sure = ":" in match[0][-2:] or bool(groups.get("following"))
    bare = sure or (bool(noun) and not noun.startswith(("phrase", "expression", "name")))
    several = noun.endswith("s") or not noun
    return read_terms(passage, match.end(), several=several, bare=bare, sure=sure)


def _statement(passage: Passage, match: re.Match[str]) -> tuple[int, Form] | None:
    """Return where an order begins that a verb states, and its form; None where it is no order to have something."""
    before = sentence_before(passage, match.start())
    if patterns.NEGATED.search(before):
        return None
    told = not match["modal"] and ELSEWHERE.search(before)
    if told and not (match["gerund"] and before.endswith("letter ")):
        return None
    if match["modal"] or match["finite"]:
        return match.start(), Form.MODAL
    if match["gerund"]:
        return match.start(), Form.PHRASE
    return match.start(), _order(passage, match.start())


def _order(passage: Passage, start: int) -> Form:
    return Form.SENTENCE if passage.text[start : start + 1].isupper() else Form.VERB


def _alternatives(passage: Passage, terms: Terms) -> bool:
    """Return whether words are listed with "or"."""
    if len(terms.spans) < 2:
        return False
    between = passage.lower[terms.spans[-2][1] : terms.spans[-1][0]]
    return re.search(r"\bor\b", between) is not None and "and/or" not in between


def _some(passage: Passage, said: Sequence[Mention]) -> Iterator[Arrangement]:
    """Yield orders to use some of several words: "at least two of the words …", "either … or …"."""
    for match in scan(patterns.SOME, passage.lower):
        terms, stated = _terms(passage, match), _statement(passage, match)
        if terms is not None and stated is not None:
            yield from _some_of(passage, match, terms, stated[0], terms.end, stated[1])
    for match in scan(patterns.SOME_SUBJECT, passage.lower):
        terms = _terms(passage, match)
        predicate = terms and patterns.APPEARS.match(passage.lower, terms.end)
        if terms is not None and predicate:
            start, form = _led(passage, match.start())
            yield from _some_of(passage, match, terms, start, predicate.end(), form)
    for mention in said:
        often = mention.amount is not None and mention.amount[:2] != ("at least", 1)
        if mention.required and not often and _alternatives(passage, mention.terms):
            yield Arrangement("some", *mention.terms[:2], mention.start, mention.end, mention.form)


def _some_of(
    passage: Passage, match: re.Match[str], terms: Terms, start: int, end: int, form: Form
) -> Iterator[Arrangement]:
    said = match["least"] or match["more"] or match["few"]
    num = number(said) if said else 1
    if match["either"] and not _alternatives(passage, terms):
        return
    if any(word.lower().startswith("my answer is") for word in terms.words):  # a choice of whole answers
        return
    if 1 <= num <= len(terms.words) and len(terms.words) > 1:
        yield Arrangement("some", terms.words, terms.spans, start, end, form, num=num)


def _acts(passage: Passage) -> Iterator[Arrangement]:
    """Yield orders to use words somewhere: "use the word … in the first line", "mention … in every paragraph"."""
    for match in scan(patterns.ACT, passage.lower):
        terms = _terms(passage, match)
        if terms is None:
            continue
        placed = patterns.IN_PLACE.match(passage.lower, terms.end)
        each = patterns.IN_EACH.match(passage.lower, terms.end)
        tail = placed or each
        stated = _statement(passage, match) if tail else None
        if tail is not None and stated is not None:
            yield from _placed(passage, terms, tail, stated[0], tail.end(), stated[1])


def _placed(
    passage: Passage, terms: Terms, tail: re.Match[str], start: int, end: int, form: Form
) -> Iterator[Arrangement]:
    """Yield an arrangement for each word, as `tail` says where they stand: an nth part, or every part."""
    groups = tail.groupdict()
    if patterns.OFTEN.match(passage.lower, end):
        return
    if groups.get("each"):
        for word, span in zip(terms.words, terms.spans, strict=False):
            one = (start, end, form) if len(terms.words) == 1 else (*span, Form.VALUE)
            yield Arrangement("every", (word,), (span,), *one, unit=_UNITS[groups["each"]])
        return
    unit = _UNITS[groups["unit"]]
    fits = groups.get("how") in (("as", None) if unit == "word" else ("in", "within", "at"))
    if fits and len(terms.words) == 1 and (place := _nth(groups["nth"])) is not None:
        yield Arrangement("place", terms.words, terms.spans, start, end, form, unit=unit, place=place)


def _nth(said: str) -> int | None:
    """Return which one an ordinal says: -1 for the last."""
    return _NTH[said] if said in _NTH else int(said.rstrip("stndrh")) or None


def _subjects(passage: Passage) -> Iterator[Arrangement]:
    """Yield clauses with the words as subject: "the word … must be in the first sentence", "… must come before …"."""
    for match in scan(patterns.SUBJECT, passage.lower):
        several, bare = match["noun"].endswith("s"), "phrase" not in match[0]
        terms = read_terms(passage, match.end(), several=several, bare=bare)
        if terms is not None:
            yield from _predicated(passage, terms, match.start())
    for at in led_quotations(patterns.LED_SUBJECT, passage.lower, patterns.QUOTE):
        terms = read_terms(passage, at, several=True, bare=False)
        if terms is not None:
            yield from _predicated(passage, terms, terms.start)


def _predicated(passage: Passage, terms: Terms, at: int) -> Iterator[Arrangement]:
    """Yield what is said of words as a subject that begins at an offset."""
    predicate = patterns.PREDICATE.match(passage.lower, terms.end)
    if predicate is not None and (predicate["modal"] or LED.search(sentence_before(passage, at))):
        yield from _told(passage, terms, predicate, *_led(passage, at))


def _told(passage: Passage, terms: Terms, predicate: re.Match[str], start: int, form: Form) -> Iterator[Arrangement]:
    """Yield what a predicate about words says of where they stand."""
    at = predicate.end()
    tail = patterns.IN_PLACE.match(passage.lower, at) or patterns.IN_EACH.match(passage.lower, at)
    beside = patterns.BESIDE.match(passage.lower, at)
    order = patterns.ORDER_AFTER.match(passage.lower, at)
    spread = patterns.IN_PLACES.match(passage.lower, at)
    if spread is not None:  # "a" and "b" in the first and second sentence
        places = [_NTH[said] for said in re.findall(r"[a-z]+", spread["places"]) if said in _NTH]
        for word, span, place in zip(terms.words, terms.spans, places, strict=False):
            if len(places) == len(terms.words):
                yield Arrangement(
                    "place", (word,), (span,), *span, Form.VALUE, unit=_UNITS[spread["unit"]], place=place
                )
    elif tail is not None:
        yield from _placed(passage, terms, tail, start, tail.end(), form)
    elif beside is not None and len(terms.words) == 1:
        other = read_terms(passage, beside.end(), several=True, bare=False)
        if other is not None and len(other.words) == 1 and other.words[0].casefold() != terms.words[0].casefold():
            both = [(terms.words[0], terms.spans[0]), (other.words[0], other.spans[0])]
            both = both if beside["side"] == "before" else both[::-1]
            words, spans = tuple(word for word, _ in both), tuple(span for _, span in both)
            yield Arrangement("order", words, spans, start, other.end, form)
    elif order is not None and len(terms.words) > 1:
        yield Arrangement("order", terms.words, terms.spans, start, order.end(), form)


def _led(passage: Passage, start: int) -> tuple[int, Form]:
    """Return where a clause begins with "make sure that" before it, and its form."""
    led = LED.search(sentence_before(passage, start))
    if led is None:
        return start, Form.SENTENCE
    start -= len(led[0])
    return start, Form.PHRASE if led["doing"] else _order(passage, start)


def _parts(passage: Passage) -> Iterator[Arrangement]:
    """Yield clauses with parts as subject: "the first word must be …", "every line must contain …"."""
    for pattern in (patterns.NTH_HAS, patterns.EACH_HAS):
        for match in scan(pattern, passage.lower):
            groups, left = match.groupdict(), sentence_before(passage, match.start())
            terms = _terms(passage, match)
            if terms is None or not (match["modal"] or patterns.LEADS.search(left)):
                continue
            start, form = _led(passage, match.start())
            form = Form.PHRASE if groups.get("gerund") else form
            if pattern is patterns.EACH_HAS:
                yield from _placed(passage, terms, match, start, terms.end, form)
                continue
            place, being = _nth(match["nth"]), bool(match["be"] or match["is"])
            # "The last sentence must contain "Good night."" without "the word" is about last words.
            if place == -1 and match["unit"] != "word" and not match["noun"]:
                continue
            if len(terms.words) == 1 and place is not None and being == (match["unit"] == "word"):
                unit = _UNITS[match["unit"]]
                yield Arrangement("place", terms.words, terms.spans, start, terms.end, form, unit=unit, place=place)


def _ordered(passage: Passage, said: Sequence[Mention]) -> Iterator[Arrangement]:
    """Yield orders to use words one after another: "use the words … in this order"."""
    for match in scan(patterns.ORDER_THEN, passage.lower):
        terms = read_terms(passage, match.end(), several=True, bare=True, sure=True)
        stated = _statement(passage, match)
        if terms is not None and stated is not None and len(terms.words) > 1:
            yield Arrangement("order", terms.words, terms.spans, stated[0], terms.end, stated[1])
    for mention in said:
        if not mention.required or len(mention.terms.words) < 2 or mention.amount is not None:
            continue
        after = patterns.ORDER_AFTER.match(passage.lower, mention.end)
        before = patterns.ORDER_BEFORE.search(sentence_before(passage, mention.start))
        if after is not None:
            yield Arrangement("order", *mention.terms[:2], mention.start, after.end(), mention.form)
        elif before is not None:
            start = mention.start - len(before[0])
            yield Arrangement("order", *mention.terms[:2], start, mention.end, _order(passage, start))
