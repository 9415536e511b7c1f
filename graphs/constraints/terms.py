"""Lists of words in an instruction: how they are read where they stand, and how they are said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from stemmata.graphs.constraints.passage import MASK, Passage

_QUOTE = re.compile(rf"``{MASK}{{0,600}}''|[\"“„«‘'`]{MASK}{{1,600}}[\"”“»’'`]")
_BARE = re.compile(r"\w[\w'’+#&]{0,40}(?:[-./]\w[\w'’+#&]{0,40}){0,4}")
_OPEN = re.compile(r"\s{0,3}(?:[\[(]\s{0,3}|\n[ \t]{0,8}[-*•][ \t]{1,4})?")
_NEXT = re.compile(
    r"(?P<last>\s?,?\s{0,3}(?:and/or|and|or|nor|&)\s{1,3})?(?(last)|(?P<comma>\s?[,;/]\s{0,3}|"
    r"\n[ \t]{0,8}[-*•][ \t]{1,4}))"
    r"(?:(?:also |even )?(?:the )?(?:key)?(?:word|term|phrase)s? )?"
)
_CLOSE = re.compile(r"\s{0,2}[\])]")
_ETC = re.compile(r",?\s(?:etc\b\.?|and so on|and the like)")
# What may follow an unquoted list; a word that is followed by anything else is part of the sentence.
_BOUNDARY = re.compile(
    r"\s{0,2}(?:$|[.,;:!?)\]\n]|[-–—]{1,2}\s|\s(?:in|throughout|anywhere|somewhere|at|within|into|from|should|must|shall|can|cannot|"
    r"can['’]?t|will|may|might|could|ought|do|does|doesn['’]?t|don['’]?t|is|are|has|have|needs?|appears?|appearing|occurs?|to|for|during|"
    r"while|as|when|"
    r"each|once|twice|more|less|fewer|no|not|exactly|only|and|or|nor|but|because|so|since|if|please|over|under|above|"
    r"precisely|for|shows?|turns?|comes?|appear|occur|\d{1,4}|a (?:minimum|maximum|total)|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|between|up)\b)"
)
# Unquoted words that go on with the sentence rather than being the word that it is about.
_NOT_TERMS = frozenset(
    """a an the this that these those which who whom whose what where when why how with without from of to in on at
    by for as and or nor but if is are was were be been being am it its you your yours i me my we us our he she
    they them their such like then also please make sure below above given provided listed limit limits count
    counts counter processor bank banks order orders choice choices class classes problem problems game games
    search form forms level repeat repetition itself used must should can will would could may might shall do does
    did not only just long each every per into about than so using starting ending beginning containing rhyming
    describing following above-mentioned related associated separated there here more less exactly between meaning
    meanings length number write use include end start""".split()
)


NAME_OF = (
    r"(?:the )?(?:full )?(?:name of (?:the|this|my|our|their) (?P<of>\w{2,30})|"
    r"(?:the|this|my|our|their) (?P<whose>\w{2,30})['’]s name)\b"
)
_NAME = re.compile(NAME_OF)
_NAMED = re.compile(
    rf"\b(?P<whose>[A-Za-z]{{2,30}}),? (?:(?:that is |which is |who is )?(?:named|called)|by the name of) "
    rf"(?P<name>(?P<quoted>[\"“'‘]{MASK}{{1,80}}[\"”'’])|[A-Z][\w&'’-]{{0,30}}(?: [A-Z][\w&'’-]{{0,30}}){{0,4}})"
)


class Terms(NamedTuple):
    """Words as a passage lists them: the words, where each stands (with its quotation marks), and the list's bounds."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    start: int
    end: int
    quoted: bool


