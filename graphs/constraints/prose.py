"""The running text of a response: its sentences and paragraphs without headings, tables and code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from stemmata.graphs.constraints.counting import sentence_spans, word_spans
from stemmata.graphs.constraints.intervals import Interval
from stemmata.graphs.constraints.listing import item_lines
from stemmata.graphs.constraints.paragraphs import MOST, blocks
from stemmata.graphs.constraints.regrouping import Change, Span, is_running

_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_APART = re.compile(
    r"^[^\S\n]{0,3}(?:#{1,6}[^\S\n][^\n]*|\|[^\n]*|<<[^\n]*>>[^\S\n]*|(?:\*\*|__)[^*_\n]{1,200}(?:\*\*|"
    r"__):?[^\S\n]{0,9})$",
    re.MULTILINE,
)
_MARK = re.compile(r"[*_]{0,2}\(?(?:\d{1,9}|[a-zA-Z]|[ivxIVX]{2,5})[.)](?!\w)[*_]{0,2}")
_STOP = re.compile(r"[.!?…。！？][\"'”’)\]*_]*$")
_SHORT = 10  # words; a lone line of fewer without a stop is a heading, a greeting or a signature


def running(text: str) -> str:
    """Return a response with blanks for code, headings, titles and tables; offsets stay as they are."""
    text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return _APART.sub(lambda match: " " * len(match[0]), text)


def sentences(text: str) -> list[tuple[Span, int]]:
    r"""Return the sentences of the running text, each with its number of words; the mark of a list item is none.

    Example:
        >>> sentences("# Tides\n1. The sea rises.")
        [((8, 25), 3)]
    """
    marks = {end - len(text[start:end].lstrip()) for start, end in item_lines(text)}
    found = []
    for start, end in sentence_spans(running(text)):
        mark = _MARK.match(text, start) if start in marks else None
        found.append(((start, end), len(word_spans(text[mark.end() if mark else start : end]))))
    return found


def paragraphs(text: str) -> list[Span]:
    r"""Return the paragraphs of running text between blank lines, up to the first list item of each.

    A lone line of a few words without a stop (a heading, a greeting, a signature) is none where there is another. In a
    response of list items alone, each block of them is one.

    Example:
        >>> paragraphs("# Tides\nThe sea rises.\n\nWhy:\n* moon")
        [(8, 22)]
    """
    plain, spans = running(text), []
    items = [start for start, _ in item_lines(plain)]
    at = 0
    for start, end in blocks(plain):
        while at < len(items) and items[at] < start:
            at += 1
        if at < len(items) and items[at] < end:
            end = items[at]
        piece = plain[start:end]
        if any(c.isalnum() for c in piece):
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    whole = [span for span in spans if not _is_line_apart(plain[slice(*span)])]
    return whole or spans or blocks(plain)


def _is_line_apart(piece: str) -> bool:
    return "\n" not in piece and _STOP.search(piece[-12:]) is None and len(word_spans(piece[:400])) < _SHORT


class Paragraph(NamedTuple):
    """A paragraph of running text: its place, its sentences, the number of its words and of those in each sentence."""

    span: Span
    sentences: tuple[Span, ...]
    words_in_sentences: tuple[int, ...]
    num_words: int

    @property
    def num_sentences(self) -> int:
        """The number of its sentences."""
        return len(self.sentences)


def in_paragraphs(text: str) -> list[Paragraph]:
    r"""Return the paragraphs of running text with what they hold; a sentence is of each paragraph that it reaches into.

    Example:
        >>> [(one.num_sentences, one.num_words) for one in in_paragraphs("It rises. It falls.\n\nWhy? The moon.")]
        [(2, 4), (2, 3)]
    """
    found: list[Paragraph] = []
    known, at = sentence_spans(running(text)), 0
    for start, end in paragraphs(text):
        while at < len(known) and known[at][1] <= start:
            at += 1
        upto = at
        while upto < len(known) and known[upto][0] < end:
            upto += 1
        inside = tuple((max(left, start), min(right, end)) for left, right in known[at:upto])
        words = tuple(len(word_spans(text[slice(*span)])) for span in inside)
        found.append(Paragraph((start, end), inside, words, len(word_spans(text[start:end]))))
    return found


def regroup(
    text: str, held: Sequence[Paragraph], weights: Sequence[Sequence[int]], bounds: Interval
) -> list[Change] | None:
    """Return the changes that divide paragraphs that hold too much, or else join those that hold too little.

    None where the text is more than running text, or where no dividing or joining helps.

    Args:
        text: The response.
        held: Its paragraphs.
        weights: What each sentence of each counts.
        bounds: What each paragraph may hold.
    """
    if len(held) > MOST or not all(is_running(text[slice(*one.span)]) for one in held):
        return None
    changes: list[Change] = []
    for one, counts in zip(held, weights, strict=True):
        if bounds.high is not None and sum(counts) > bounds.high:
            cuts = _cuts(counts, bounds.high)
            if cuts is None:
                return None
            changes += [(one.sentences[i - 1][1], one.sentences[i][0], "\n\n") for i in cuts]
    return changes or _joins(text, [one.span for one in held], [sum(counts) for counts in weights], bounds)


def _cuts(counts: Sequence[int], high: int) -> list[int] | None:
    """Return before which sentences to divide, so that no part holds more than `high` and all hold about as much."""
    if not high or max(counts) > high:
        return None
    share = sum(counts) / ceil(sum(counts) / high)
    cuts, held = [], 0
    for i, count in enumerate(counts):
        if held and (held + count > high or held + count / 2 > share):
            cuts.append(i)
            held = 0
        held += count
    return cuts


def _joins(text: str, spans: Sequence[Span], sizes: Sequence[int], bounds: Interval) -> list[Change] | None:
    """Return the changes that join paragraphs that hold too little to the next, the last to the one before it."""
    groups: list[list[int]] = []
    held = bounds.low
    for i, size in enumerate(sizes):
        if held < bounds.low:
            groups[-1].append(i)
            held += size
        else:
            groups.append([i])
            held = size
    if held < bounds.low:
        if len(groups) < 2:
            return None
        last = groups.pop()
        groups[-1] += last
    pairs = [(spans[i][1], spans[j][0]) for group in groups for i, j in pairwise(group)]
    if any(text[left:right].strip() for left, right in pairs):
        return None
    return [(left, right, " ") for left, right in pairs]
