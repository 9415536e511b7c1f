"""A regular expression read into nodes, as far as this package's own patterns go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal[
    "text", "class", "choice", "repeat", "ahead", "not ahead", "behind", "not behind", "start", "end", "edge", "any"
]  # fmt: skip
FAR = 10_000  # stands for any length from here on

_TOKEN = re.compile(
    r"(?P<text>[^\\\[\](){}.*+?^$|]+)|(?P<repeat>[*+?][?+]?|\{(?:\d+,?\d*|,\d+)\}[?+]?)|(?P<open>\((?:\?:|\?P<\w+>|(?!\?)))"
    r"|(?P<close>\))|(?P<choice>\|)|(?P<look>\(\?<?[=!])|(?P<class>\[\^?\]?(?:[^\]\\]|\\.)*\])"
    r"|(?P<escape>\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^uxUN0-9]))|(?P<back>\(\?P=\w+\))|(?P<place>[\^$])|(?P<any>\.)"
    r"|(?P<plain>[\]{}])",
    re.DOTALL,
)
_MEMBER = re.compile(
    r"(?P<first>\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^uxUN0-9])|[^\\])"
    r"(?:-(?P<last>\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^uxUN0-9])|[^\\]))?",
    re.DOTALL,
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_LOOKS: dict[str, Kind] = {"(?=": "ahead", "(?!": "not ahead", "(?<=": "behind", "(?<!": "not behind"}
_PLACES: dict[str, Kind] = {"^": "start", "$": "end", r"\A": "start", r"\Z": "end", r"\b": "edge"}
_WIDE_RANGE = 40  # a range of more characters is not spelt out


class UnreadError(Exception):
    """A pattern holds something that is not read here."""


class Class(NamedTuple):
    """A character class.

    Attributes:
        letters: The characters named one by one.
        digits: Whether it holds every digit.
        blanks: Whether it holds every blank.
        words: Whether it holds every letter, digit and underscore.
        wide: Whether it holds still others.
    """

    letters: str
    digits: bool = False
    blanks: bool = False
    words: bool = False
    wide: bool = False


class Node(NamedTuple):
    """A part of a pattern.

    Attributes:
        kind: What it is.
        text: The characters, of text.
        members: The character class.
        choices: The nodes inside, one sequence of them for each choice.
        least: How often it stands at least, of a repetition.
        most: How often it stands at most.
    """

    kind: Kind
    text: str = ""
    members: Class | None = None
    choices: tuple[tuple[Node, ...], ...] = ()
    least: int = 1
    most: int = 1


def nodes_of(pattern: str) -> tuple[Node, ...]:
    """Return the nodes of a pattern without flags that change how it is read; groups that stand once are dissolved.

    Raises:
        UnreadError: The pattern holds something unknown.

    Example:
        >>> [node.kind for node in nodes_of(r"(?<!a)(?:the )?wor(d)s?")]
        ['not behind', 'repeat', 'text', 'text', 'repeat']
    """
    open_groups: list[tuple[Kind | None, list[list[Node]]]] = [(None, [[]])]
    grouped = False  # whether what stands last is a group, which a repetition takes as a whole
    last: Sequence[Node] = ()
    at = 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:
            raise UnreadError
        at = token.end()
        kind, said = token.lastgroup, token[0]
        nodes = open_groups[-1][1][-1]
        if kind in ("open", "look"):
            open_groups.append((_LOOKS[said] if kind == "look" else None, [[]]))
            grouped, last = False, ()
            continue
        if kind == "choice":
            open_groups[-1][1].append([])
            grouped, last = False, ()
            continue
        if kind == "repeat":
            if not last:
                raise UnreadError
            if not grouped and last[-1].kind == "text" and len(last[-1].text) > 1:
                nodes[-1] = Node("text", last[-1].text[:-1])
                last = (Node("text", last[-1].text[-1]),)
            else:
                del nodes[len(nodes) - len(last) :]
            nodes.append(Node("repeat", "", None, (tuple(last),), *_times(said)))
            grouped, last = False, ()
            continue
        if kind == "close":
            look, choices = open_groups.pop()
            if not open_groups:
                raise UnreadError
            nodes = open_groups[-1][1][-1]
            inner = tuple(tuple(choice) for choice in choices)
            if look is not None:
                last = (Node(look, "", None, inner),)
            elif len(inner) == 1:
                last = inner[0]
            else:
                last = (Node("choice", "", None, inner),)
            grouped = True
        else:
            last, grouped = (_single(str(kind), said),), False
        nodes += last
    if len(open_groups) != 1:
        raise UnreadError
    choices = open_groups[0][1]
    return tuple(choices[0]) if len(choices) == 1 else (Node("choice", "", None, tuple(map(tuple, choices))),)


def width(nodes: Sequence[Node]) -> tuple[int, int]:
    """Return how many characters some nodes match at least and at most, `FAR` for that many and more."""
    least = most = 0
    for node in nodes:
        if node.kind in ("text", "class", "any"):
            size = len(node.text) or 1
            least, most = least + size, most + size
        elif node.kind in ("choice", "repeat"):
            inner = [width(choice) for choice in node.choices]
            least += node.least * min(one for one, _ in inner)
            most += node.most * max(one for _, one in inner)
    return min(least, FAR), min(most, FAR)


def _times(said: str) -> tuple[int, int]:
    """Return how often a repetition lets something stand."""
    if said[0] in "*+?":
        return (1 if said[0] == "+" else 0), (1 if said[0] == "?" else FAR)
    least, comma, most = said[1 : said.index("}")].partition(",")
    return int(least or 0), (int(most) if most else FAR) if comma else int(least)


@lru_cache(maxsize=512)
def _single(kind: str, said: str) -> Node:
    """Return the node of something that has no nodes inside."""
    if kind in ("text", "plain"):
        return Node("text", said)
    if kind == "any":
        return Node("any")
    if said in _PLACES:
        return Node(_PLACES[said])
    if kind == "class":
        return Node("class", "", _members(said))
    if kind == "escape":
        letter = _letter(said)
        return Node("text", letter) if letter else Node("class", "", _named(said))
    raise UnreadError  # a reference back


def _letter(said: str) -> str:
    """Return the character that an escape stands for; empty where it stands for a class."""
    if said[0] != "\\":
        return said
    if len(said) > 2:
        return chr(int(said[2:], 16))
    if said[1] in _SIGNS:
        return _SIGNS[said[1]]
    return "" if said[1].isalpha() else said[1]


def _named(said: str) -> Class:
    """Return the class that an escape stands for."""
    known = {
        r"\d": Class("", digits=True), r"\s": Class("", blanks=True), r"\w": Class("", words=True),
        r"\D": Class("", wide=True), r"\S": Class("", wide=True), r"\W": Class("", wide=True),
    }  # fmt: skip
    if said not in known:
        raise UnreadError
    return known[said]


def _members(said: str) -> Class:
    """Return the class that stands in square brackets."""
    if said[1] == "^":
        return Class("", wide=True)
    letters: list[str] = []
    named: list[Class] = []
    wide = False
    for member in _MEMBER.finditer(said, 1, len(said) - 1):
        first, last = member["first"], member["last"]
        if first == r"\b":
            raise UnreadError
        if not (letter := _letter(first)):
            named.append(_named(first))
            letters += "-" + _letter(last) if last else ""
        elif last is None:
            letters.append(letter)
        elif not (end := _letter(last)):
            raise UnreadError
        elif ord(end) - ord(letter) < _WIDE_RANGE:
            letters += map(chr, range(ord(letter), ord(end) + 1))
        else:
            wide = True
    return Class(
        "".join(letters),
        any(one.digits for one in named),
        any(one.blanks for one in named),
        any(one.words for one in named),
        wide or any(one.wide for one in named),
    )
