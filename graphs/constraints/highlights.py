"""Passages of a response that markdown stars highlight: how they are counted, made and taken away."""

from __future__ import annotations

import re

from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.family import Repair

_BULLET = re.compile(r"[ \t]{0,12}(?:[*+-]|\d{1,3}[.)])[ \t]+")
_STARRED = re.compile(r"(?<!\*)(\*{1,3})(?=[^\s*])[^*\n]*\1")
_UNFIT = re.compile(r"[*`|\[\]#<>_=\n]|^\s*(?:[-+•]|\d)")


def highlight_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of what stands between stars on one line: *so*, **so** or ***so***.

    The star of a bullet point opens nothing, and stars around nothing (***) highlight nothing.

    Example:
        >>> highlight_spans("* an *item* and **more**")
        [(5, 11), (16, 24)]
    """
    spans, at = [], 0
    for line in text.split("\n"):
        bullet = _BULLET.match(line)
        spans += [
            (at + match.start(), at + match.end()) for match in _STARRED.finditer(line, bullet.end() if bullet else 0)
        ]
        at += len(line) + 1
    return spans


def more_highlights(text: str, missing: int) -> Repair | None:
    """Return a text with so many more of its sentences between stars, the shorter ones; None where they are too few."""
    sentences = [
        (start, end) for start, end in sentence_spans(text) if end - start >= 8 and not _UNFIT.search(text[start:end])
    ]
    if missing < 1 or len(sentences) < missing + 1:
        return None
    chosen = sorted(sorted(sentences, key=lambda span: (span[1] - span[0], span))[:missing])
    pieces, cursor = [], 0
    for start, end in chosen:
        pieces += [text[cursor:start], "*", text[start:end], "*"]
        cursor = end
    made = "".join([*pieces, text[cursor:]])
    return Repair(made, 2 * missing, False, f"{missing} sentence{'s' if missing > 1 else ''} put between stars")


def fewer_highlights(text: str, kept: int) -> Repair:
    """Return a text without the stars around all but the first so many of its highlighted passages."""
    surplus = highlight_spans(text)[kept:]
    pieces, cursor = [], 0
    for start, end in surplus:
        pieces += [text[cursor:start], text[start:end].strip("*")]
        cursor = end
    made = "".join([*pieces, text[cursor:]])
    return Repair(made, len(text) - len(made), False, f"the stars around {len(surplus)} passages taken out")