def read_terms(passage: Passage, at: int, *, several: bool, bare: bool, sure: bool = False) -> Terms | None:
    """Return the list of words that begins at an offset; None where there is none.

    Args:
        passage: The passage.
        at: Where the list begins, blanks and an opening bracket before it.
        several: Whether the words before it announce several ("the words", not "the word").
        bare: Whether words without quotation marks count.
        sure: Whether a list surely follows ("the following words:"), so that one word alone may be it.
    """
    opened = _OPEN.match(passage.lower, at)
    at = opened.end() if opened else at
    bracket = opened is not None and opened[0].strip()[:1] in ("[", "(")
    spans: list[tuple[int, int]] = []
    quoted, place, last = False, at, False
    while len(spans) < 60:
        found = _QUOTE.match(passage.masked, place)
        if found is None and (not bare or (spans and quoted)):
            break
        if found is None:
            found = _BARE.match(passage.lower, place)
            if found is None or (found[0] in _NOT_TERMS and not (sure and _listed(passage, found.end(), spans))):
                break
            if not _may_stand(passage, found.end(), not spans, several, last):
                break
        elif spans and not quoted:
            break
        else:
            quoted = True
        spans.append(found.span())
        following = _NEXT.match(passage.lower, found.end())
        if following is None or (last and not quoted):
            break
        last, place = following["last"] is not None, following.end()
    if not spans or (not quoted and not _plausible(passage, spans, several, sure)):
        return None
    end = spans[-1][1]
    words = tuple(_inside(passage.text[left:right], quoted) for left, right in spans)
    if bracket and (closing := _CLOSE.match(passage.lower, end)):
        end, at = closing.end(), at - 1
    if etc := _ETC.match(passage.lower, end):
        end = etc.end()
    words = tuple(_unpunctuated(word, passage, spans[-1][1]) if word == words[-1] else word for word in words)
    if not all(word.strip() for word in words):
        return None
    return Terms(tuple(_distinct(list(words))), tuple(spans), at, end, quoted)


def read_name(passage: Passage, at: int) -> Terms | None:
    """Return the name that words at an offset refer to: "the name of the company", where one named "Grid" was told of.

    Args:
        passage: The passage.
        at: Where the words begin.
    """
    said = _NAME.match(passage.lower, at)
    if said is None:
        return None
    told = _first_named(passage, said["whose"] or said["of"], at)
    if told is None:
        return None
    name = _inside(passage.text[told.start("name") : told.end("name")], told["quoted"] is not None)
    return Terms((name.strip(),), (said.span(),), said.start(), said.end(), True) if name.strip() else None


def _first_named(passage: Passage, whose: str, at: int) -> re.Match[str] | None:
    """Return where a name of something is told first before an offset."""
    named, firsts = _all_named(passage)
    first = firsts.get(whose)
    if first is not None and named[first].end() <= at:
        return named[first]
    before = bisect_left(named, at, key=lambda one: one.start())
    if before and named[before - 1].end() > at:  # one that goes on beyond the offset is read up to there
        again = _NAMED.finditer(passage.masked, named[before - 1].start(), at)
        return next((told for told in again if told["whose"].lower() == whose), None)
    return None


@lru_cache(maxsize=4)
def _all_named(passage: Passage) -> tuple[list[re.Match[str]], dict[str, int]]:
    """Return where names are told, and for each thing which of them is the first of its own."""
    named = list(_NAMED.finditer(passage.masked))
    firsts: dict[str, int] = {}
    for place, told in enumerate(named):
        firsts.setdefault(told["whose"].lower(), place)
    return named, firsts


