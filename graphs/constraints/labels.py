"""Labels of list items: their styles, the series that they make, and whether a response's items bear them."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from stemmata.graphs.constraints.layout import Item, depths, items

Label = Literal[
    "number", "letter", "roman", "bullet", "1.", "1)", "(1)", "a.", "a)", "(a)", "A.", "A)", "(A)",
    "i.", "i)", "(i)", "I.", "I)", "(I)", "-", "*", "•", "+",
]  # fmt: skip
"""A label's style by its first label, or a kind of label in whatever style."""

BULLETS = "-*+•‣▪◦●○–"
_STYLES: dict[str, frozenset[str]] = {
    "number": frozenset({"1.", "1)", "(1)"}),
    "letter": frozenset({"a.", "a)", "(a)", "A.", "A)", "(A)"}),
    "roman": frozenset({"i.", "i)", "(i)", "I.", "I)", "(I)"}),
    "bullet": frozenset(BULLETS),
}
_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


def styles(label: str) -> frozenset[str]:
    """Return the styles that a label stands for: several for a kind, itself for a style."""
    return _STYLES.get(label, frozenset({label}))


def nth(style: str, count: int) -> str:
    """Return the label of an item by its place; a bullet is the same at each.

    Example:
        >>> nth("(a)", 2), nth("I.", 4), nth("-", 3), nth("1)", 12)
        ('(b)', 'IV.', '-', '12)')
    """
    core = style.strip("().")
    if core == "1":
        said = str(count)
    elif core in ("a", "A"):
        said = ""
        while count:
            count, rest = divmod(count - 1, 26)
            said = chr(97 + rest) + said
    elif core in ("i", "I"):
        said = roman(count)
    else:
        return style
    return style.replace(core, said.upper() if core.isupper() else said)


def roman(count: int) -> str:
    """Return a number below 4000 in Roman numerals, in small letters.

    Example:
        >>> roman(49)
        'xlix'
    """
    said = ""
    for value, sign in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        times, count = divmod(count, value)
        said += sign * min(times, 9)
    return said


def has_style(mark: str, style: str) -> bool:
    """Return whether a mark is of a style, whatever its place.

    Example:
        >>> has_style("iv)", "i)"), has_style("b.", "a."), has_style("b.", "A.")
        (True, True, False)
    """
    core = style.strip("().")
    if core not in ("1", "a", "A", "i", "I"):
        return mark == style
    said = mark.strip("().")
    if style.replace(core, said) != mark or (said.isalpha() and said.isupper() != core.isupper()):
        return False
    if core == "1":
        return said.isdecimal()
    if core in "aA":
        return len(said) == 1 and said.isalpha()
    return _ROMAN.fullmatch(said.lower()) is not None


class Labelled(NamedTuple):
    """What the items of a response are labelled with.

    `style` is None where they have no label in common that was asked for, or there are none; `wrong` is then the first
    item that breaks it, if there is one, and `expected` the label that it should have had.
    """

    style: str | None
    outer: tuple[Item, ...]
    wrong: Item | None
    expected: str


def outer_items(text: str, *, enumerated: bool) -> list[Item]:
    """Return the items that are not inside another one.

    Args:
        text: The response.
        enumerated: Whether bullets after a number or letter belong to it, though they stand no further in.
    """
    found = items(text)
    top = [item for item, depth in zip(found, depths(found), strict=True) if depth == 1]
    if enumerated and top and top[0].mark not in BULLETS:
        return [item for item in top if item.mark not in BULLETS]
    return top


def labelled(text: str, label: str) -> Labelled:
    """Return whether a response's outer list items bear a label and run on without a gap.

    A list may begin anew after a line that is no item.
    """
    wanted = styles(label)
    outer = outer_items(text, enumerated=not wanted & _STYLES["bullet"])
    if not outer:
        return Labelled(None, (), None, "")
    first = sorted(wanted)[0] if label not in wanted else label
    style = next((one for one in sorted(wanted) if outer[0].mark == nth(one, 1)), None)
    if style is None:
        return Labelled(None, tuple(outer), outer[0], nth(first, 1))
    count = 0
    for item in outer:
        count += 1
        if item.mark == nth(style, count):
            continue
        if not (item.mark == nth(style, 1) and count > 2):
            return Labelled(None, tuple(outer), item, nth(style, count))
        count = 1
    return Labelled(style, tuple(outer), None, "")
