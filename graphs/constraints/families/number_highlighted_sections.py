"""How many passages of the response are highlighted with markdown."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pydantic import Field

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.highlights import fewer_highlights, highlight_spans, more_highlights
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.marking import MARKED_AFTER, MARKING_LEAD, STYLED
from stemmata.graphs.constraints.mention_patterns import times_between
from stemmata.graphs.constraints.minimums import (
    CountedAtLeast,
    amount_arguments,
    minimum_of,
    other_amounts,
    said_in_full,
)
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import amount_pattern, amounts, find_amounts, judged, read_amount
from stemmata.graphs.constraints.reading import Amount
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import counted_after, of_a_part, sentence_before
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "detectable_format:number_highlighted_sections"
_KEY, _ONE, _MANY = "num_highlights", "section", "sections"
_PART = (
    r"(?:(?:text|key|important|main|different|separate|distinct|short|single|major|relevant|crucial|critical|notable|"
    r"of "
    r"the|of your|markdown) ){0,2}"
    r"(?:(?:text )?(?:sections?|parts?|passages?|portions?|segments?|areas?|spans?|chunks?|pieces(?: of text)?|bits)|"
    r"words? (?:or|and) phrases?|words or phrases|phrases?|words?|sentences?|terms?|keywords?|lines?|points?|ideas?|"
    r"items?|elements?|concepts?|names?|facts?|titles?|headings?|places|"
    r"takeaways?|insights?|benefits?|reasons?|tips?|features?|steps?|quotes?|examples?|arguments?|details?|aspects?|"
    r"findings?|messages?|moments?|dates?|figures?|numbers?|adjectives?|verbs?|nouns?|ingredients?)"
)
_AMOUNTS = amount_pattern(rf"\*{{0,2}}(?P<styled>{STYLED} )?(?P<part>{_PART}|highlights)\*{{0,2}}")
_ACT = re.compile(rf"{MARKING_LEAD}$")
_AFTER = re.compile(MARKED_AFTER)
_CUE = re.compile(
    r"markdown|asterisk|\bbold|\bitalic|(?<![\w*])\*{1,3}[^\s*][^*\n]{0,80}\*|[\"'“`‘]\*{1,2}[\"'”`’]|with \*|using \*",
    re.I,
)
# Parts that are always of the text; the rest are of its content, unless the marks are spoken of.
_TEXTUAL = re.compile(r"\b(?:section|passage|phrase|word|sentence|line|text|keyword|segment|portion)")
_GIVEN = re.compile(r"\b(?:which|who|that|he|she|they|i|we|how to|already|given|original)\s(?:\w+ ){0,2}$")
_NOT = re.compile(r"\b(?:do not|don['’]?t|never|not|without)\s$")
_WHOLE = re.compile(
    r"(?:^|[.!?:\n]\s{0,3}|\d[.)] |[-*] |, |\b(?:please|and|also|then) |"
    r"\buse (?:the |an |a )?(?:markdown|asterisks?|stars?)(?: (?:symbols?|signs?|marks?|syntax|"
    r"characters?))?[^.;\n]{0,12} to )"
    r"(?P<order>(?:highlight|italici[sz]e|bold|embolden) (?:(?P<each>each|every|all)(?: of)?(?: the)?|(?:some|a few|"
    r"certain|"
    r"several|any|the|its|a|an|your|key|important|main)) (?:(?:key|important|main|most important|relevant) )?"
    r"(?P<what>[a-z]{3,14})(?: (?!(?:with|in|by|using|as|for|and|or|at|once|twice|three|four|five|"
    r"six)\b)[a-z]{3,14})?(?: or phrases?| and phrases?)?)(?![\w-])"
)
_STARS = re.compile(r"[^.!?;]{0,70}?(?:asterisk|\*|\bstars?\b|markdown|in (?:bold|italics?)\b)")
_GAP = re.compile(r"(?:(?!\b(?:and|but|while)\b)[^.;:!?\n]){0,60}")


class Arguments(CountedAtLeast):
    """IFEval's argument, at least so many; and other bounds."""

    num_highlights: int = Field(ge=1, le=100_000)