def _listed(passage: Passage, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether a word is one of several between commas."""
    return bool(spans) or passage.lower[end : end + 1] == ","


def _may_stand(passage: Passage, end: int, first: bool, several: bool, last: bool) -> bool:
    """Return whether an unquoted word can be an item, by what follows it.

    After "the word apple, …" a lone word goes on with the sentence unless more of the list follows.
    """
    if first or several or last:
        return _BOUNDARY.match(passage.lower, end) is not None
    return passage.lower[end : end + 1] == ","


def _plausible(passage: Passage, spans: Sequence[tuple[int, int]], several: bool, sure: bool) -> bool:
    words = [passage.lower[left:right] for left, right in spans]
    if not sure and all(word.endswith("ly") for word in words):
        return False
    return sure or not several or len(words) > 1


def _inside(words: str, quoted: bool) -> str:
    if not quoted:
        return words
    inner = words[2:-2] if words.startswith("``") and words.endswith("''") else words[1:-1]
    return inner.strip()


def _unpunctuated(word: str, passage: Passage, end: int) -> str:
    """Return a quoted word without a stop that belongs to the sentence around it ("the keyword 'Qatar.'")."""
    after = passage.text[end : end + 3]
    ends = not after.strip() or after[0] == "\n" or (after[0] == " " and after[1:2].isupper())
    if ends and word[-1:] in ".,;" and not any(c in word[:-1] for c in ".,;") and len(word) > 1:
        return word[:-1].rstrip()
    return word


_PAIRS = (('"', '"'), ("'", "'"), ("“", "”"), ("«", "»"))


def said(words: Sequence[str], joint: str = "and") -> Iterator[str]:
    """Yield ways to list words, double quotation marks first, none last: '"a" and "b"', "'a' and 'b'", "a and b".

    A way that would not be read back as the same words is left out.

    Example:
        >>> list(said(["ink", "memoirs"]))
        ['"ink" and "memoirs"', "'ink' and 'memoirs'", 'ink and memoirs']
    """
    for opening, closing in _PAIRS[:2] if not any('"' in word or "'" in word for word in words) else _PAIRS:
        if not any(opening in word or closing in word for word in words):
            yield joined([f"{opening}{word}{closing}" for word in words], joint)
    if all(
        _BARE.fullmatch(word.lower()) and word.lower() not in _NOT_TERMS and not word.lower().endswith("ly")
        and word.isalpha() for word in words
    ):  # fmt: skip
        yield joined(list(words), joint)


def joined(items: Sequence[str], joint: str) -> str:
    """Return items as a list in a sentence.

    Example:
        >>> joined(["a", "b", "c"], "or")
        'a, b, or c'
    """
    if len(items) < 3:
        return f" {joint} ".join(items)
    return f"{', '.join(items[:-1])}, {joint} {items[-1]}"


def named(words: Sequence[str], joint: str = "and") -> list[str]:
    """Return ways to name words in a sentence, the plainest first: 'the words "a" and "b"', 'the keywords "a" and "b"'.

    Example:
        >>> named(["ink"])[:3]
        ['the word "ink"', "the word 'ink'", 'the word ink']
    """
    plural = "s" if len(words) > 1 else ""
    nouns = ("keyword", "phrase") if any(" " in word for word in words) else ("word", "keyword")
    return [f"the {noun}{plural} {listed}" for noun in nouns for listed in said(words, joint)]


def _term(value: str) -> str:
    term = value.strip()
    if not term or any(c in "\n\r\x0b\x0c\x85\u2028\u2029" or c == MASK for c in term):
        raise ValueError("a word is empty or goes over several lines")
    return term


def _distinct(values: list[str]) -> list[str]:
    kept: dict[str, str] = {}
    for value in values:
        kept.setdefault(value.casefold(), value)
    return list(kept.values())


Term = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_term)]
"""A word or phrase as an argument: on one line, without blanks around it."""

TermList = Annotated[list[Term], Field(min_length=1, max_length=50), AfterValidator(_distinct)]
"""Several of them, none twice (in whatever case)."""


@lru_cache(maxsize=512)
def pattern(term: str, *, whole: bool) -> re.Pattern[str]:
    """Return a pattern for a term, in whatever case, taken literally.

    Args:
        term: The term.
        whole: Whether it must stand as a word of its own.
    """
    left = r"(?<!\w)" if whole and (term[0].isalnum() or term[0] == "_") else ""
    right = r"(?!\w)" if whole and (term[-1].isalnum() or term[-1] == "_") else ""
    return re.compile(f"{left}{re.escape(term)}{right}", re.IGNORECASE)


def holds(text: str, term: str, *, whole: bool = False) -> bool:
    """Return whether a text has a term.

    Example:
        >>> holds("Catfish", "cat"), holds("Catfish", "cat", whole=True)
        (True, False)
    """
    return pattern(term, whole=whole).search(text) is not None
