"""The words, sentences, paragraphs and lines of a response, as orders about places count them."""

from __future__ import annotations

import re
from typing import Literal

from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.paragraphs import blocks

Unit = Literal["word", "sentence", "paragraph", "line"]
Part = Literal["sentence", "paragraph", "line"]

_WORD = re.compile(r"[^\W_](?:[^\W_]|[_'’.-](?=[^\W_]))*")
_LINE = re.compile(r"[^\n]+")


def unit_spans(text: str, unit: Unit) -> list[tuple[int, int]]:
    r"""Return the offsets of the units of a text: a part without a letter or digit is none.

    A word may have apostrophes, hyphens and points inside; paragraphs are apart by blank lines.

    Example:
        >>> len(unit_spans("It's a well-known fact.\nYes.", "word")), len(unit_spans("a\n\nb", "line"))
        (5, 2)
    """
    if unit == "word":
        return [match.span() for match in _WORD.finditer(text)]
    if unit == "sentence":
        return sentence_spans(text)
    if unit == "paragraph":
        return blocks(text)
    return [match.span() for match in _LINE.finditer(text) if any(c.isalnum() for c in match[0])]
