"""Whether a text that was written anew differs from the old one inside some spans alone, and where else it differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 600  # tokens that are compared one by one; of longer changes only the ends are found
_SHOWN = 60

Range = tuple[int, int]


class Change(NamedTuple):
    """A place at which two texts differ: the offsets in the old one, and the new words."""

    start: int
    end: int
    text: str


def outer_blanks(old: str, new: str) -> str:
    """Return a new text with the blanks at both ends that the old one has, which models drop without a thought."""
    core = new.strip()
    return old[: len(old) - len(old.lstrip())] + core + old[len(old.rstrip()) :] if old.strip() else new


def words_within(old: str, new: str, ranges: Sequence[Range]) -> tuple[str, ...] | None:
    """Return what stands in a new text in the place of some ranges of the old one; None if aught else differs.

    Exact: what is not in the ranges must be in the new text letter for letter, in order.

    Args:
        old: The old text.
        new: The new text.
        ranges: Start and end of each range, in order; they do not overlap.

    Example:
        >>> words_within("Write a poem in 20 words.", "Write a poem in 30 words.", [(13, 24)])
        ('in 30 words',)
        >>> words_within("Write a poem in 20 words.", "Write an ode in 30 words.", [(13, 24)]) is None
        True
    """
    edges = [0, *(offset for pair in ranges for offset in pair), len(old)]
    glue = [old[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2)]
    if not new.startswith(glue[0]) or not new.endswith(glue[-1]) or len(new) < len(glue[0]) + len(glue[-1]):
        return None
    words = []
    cursor, end = len(glue[0]), len(new) - len(glue[-1])
    for between in glue[1:-1]:
        found = new.find(between, cursor, end)
        if found < 0:
            return None
        words.append(new[cursor:found])
        cursor = found + len(between)
    return (*words, new[cursor:end])


def changes(old: str, new: str) -> list[Change]:
    """Return where two texts differ, token by token, in order.

    Example:
        >>> changes("Write a poem.", "Write a long song.")
        [Change(start=8, end=12, text='long song')]
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    first = _common(before, after)
    last = _common(before[first:][::-1], after[first:][::-1])
    offset = sum(map(len, before[:first]))
    before, after = before[first : len(before) - last], after[first : len(after) - last]
    if max(len(before), len(after)) > _LONGEST:
        return [Change(offset, offset + sum(map(len, before)), "".join(after))]
    starts = [offset]
    for token in before:
        starts.append(starts[-1] + len(token))
    found: list[Change] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        text = "".join(after[k:m])
        gap = old[found[-1].end : starts[i]] if found else "x"
        if found and not gap.strip():  # two changes with a blank between are one
            found[-1] = Change(found[-1].start, starts[j], found[-1].text + gap + text)
        else:
            found.append(Change(starts[i], starts[j], text))
    return found


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    size = 0
    for one, two in zip(first, second, strict=False):
        if one != two:
            break
        size += 1
    return size


def strays(old: str, found: Sequence[Change], ranges: Sequence[Range]) -> str:
    """Return in words what changed outside some ranges, the first such place; nothing where nothing did."""
    for start, end, text in found:
        if not any(left <= start and end <= right for left, right in ranges):
            return f"outside the part, {_quoted(old[start:end])} became {_quoted(text)}"
    return ""


def _quoted(words: str) -> str:
    plain = " ".join(words.split())
    return repr(plain[:_SHOWN] + ("…" if len(plain) > _SHOWN else "")) if words.strip() else repr(words[:8] or "")
