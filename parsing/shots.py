"""Worked examples before the case that is asked for: blocks that hold an answer already."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stemmata.parsing.blocks import Block

_NAMES = (
    r"(?:answer|output|response|label|bot|assistant|ai|ai assistant|machine|model|result|sentiment|category|"
    r"translation|"
    r"summary|reply|classification|prediction|completion|a)"
)
_FILLED = re.compile(
    rf"(?:^|\n)[ \t>*#\[]{{0,4}}(?:{_NAMES}\s?\d{{0,2}}[*\]]{{0,3}}:[*]{{0,2}}|\[(?:ai assistant|bot|"
    rf"assistant)\]|#bot#|"
    r"\{\s?['\"](?:response|answer|output|bot|ai assistant|ai|assistant|label)['\"]\s?:|"
    r"#\s?(?:response|answer|output|bot|ai assistant|ai|assistant)\s?#|<body>|"
    r"the (?:response|answer|output|reply)(?: of the [\w ]{2,20})? is:?)\s*\S",
    re.IGNORECASE,
)
_OPEN = re.compile(r"(?:^|\n)[ \t*#>]{0,4}(?P<label>[A-Za-z][\w ]{0,24}?)[*]{0,2}:[*]{0,2}\s*$")
_LABEL = re.compile(r"[ \t*#>]{0,4}(?P<label>[A-Za-z][\w ]{0,24}?)\s?\d{0,2}[*]{0,2}:")


def cut_at_the_case(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return blocks in which shots that stand line by line are apart from the case after them: "Q: … A: … Q: … A:"."""
    last = _OPEN.search(text, max(0, len(text) - 60))
    if last is None or not blocks or len(blocks[-1].lines) < 3:
        return list(blocks)
    whole = blocks[-1]
    filled = _under(last["label"])
    held = [place for place, line in enumerate(whole.lines) if filled.match(text[line.start : line.end])]
    if not held or held[-1] >= len(whole.lines) - 1:
        return list(blocks)
    parts = whole.lines[: held[-1] + 1], whole.lines[held[-1] + 1 :]
    return [*blocks[:-1], *(Block(whole.kind, part[0].start, part[-1].end, part) for part in parts)]


def shots(text: str, blocks: Sequence[Block]) -> range:
    """Return the places of the blocks that are worked examples; an empty range where there are none.

    Two blocks or more hold an answer under a label; one is enough where the text ends with that label and no answer.

    Args:
        text: The turn.
        blocks: Its blocks.
    """
    last = _OPEN.search(text, max(0, len(text) - 60))
    filled = _FILLED if last is None else _under(last["label"])
    held = [place for place, block in enumerate(blocks) if filled.search(text[block.start : block.end])]
    if last is not None and not held:
        held = [place for place, block in enumerate(blocks) if _FILLED.search(text[block.start : block.end])]
    if len(held) < (2 if last is None else 1) or held[-1] == len(blocks) - 1:
        return range(0)
    first = held[0]
    opener = _label(text, blocks[first])
    while first and opener and _label(text, blocks[first - 1]):
        first -= 1
    return range(first, held[-1] + 1)


def _under(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|\n)[ \t*#>]{{0,4}}{re.escape(name)}\s?\d{{0,2}}[*]{{0,2}}:[*]{{0,2}}[ \t]*\S", re.IGNORECASE
    )


def _label(text: str, block: Block) -> str | None:
    match = _LABEL.match(text, block.start, block.end)
    return match["label"].lower() if match else None
