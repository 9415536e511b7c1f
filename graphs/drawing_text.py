"""How wide text is drawn, where it breaks, and how it is written as SVG; estimates, as no font is asked."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from stemmata.graphs.captions import printable, uncut

SANS = "Helvetica, Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans', sans-serif"
MONO = "'SFMono-Regular', Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"

# Advance widths of Helvetica (Arial's too), in thousandths of the font's size, from the blank to the tilde.
_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_EXACT: dict[str, float] = {chr(32 + place): int(width) / 1000 for place, width in enumerate(_ASCII.split())}
_EXACT |= {"‘": 0.222, "’": 0.222, "“": 0.333, "”": 0.333, "–": 0.556, "—": 1.0, "…": 1.0, "•": 0.35, "\u00a0": 0.278}
_EXACT |= {"ß": 0.611, "æ": 0.889, "Æ": 1.0, "ø": 0.611, "Ø": 0.778, "œ": 0.944, "°": 0.4, "·": 0.278, "→": 1.0}
_EMOJI = 1.3
_JOINER = "\u200d"
_SCRIPTS = (
    ("\u0590", "\u05ff", 0.55),  # Hebrew
    ("\u0600", "\u08ff", 0.46),  # Arabic and its kin
    ("\u0900", "\u0dff", 0.68),  # the scripts of India
)


@lru_cache(maxsize=4096)
def _advance(char: str) -> float:
    """Return the width of a character in sizes of the font."""
    if char in _EXACT:
        return _EXACT[char]
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf") or _is_tone(char):
        return 0.0
    base = unicodedata.normalize("NFD", char)[0]
    if base in _EXACT:
        return _EXACT[base]
    if _is_emoji(char):
        return _EMOJI / 2 if "\U0001f1e6" <= char <= "\U0001f1ff" else _EMOJI
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    for first, last, advance in _SCRIPTS:
        if first <= char <= last:
            return advance
    return 0.7 if char.isupper() else 0.58


def _is_tone(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_emoji(char: str) -> bool:
    return char >= "\U0001f000" or "\u2600" <= char <= "\u27bf" or char == _JOINER


def width(text: str, size: float, *, mono: bool = False, bold: bool = False) -> float:
    """Return about how wide a text is drawn, in pixels."""
    total, joined = 0.0, False
    for char in text:
        if not joined:
            advance = _advance(char)
            total += 0.6 if mono and 0 < advance <= 1.05 and ord(char) < 0x1100 else advance
        joined = char == _JOINER
    return total * size * (1.06 if bold and not mono else 1.0)


def _fits_exactly(text: str) -> bool:
    """Whether a text may be stretched to its estimated width: emoji are too different from font to font."""
    return text.isascii() or not any(_is_emoji(char) for char in text)


def right_to_left(text: str) -> bool:
    """Return whether a text reads from right to left: whether its first letter does."""
    for char in text[:500]:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def fitting(text: str, room: float, size: float, *, mono: bool = False) -> int:
    """Return how many characters of a text fit into some room; at least one, and whole as people see them."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], size, mono=mono) <= room:
            low = middle
        else:
            high = middle - 1
    return max(len(uncut(text, low)), 1)


def wrap(text: str, room: float, size: float, *, lines: int, mono: bool = False) -> list[str]:
    """Return a one-line text broken into lines no wider than some room; an ellipsis ends what does not fit.

    Args:
        text: The text, without line ends.
        room: The width in pixels.
        size: The font's size.
        lines: The greatest number of lines.
        mono: Whether the font is one of equal widths.
    """
    rest = text[: int(lines * room) + 1].strip()
    cut = len(rest) < len(text.strip())
    broken: list[str] = []
    while rest and len(broken) < lines:
        end = fitting(rest, room, size, mono=mono)
        if end < len(rest):
            blank = rest.rfind(" ", 0, end + 1)
            breaks = [place for place in range(end, max(end // 2, 1), -1) if rest[place - 1] in "-_:/,=" and mono]
            end = blank if blank > 0 else breaks[0] if breaks else end
        broken.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if (rest or cut) and broken:
        last = broken[-1]
        while last and width(last + "…", size, mono=mono) > room:
            last = uncut(last, len(last) - 1)
        broken[-1] = last.rstrip() + "…"
    return broken


def escaped(text: str) -> str:
    """Return a text as XML writes it, without what XML cannot hold."""
    return escape(printable(text))


def attribute(text: str) -> str:
    """Return a text as a quoted XML attribute."""
    return quoteattr(printable(text))


def svg_text(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    room: float,
    fill: str,
    mono: bool = False,
    weight: int = 400,
    italic: bool = False,
) -> str:
    """Return one line of text as SVG, in a box that begins at `x` and is `room` wide; it never gets wider than that.

    Text that reads from right to left stands at the right end of its box.
    """
    drawn = width(text, size, mono=mono, bold=weight > 500)
    fit = (
        f' textLength="{min(drawn, room):.1f}" lengthAdjust="spacingAndGlyphs"'
        if _fits_exactly(text) or drawn > room
        else ""
    )
    style = (' font-style="italic"' if italic else "") + (f' font-weight="{weight}"' if weight != 400 else "")
    place = f'x="{x:.1f}"'
    if right_to_left(text):
        place = f'x="{x + room:.1f}" direction="rtl"'
    family = f' font-family="{MONO}"' if mono else ""
    return f'<text {place} y="{y:.1f}" font-size="{size:g}" fill="{fill}"{family}{style}{fit}>{escaped(text)}</text>'
