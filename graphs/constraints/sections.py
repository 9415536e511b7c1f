"""Sections that begin with a numbered mark: how instructions ask for them, and where a response has them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.marking import MARKING_LEAD
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.reading import Amount, amount_pattern, find_amounts
from stemmata.graphs.constraints.scope import counted_after

_SECTION = (
    r"(?:(?:separate|distinct|different|main|short|long|total|clear|numbered|labell?ed|equal|brief|marked) ){0,2}"
    r"(?:sections?|parts?|segments?|chapters?|pieces|blocks?|divisions?|portions?|stanzas?|scenes?|acts?|paragraphs?|"
    r"entries|verses|episodes?|topics?|versions?|chunks?|subsections?)"
)
_SECTIONS = amount_pattern(_SECTION)
_WORD = r"[^\W\d_][\w'’-]{0,24}"
# "Section X", bare or as a whole quotation; "Section 1 and Section 2", likewise.
_OPEN, _CLOSE = r"[\"“«‘'`*<\[({]{0,3}", r"(?:[.:,]?[\"”»’'`*>\])}]{1,3}|:)?"
_TEMPLATE = re.compile(
    rf"(?<![\w.])(?P<open>{_OPEN})(?P<word>{_WORD}(?: {_WORD}){{0,2}})[ -]?(?P<x>(?<=[ -])[XNxn](?!\w)|#(?!\w)|"
    rf"[\[({{<](?:[xXnN#i]|(?:section )?number|num)[\])}}>])(?P<close>{_CLOSE})"
)
# What a template cannot do without, and how far before it one begins at most; likewise the first number.
_X = re.compile(
    r"[XNxn#\[({<](?:(?<=[ -][XNxn])(?!\w)|(?<=#)(?!\w)|(?<=[\[({<])(?:[xXnN#i]|(?:section )?number|num)[\])}>])"
)
_REACH = 100
_NUMBERED = re.compile(
    rf"(?<![\w.])(?P<open>{_OPEN})(?P<word>[^\W\d_][\w'’-]{{1,24}}) ?1{_CLOSE}"
    rf"(?P<rest>(?:(?:,? ?(?:and|&|or|then) |, ?|; ?| ?/ ?|\n[ \t]{{0,4}}){_OPEN}(?P=word) ?\d{{1,2}}{_CLOSE}){{1,30}}|"
    rf"(?P<span>(?: (?:to|through|until|up to) |, ?(?:\.\.\.|…),? ?|"
    rf" ?[–—-] ?){_OPEN}(?:(?P=word) ?)?(?P<last>\d{{1,2}})"
    rf"{_CLOSE}))"
)
_MARK = (
    r"\b(?:mark(?:ed|ing|s)?|start(?:s|ed|ing)?|begin(?:s|ning)?|label(?:l?ed|l?ing|s)?|head(?:ed|ing|er)s?|title[sd]?|"
    r"named?|called|denoted?|indicated?|introduced?|preceded?|prefix(?:ed)?|identified|number(?:ed|ing)?|separated?|"
    r"divided?|delimited|split|designated|signal\w{0,4}|open(?:s|ed|ing)?|using|use|announced?)\b[^.!?]{0,80}$"
)
_MARKED = re.compile(_MARK)
_SEVERAL = re.compile(
    r"\b(?:each|every|all|both|their|them|sections|parts|segments|chapters|pieces|stanzas|scenes|acts|paragraphs|"
    r"entries|verses|episodes|topics|versions|days|rounds|weeks|steps|points)\b"
)
_JOINED = re.compile(
    rf"\b{_SECTION}[^.!?\n\w]{{0,3}}(?:(?:called|named|like|as follows|i\.e\.?|e\.g\.?|for example|such as|"
    r"namely),? )?$"
)
_IS = re.compile(
    r"[^.\n]{0,20}\bx (?:is|=|being|stands for|goes|runs|ranges)[^.\n\d]{0,40}"
    r"(?P<numbers>\d[\d, ]{0,40}(?:and |to |or |-|–)?\d{0,2})"
)
_GOES_ON = re.compile(r",? ?(?:and so on|and so forth|etc\b|\.\.\.|…)")
_MOST = 20  # orders to read in one text; nobody states more
_LOST = re.compile(rf"{MARKING_LEAD}$")
_NOT = re.compile(r"\b(?:not|n['’]t|never|without|instead of|rather than)\b[^,.;!?]{0,40}$")
_LEADS = frozenset("where if when that with as by using use like is be a an the of to in and or each".split())


class SectionOrder(NamedTuple):
    """An order to write sections that begin with a mark and a number.

    Attributes:
        mark: The mark without its number.
        amount: How many sections.
        start: Where the core begins: the amount, or the marks one by one.
        end: Where it ends.
        form: AMOUNT for an amount, VALUE for marks.
    """

    mark: str
    amount: Amount
    start: int
    end: int
    form: Form


def section_orders(passage: Passage) -> Iterator[SectionOrder]:
    """Yield each order to write marked sections; the same mark counts once."""
    seen: set[str] = set()
    found = [*islice(_listed(passage), _MOST), *islice(_patterned(passage), _MOST), *islice(_worded(passage), _MOST)]
    for one in sorted(found, key=lambda one: one.start):
        if one.mark.lower() not in seen:
            seen.add(one.mark.lower())
            yield one


def _listed(passage: Passage) -> Iterator[SectionOrder]:
    """Yield sections whose marks are told one by one: "two sections, Section 1 and Section 2"."""
    first = passage.text.find("1")
    for match in _NUMBERED.finditer(passage.text, max(0, first - _REACH)) if first >= 0 else ():
        if not _stands(passage, match):
            continue
        before = passage.lower[max(0, match.start() - 120) : match.start()]
        if _NOT.search(before) or not (
            _JOINED.search(before) or (_MARKED.search(before) and _SEVERAL.search(_clause(before)))
        ):
            continue
        numbers = [int(digits) for digits in re.findall(r"\d{1,2}", match["rest"])]
        if match["last"] is None and numbers != list(range(2, len(numbers) + 2)):
            continue
        count = int(match["last"]) if match["last"] else len(numbers) + 1
        near = _amount(passage, match.start(), match["word"])
        goes_on = _GOES_ON.match(passage.lower, match.end()) is not None
        if near is not None and (near[0].value == count or goes_on):
            yield SectionOrder(match["word"], *near, Form.AMOUNT)
        elif count > 1:
            yield SectionOrder(match["word"], Amount("at least", count, None), *_inner(match), Form.VALUE)


_WORDED = re.compile(
    rf"\b(?:each|every|"
    rf"all) (?:of )?(?:the )?{_SECTION}s?\b[^.!?\n\"“]{{0,40}}?[\"“'‘]?(?P<word>[A-Za-z][\w'’-]{{1,24}})[\"”'’]?,? "
    r"(?:and|followed by|plus|then|with|along with) (?:its|the|a|their|that) (?:own )?(?:section |part )?number",
    re.IGNORECASE,
)


def _worded(passage: Passage) -> Iterator[SectionOrder]:
    """Yield sections whose mark is told with its number in words: "start each part with PART and its number"."""
    for match in _WORDED.finditer(passage.text):
        before = passage.lower[max(0, match.start() - 40) : match.start("word")]
        if not _MARKED.search(before) or _NOT.search(before[:40]):
            continue
        mark = match["word"]
        near = _amount(passage, match.start("word"), mark)
        if near is not None:
            yield SectionOrder(mark, *near, Form.AMOUNT)


def _patterned(passage: Passage) -> Iterator[SectionOrder]:
    """Yield sections whose mark is told with X for the number: "mark each section with SECTION X"."""
    first = _X.search(passage.text)
    for match in _TEMPLATE.finditer(passage.text, max(0, first.start() - _REACH)) if first else ():
        if not _stands(passage, match):
            continue
        mark = _mark(match)
        if mark is None:
            continue
        start = match.start() if match["open"].strip("([") else match.end("word") - len(mark)
        before = passage.lower[max(0, start - 160) : start]
        after = passage.lower[match.end() : match.end() + 60]
        if _NOT.search(before) or not (_MARKED.search(before) or _JOINED.search(before)):
            continue
        if not (_SEVERAL.search(_clause(before)) or re.match(r"[^.\n]{0,30}\b(?:each|every)\b", after)):
            continue
        near = _amount(passage, start, mark)
        told = _IS.match(passage.lower, match.end())
        if near is not None:
            yield SectionOrder(mark, *near, Form.AMOUNT)
        else:
            last = max((int(n) for n in re.findall(r"\d{1,2}", told["numbers"])), default=1) if told else 1
            if last >= 1:
                left = max(start, _inner(match)[0])
                yield SectionOrder(mark, Amount("at least", last, None), left, _inner(match)[1], Form.VALUE)


def _stands(passage: Passage, match: re.Match[str]) -> bool:
    """Return whether a mark stands in the instruction itself, or is a whole quotation in it."""
    start = match.start("word")
    if passage.masked[start] != MASK:
        return True
    return start > 0 and passage.masked[start - 1] != MASK


def _inner(match: re.Match[str]) -> tuple[int, int]:
    """Return the bounds of a match without one bracket around the whole."""
    start, end = match.span()
    if match["open"].startswith("("):
        start += 1
        end -= match[0].endswith(")")
    return start, end


def _clause(before: str) -> str:
    """Return the words back to the beginning of the sentence, in which one line break is none."""
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s)|\n\s*\n", before)]
    return before[ends[-1] :] if ends else before


def _mark(match: re.Match[str]) -> str | None:
    """Return the mark of a template: what is quoted, or the last word, with capitalized words before it."""
    words = match["word"].split()
    if match["open"].strip("(["):
        return " ".join(words)
    kept = [words[-1]]
    for word in reversed(words[:-1]):
        if not word[:1].isupper() or word.lower() in _LEADS or not kept[0][:1].isupper():
            break
        kept.insert(0, word)
    return None if kept[-1].lower() in _LEADS or len(kept[-1]) < 2 else " ".join(kept)


def _amount(passage: Passage, at: int, mark: str) -> tuple[Amount, int, int] | None:
    """Return the amount of sections that goes with a mark: the nearest before it, else the nearest after it."""
    for noun in ("", mark.split()[-1].lower()):
        found = _amounts(passage, noun)
        before = bisect_right(found, at + 1, key=lambda one: one[2])
        after = bisect_right(found, at, key=lambda one: one[1])
        if before or after < len(found):
            return found[before - 1] if before else found[after]
    return counted_after(passage, at, 200)


@lru_cache(maxsize=8)  # each mark of a passage asks for the same ones
def _amounts(passage: Passage, noun: str) -> tuple[tuple[Amount, int, int], ...]:
    """Return the amounts of a noun in a passage, of sections where there is none, with the bounds of each."""
    return tuple(
        (amount, *match.span())
        for match, amount, _ in find_amounts(passage, _own(noun) if noun else _SECTIONS, bare="at least")
        if not _LOST.search(passage.lower[max(0, match.start() - 40) : match.start()])
    )


@lru_cache(maxsize=64)
def _own(noun: str) -> re.Pattern[str]:
    return amount_pattern(rf"(?:[a-z-]{{3,14}} )?{re.escape(noun)}s?")


@lru_cache(maxsize=64)
def _mark_pattern(mark: str) -> re.Pattern[str]:
    """Return what finds a mark with its number, unless it goes on from a word: "MySection 1", "as in Section 1"."""
    return re.compile(rf"(?<!\w)(?<!\w[ \t\xa0])(?<!\w[ \t\xa0]{{2}}){re.escape(mark)}\s?\d+")


def section_spans(text: str, mark: str, *, anyhow: bool = False) -> list[tuple[int, int]]:
    r"""Return the offsets of the marks with their numbers, but for those that words go before on their line.

    Args:
        text: The text.
        mark: The mark without its number, letter for letter.
        anyhow: Whether capital and small letters are the same.

    Example:
        >>> section_spans("Part 1\nAs in Part 2.\n**Part 2:** so", "Part")
        [(0, 6), (23, 29)]
    """
    pattern = _mark_pattern(mark)
    if anyhow:
        pattern = re.compile(pattern.pattern, re.IGNORECASE)
    return [match.span() for match in pattern.finditer(text)]
