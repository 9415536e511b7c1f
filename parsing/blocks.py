"""A turn as blocks: fenced code, tables, and paragraphs of lines; found line by line, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

BlockKind = Literal["code", "table", "text"]


class Line(NamedTuple):
    """A line of a turn, without its end; offsets are the turn's."""

    start: int
    end: int
    item: bool


class Block(NamedTuple):
    """Lines that stand together: a fence, a table, or a paragraph."""

    kind: BlockKind
    start: int
    end: int
    lines: tuple[Line, ...]


_LINE = re.compile(r"[^\n]*(?:\n|$)")
_ITEM = re.compile(r"\s{0,12}(?:\d{1,3}[.)]|\(?[a-zA-Z][.)]|[-*•+–])\s+\S")
ITEM_MARK = re.compile(r"\s*(?:\(?\d{1,3}[.):]|\(?[a-zA-Z][.)]|[-*•+–]|#{1,6})\s+")


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text, whichever their ends."""
    for match in _LINE.finditer(text):
        if match.start() == len(text):
            return
        raw = match[0].rstrip("\r\n")
        yield Line(match.start(), match.start() + len(raw), bool(_ITEM.match(raw[:40])))


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text in order; blank lines separate and belong to none."""
    held: list[Line] = []
    fence: str | None = None
    kind: BlockKind = "text"
    for line in lines(text):
        head = text[line.start : min(line.end, line.start + 80)].strip()
        if fence is not None:
            held.append(line)
            if head.startswith(fence):
                yield _block("code", held)
                held, fence = [], None
            continue
        opens = head[:3] if head.startswith(("```", "~~~")) else None
        row: BlockKind = "table" if _is_row(text, line) else "text"
        if opens or not head or (held and row != kind):
            if held:
                yield _block(kind, held)
            held = []
        if opens:
            held, fence = [line], opens
        elif head:
            kind = row
            held.append(line)
    if held:
        yield _block("code" if fence else kind, held)


def _is_row(text: str, line: Line) -> bool:
    return text.count("|", line.start, line.end) >= 2 or text.count("\t", line.start, line.end) >= 2


def _block(kind: BlockKind, held: list[Line]) -> Block:
    if kind == "table" and len(held) < 2:
        kind = "text"
    return Block(kind, held[0].start, held[-1].end, tuple(held))
