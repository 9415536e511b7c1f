"""Sentences as IFEval's reference counts them: by the decisions of the Punkt algorithm (Kiss and Strunk, 2006).

A stop, question or exclamation mark ends a sentence where a blank or certain punctuation follows, whatever the lines:
an item number such as "1." is a sentence, and a list without stops is none of its own. Stops of abbreviations,
initials and item numbers are decided by the word that follows: `sentence_words.txt` has the words for which the
reference was seen to decide otherwise than for a word that it does not know (`benchmarks/sentence_words.py` asks it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

_CLOSING = r")\"'\]}‘’“”«»"
_PUNCTUATION = rf"{_CLOSING};*:@({{\[?!"
# A chunk between blanks, up to the last mark in it that something follows; what follows it.
_END = re.compile(rf"(?<![^ \t-\r])(?P<before>[^ \t-\r]*[.?!])(?=(?P<mark>[{_PUNCTUATION}])|\s+(?P<word>\S+))")
# Marks that close what the sentence before them opened.
_TAIL = re.compile(rf"[{_CLOSING}]+?(?:\s+|(?=--)|$)", re.MULTILINE)
_ALONE = re.compile(rf"[.?!][{_PUNCTUATION}\s]")
_DASH_OR_DOTS = r"-{2,}|\.{2,}|(?:\.\s){2,}\."
_TOKEN = re.compile(
    rf"{_DASH_OR_DOTS}|(?=[^(\"`{{\[:;&#*@)}}\]\-,])\S+?(?=\s|$|[{_PUNCTUATION}]|{_DASH_OR_DOTS}|"
    rf",(?=$|\s|[{_PUNCTUATION}]|{_DASH_OR_DOTS}))|\S"
)
_STOPS = frozenset(";:,.!?")
_NUMBER = re.compile(r"-?[.,]?\d[\d,.-]*")
_INITIAL = re.compile(r"[^\W\d]\.")


def _words() -> dict[str, frozenset[str]]:
    """Return the lists of words: each follows a line with its name and a colon."""
    lists: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("sentence_words.txt").read_text(encoding="utf-8").splitlines():
        if line.endswith(":"):
            words = lists.setdefault(line[:-1], [])
        else:
            words += line.split()
    return {name: frozenset(words) for name, words in lists.items()}


_WORDS = _words()
_ABBREVIATIONS = _WORDS["abbreviations"]
_STARTERS = _WORDS["starters"]  # start a sentence after an abbreviation or dots, when capitalized
# Start one after an initial, when capitalized: words that are written small as a rule.
COMMON_WORDS = (_STARTERS | _WORDS["others"]) - {"i"}
_HEADINGS = _WORDS["headings"]  # start none after a number


def counted_sentences(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the sentences as IFEval's reference counts them, in linear time.

    Example:
        >>> len(counted_sentences("Dr. Who came at 5 p.m. and left. 1. Go!"))
        3
    """
    spans = []
    slices = [*_slices(text), None]
    moved = 0  # by how much the marks that close the sentence before shorten one
    for here, following in pairwise(slices):
        if here is None:
            break
        start, end = here[0] + moved, here[1]
        tail = _TAIL.match(text, *following) if following is not None else None
        moved = 0
        if tail is not None:
            end = tail.start() + len(tail[0].rstrip())
            moved = len(tail[0])
        if tail is not None or start < end:
            spans.append(_trimmed(text, start, end))
    return spans


def _slices(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that end at a mark, and the rest."""
    start = 0
    for match in _END.finditer(text):
        before = match["before"]
        if _ALONE.match(before) and match.start() != 1:
            yield start, match.start() + 1  # the first of "!!!" after a blank is one of its own
            start = match.start() + 1
        if _ends(before, match["mark"] or match["word"]):
            yield start, match.end()
            start = match.start("word") if match["word"] else match.end()
    yield start, len(text.rstrip())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends(before: str, after: str) -> bool:
    """Return whether a sentence ends within a chunk, before what follows it."""
    if before[-1] != ".":
        return True
    word = before[:-1]
    if len(word) > 1 and word.isalpha() and word.lower() not in _ABBREVIATIONS:
        return True
    tokens = [*_TOKEN.findall(before), *_TOKEN.findall(after)]
    return any(_breaks(token, following) for token, following in pairwise(tokens))


def _breaks(token: str, following: str) -> bool:
    """Return whether a token ends a sentence, by the token that follows."""
    if token in (".", "?", "!"):
        return True
    if not token.endswith("."):
        return False
    if token.endswith(".."):
        return not token.strip(".") and _starts(following)
    kind = token[:-1].lower()
    abbreviated = kind in _ABBREVIATIONS or kind.rpartition("-")[2] in _ABBREVIATIONS
    initial = _INITIAL.fullmatch(token) is not None
    if abbreviated and not initial:
        return _starts(following)
    if abbreviated:
        return False
    number = _NUMBER.fullmatch(kind) is not None
    if number and _kind(following) in _HEADINGS:
        return False
    if initial or number:
        if following in _STOPS or following[:1].islower():
            return False
        return not (initial and following[:1].isupper() and _kind(following) not in COMMON_WORDS)
    return True


def _starts(token: str) -> bool:
    """Return whether a token starts a sentence even after an abbreviation."""
    return token[:1].isupper() and _kind(token) in _STARTERS


def _kind(token: str) -> str:
    """Return a token's word: in lower case, without the stop of a sentence's end."""
    low = token.lower()
    if len(token) > 1 and token.endswith(".") and not token.endswith(".."):
        bare = low[:-1]
        return low if bare in _ABBREVIATIONS or bare.rpartition("-")[2] in _ABBREVIATIONS else bare
    return low
