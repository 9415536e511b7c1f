"""Lists in a response: which lines are bullet points, and how a list of another style becomes one."""

from __future__ import annotations

import re
from typing import NamedTuple

from stemmata.graphs.constraints.family import Repair

# IFEval's patterns, each kept to one line: "*" and something else than "*", or "-" and anything.
_BULLET = re.compile(r"^[^\S\n]*(?:\*[^*\n]|-)[^\n]*|^[^\S\n]*\*$(?=\n[^*])", re.MULTILINE)
_MARKED = re.compile(
    r"^(?P<indent>[ \t]{0,8})(?P<mark>\(?\d{1,3}[.)-]|\(?[a-zA-Z][.)]|[•‣▪◦●○·–—+→✓])(?P<gap>[ \t]{1,4})(?=\S)",
    re.MULTILINE,
)
_MARKED_TIGHT = re.compile(r"^(?P<indent>[ \t]{0,8})(?P<mark>[•‣▪◦●○])(?P<gap>)(?=\S)", re.MULTILINE)
_COMMA = re.compile(r"\s?[,;]\s+(?:(?:and|or)\s+)?|\s+and\s+")


class Item(NamedTuple):
    """An item of a list in a response: its bounds, and the mark before it."""

    start: int
    end: int
    mark: str


def bullet_lines(text: str) -> list[tuple[int, int]]:
    r"""Return the offsets of the lines that IFEval counts as bullet points.

    Example:
        >>> len(bullet_lines("Three:\n* one\n- two\n**not this**"))
        2
    """
    return [match.span() for match in _BULLET.finditer(text)]


def listed_items(text: str) -> list[Item]:
    """Return the items of a response that is a list: bullets, else marked lines, else plain lines, else a series.

    A response with one introducing line that ends in a colon counts. Empty where the response is no list.
    """
    bullets = bullet_lines(text)
    if bullets:
        return [Item(start, end, "*") for start, end in bullets]
    for pattern in (_MARKED, _MARKED_TIGHT):
        marked = list(pattern.finditer(text))
        kinds = {match["mark"].strip("(").rstrip(".)").isdigit() for match in marked}
        top = [match for match in marked if len(match["indent"]) == len(marked[0]["indent"])]
        if len(top) >= 2 and len(kinds) == 1 and len(top) == len(marked):
            return [Item(match.start(), _line_end(text, match.end()), match["mark"] + match["gap"]) for match in top]
    return _plain_lines(text) or _series(text)


def bulleted(text: str) -> Repair | None:
    r"""Return a list of another style as bullet points; None where the response is no list.

    Example:
        >>> bulleted("red, green and blue").text
        '* red\n* green\n* blue'
    """
    items = listed_items(text)
    if not items or items[0].mark == "*" or "```" in text:
        return None
    if items[0].mark == ",":
        words = [text[item.start : item.end] for item in items]
        mended = "\n".join(f"* {word}" for word in words)
        kept = sum(len(word) for word in words)
        return Repair(mended, len(text) - kept + len(mended) - kept, False, "a series turned into bullet points")
    parts, reached, changed = [], 0, 0
    for item in items:
        line = text[item.start : item.end]
        at = len(line) - len(line.lstrip())
        parts.append(text[reached : item.start] + line[:at] + "* ")
        changed += len(item.mark) + 2
        reached = item.start + at + len(item.mark)
    parts.append(text[reached:])
    return Repair("".join(parts), changed, False, "the list's marks turned into bullets")


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _plain_lines(text: str) -> list[Item]:
    """Return the lines of a response of short lines without marks; none if one of them is prose or markup."""
    items, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            items.append(Item(at, at + len(line), ""))
        at += len(line) + 1
    lines = [text[item.start : item.end].strip() for item in items]
    if len(lines) > 2 and lines[0].endswith(":"):
        items, lines = items[1:], lines[1:]
    if len(lines) < 2 or len(lines) > 40 or any(len(line) > 120 or line[0] in '#|<{[}]`>"' for line in lines):
        return []
    stops = sum(line[-1] in ".!?" for line in lines)
    return items if stops in (0, len(lines)) and not any(line.endswith((":", ",", ";")) for line in lines) else []


def _series(text: str) -> list[Item]:
    """Return the items of one line that is a series: "red, green and blue"."""
    if "\n" in text.strip() or len(text) > 400 or text.count(",") + text.count(";") < 1:
        return []
    items, at = [], len(text) - len(text.lstrip())
    last = len(text.rstrip().rstrip("."))
    for match in _COMMA.finditer(text):
        items.append(Item(at, match.start(), ","))
        at = match.end()
    items.append(Item(at, last, ","))
    words = [text[item.start : item.end].strip() for item in items]
    fine = all(word and len(word.split()) <= 4 and not any(c in '.:!?()[]{}"' for c in word) for word in words)
    return items if len(items) >= 3 and fine else []
