"""Sentences of a prose block, over masked text: quotations do not end them, list items and lines may."""

from __future__ import annotations

import re

from stemmata.graphs.constraints.passage import Passage
from stemmata.parsing.blocks import Block

_STOP = re.compile(
    r"[.!?。！？؟।]+[)\]*_]{0,3}(?=\s|$)|(?<=[\"”’'`])[)\]]?(?=\s+[A-Z\d(*#-])|[。！？।]+"
    r"|(?<=\bP\.P\.S)(?=\s[A-Z][a-z])"  # written without its last stop
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|prof|st|jr|sr|no|vol|fig|al|approx|dept|est|inc|ltd|co|cf|p\.s|p\.p\.s|"
    r"u\.s|a\.m|"
    r"p\.m|min|max)|\b[a-z]|^\s*\(?\d{1,3})\.$"
)

# A new sentence, after a stop that might be an abbreviation's or an initial's.
_OPENS = re.compile(
    r"\s+(?:Do|Don't|Make|Ensure|Please|Your|The|Use|Include|Avoid|It|In|Write|Give|Explain|Describe|Also|Then|Answer|"
    r"Wrap|Finish|End|Respond|You|There|What|How|Why|Who|Is|Are|Can|Could|Keep|Be|Only|At|And|But|First|I|We)\b"
)


def sentences(passage: Passage, block: Block) -> list[tuple[int, int]]:
    """Return the offsets of a block's sentences in order, without the blanks around them, in linear time."""
    cuts: list[int] = []
    following = None
    for line in reversed(block.lines):
        if following is not None and _breaks(passage, line.start, line.end, following):
            cuts.append(following)
        following = line.start
    cuts.reverse()
    spans: list[tuple[int, int]] = []
    start = block.start
    for cut in [*cuts, block.end]:
        for left, right in _items(passage.text, start, cut):
            spans += _split(passage, left, right)
        start = cut
    return spans


def _breaks(passage: Passage, start: int, end: int, following: int) -> bool:
    """Whether a sentence ends at the end of this line."""
    ahead = passage.text[following : following + 24].lstrip()
    if not ahead or ahead[0] in "-*•#>|" or re.match(r"\(?\w{1,3}[.)]\s", ahead):
        return True
    behind = passage.text[max(start, end - 4) : end].rstrip()
    return not behind or behind[-1] in '.!?:;"”*' or not ahead[0].islower()


def _split(passage: Passage, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    left = start
    for match in _STOP.finditer(passage.masked, start, end):
        right = match.end()
        if match[0] == "" or match[0] in ")]":  # a quotation that ended with its own stop
            quote = match.start() - 1
            if quote < 1 or passage.text[quote - 1] not in ".!?":
                continue
        elif match[0].startswith(".") and _ABBREVIATION.search(
            passage.lower[max(left, match.start() - 12) : match.start() + 1]
        ):
            tail = passage.lower[max(left, match.start() - 6) : match.start() + 1]
            stays = not tail.endswith(("etc.", "p.s.", "a.m.", "p.m.")) and not re.search(r"\b[a-z0-9]\.$", tail)
            if stays or not _OPENS.match(passage.text, right):
                continue
        spans.append((left, right))
        left = right
    spans.append((left, end))
    return [trimmed for span in spans if (trimmed := _strip(passage.text, *span))[1] > trimmed[0]]


_NUMBERED = re.compile(r"\s+\(?(\d{1,2})[.)]\s+(?=[A-Z][a-z])")


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a sentence in its items, where it counts them: "Change it: 1. Make it rhyme 2. Add a title"."""
    expected, cuts = 1, []
    for match in _NUMBERED.finditer(text, start, end):
        if int(match[1]) == expected:
            cuts.append(match.start())
            expected += 1
    if len(cuts) < 2:
        return [(start, end)]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
