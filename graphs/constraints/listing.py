"""Which lines of a response are items of a list, whatever mark stands before them."""

from __future__ import annotations

import re

from stemmata.graphs.constraints.bullets import bullet_lines

_SIGN = r"[•‣▪◦●○·–—+→✓✔➤➢►▶∙⁃]"
_MARKED = re.compile(
    rf"^[^\S\n]{{0,40}}(?:>[^\S\n]{{0,4}}){{0,3}}(?:[*-](?=[^\S\n])|{_SIGN}(?=[^\S\n]{{0,4}}\S)|"
    rf"[*_]{{0,2}}\(?(?:\d{{1,9}}[.)](?!\d)"
    r"|(?P<mark>[a-zA-Z]|[ivxIVX]{2,5})[.)](?![\w.)])))[^\n]*",
    re.MULTILINE,
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def item_lines(text: str) -> list[tuple[int, int]]:
    r"""Return the offsets of the lines that are list items: *, -, +, •, 1., (1), a), iv. and the like.

    A letter is a mark where the one before it or after it is one as well, so that an initial is none. What IFEval
    counts as a bullet point is an item.

    Example:
        >>> len(item_lines("Two:\n1. one\n2) two\nJ. Doe"))
        2
    """
    marked = list(_MARKED.finditer(text))
    letters = {match["mark"] for match in marked if match["mark"] and match["mark"].isalpha()}
    spans = {match.span() for match in marked if _stands(match["mark"], letters)}
    starts = {start for start, _ in spans}
    spans |= {span for span in bullet_lines(text) if span[0] not in starts}
    return sorted(spans)


def _stands(mark: str | None, letters: set[str]) -> bool:
    """Return whether a mark is one by itself, or has a neighbour in the alphabet or among Roman numerals."""
    if mark is None or not mark.isalpha():
        return True
    if len(mark) == 1 and ({chr(ord(mark) - 1), chr(ord(mark) + 1)} & letters):
        return True
    if mark.lower() not in _ROMAN:
        return False
    at = _ROMAN.index(mark.lower())
    near = {_ROMAN[i] for i in (at - 1, at + 1) if 0 <= i < len(_ROMAN)}
    return bool(near & letters if mark.islower() else {one.upper() for one in near} & letters)
