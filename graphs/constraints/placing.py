"""Where a passage says with which word one paragraph, named by its place, is to begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemmata.graphs.constraints.context import MODAL, RESPONSE, before, few_blanks
from stemmata.graphs.constraints.numerals import ONES, number
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.reading import amount_pattern, find_amounts
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import binds_whole

ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
PARAGRAPHS = amount_pattern(
    r"(?:total |separate |distinct |different |full |complete |short |brief |long |concise |simple )?"
    r"paragraphs?(?! (?:breaks?|structures?|headings?|numbers?)\b)"
)
DIVIDER = re.compile(
    r"(?<!\*)\*{3}(?!\*)(?! ?six)|\b(?:3|three) (?:asterisks?|stars?)(?: symbols?)?\b|\b(?:markdown|asterisk) "
    r"(?:divider|separator)|"
    r"\btriple asterisks?\b"
)
_FROM_END = {"last": 0, "final": 0, "closing": 0, "concluding": 0, "penultimate": 1, "second-to-last": 1}
_ORDINAL = rf"(?P<ord>\d{{1,3}}(?:st|nd|rd|th)|opening|{'|'.join([*_FROM_END, *ORDINALS[1:]])})"
_CARDINAL = rf"(?P<num>\d{{1,3}}|{'|'.join(ONES[1:13])})"
_WHOLE = rf"(?:\s+(?:of|in)\s+(?:your|the|this|my|a)\s+(?:[\w'-]+\s+){{0,2}}?(?:{RESPONSE}|[\w-]+))"
_OF_ALL = r"(?:\s+of\s+(?:them|these|those|which|(?:the|your|these)\s+(?:[\w-]+\s+)?paragraphs))"
PLACE = (
    rf"(?:(?:the\s+|your\s+|its\s+)?(?:very\s+)?{_ORDINAL}(?P<head>\s+paragraph|\s+one(?![\w-])|{_OF_ALL}|)"
    rf"|paragraph\s+(?:(?:no\.?|number|#)\s*)?{_CARDINAL})(?P<of>{_WHOLE})?"
)
# A quotation is masked, its marks are not.
_WORD = (
    rf"(?:(?P<said>(?:(?:the|this)\s+)?(?:(?:exact|single|following|specific)\s+)?(?:word|keyword|term))\s*:?\s*)?"
    rf"(?:(?P<quote>[\"“”«„‘'`]{MASK}{{1,80}}[\"“”»’'`])|(?P<bare>\w[\w-]{{0,39}})(?![\w'’-]))"
)
_START = r"(?:start|begin|open|commence|kick\s+off|lead\s+off)"
_STARTS = r"(?:(?:start|begin|open|commence)s?|starting|beginning|opening)"
_LINKS = r"(?:must|should|shall|has\s+to|needs\s+to|is\s+to|will|is)"
_PATTERNS = tuple(
    re.compile(few_blanks(rf"(?<![\w-])(?:{pattern})"))
    for pattern in (
        rf"{PLACE},?\s+(?:that\s+|which\s+)?(?:(?:{MODAL})\s+)?(?:also\s+|always\s+)?{_STARTS}(?:\s+off|\s+out)?\s+"
        rf"(?:with|by|using)\s+{_WORD}",
        rf"(?:{_START}|starting|beginning|opening)\s+(?:off\s+)?{PLACE}\s+(?:off\s+)?(?:with|by\s+using|using)\s+"
        rf"{_WORD}",
        rf"(?:first|opening|initial|starting)\s+word\s+(?:of|in|for)\s+{PLACE}\s*(?:(?:{_LINKS})(?:\s+be)?|:|=)\s*{_WORD}",
        rf"{PLACE}['’]s\s+(?:first|opening|initial|starting)\s+word\s+{_LINKS}(?:\s+be)?\s+{_WORD}",
        rf"(?:in|for)\s+{PLACE},?\s+(?:the\s+(?:first|opening)\s+word\s+{_LINKS}(?:\s+be)?|{_START}\s+with)\s+{_WORD}",
        rf"{PLACE}\s+(?:(?:{MODAL})\s+)?(?:has|have|having|uses?|using)\s+{_WORD}\s+as\s+(?:its|the)\s+"
        rf"(?:first|opening|initial)\s+word",
        rf"(?:use|make|have|put|with|using)\s+{_WORD}\s+(?:as\s+|be\s+)?(?:the\s+)?(?:first|opening|initial|very\s+first)"
        rf"\s+word\s+(?:of|in)\s+{PLACE}",
        rf"{_WORD}\s+(?:must|should|shall|has\s+to|needs\s+to)\s+be\s+the\s+(?:very\s+)?(?:first|opening|initial)\s+word"
        rf"\s+(?:of|in)\s+{PLACE}",
        rf"{_START}\s+with\s+{_WORD}\s+in\s+{PLACE}",
        rf"(?P<elided>(?:,\s*(?:and\s+)?|and\s+|;\s*)(?:the\s+)?{_ORDINAL}(?P<head>\s+paragraph|\s+one|)\s+(?:one\s+)?with\s+{_WORD})",
    )
)
_AFTER_BARE = re.compile(r"\s{0,2}(?:$|[.,;:!?)\n]|\s(?:and|but|while|as|in)\b)")
_OTHER_WHOLE = re.compile(
    r"\b(?:chapters?|sections?|parts?|each|every|stanzas?|scenes?|acts?|articles? (?:below|above)|text (?:below|above))"
    r"$"
)
_NOT_WORDS = frozenset("a an the this that these those with one it's your what how something some any".split())


class Placed(NamedTuple):
    """The first word of a paragraph: which (from 1, or from the end: 0 the last, -1 the one before), and where."""

    nth: int
    word: str
    start: int
    end: int


def find_placed(passage: Passage) -> list[Placed]:
    """Return each demand on the first word of a paragraph that is named by its place, in order.

    The offsets are those of the word, with its quotation marks.
    """
    found: list[tuple[int, int, Placed]] = []
    for pattern in _PATTERNS:
        for match in scan(pattern, passage.lower):
            placed = _read(passage, match)
            if placed is not None:
                found.append((*match.span(), placed))
    found.sort(key=lambda one: (one[0], -one[1]))
    kept: list[tuple[int, int, Placed]] = []
    for one in found:
        elided = passage.lower[one[0]] in ",;" or passage.lower.startswith("and ", one[0])
        if elided and not (kept and 0 <= one[0] - kept[-1][1] <= 2):
            continue  # "and the second with …" goes on with a demand on the first
        if not kept or one[2].start >= kept[-1][2].end:
            kept.append(one)
    return [placed for _, _, placed in kept]


def _read(passage: Passage, match: re.Match[str]) -> Placed | None:
    groups = match.groupdict()
    alone = groups.get("ord") is not None and not groups.get("head") and not groups.get("elided")
    if alone and "paragraph" not in before(passage, match.start(), 120):
        return None  # "the second must begin with …" needs paragraphs before it
    if _OTHER_WHOLE.search(groups.get("of") or "") or re.search(
        r"\b(?:each|every)\s+$", before(passage, match.start())
    ):
        return None
    word, (start, end) = _word(passage, match)
    nth = _nth(groups.get("ord"), groups.get("num"))
    return Placed(nth, word, start, end) if word and nth is not None else None


def _word(passage: Passage, match: re.Match[str]) -> tuple[str, tuple[int, int]]:
    """Return the word that a match names, in lower case, and its offsets; no word where what it names is none."""
    if match["quote"] is not None:
        start, end = match.span("quote")
        word = passage.text[start + 1 : end - 1].strip()
        word = word[:-1] if word[-1:] in ".,;:" else word
    else:
        start, end = match.span("bare")
        word = passage.text[start:end]
        follows = _AFTER_BARE.match(passage.lower, end) is not None
        said = match["said"] is not None
        named = " word" in match[0] and follows and word.lower() not in _NOT_WORDS
        if not (said or named or (word[:1].isupper() and follows and word.lower() not in _NOT_WORDS)):
            return "", (start, end)
    return (word.lower() if is_first_word(word) else ""), (start, end)


def is_first_word(word: str) -> bool:
    """Return whether something can be the first word of a paragraph as `first_word` reads it."""
    return 0 < len(word) <= 80 and not any(c.isspace() or c in ".,?!'\"“”‘’«»`" or c == MASK for c in word)


def _nth(ordinal: str | None, cardinal: str | None) -> int | None:
    if cardinal is not None:
        return number(cardinal) or None
    if ordinal is None:
        return None
    if ordinal in _FROM_END:
        return -_FROM_END[ordinal]
    if ordinal == "opening":
        return 1
    return int(ordinal[:-2]) or None if ordinal[0].isdigit() else ORDINALS.index(ordinal)


def ordinal(value: int) -> str:
    """Return a number as an ordinal, in words up to twelve.

    Example:
        >>> ordinal(2), ordinal(21)
        ('second', '21st')
    """
    if value < len(ORDINALS):
        return ORDINALS[value]
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def exact_paragraphs(passage: Passage) -> Iterator[int]:
    """Yield each exact number of paragraphs that the whole response is to have."""
    for match, amount, _ in find_amounts(passage, PARAGRAPHS):
        if amount.relation == "equal to" and binds_whole(passage, match):
            yield amount.value


def holds_number(passage: Passage) -> bool:
    """Return whether a paragraph's first word is demanded along with the number of paragraphs, blank lines between.

    The number then belongs to that demand.
    """
    return (
        "paragraph" in passage.lower
        and DIVIDER.search(passage.lower) is None
        and next(exact_paragraphs(passage), None) is not None
        and bool(find_placed(passage))
    )


def first_word(paragraph: str) -> str:
    """Return the first word of a paragraph as IFEval reads it: in lower case, up to the first of . , ? ! ' and ".

    Example:
        >>> first_word('"Well," she said')
        'well'
    """
    words = paragraph.split(None, 1)
    if not words:
        return ""
    bare = re.split(r"[.,?!'\"]", words[0].lstrip("'").lstrip('"'), maxsplit=1)[0]
    return "".join(c.lower() for c in bare)
