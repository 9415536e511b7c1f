"""Punctuation marks: their names, the signs that they are written with, and lists of them in instructions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from stemmata.graphs.constraints.passage import MASK, Passage

Mark = Literal[
    "period", "question mark", "exclamation mark", "comma", "colon", "semicolon", "dash", "em dash", "hyphen",
    "ellipsis", "parenthesis", "square bracket", "quotation mark", "apostrophe", "slash", "asterisk", "ampersand",
]  # fmt: skip
Stop = Literal["period", "question mark", "exclamation mark", "colon", "semicolon", "ellipsis", "comma"]

SIGNS: dict[str, str] = {
    "period": ".。．", "question mark": "?？؟", "exclamation mark": "!！", "comma": ",", "colon": ":：",
    "semicolon": ";；", "dash": "‒–—―", "em dash": "—", "hyphen": "-‐‑", "ellipsis": "…", "parenthesis": "()（）",
    "square bracket": "[]", "quotation mark": "\"“”„«»", "apostrophe": "'’", "slash": "/", "asterisk": "*",
    "ampersand": "&",
}  # fmt: skip
"""The signs of each mark, the plainest first. The comma is the sign "," alone, as no_comma has it."""

_WORDS: dict[str, str] = {
    "period": r"periods?|full[ -]stops?",
    "question mark": r"question[ -]?marks?",
    "exclamation mark": r"exclamation[ -]?(?:marks?|points?)|exclamations",
    "comma": r"commas?",
    "colon": r"colons?",
    "semicolon": r"semi-?colons?",
    "em dash": r"em[ -]?dash(?:es)?",
    "dash": r"dash(?:es)?",
    "hyphen": r"hyphens?",
    "ellipsis": r"ellips[ie]s",
    "parenthesis": r"parenthes[ei]s|round brackets?",
    "square bracket": r"square brackets?",
    "quotation mark": r"(?:double )?quotation[ -]?marks?|quote[ -]marks?|double quotes",
    "apostrophe": r"apostrophes?",
    "slash": r"slash(?:es)?",
    "asterisk": r"asterisks?",
    "ampersand": r"ampersands?",
}
_PLURALS = {"dash": "dashes", "em dash": "em dashes", "ellipsis": "ellipses", "parenthesis": "parentheses"} | {
    "slash": "slashes"
}
_PATTERNS: dict[str, re.Pattern[str]] = {
    **{name: re.compile(f"[{re.escape(signs)}]") for name, signs in SIGNS.items()},
    "period": re.compile(r"(?<!\.)\.(?!\.)|[。．]"),
    "ellipsis": re.compile(r"…|\.{2,}"),
    "dash": re.compile(r"[‒–—―]|(?<=[^\s-]) --? (?=[^\s-])|(?<=\w)--(?=\w)"),
}
NAME = rf"(?:{'|'.join(_WORDS.values())})"
"""A regular expression, over lower-case text, for the name of a mark."""

_EXAMPLE = rf"(?:\s?\((?:[^\w\s()]{{1,2}}|[\"'“‘`]{MASK}{{1,3}}[\"'”’`])\))?"
LIST = (
    rf"(?:the\s+)?{NAME}{_EXAMPLE}(?:(?:\s?,\s{{0,2}}(?:and\s+|or\s+|nor\s+)?|\s?/\s?|\s+(?:and|or|"
    rf"nor)\s+)(?:any\s+|the\s+)?"
    rf"{NAME}(?!\w){_EXAMPLE}){{0,8}}"
)
"""A regular expression for names of marks one after another; blanks are to be made few."""

_ONE = re.compile("|".join(f"(?P<m{i}>(?<![\\w-])(?:{words})(?!\\w))" for i, words in enumerate(_WORDS.values())))


class Named(NamedTuple):
    """A mark as a passage names it, and where."""

    mark: str
    start: int
    end: int


def read_marks(passage: Passage, start: int, end: int) -> list[Named]:
    """Return the marks that a stretch of a passage names, in order, none twice."""
    names = list(_WORDS)
    found: dict[str, Named] = {}
    for match in _ONE.finditer(passage.lower, start, end):
        name = names[int(str(match.lastgroup)[1:])]
        found.setdefault(name, Named(name, *match.span()))
    return list(found.values())


def mark_of(sign: str) -> str | None:
    """Return the mark that a sign writes.

    Example:
        >>> mark_of("?"), mark_of("x")
        ('question mark', None)
    """
    if sign in ("...", "…"):
        return "ellipsis"
    return next((name for name, signs in SIGNS.items() if len(sign) == 1 and sign in signs), None)


def plural(mark: str) -> str:
    """Return the name of several of a mark."""
    return _PLURALS.get(mark, mark + "s")


def a(mark: str) -> str:
    """Return a mark's name with its article."""
    return f"an {mark}" if mark[0] in "aeiou" else f"a {mark}"


def places(mark: str, text: str) -> Iterator[re.Match[str]]:
    """Yield where a mark stands. Points in a row are an ellipsis; a hyphen between blanks is a dash as well."""
    return _PATTERNS[mark].finditer(text)


def lacking(marks: Sequence[str]) -> frozenset[str]:
    """Return the signs that a text without some marks does not have."""
    signs = {sign for mark in marks if mark != "period" for sign in SIGNS[mark]}
    return frozenset(signs | ({"。", "．"} if "period" in marks else set()))


def exactly(marks: Sequence[str]) -> bool:
    """Return whether a text that lacks the signs of `lacking` has none of the marks."""
    return not {"period", "dash", "ellipsis"} & set(marks)


def ending(text: str) -> str | None:
    """Return the mark that ends a text, before blanks; None where it ends otherwise."""
    end = text.rstrip()
    if end.endswith("..") or end.endswith("…"):
        return "ellipsis"
    return mark_of(end[-1:]) if end else None


def difference(before: str, after: str) -> int:
    """Return how many characters go out and in when one stretch of a text takes the place of another.

    Example:
        >>> difference("really!!", "really.")
        3
    """
    short = min(len(before), len(after))
    left = next((i for i in range(short) if before[i] != after[i]), short)
    right = next((i for i in range(short - left) if before[-1 - i] != after[-1 - i]), short - left)
    return len(before) + len(after) - 2 * (left + right)
