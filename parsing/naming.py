"""Words by which one unit of a turn names what another one brings forth."""

from __future__ import annotations

import re

_STEM = 5  # letters by which words are taken for the same: "summarise" and "the summary", "explain" and "explanation"


def stem(word: str) -> str:
    """Return what a lower-case word shares with its plural and with the verb or noun beside it.

    Example:
        >>> stem("stories") == stem("story"), stem("translation") == stem("translate"), stem("poems")
        (True, True, 'poem')
    """
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word[:_STEM]


def lowered(text: str) -> str:
    """Return a text in lower case at the same offsets: a capital that becomes two signs stays."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


_TOKEN = re.compile(r"[\w'’-]+|[^\w\s]")
_STOPS = frozenset(
    """of about for on in with that which who whose whom from to as by using based at into between where when
    because so if how why what without within during including such like than then after before while until
    per under over is are was were has have had should must can will would could may does did upon against
    below above via through regarding concerning called named titled i we they you he she""".split()
)
_LISTS = frozenset("list lists series set collection couple pair number sequence line piece page paragraph".split())
_JOINS = frozenset(("and", "or", ",", "&", "plus"))
_STARTS = frozenset("a an the my your his her our their".split())
_WHOM = frozenset("me us him her them you it".split())


def heads(words: str) -> list[str]:
    """Return the nouns that a verb's object ends with, and the word before each, from what follows the verb.

    Example:
        >>> heads(" me a short letter and two riddles about rain")
        ['short', 'letter', 'two', 'riddles']
    """
    found: list[str] = []
    chunk: list[str] = []
    for count, match in enumerate(_TOKEN.finditer(words)):
        token = match[0].removesuffix("'s").removesuffix("’s")
        if token in _JOINS or (token == "of" and _LISTS.intersection(chunk)) or (token in _STARTS and chunk):
            found += chunk[-2:]
            chunk = []
        elif token in _STOPS or count > 24 or (not token[0].isalnum() and token not in "\"'`“”’*("):
            break
        elif token[0].isalnum() and not (token in _WHOM and not chunk):
            chunk.append(token)
    return found + chunk[-2:]


_KNOWN = frozenset("the this that these those each every all both your its their such".split())


def named(words: str) -> list[str]:
    """Return the stems of what some words speak of as known: "the poem", "each of the riddles", "your summary".

    Example:
        >>> named("translate the short poem into the language of each reader")
        ['short', 'poem', 'langu', 'reade']
    """
    found: list[str] = []
    left = 0  # words that may still belong to the noun
    for match in _TOKEN.finditer(words):
        token = match[0]
        if token in _KNOWN:
            left = 3
        elif token in _STOPS or token in _JOINS or not token[0].isalnum():
            left = 0
        elif left:
            found.append(stem(token.removesuffix("'s").removesuffix("’s")))
            left -= 1
    return found
