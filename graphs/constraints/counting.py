"""How words, sentences, paragraphs and list items of a response are counted."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_END = re.compile(
    r"(?<![.!?。！？؟।…])[.!?。！？؟।…]++[\"'”’)\]*_]*(?=\s|$)|[。！？।]+[\"”’)」』]*|\n\s*\n|\n(?=\s*(?:[-*•+]|\d{1,3}[.)])\s)"
)
# Never the end of a sentence; only before a number ("No. 5"); the end where a capital or nothing follows.
_TITLE = re.compile(
    r"(?:^|[\s(\[\"“'‘])(?:mr|mrs|ms|mx|dr|prof|st|mt|gen|rep|sen|rev|hon|vs|e\.g|i\.e|eg|ie|cf|viz|approx|[a-z])\.$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|[\s(\[\"“'])(?:no|nos|fig|figs|vol|pp?|ch|sec|art|eq)\.$", re.IGNORECASE)
_MAYBE = re.compile(
    r"(?:^|[\s(\[\"“'])(?:etc|a\.m|p\.m|inc|ltd|co|corp|jr|sr|est|dept|ave|blvd|al|(?:[a-z]\.){1,4}[a-z]|jan|feb|mar|apr|aug|"
    r"sept?|oct|nov|dec)\.$",
    re.IGNORECASE,
)
_MARKER = re.compile(r"(?:^|\n)[ \t>]{0,12}[*_]{0,2}(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})\.$")
BULLET = re.compile(r"^[ \t]*(?:[*-](?![*-])[ \t]*)(?=\S)", re.MULTILINE)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the words, counted as IFEval does: runs of letters, digits, underscores and their marks.

    Example:
        >>> len(word_spans("½ l of मीठी चाय"))
        4
    """
    if not text.isascii():
        text = text.translate({ord(c): _as_word(c) for c in set(text) if not c.isascii()})
    return [match.span() for match in _WORD.finditer(text)]


def _as_word(c: str) -> str:
    """Return a letter for a character that is part of words (vowel signs are no letters to `re`), else a blank."""
    kind = unicodedata.category(c)
    if kind == "No":  # fractions and superscripts, which are words to `re` alone
        return " "
    part = c.isalnum() or kind[0] == "M" or kind == "Pc" or c in "\u200c\u200d" or c.isupper() or c.islower()
    return "x" if part else " "


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the sentences, in linear time.

    A sentence ends at a stop followed by a blank or the end (abbreviations, initials and list numbers apart), at an
    empty line, or where a list item begins. A stretch without a letter or digit is no sentence.

    Example:
        >>> len(sentence_spans("Dr. Who came at 5 p.m. and left. No. 6 stayed!"))
        2
    """
    spans, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        if _runs_on(text, start, match):
            continue
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    trimmed = []
    for left, right in spans:
        piece = text[left:right]
        if any(c.isalnum() for c in piece):
            trimmed.append((left + len(piece) - len(piece.lstrip()), right - len(piece) + len(piece.rstrip())))
    return trimmed


def _runs_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Return whether the sentence goes on after a stop."""
    stops = match[0].rstrip("\"'”’)]*_」』")
    following = text[match.end() : match.end() + 8].lstrip()[:1]
    if not following or not stops.strip():
        return False
    if stops != ".":
        quoted = match[0][-1:] in "\"”’'" and stops[-1:] in "!?"
        return following.islower() and (stops[-1:] == "…" or stops.endswith("..") or quoted)
    before = text[max(start - 1, match.start() - 16, 0) : match.start() + 1]
    if _MARKER.search(before if match.start() > 16 else text[: match.start() + 1]) or _TITLE.search(before):
        return True
    if _NUMBERED.search(before):
        return following.isdecimal()
    return following.islower() and _MAYBE.search(before) is not None


def bullet_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the lines that are markdown bullet points ("* " or "- ")."""
    spans = []
    for match in BULLET.finditer(text):
        end = text.find("\n", match.end())
        spans.append((match.start(), len(text) if end < 0 else end))
    return spans
