"""Numbers as people write them in words and digits."""

from __future__ import annotations

import re

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IDIOMS = {
    "a": 1, "an": 1, "single": 1, "a single": 1, "one single": 1, "a couple": 2, "a couple of": 2, "a pair of": 2,
    "a dozen": 12, "one dozen": 12, "two dozen": 24, "half a dozen": 6, "a half dozen": 6, "once": 1, "twice": 2,
    "thrice": 3,
}  # fmt: skip

NUMBER_WORDS: dict[str, int] = {
    **{word: value for value, word in enumerate(ONES)},
    **{word: 20 + 10 * value for value, word in enumerate(TENS)},
    **{f"{ten}-{one}": 20 + 10 * i + j for i, ten in enumerate(TENS) for j, one in enumerate(ONES[1:10], 1)},
    **{f"{word} hundred": 100 * value for value, word in enumerate(ONES[1:10], 1)},
    "a hundred": 100, "a thousand": 1000, "one thousand": 1000, **_IDIOMS,
}  # fmt: skip
"""Common number words with their values; `number` reads more."""

_UNIT = "|".join(sorted(ONES, key=len, reverse=True))
_SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES[1:10])}))?|{_UNIT})"
_HUNDREDS = rf"(?:(?:a|{_SMALL})[- ]hundred(?:[- ](?:and[- ])?{_SMALL})?)"
_THOUSANDS = rf"(?:(?:a|{_HUNDREDS}|{_SMALL})[- ]thousand(?:[- ](?:and[- ])?(?:{_HUNDREDS}|{_SMALL}))?)"
_SAID = "|".join(sorted((re.escape(word) for word in _IDIOMS if " " in word), key=len, reverse=True))
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3}){1,2}(?!\d)|\d{1,7}(?!\d)|"
    rf"(?:{_THOUSANDS}|{_HUNDREDS}|{_SAID}|single|{_SMALL})(?!\w))"
)
"""A regular expression, over lower-case text, for what `number` reads."""


def number(words: str) -> int:
    """Return the number that words or digits say.

    Example:
        >>> number("1,200"), number("twenty-five"), number("a couple of"), number("one hundred and fifty")
        (1200, 25, 2, 150)

    Raises:
        KeyError: They say none.
    """
    plain = words.strip().lower().replace(",", "")
    if plain.isdecimal():
        return int(plain)
    if plain in NUMBER_WORDS:
        return NUMBER_WORDS[plain]
    total = current = 0
    for word in plain.replace("-", " ").split():
        if word == "and":
            continue
        if word == "hundred":
            current = max(1, current) * 100
        elif word == "thousand":
            total, current = total + max(1, current) * 1000, 0
        else:
            current += NUMBER_WORDS[word]
    return total + current


def in_words(value: int) -> str:
    """Return a number as people write it in running text: up to twelve in words, else in digits.

    Example:
        >>> in_words(3), in_words(40)
        ('three', '40')
    """
    return ONES[value] if value <= 12 else str(value)
