"""Emoji in a text, counted as a reader does: a flag, a family or a hand with a skin colour is one."""

from __future__ import annotations

import re

# Characters that are shown as emoji by themselves, and a few that people use as emoji whatever their form.
_SHOWN = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2600\u2614\u2615\u2639\u263a\u2648-\u2653\u2665\u267f\u2693\u26a1"
    "\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c"
    "\u274e\u2753-\u2755\u2757\u2764\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f0cf\U0001f18e"
    "\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f3fa"
    "\U0001f400-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff"
)
# Characters that are emoji only with the sign after them that says so.
_MAYBE = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff"
    "\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
)
_TONE = "[\U0001f3fb-\U0001f3ff]"
_ONE = (
    rf"(?:[{_SHOWN}](?:(?!\ufe0e)\ufe0f?)(?!\ufe0e)|[{_MAYBE}]\ufe0f|"
    rf"{_TONE})(?:{_TONE}\ufe0f?)?(?:[\U000e0020-\U000e007e]{{1,8}}\U000e007f)?"
)
EMOJI = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_ONE}(?:\u200d(?:{_ONE}|"
    rf"[{_SHOWN}{_MAYBE}]\ufe0f?(?:{_TONE})?)){{0,6}}"
)
"""One emoji, as large as it is: with its skin colour, its joined parts, its flag."""


def emoji_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the emoji of a text.

    Example:
        >>> len(emoji_spans("\U0001f44b\U0001f3fd \U0001f1eb\U0001f1f7 \U0001f468\u200d\U0001f469 \u2122"))
        3
    """
    return [match.span() for match in EMOJI.finditer(text)]
