"""Orders about words: which words a response must or must not have, and how often, as instructions say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.mention_patterns import (
    ACT,
    CARRIED,
    EACH_BEFORE,
    ELSEWHERE,
    GAP,
    LABEL,
    LED,
    NEGATIONS,
    NOUN_AFTER,
    OCCURRENCES,
    OF,
    PLACE_AFTER,
    POSITIVE,
    PREDICATE,
    SUBJECT,
    SURE_OF,
    TIMES,
    TOLD_AFTER,
    led_quotations,
    times_between,
)
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.reading import Amount, read_amount
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.graphs.constraints.terms import Terms, read_name, read_terms


class Mention(NamedTuple):
    """An order about words.

    Attributes:
        terms: The words.
        required: Whether they are to be there; False where they are not to be.
        amount: How often, if it is said; with `required` False it is what must not be.
        start: Where the statement begins.
        end: Where it ends, the amount included.
        form: The statement's form.
        amount_span: Where the amount stands.
    """

    terms: Terms
    required: bool
    amount: Amount | None
    start: int
    end: int
    form: Form
    amount_span: tuple[int, int] | None


@lru_cache(maxsize=4)  # several families ask for those of the same passage in turn
def mentions(passage: Passage) -> tuple[Mention, ...]:
    """Return each order about words in a passage, in order of position."""
    found = [*_occurrences(passage), *_active(passage), *_passive(passage), *_labelled(passage)]
    found.sort(key=lambda one: (one.terms.start, one.start))
    reached, kept = -1, []
    for one in found:
        if one.terms.start >= reached:
            reached = one.terms.end
            kept.append(one)
    return tuple(kept)


def _active(passage: Passage) -> Iterator[Mention]:
    """Yield orders to use, or not to use, words: "include the words …", "without saying …"."""
    for match in scan(ACT, passage.lower):
        noun, intro = match["noun"], match["intro"]
        several = bool(noun) and noun.endswith("s")
        bare = noun is not None and not noun.startswith(("phrase", "expression", "names"))
        bare = bare and (match["fill"] != "" or several or bool(intro) or noun.startswith("key"))
        sure = intro is not None and ":" in intro
        terms = read_terms(passage, match.end(), several=several, bare=bare, sure=sure)
        terms = terms or read_name(passage, match.end())
        if terms is None or (intro and "like" in intro and not terms.quoted and len(terms.words) < 2):
            continue
        before = sentence_before(passage, match.start())
        order = stated(passage, match, before)
        if order is None:
            continue
        start, form, required = order
        if noun is None and not _bare_verb_fits(passage, match, terms, required):
            continue
        if "any" in (match["fill"] or "").split() and required:
            continue
        after = passage.lower[terms.end : terms.end + 60]
        if (TOLD_AFTER.match(after) and required) or PLACE_AFTER.match(after) or EACH_BEFORE.search(before):
            continue
        noun_after = None if noun else NOUN_AFTER.match(passage.lower, terms.end)
        yield _counted(passage, terms, required, start, noun_after.end() if noun_after else terms.end, form)


def stated(passage: Passage, match: re.Match[str], before: str) -> tuple[int, Form, bool] | None:
    """Return where an order begins, its form, and whether it requires; None where it is no order on the response.

    Args:
        passage: The passage.
        match: The verb of the order; its groups `ban`, `banning`, `gerund` and `finite` say of what kind it is.
        before: The words of the sentence before it.
    """
    at = match.start()
    if match["ban"] or match["banning"]:
        if re.search(r"\b(?:not|n['’]t|never)\s(?:to )?$", before):
            return None
        if match["banning"]:
            return at, Form.PHRASE, False
        modal = POSITIVE.search(before)
        return (at - (len(before) - modal.start()), Form.MODAL, False) if modal else (at, _order(passage, at), False)
    if match["finite"] and (never := re.search(r"\bnever\s$", before)):
        return at - len(never[0]), Form.MODAL, False
    for pattern, form in NEGATIONS:
        negated = pattern.search(before)
        if negated is None or (form is Form.PHRASE and not match["gerund"]) or (match["finite"]):
            continue
        start = at - (len(before) - negated.start())
        if match["gerund"] == "with" or (match["gerund"] and form is Form.MODAL):
            return None
        return start, _order(passage, start) if form is Form.VERB else form, False
    carried = CARRIED.search(before)
    if carried:
        return at, Form.PHRASE if match["gerund"] else Form.VERB, False
    if ELSEWHERE.search(before) and not re.search(r"\b(?:make sure|ensure) (?:that )?(?:they|we|i)\s$", before):
        return None
    if match["finite"]:
        return at, Form.MODAL, True
    if match["gerund"]:
        return at, Form.PHRASE, True
    modal = POSITIVE.search(before)
    if modal and not re.search(r"\b(?:you|u|we|i) (?:\w+ )?$", before[: modal.start()]):
        start = at - (len(before) - modal.start())
        return start, Form.MODAL, True
    if re.search(r"\b(?:that|which|who)\s$", before) and not re.search(r"\b(?:sure|ensure|so) that\s$", before):
        return at, Form.MODAL, True
    return at, _order(passage, at), True


def _order(passage: Passage, start: int) -> Form:
    """Return SENTENCE for an order that begins a sentence, VERB for one that goes on with it."""
    return Form.SENTENCE if passage.text[start : start + 1].isupper() else Form.VERB


def _bare_verb_fits(passage: Passage, match: re.Match[str], terms: Terms, required: bool) -> bool:
    """Return whether a quotation right after the verb is a word to use: "mention "Argentinian" in the post"."""
    if not all(any(c.isalnum() for c in word) for word in terms.words) or any(len(word) > 60 for word in terms.words):
        return False
    if not required:
        return not any(len(word) == 1 and word not in "Ia" for word in terms.words)
    if (match["base"] or match["finite"] or match["gerund"] or "")[:3] not in ("inc", "men", "con", "fea"):
        return False
    after = passage.lower[terms.end : terms.end + 30]
    return (
        re.match(
            r"\s{0,2}(?:$|[.,;)\n]|(?:in|somewhere|at least|at most|exactly|no|less|fewer|more|throughout|once|twice|"
            r"thrice|\d{1,3}|two|three|four|five|six|and|anywhere)\b)",
            after,
        )
        is not None
    )


def _passive(passage: Passage) -> Iterator[Mention]:
    """Yield clauses with the words as their subject: "the word … must appear at least twice"."""
    reached = 0
    for match in scan(SUBJECT, passage.lower):
        several = match["noun"].endswith("s")
        bare = not match["noun"].startswith(("phrase", "expression", "name")) and match[0][:2] == "th"
        terms = read_terms(passage, match.end(), several=several, bare=bare)
        if terms is not None:
            reached = terms.end
            yield from _predicated(passage, terms, match.start())
    for at in led_quotations(SURE_OF, passage.lower):
        terms = read_terms(passage, at, several=True, bare=False)
        if terms is not None and at >= reached:
            yield from _predicated(passage, terms, terms.start)


_BARRED = re.compile(r"(?:do not|don['’]?t|never) (?:let|have|allow) $")
_LISTED = re.compile(r"(?:[):;,•*-]|\d\.|\b(?:and|but|while))\s$")


def _predicated(passage: Passage, terms: Terms, start: int) -> Iterator[Mention]:
    said = PREDICATE.match(passage.lower, terms.end)
    if said is None and len(terms.words) == 1 and _LISTED.search(passage.lower[max(0, start - 7) : start]):
        times = TIMES.match(passage.lower, terms.end + 1)
        amount = read_amount(times) if times else None
        if times is not None and amount is not None:  # "(b) the word "tea" at least 4 times"
            yield Mention(terms, True, amount, start, times.end("core"), Form.SENTENCE, times.span("core"))
            return
    if said is None or not (
        said["modal"] or said["cannot"] or said["verb"][:6] in ("appear", "occur", "occurs", "occurr", "shows ")
    ):
        return
    if said["modal"] == "to" and not re.search(r"\bfor $", passage.lower[max(0, start - 4) : start]):
        return
    if re.search(
        r"\b(?:first|last|second|each|every|if|when|how often|how many times|"
        r"(?:variations?|forms?|synonyms?|use|meaning) of|no)\s$",
        sentence_before(passage, start),
    ):
        return
    negative = bool(said["not"] or said["cannot"]) != bool(said["ban"])
    if barred := _BARRED.search(sentence_before(passage, start)):  # "do not let the word … appear"
        negative, start = not negative, start - len(barred[0])
    after = passage.lower[said.end() : said.end() + 60]
    if (not negative and TOLD_AFTER.match(after)) or PLACE_AFTER.match(after):
        return
    end = said.start("verb") - 1 if said["verb"] == "in" else said.end()
    form = Form.SENTENCE
    if led := LED.search(sentence_before(passage, start)):
        start -= len(led[0])
        form = Form.PHRASE if led["doing"] else _order(passage, start)
    yield _counted(passage, terms, not negative, start, end, form)


def _labelled(passage: Passage) -> Iterator[Mention]:
    """Yield lists under a label: "Forbidden words: a, b"."""
    for match in scan(LABEL, passage.lower):
        terms = read_terms(passage, match.end(), several=True, bare=True, sure=True)
        if terms is not None:
            yield Mention(terms, not (match["ban"] or match["avoid"]), None, terms.start, terms.end, Form.VALUE, None)


def _occurrences(passage: Passage) -> Iterator[Mention]:
    """Yield amounts of occurrences: "at least three mentions of the word …"."""
    for match in scan(OCCURRENCES, passage.lower):
        of = OF.match(passage.lower, match.end())
        amount = read_amount(match)
        if of is None or amount is None:
            continue
        terms = read_terms(passage, of.end(), several=False, bare=of["noun"] is not None)
        if terms is not None and len(terms.words) == 1:
            yield Mention(terms, True, amount, match.start(), terms.end, Form.AMOUNT, None)


def _counted(passage: Passage, terms: Terms, required: bool, start: int, end: int, form: Form) -> Mention:
    """Return a mention with the amount that follows it, if one does ("… at least twice")."""
    times = times_between(passage.lower, end, end + 110)
    if times is not None and GAP.fullmatch(passage.lower, end, times.start()):
        amount = read_amount(times)
        if amount is not None:
            return Mention(terms, required, amount, start, times.end("core"), form, times.span("core"))
    ahead = _AHEAD.search(passage.lower[max(0, start - 60) : start])
    if ahead is not None and required:  # "at least 3 times, use the word tree"
        times = TIMES.search(passage.lower, start - len(ahead[0]), start)
        amount = read_amount(times) if times else None
        if times is not None and amount is not None:
            return Mention(terms, required, amount, start, end, form, times.span("core"))
    return Mention(terms, required, None, start, end, form, None)


_AHEAD = re.compile(r"(?:(?:at|no) (?:least|most|more than|fewer than|less than) |exactly )?[\w-]{1,12} times,\s$")
