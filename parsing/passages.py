"""Passages that an instruction carries along without a label: prose before the act, dialogues, docstrings."""

from __future__ import annotations

import re
from bisect import bisect_left

from stemmata.graphs.constraints.passage import Passage
from stemmata.parsing.blocks import Block, BlockKind, Line
from stemmata.parsing.clauses import ClauseKind, kind_of, opening

_RULE = re.compile(r"^[ \t]{0,3}(?:={3,}|-{3,}|\*{3,}|_{3,}|#{3,}|~{3,}|\"{3})[ \t]*$", re.MULTILINE)
_HERE = re.compile(
    r"(?:here['’]?s?(?: is| are)?|this is|below is|consider|i have|given) (?:an?|the|my|our|this|"
    r"some) [\w' -]{2,60}[.:]?\s*$"
)


class Fences:
    """The lines of nothing but signs in a turn, which end a passage: "===", "---"."""

    def __init__(self, passage: Passage) -> None:
        self._starts = [match.start() for match in _RULE.finditer(passage.text)]

    def after(self, offset: int) -> int:
        """Return where the next such line begins; 0 where there is none."""
        place = bisect_left(self._starts, offset)
        return self._starts[place] if place < len(self._starts) else 0


def presents(passage: Passage, block: Block) -> bool:
    """Whether a block's last line presents a passage: "Here is my letter"."""
    return _HERE.match(passage.lower, block.lines[-1].start, block.end) is not None


def spoken(passage: Passage, block: Block) -> bool:
    """Whether a block is a dialogue of two, each with a mark of their own: lines after "+", and lines after "-"."""
    marks = {passage.text[line.start : line.end].lstrip()[:2] for line in block.lines}
    return marks == {"+ ", "- "}


_REFERS = re.compile(
    r"\b(?:above(?! all)[\w ,]{0,20}\b(?:document|text|article|passage|paragraphs?|story|news|report|review|"
    r"e-?mail|conversation|dialogue|"
    r"abstract|data|table|context|information|code|statement)"
    r"|(?:according to|based on|in|from|of|about|using|for|given|read|this|summari[sz]e) (?:the|this|that) (?:\w+ )?"
    r"(?:document|text|article|passage|paragraph|story|news|review|conversation|dialogue|abstract|context)|"
    r"(?:document|text|article|passage|paragraph|story|news|report|conversation|dialogue|abstract) above)\b"
)


def last_reference(passage: Passage) -> int:
    """Return where the last line begins that speaks of a text before it; 0 where there is none."""
    last = -1
    for match in _REFERS.finditer(passage.lower):
        last = match.start()
    return passage.text.rfind("\n", 0, last) + 1 if last >= 0 else 0


def carries(passage: Passage, block: Block) -> bool:
    """Whether a block before the first act is a passage: prose that begins with a statement and asks for nothing."""
    if block.end - block.start < 120 or "?" in passage.masked[block.start : block.end]:
        return False
    own = opening(passage.lower, block.start, block.end)
    stop = re.search(r"[.!](?:\s|$)", passage.masked[own : min(block.end, own + 600)])
    end = own + stop.end() if stop else min(block.end, own + 600)
    told = _SPOKEN.search(passage.lower, block.start, min(block.end, block.start + 600))
    return told is None and kind_of(passage, own, end, typed=False) is ClauseKind.STATEMENT


_SPOKEN = re.compile(r"\b(?:you|your|i|my|we|our|i'm|please)\b")


_DOCSTRING = re.compile(r"\s*(?:async )?(?:def|class) [^\n]{1,400}?:\s*(?:\"\"\"|''')\s*(?=[A-Za-z])")
_SESSION = re.compile(r"\s*(?:>>>|\"\"\"|'''|(?:Examples?|Args|Returns):)")


def documented(passage: Passage, block: Block) -> list[Block] | None:
    """Return code that only a docstring fills as its signature, what the docstring asks for, and the rest of it."""
    opened = _DOCSTRING.match(passage.text, block.start, block.end)
    if opened is None:
        return None
    shown = _SESSION.search(passage.text, opened.end(), block.end)
    ends = [block.start, opened.end(), shown.start() if shown else block.end, block.end]
    kinds: tuple[BlockKind, ...] = ("code", "text", "code")
    return [
        Block(kind, start, end, (Line(start, end, False),))
        for kind, start, end in zip(kinds, ends, ends[1:], strict=False)
        if end > start
    ]
