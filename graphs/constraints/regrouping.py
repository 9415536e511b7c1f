"""Pieces of a response joined or divided, with as few characters changed as can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.listing import item_lines
from stemmata.graphs.constraints.paragraphs import MOST, all_prose

Span = tuple[int, int]
Change = tuple[int, int, str]


def patched(text: str, changes: Iterable[Change]) -> tuple[str, int]:
    r"""Return a text with some stretches replaced, and the number of characters taken out and put in.

    Example:
        >>> patched("one\ntwo", [(3, 4, " ")])
        ('one two', 2)
    """
    parts, reached, changed = [], 0, 0
    for start, end, put in sorted(changes):
        parts += [text[reached:start], put]
        changed += end - start + len(put)
        reached = end
    return "".join([*parts, text[reached:]]), changed


def non_empty_lines(text: str) -> list[Span]:
    r"""Return the offsets of the lines that hold something, without the blanks around it.

    Example:
        >>> non_empty_lines("a\n\n b ")
        [(0, 1), (4, 5)]
    """
    spans, at = [], 0
    for line in text.split("\n"):
        if stripped := line.strip():
            start = at + line.index(stripped[0])
            spans.append((start, start + len(stripped)))
        at += len(line) + 1
    return spans


def is_running(text: str) -> bool:
    """Return whether a piece is running text: one line, no item of a list, no heading, table or code."""
    return all_prose([text]) and not item_lines(text)


def regrouped(text: str, pieces: Sequence[Span], wanted: int, *, between: str) -> list[Change] | None:
    """Return the changes that make as many pieces as wanted; None where that needs more than joining and dividing.

    Neighbours that are shortest together are joined by a space; the piece of most sentences is divided in its middle.

    Args:
        text: The response.
        pieces: Its lines or paragraphs.
        wanted: How many there are to be.
        between: What divides two of them.
    """
    if not pieces or wanted < 1 or max(len(pieces), wanted) > MOST:
        return None
    if wanted != len(pieces) and not all(is_running(text[start:end]) for start, end in pieces):
        return None
    spans, changes = list(pieces), []
    while len(spans) > wanted:
        at = min(range(len(spans) - 1), key=lambda i: spans[i + 1][1] - spans[i][0])
        changes.append((spans[at][1], spans[at + 1][0], " "))
        spans[at : at + 2] = [(spans[at][0], spans[at + 1][1])]
    if len(spans) == wanted:
        return changes
    held = [[(start + left, start + right) for left, right in sentence_spans(text[start:end])] for start, end in spans]
    while len(held) < wanted:
        at = max(range(len(held)), key=lambda i: (len(held[i]), held[i][-1][1] - held[i][0][0] if held[i] else 0))
        middle = (len(held[at]) + 1) // 2
        if len(held[at]) < 2:
            return None
        changes.append((held[at][middle - 1][1], held[at][middle][0], between))
        held[at : at + 1] = [held[at][:middle], held[at][middle:]]
    return changes
