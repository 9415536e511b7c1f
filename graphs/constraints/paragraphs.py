"""How a response is divided into paragraphs, by IFEval's divider or by blank lines; and how to divide it otherwise."""

from __future__ import annotations

import re
from typing import NamedTuple

from stemmata.graphs.constraints.counting import sentence_spans

DIVIDER = "***"
MOST = 200  # pieces; nobody wants a text of more cut up or joined by a machine
_DIVIDERS = re.compile(r"\s?\*\*\*\s?")


class Division(NamedTuple):
    """The pieces of a response, and whether an empty one stands between two dividers."""

    pieces: tuple[str, ...]
    gap: bool


def divided(text: str) -> Division:
    """Return the pieces between dividers as IFEval counts them: an empty first or last one does not count.

    Example:
        >>> divided("one *** two ***").pieces
        ('one', 'two')
    """
    pieces = _DIVIDERS.split(text)
    if pieces and not pieces[0].strip():
        pieces = pieces[1:]
    if pieces and not pieces[-1].strip():
        pieces = pieces[:-1]
    return Division(tuple(pieces), any(not piece.strip() for piece in pieces))


def blocks(text: str) -> list[tuple[int, int]]:
    r"""Return the offsets of the paragraphs that blank lines separate; a block without a letter or digit is none.

    Example:
        >>> len(blocks("A title\n\nSome text.\n\n***\n\nMore."))
        3
    """
    spans: list[tuple[int, int]] = []
    start, at = -1, 0
    for line in [*text.split("\n"), ""]:
        end = at + len(line)
        if line.strip():
            start = at if start < 0 else start
        elif start >= 0:
            if any(c.isalnum() for c in text[start : at - 1]):
                spans.append((start, at - 1))
            start = -1
        at = end + 1
    return spans


def redivided(pieces: list[str], wanted: int) -> list[str] | None:
    """Return as many pieces as wanted, joined or split at sentences as evenly as can be; None where they are too few.

    Joining keeps the order and joins the shortest neighbours; splitting divides the piece of most sentences.
    """
    pieces = list(pieces)
    if max(len(pieces), wanted) > MOST:
        return None
    while len(pieces) > wanted:
        sizes = [len(pieces[i]) + len(pieces[i + 1]) for i in range(len(pieces) - 1)]
        at = sizes.index(min(sizes))
        pieces[at : at + 2] = [f"{pieces[at].rstrip()} {pieces[at + 1].lstrip()}"]
    while len(pieces) < wanted:
        sentences = [sentence_spans(piece) if _is_prose(piece) else [] for piece in pieces]
        at = max(range(len(pieces)), key=lambda i: (len(sentences[i]), len(pieces[i])), default=-1)
        if at < 0 or len(sentences[at]) < 2:
            return None
        middle = sentences[at][(len(sentences[at]) + 1) // 2][0]
        pieces[at : at + 1] = [pieces[at][:middle].rstrip(), pieces[at][middle:].lstrip()]
    return pieces


def _is_prose(piece: str) -> bool:
    """Return whether a piece can be split or joined at sentences without breaking its form."""
    return (
        "\n" not in piece.strip() and "```" not in piece and not piece.lstrip().startswith(("#", "|", "- ", "* ", "> "))
    )


def all_prose(pieces: list[str]) -> bool:
    """Return whether every piece is one unbroken paragraph of text."""
    return all(_is_prose(piece) for piece in pieces)
