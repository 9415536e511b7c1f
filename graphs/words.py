"""The words of a text without the noise of writing: for prints and likeness, not for display."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from stemmata.graphs.constraints.numerals import NUMBER_WORDS

# A number with its point, a word, a minus, or any other sign.
_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|-(?=\s?\d)|[^\w\s-]")
_SIGNS = frozenset("#%&@/\\-")  # punctuation that means something; all other is how a text is written
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # scripts that set no spaces

# Words of grammar and of politeness. What an instruction is about is in none of them.
_EMPTY = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but
    by can cant could did do does doing dont down during each every few for from further had has have having he her
    here hers herself him himself his how i if in into is it its itself just let lets may me might more most must my
    myself nor of off on once only or other our ours out over own please same shall she should so some such than that
    the their theirs them then there these they this those through to too under until up upon us use using used very
    was we were what when where which while who whom why will with would you your yours yourself ensure make sure
    need needs want wants kindly thanks thank thats youre im ive id whose onto via per within""".split()
)
_KEPT_SHORT = 3


def folded(text: str) -> str:
    """Return a text with its case, its kinds of space and its compatible characters made one.

    Example:
        >>> folded("  Ｒain    Song ")
        'rain song'
    """
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().split())


def normalised(text: str) -> str:
    """Return the words, the numbers and the signs that mean something, in order, with one space between.

    Case, layout, quotation marks and the punctuation of sentences are gone: two texts that differ in these alone are
    the same text.

    Example:
        >>> normalised("Don't use *commas*: 1,200 words!")
        'dont use commas 1200 words'
    """
    plain = folded(text)
    if "," in plain:
        plain = _THOUSANDS.sub("", plain)
    if "'" in plain or "’" in plain:
        plain = _APOSTROPHE.sub("", plain)
    if plain.isascii():
        return " ".join(_ASCII_TOKEN.findall(plain))
    return " ".join(token for token in _TOKEN.findall(plain) if token.isalnum() or _says_something(token))


def content_words(words: str) -> list[str]:
    """Return the stems of the words that say something, in order; a text in a script without spaces gives pairs.

    Args:
        words: A normalised text.

    Example:
        >>> content_words(normalised("Please write three stories about the writing of songs."))
        ['writ', '3', 'story', 'writ', 'song']
    """
    found: list[str] = []
    for word in words.split():
        if word in _EMPTY:
            continue
        if word.isascii() or not _UNSPACED.search(word):
            found.append(_stem(word))
        else:
            found += [word[place : place + 2] for place in range(max(1, len(word) - 1))]
    return found


@lru_cache(maxsize=4_096)
def _says_something(token: str) -> bool:
    return len(token) > 1 or token in _SIGNS or (unicodedata.category(token)[0] not in "PM" and token != "`")


# The same for ASCII alone, without the signs that say nothing.
_ASCII_SIGNS = "".join(
    sign for sign in map(chr, range(128)) if re.fullmatch(r"[^\w\s-]", sign) and _says_something(sign)
)
_ASCII_TOKEN = re.compile(rf"\d+(?:\.\d+)*|[a-z]+|-(?=\s?\d)|[{re.escape(_ASCII_SIGNS)}]")


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Return a word without its common English endings; a number word as digits."""
    if word in NUMBER_WORDS:
        return str(NUMBER_WORDS[word])
    if len(word) <= _KEPT_SHORT or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= _KEPT_SHORT:
            word = word.removesuffix(ending)
            if len(word) > _KEPT_SHORT and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > _KEPT_SHORT else word
