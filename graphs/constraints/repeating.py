"""Where a passage orders its own request to be repeated, and which of its words are that request."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from stemmata.graphs.constraints.context import few_blanks
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.scanning import scan

_REPEAT = (
    r"(?:rep[a-z]{0,2}eat|repeating|re-?stat(?:e|ing)|reproduc(?:e|ing)|cop(?:y|ying)(?:\s+(?:out|down))?|"
    r"echo(?:ing)?|recit(?:e|ing)|say(?:ing)?(?= (?:the|this|my) \w+ again\b)|quot(?:e|ing)|(?:re-?)?writ(?:e|"
    r"ing)\s+out|re-?typ(?:e|ing))"
)
_NOUN = (
    r"(?:request|prompt|question|instructions?|task|query|message|assignment|sentences?|lines?|paragraph|text|"
    r"passage|statement|command|words)"
)
_WHICH = (
    r"(?:(?:exact|entire|whole|full|complete|above|first|original|same|following|initial|user['’]s|given|preceding|"
    r"previous|very|one)(?:\s*,)?\s+)"
)
_OBJECT = (
    rf"(?:(?P<all>all\s+of\s+)?(?:the|this|my|that|these|your)\s+{_WHICH}{{0,4}}(?P<noun>{_NOUN})(?:\s+(?:above|below|"
    rf"itself|given))?|(?:everything|what)\s+(?:(?:is|was|i\s+(?:have\s+)?(?:said|asked|wrote|written))\s+)?(?:above|"
    rf"below|here)|the\s+(?:above|following)(?:\s+{_NOUN})?)(?![\w-])"
)
_ORDER = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:(?P<verb>{_REPEAT})\s*,?\s+(?:back\s+|exactly\s+|just\s+)?{_OBJECT}"
        rf"|(?:with|by|be)\s+(?:the|this|my|your)\s+{_WHICH}{{0,4}}{_NOUN}\s+repeated(?![\w-]))"
    )
)
_EXACTLY = re.compile(
    r"\bword[- ](?:for|by)[- ]word|\bverbatim|\bexact|\bwithout\s+(?:any\s+|a\s+single\s+)?(?:chang|alter|modif)|"
    r"\bas\s+(?:it|is|written)\b|\bunchanged|\bletter\s+for\s+letter|\b(?:do\s+not|don['’]?t)\s+change|\bin\s+(?:its\s+entirety|"
    r"full)\b|\bunaltered"
)
_TAIL = re.compile(
    few_blanks(
        r"(?:\s*,?\s*\(?(?:word[- ](?:for|by)[- ]word|verbatim|"
        r"exactly(?:\s+as\s+(?:it\s+is|written|given|i\s+wrote\s+it|it\s+stands))?|without\s+(?:any\s+|a\s+single\s+)?(?:chang(?:es?|ing)(?:\s+(?:it|anything|a\s+word|any\s+words?))?|"
        r"alterations?|modif\w+)|as\s+it\s+is|unchanged|letter\s+for\s+letter|in\s+(?:its\s+entirety|full)|"
        r"at\s+the\s+(?:very\s+)?(?:top|beginning|start)\s+of\s+(?:your|the)\s+(?:[\w-]+\s+)?[\w-]+|"
        r"before\s+(?:you\s+answer|answering|anything\s+else|your\s+answer|giving\s+your\s+answer)(?:\s+it)?)(?![\w-])\)?){0,4}"
    )
)
_HEAD = re.compile(
    r"before\s[^,.\n]{3,60},\s?(?:(?:please|first,?|just|simply|let['’]s|you (?:must|should|need to|have to))\s){0,4}$"
)
_FIRSTLY = re.compile(
    r"\bfirst(?:ly)?\b(?!\s+(?:line|sentence|paragraph|word|question|request|prompt))|\bbefore\b|\bthen\b|\bbegin|\bstart|"
    r"\bafter\s+(?:that|which|doing)|\bprior\s+to|\b(?:top|beginning|start)\s+of|\bpreced|\bfollowed\s+by|\bopen\b"
)
_BARRED = re.compile(
    r"(?:\b(?:not|never|without|before|avoid|after|until|prior\s+to|instead\s+of|stop|no\s+need\s+to|by\s+not)|"
    r"n['’]t|(?:asked|told)\s+(?:me|him|her|us|them|you)\s+to|how\s+to|why|(?:he|she|they|who)\s+(?:will|would|can|could))"
    r"(?:\s+(?:simply|just|ever|merely|you))?\s+$"
)
_BEGINNING = re.compile(r"(?:start|begin|open)(?:ing)?\s+(?:[\w'-]+\s+){0,4}by\s+$")
# What may stand in a sentence that goes on with the order, or that explains it.
_GOES_ON = re.compile(
    r"\brep[a-z]{0,2}eat|\bre-?stat|\b(?:do\s+not|don['’]?t|never)\s+(?:say|add|write|output|include|change|put|use)\b"
    r"[^.!?\n]{0,60}\b(?:before|until|prior|word|first|chang|anything)|\bdo\s+not\s+change|\bword[- ]for[- ]word"
    r"|\bverbatim|^\W*(?:and\s+)?(?:then|after\s+that|afterwards?|only\s+then|once\s+you)\b|^\W*in\s+other\s+words\b|^\W*\d\s?[.)]"
)
_STOP = re.compile(r"[.!?][\"”'’)\]*_]{0,3}(?=\s)|\n")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|mr|mrs|dr|vs|p\.s|no)\.$")
_LINKED = re.compile(
    r"(?:[,;:—–-]\s{0,2})?(?:\b(?:but|and)\s)?(?:please\s)?(?:\bfirst,?|\bbefore\s[^,]{3,60},|\bbegin by|\bstart by)?"
    r"\s{0,2}(?:just\s)?$"
)
_LEAD = re.compile(
    r"(?:(?:here is|here['’]s|this is) (?:the|my) )?(?:request|prompt|question|task|instruction|query)(?: is)?\s?:\s+",
    re.I,
)
_QUOTE = re.compile(rf"[\"“«‘']{MASK}{{1,600}}[\"”»’']")


class Repeated(NamedTuple):
    """An order to repeat: the request, where the words of the order stand, and whether they quote the request."""

    prompt: str
    start: int
    end: int
    quoted: bool


def find_repeated(passage: Passage) -> Repeated | None:
    """Return the first order to repeat a request that the passage holds: quoted, before the order, or after it."""
    for match in islice(scan(_ORDER, passage.lower), 50):
        left = _sentence_start(passage, match.start())
        begun = passage.lower[max(left, match.start() - 60) : match.start()]
        if _BARRED.search(begun) or ((match["verb"] or "").endswith("ing") and not _BEGINNING.search(begun)):
            continue
        right = _sentence_end(passage, match.end())
        around = passage.lower[left : _order_end(passage, right)]
        exact, first = _EXACTLY.search(around), _FIRSTLY.search(around)
        if not (exact or first) or not (exact or (match["verb"] or "rep").startswith("rep")):
            continue
        quote = _QUOTE.search(passage.masked, match.end(), min(len(passage.text), right + 620))
        if quote is not None and _announces(passage, match.end(), quote.start()):
            prompt = passage.text[quote.start() + 1 : quote.end() - 1].strip()
            return Repeated(prompt, *quote.span(), True) if _asks(prompt) else None
        prompt, tail = _request(passage, match, left, right), _TAIL.match(passage.lower, match.end())
        if not _asks(prompt):
            return None
        head = _HEAD.search(passage.lower[left : match.start()][-120:])
        start = match.start() - (len(head[0]) if head else 0)
        return Repeated(prompt, start, tail.end() if tail else match.end(), False)
    return None


def _announces(passage: Passage, end: int, quote: int) -> bool:
    """Return whether a colon, or hardly anything, stands between an order and a quotation."""
    between = passage.lower[end:quote]
    return len(between) < 160 and (between.rstrip().endswith(":") or not between.strip())


def _asks(prompt: str) -> bool:
    return len(prompt) > 3 and any(c.isalnum() for c in prompt) and MASK not in prompt


def _request(passage: Passage, order: re.Match[str], left: int, right: int) -> str:
    """Return the request that an order without a quotation is about."""
    text = passage.text
    said, before = order[0], text[:left].strip()
    if not before:  # "Write a poem, but first repeat this request"
        linked = _LINKED.search(passage.lower[left : order.start()])
        joined = linked is not None and re.match(r"[,;:—–-]|but|and", linked[0].strip()) is not None
        clause = text[left : left + linked.start()].strip() if linked and joined else ""
        before = clause.rstrip(" ,;:—–-") if len(clause.split()) > 2 else ""
    following = text[_order_end(passage, right) :].strip()
    lead = _LEAD.match(following)
    following = following[lead.end() :] if lead else following
    below = "below" in said or "following" in said
    request = following if (below and following) or not before else before
    if request is before and "first line" in said:
        return before.split("\n", 1)[0].strip()
    if request is before and "first sentence" in said:
        return before[: _sentence_end(Passage.of(before), 0)].strip()
    if request is before and "paragraph" in said and "first" not in said:
        return re.split(r"\n\s*\n", before)[-1].strip()
    return request


def _sentence_start(passage: Passage, at: int) -> int:
    """Return where the sentence that holds an offset begins."""
    start = max(0, at - 600)
    found = 0 if start == 0 else start
    for stop in _STOP.finditer(passage.masked, start, at):
        if not _ABBREVIATED.search(passage.lower[max(0, stop.start() - 8) : stop.start() + 1]):
            found = stop.end()
    while found < at and passage.text[found].isspace():
        found += 1
    return found


def _sentence_end(passage: Passage, at: int) -> int:
    """Return where the sentence that holds an offset ends; the text's end where it has no stop."""
    reach = min(len(passage.text), at + 1000)
    for stop in _STOP.finditer(passage.masked, at, reach):
        if not _ABBREVIATED.search(passage.lower[max(0, stop.start() - 8) : stop.start() + 1]):
            return stop.end()
    return reach


def _order_end(passage: Passage, at: int) -> int:
    """Return where the sentences end that go on with an order whose first sentence ends at an offset."""
    for _ in range(12):
        blanks = len(passage.text[at : at + 40]) - len(passage.text[at : at + 40].lstrip())
        end = _sentence_end(passage, at + blanks)
        words = passage.lower[at : min(end, at + 400)].strip()
        if words and not _GOES_ON.search(words):
            break
        at = end
    return at
