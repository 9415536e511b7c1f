"""How words, sentences, paragraphs and list items of a response are counted."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_END = re.compile(
    r"[.!?。！？؟।…]+[\"'”’)\]*_]*(?=\s|$)|[。！？।]+[\"”’)」』]*|\n\s*\n|\n(?=\s*(?:[-*•+]|\d{1,3}[.)])\s)"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“'])(?:mr|mrs|ms|dr|prof|sr|jr|st|vs|etc|e\.g|i\.e|cf|approx|dept|est|fig|inc|ltd|co|no|vol|pp?|"
    r"[a-z](?:\.[a-z])*|u\.s|a\.m|p\.m)\.$",
    re.IGNORECASE,
)
BULLET = re.compile(r"^[ \t]*(?:[*-](?![*-])[ \t]*)(?=\S)", re.MULTILINE)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the words, counted as IFEval does: runs of letters, digits and underscores."""
    return [match.span() for match in _WORD.finditer(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the sentences, in linear time.

    A sentence ends at a stop followed by a blank or the end (abbreviations and initials apart), at an empty line, or
    where a list item begins. A stretch without a letter or digit is no sentence.
    """
    spans, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        stop = text[match.start() : match.start() + 1]
        if stop == "." and _ABBREVIATION.search(text[max(start, match.start() - 12) : match.start() + 1]):
            following = text[end : end + 2].lstrip()[:1]
            before = text[max(start, match.start() - 12) : match.start() + 1].lower()
            if not (before.endswith(("etc.", "a.m.", "p.m.")) and (following.isupper() or not following)) and following:
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


def bullet_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the lines that are markdown bullet points ("* " or "- ")."""
    spans = []
    for match in BULLET.finditer(text):
        end = text.find("\n", match.end())
        spans.append((match.start(), len(text) if end < 0 else end))
    return spans