class NumberHighlightedSections:
    """The response has at least n passages between stars (*so*, **so**), each on one line; or at most, exactly, … n."""

    id = ID
    hard = True
    summary = "the number of passages highlighted with markdown stars"
    example = Example(
        "Highlight at least 3 sections in your answer with markdown, i.e. *highlighted section*.", {_KEY: 3}
    )
    arguments = Arguments
    cues = ("highlight", "italic", "bold", "asterisk", "emphas", "starred")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each number of passages to highlight; an order to highlight something with stars means one at least."""
        reached = -1
        for start, end, amount, form in sorted([*_counted(passage), *_named(passage)], key=lambda one: one[0]):
            kwargs = amount_arguments(amount, _KEY)
            if kwargs is not None and start >= reached and not _only_styled(passage, start, end):
                reached = end
                yield Found(ID, kwargs, start, end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the number; as an AMOUNT, beside the act that is named already; as a VALUE, how often."""
        full = said_in_full(kwargs)
        said = amounts(full, _KEY, _ONE, _MANY)
        if form is Form.AMOUNT:
            other = [
                ("text section", "text sections"),
                ("highlighted section", "highlighted sections"),
                ("phrase", "phrases"),
            ]
            return said + [words for one, many in other for words in amounts(full, _KEY, one, many)]
        if form is Form.VALUE:
            return amounts(full, _KEY, "time", "times")
        sample = "i.e. *highlighted section*"
        patterns = {
            Form.VERB: ("highlight {} with markdown", "highlight {} in your answer with markdown, " + sample),
            Form.MODAL: ("should highlight {} with markdown",),
            Form.PHRASE: ("highlighting {} with markdown",),
            Form.SENTENCE: (
                "Highlight {} of your answer with markdown",
                "Use markdown (like *this*) to highlight {} of your response",
                "Italicize {} with markdown",
                "{} of your answer must be highlighted with markdown",
            ),
        }.get(form, ())
        made = [one.format(words) for words in said[:2] for one in patterns]
        return [one[:1].upper() + one[1:] for one in made] if form is Form.SENTENCE else made

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield other numbers and bounds, and none at all."""
        for changed, relation in other_amounts(kwargs, _KEY, rng):
            yield Alternative(ID, changed, relation)

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the two intervals."""
        return minimum_of(kwargs, _KEY).meaning(minimum_of(other.kwargs, _KEY)) if other.id == ID else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the stars."""
        low = minimum_of(kwargs, _KEY).low
        if not low:
            return Footprint()
        return Footprint(counts={"characters": Interval(3 * low, None)}, holds=frozenset({"*"}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the number of highlighted passages keeps the bound; the span is the first one too many."""
        spans = highlight_spans(response)
        passed, detail = judged(len(spans), said_in_full(kwargs), _KEY, "highlighted section", "highlighted sections")
        high = minimum_of(kwargs, _KEY).high
        return Check(passed, detail, None if passed or high is None or len(spans) <= high else spans[high])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put short sentences between stars where too few are, take the stars away from the last where too many are."""
        bounds, count = minimum_of(kwargs, _KEY), len(highlight_spans(response))
        if addition.has_code(response):
            return None
        if bounds.high is not None and count > bounds.high:
            return fewer_highlights(response, bounds.high)
        return more_highlights(response, bounds.low - count)

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield a number for a text that is written out, which a known response has or can be given."""
        if task.shape not in ("prose", "list") or addition.is_markup(task):
            return
        if any(known.id == ID for known in task.constraints):
            return
        if task.response is None:
            if task.shape == "prose":
                yield {_KEY: rng.choice((1, 2, 3))}
            return
        count = len(highlight_spans(task.response))
        if 1 <= count <= 10:
            yield {_KEY: count}
        elif not count and len(sentence_spans(task.response)) >= 6 and more_highlights(task.response, 2):
            yield {_KEY: 2}


_Order = tuple[int, int, Amount, Form]


def _counted(passage: Passage) -> Iterator[_Order]:
    """Yield amounts of what is to be highlighted: after the verb, before "should be highlighted", "… bold phrases"."""
    for match, amount, form in find_amounts(passage, _AMOUNTS, bare="at least", turned=False):
        before = sentence_before(passage, match.start())
        act = _ACT.search(before)
        after = _AFTER.match(passage.lower, match.end())
        if not (act or after or match["styled"] or match["part"] == "highlights"):
            continue
        lead = before[: act.start()] if act else before
        if of_a_part(passage, match.start(), match.end()) or _GIVEN.search(lead):
            continue
        textual = _TEXTUAL.search(match["part"]) is not None
        if act and not act[0].startswith("emph"):
            sure = textual
        else:
            styled = after is not None and not re.search("highl|emph", after[0])
            sure = bool(match["styled"]) or styled or (after is not None and textual)
        if not sure and not _cued(passage, match.start(), match.end()):
            continue
        if negated := _NOT.search(lead):
            if amount.relation == "more than" and act:
                start = match.start() - len(act[0]) - len(negated[0])
                form = Form.SENTENCE if passage.text[start].isupper() else Form.VERB
                yield start, match.end(), amount._replace(relation="at most"), form
            continue
        yield match.start(), match.end(), amount, Form.AMOUNT if form is Form.ADJECTIVE else form


def _named(passage: Passage) -> Iterator[_Order]:
    """Yield orders to highlight something with stars that say how often, or of what the number is said elsewhere."""
    for match in islice(scan(_WHOLE, passage.lower), 20):
        start, end = match.span("order")
        if not (_STARS.match(passage.text, end) or "to " in passage.lower[start - 3 : start]):
            continue
        form = Form.SENTENCE if passage.text[start].isupper() else Form.VERB
        times = times_between(passage.lower, end, end + 90)
        if times is not None and _GAP.fullmatch(passage.lower, end, times.start()):
            amount = read_amount(times, bare="at least")
            if amount is not None:
                yield *times.span("core"), amount, Form.VALUE
            continue
        them = counted_after(passage, end, 120)
        if them is not None:
            yield them[1], them[2], them[0], Form.VALUE
            continue
        if match["each"]:
            of = next(
                (one for _, one, _ in find_amounts(passage, amount_pattern(re.escape(match["what"]) + "s?"))), None
            )
            if of is not None:
                number = of if of.relation != "equal to" else of._replace(relation="at least")
                yield start, end, number, form
            continue
        yield start, end, Amount("at least", 1, None), form


def _cued(passage: Passage, start: int, end: int) -> bool:
    """Return whether the marks are spoken of beside some words."""
    return _CUE.search(passage.text, max(0, start - 100), end + 160) is not None


def _only_styled(passage: Passage, start: int, end: int) -> bool:
    """Return whether words are to be bold or italic and no more is said: families of their own."""
    said = sentence_before(passage, start) + passage.lower[start:end] + _REST.match(passage.lower, end)[0]  # type: ignore[index]
    return _STYLE.search(said) is not None and _OWN.search(said) is None


_REST = re.compile(r"[^.!?;\n]{0,80}\*?")
_STYLE = re.compile(r"\b(?:bold|italic|embolden)")
_OWN = re.compile(r"highlight|emphasi|asterisk|\*|\bstar|markdown|\b(?:sections?|parts?|passages?|portions?)\b")

FAMILY = NumberHighlightedSections()
