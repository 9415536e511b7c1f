"""A passage of an instruction as constraint families see it: quoted words are masked, but can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

MASK = "\ue000"

# Quotations on one line or few, bounded, so that matching stays linear. An apostrophe opens a quotation only at the
# start of a word and closes it only at the end of one.
_QUOTED = re.compile(
    r'"[^"\n]{1,600}"|“[^“”]{1,600}”|«[^«»]{1,600}»|„[^„“”]{1,600}[“”]|``[^`\n]{1,300}\'\'|`[^`\n]{1,300}`'
    r"|(?<![\w'])'(?=[^\s'])[^'\n]{0,300}(?:(?<=\w)'(?=\w)[^'\n]{0,300}){0,4}(?<=\S)'(?!\w)"
    r"|(?<!\w)‘[^‘\n]{1,300}?’(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Text to look for constraints in.

    Attributes:
        text: The words as they stand.
        masked: The same length; the insides of quotations are `MASK` characters, the quotation marks stay.
        lower: `masked` in lower case, for cues and patterns; offsets agree with `text`.
    """

    text: str
    masked: str
    lower: str

    @classmethod
    def of(cls, text: str) -> Passage:
        """Return the passage of a text.

        Example:
            >>> Passage.of('Use the word "cat".').masked.count(MASK)
            3
        """
        masked = _QUOTED.sub(lambda m: m[0][0] + MASK * (len(m[0]) - 2) + m[0][-1], text)
        lower = masked.lower()
        if len(lower) != len(masked):  # a few letters change length in lower case
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in masked)
        return cls(text, masked, lower)


def unquoted(words: str) -> str:
    """Return words without the quotation marks and blanks around them.

    Example:
        >>> unquoted(' "may I" ')
        'may I'
    """
    return words.strip().strip("\"“”„«»‘’'`").strip()


def in_quotes(words: str) -> str | None:
    """Return words in quotation marks that a passage reads as one quotation; None where no marks can hold them.

    Example:
        >>> in_quotes('say "so"')
        '“say "so"”'
    """
    if not 0 < len(words) < 590 or words != words.strip():
        return None
    for opening, closing in (('"', '"'), ("“", "”"), ("«", "»")):
        said = f"{opening}{words}{closing}"
        if Passage.of(f": {said}").masked == f": {opening}{MASK * len(words)}{closing}":
            return said
    return None
