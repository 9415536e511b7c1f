"""A title for a text, out of the text itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

_MARKED = re.compile(
    r"\A\s*(?:#{1,4}[ \t]+(?P<hash>[^\n#]{2,80}?)[ \t#]*|\*\*(?P<bold>[^*\n]{2,80})\*\*|__(?P<under>[^_\n]{2,80})__"
    r"|[Tt]itle[ \t]*:[ \t]*(?P<title>[^\n]{2,80}?))[ \t]*(?=\n)"
)
_SUBJECT = re.compile(r"^[ \t\"“]*\**subject(?:[ \t]line)?[ \t]*:\**[ \t]*([^\n]{3,80}?)\**[ \t]*$", re.I | re.M)
_PLAIN_LINE = re.compile(r"\A\s*(?P<line>[A-Z0-9][^\n]{2,69})\n\s*\n(?=\S)")
_NOT_TEXT = re.compile(r"[={};|]|\[[^\]\n]{1,40}\]|\w\(")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_SMALL = frozenset("a an and as at but by for from in into nor of on or the to with".split())
_STOP = _SMALL | frozenset(
    """i me my mine we us our you your yours he him his she her hers it its they them their this that these those who
    whom which what when where why how be am is are was were been being do does did done doing have has had having
    will would shall should can could may might must not no yes so if then than too very just also about after
    again all any because before below between both down during each few further here more most once only other
    out over own same some such there through under until up while there's it's i'm don't can't won't one two
    three first second new good great many much well make makes made making get gets got take takes use uses used
    using like help helps want need needs know even still ever never always often may us let let's see way ways
    thing things lot really every another however dear hello hi sincerely regards best thank thanks please sir
    madam day days time year years people including based provide provides provided important different within
    without across among around against come comes go goes went said say says told feel felt keep kept give gives
    gave given become becomes became find finds found look looks looked them section part step example name
    address date number able back long little old big small high low right left i've you're they're we're isn't
    doesn't didn't wasn't sure try tried put set less""".split()
)
_ARTICLES = frozenset("the a an of my your our his her their its about".split())
_NOT_NOUN = re.compile(r"(?:ing|ed|ly|ous|ful|ive|able|ible|n't|'s|’s)$")


class Heading(NamedTuple):
    """A title, and the offsets of the line that it stands in already; equal offsets where it has to be put in."""

    title: str
    start: int
    end: int


def heading_of(text: str) -> Heading | None:
    r"""Return a title for a text: its own heading or subject line, else its topic; None if none is plain.

    Example:
        >>> heading_of("# On Tea\n\nTea is a drink.")
        Heading(title='On Tea', start=0, end=8)
    """
    marked = _MARKED.match(text)
    if marked is not None:
        title = _clean(next(part for part in marked.groups() if part))
        if title:
            return Heading(title, len(text) - len(text.lstrip()), marked.end())
    subject = _SUBJECT.search(text[:1000])
    if subject is not None and (title := _clean(subject[1])):
        return Heading(title, 0, 0)
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or _NOT_TEXT.search(text) or re.match(r"\s*(?:[-*•+]|\d{1,3}\s?[.):-])", lines[0]):
        return None
    alone = _PLAIN_LINE.match(text)
    if alone is not None and len(lines) > 2 and _is_title(alone["line"]):
        return Heading(_clean(alone["line"]), len(text) - len(text.lstrip()), alone.end("line"))
    verse = len(lines) >= 3 and all(len(line) < 75 and line.lstrip("\"“'‘ ")[:1].isupper() for line in lines[:12])
    verse = verse and ":" not in lines[0] and sum(len(line.split()) for line in lines) >= 3 * len(lines)
    topic = _topic(text)
    if topic is None and verse and not re.match(r"(?i)\s*(?:dear|hi|hello|hey|to whom)\b", lines[0]):
        # A poem without a title goes by its first line.
        words = lines[0].split()
        topic = _capitalized(_clean(lines[0])) if 2 <= len(words) <= 8 else None
    return Heading(topic, 0, 0) if topic else None


def _is_title(line: str) -> bool:
    words = line.split()
    if not 1 <= len(words) <= 10 or line.rstrip()[-1:] in ".,;:?!" or re.match(r"(?i)(?:dear|hi|hello|hey|to)\b", line):
        return False
    return all(word[:1].isupper() or word.lower() in _SMALL or not word[:1].isalpha() for word in words)


def _clean(title: str) -> str:
    """Return a title without markup, quotation marks, angular brackets and final punctuation."""
    return re.sub(r"[<>*_#`\"“”]", "", title).strip().strip(",;:.–—- ").strip()


def _capitalized(title: str) -> str:
    words = title.split()
    return " ".join(
        word if i and word.lower() in _SMALL else word[:1].upper() + word[1:] for i, word in enumerate(words)
    )


def _topic(text: str) -> str | None:
    """Return what a text speaks of most: a pair of words that recurs, else a name or noun that does."""
    words = [(match[0], match.start()) for match in _WORD.finditer(text[:20_000])]
    if len(words) < 12:
        return None
    lower = [word.lower() for word, _ in words]
    pairs: Counter[tuple[str, str]] = Counter()
    for i in range(len(words) - 1):
        first, second = lower[i], lower[i + 1]
        joined = text[words[i][1] + len(words[i][0]) : words[i + 1][1]] == " "
        if joined and not {first, second} & _STOP and not _NOT_NOUN.search(second) and len(first) > 2 < len(second):
            pairs[first, second] += 1
    # What a text is about, it names at its beginning; what recurs only later on is a detail.
    opening = lower[:10]
    pair, count = max(pairs.items(), key=lambda item: (item[1], -lower.index(item[0][0])), default=(("", ""), 0))
    if count >= 2 and pair[0] != pair[1] and set(pair) <= set(opening):
        at = next(i for i in range(len(lower)) if (lower[i], lower[i + 1]) == pair)
        return _capitalized(f"{words[at][0]} {words[at + 1][0]}")
    nouns = [
        word
        for i, word in enumerate(opening)
        if word not in _STOP
        and not _NOT_NOUN.search(word)
        and len(word) > 2
        and (i == 0 or words[i][0][0].isupper() or lower[i - 1] in _ARTICLES)
    ]
    counts = Counter(lower)
    noun = max(nouns, key=lambda word: counts[word], default="")
    if counts[noun] >= 4:
        at = lower.index(noun)
        return ("The " if at and lower[at - 1] == "the" else "") + _capitalized(words[at][0])
    return None
