"""What a model's new words must not bring into a prompt: characters that nobody sees, and markup of another trade."""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"  # of letters in some scripts, and of emoji
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<!--|<\||\{\{|\}\}|\$\{|\{%")


def foreign(new: str, old: str) -> str | None:
    """Return what new words bring in that the old ones have nothing of and a person would not write, or None.

    Args:
        new: The words, or the whole text.
        old: What they stand in the place of.

    Example:
        >>> foreign("in <b>bold</b>", "in 20 words")
        "it brings in the markup '<b>'"
        >>> foreign("in <b>bold</b>", "in <i>italics</i>") is None
        True
    """
    for character in new:
        unseen = unicodedata.category(character) in _UNSEEN and character not in "\t\n\r" + _JOINERS
        if unseen and character not in old:
            return f"it holds the character U+{ord(character):04X}"
    markup = _MARKUP.search(new)
    if markup is not None and not _MARKUP.search(old):
        return f"it brings in the markup {markup[0][:40]!r}"
    return None
