"""What the matches of a regular expression can begin with, and which words they cannot do without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from stemmata.graphs.constraints.pattern_nodes import Class, Node, UnreadError, nodes_of, width

HEAD = 4  # letters of a word that are looked at
NUMBER_HEAD = "<0>"  # stands for every word that begins with a digit
_MOST = 2_000  # heads of one pattern
_MOST_NEEDS = 3
_BARRED = re.IGNORECASE | re.ASCII | re.LOCALE | re.VERBOSE
_WORD_OR_SIGNS = re.compile(r"\w+|\W+")
_Ways = frozenset[tuple[bool, str]]
_NONE: _Ways = frozenset()


class Heads(NamedTuple):
    """What matches begin with and hold.

    Attributes:
        whole: The first `HEAD` letters of words, whole words that are shorter, and signs.
        parts: Fewer letters, of words that can go on in any way.
        first: Whether a match can begin at the start of the text with anything.
        needs: Heads of which each match holds one at least after its beginning, several sets of them.
        reach: The length of the longest match, `FAR` where it has no bound.
    """

    whole: frozenset[str]
    parts: tuple[str, ...]
    first: bool
    needs: tuple[frozenset[str], ...]
    reach: int


class _UntoldError(Exception):
    """It cannot be told what the pattern begins with."""


def heads_of(pattern: re.Pattern[str]) -> Heads | None:
    r"""Return what the matches of a pattern begin with; None where that cannot be told.

    Example:
        >>> sorted(heads_of(re.compile(r"\b(?:an? )?(?:red|yellow)\b")).whole)
        ['a', 'an', 'red', 'yell']
    """
    if pattern.flags & _BARRED:
        return None
    lines = bool(pattern.flags & re.MULTILINE)
    try:
        nodes = nodes_of(pattern.pattern)
        least, most = width(nodes)
        if least < 1:
            return None
        begun = _read(nodes, lines, bounded=False)
    except (_UntoldError, UnreadError):
        return None
    return Heads(frozenset(begun.whole), tuple(sorted(begun.parts)), begun.first, _needs(nodes, lines), most)


def _read(nodes: Sequence[Node], lines: bool, *, bounded: bool) -> _Reader:
    """Return what was read from the beginning of some nodes on."""
    reader = _Reader(lines)
    for way in reader.sequence(nodes, frozenset({(bounded, "")})):
        reader.cut(*way)
    return reader


def _needs(nodes: Sequence[Node], lines: bool) -> tuple[frozenset[str], ...]:
    """Return the sets of heads of which each match holds one, from the words that no match is without."""
    found: set[frozenset[str]] = set()
    nodes = [piece for node in nodes for piece in _pieces(node)]
    for at, node in enumerate(nodes):
        must = node.kind in ("text", "class", "choice", "repeat") and node.least > 0
        if at and must and _after_sign(nodes[:at]):
            with suppress(_UntoldError):
                reader = _read(nodes[at:], lines, bounded=True)
                if not reader.parts and not reader.first:
                    found.add(frozenset(reader.whole))
    return tuple(sorted(found, key=lambda heads: (len(heads), sorted(heads)))[:_MOST_NEEDS])


def _pieces(node: Node) -> list[Node]:
    """Return text word by word and sign by sign, any other node as it is."""
    return [Node("text", piece) for piece in _WORD_OR_SIGNS.findall(node.text)] if node.kind == "text" else [node]


def _after_sign(nodes: Sequence[Node]) -> bool:
    """Return whether what follows some nodes surely stands after a blank or a sign."""
    for node in reversed(nodes):
        if node.kind == "text":
            return not _is_letter(node.text[-1])
        if node.kind == "class" and node.members is not None:
            return _is_sign(node.members)
        if node.kind == "any":
            return False
        if node.kind in ("choice", "repeat"):
            if not all(_after_sign(choice) for choice in node.choices):
                return False
            if node.least > 0:
                return True
    return False


class _Reader:
    """Follows every way through the nodes until enough letters are known.

    A way is a pair: whether no letter can stand before it, and the letters so far. Ways that are known end in `whole`
    or `parts`; the others are handed on.
    """

    def __init__(self, lines: bool) -> None:
        self.lines = lines
        self.whole: set[str] = set()
        self.parts: set[str] = set()
        self.first = False

    def sequence(self, nodes: Sequence[Node], ways: _Ways) -> _Ways:
        """Return the ways that are open after some nodes one after another."""
        for node in nodes:
            if not ways:
                break
            ways = self._node(node, ways)
            if len(self.whole) + len(self.parts) + len(ways) > _MOST:
                raise _UntoldError
        return ways

    def cut(self, bounded: bool, said: str) -> None:
        """End a way that can go on with anything."""
        if not said:
            raise _UntoldError
        self.parts.add(said)

    def _node(self, node: Node, ways: _Ways) -> _Ways:
        """Return the ways that are open after one node."""
        if node.kind == "text":
            for letter in node.text:
                ways = self._letters(letter, ways)
            return ways
        if node.kind == "class" and node.members is not None:
            return self._one_of(node.members, ways)
        if node.kind == "choice":
            return _NONE.union(*(self.sequence(choice, ways) for choice in node.choices))
        if node.kind == "repeat":
            return self._repeat(node, ways)
        if node.kind == "any":
            return self._anything(ways)
        if node.kind in ("start", "end", "edge"):
            return self._place(node, ways)
        return self._look(node, ways)

    def _letters(self, letters: str, ways: _Ways) -> _Ways:
        """Return the ways after one of some characters."""
        gone_on: set[tuple[bool, str]] = set()
        for bounded, said in ways:
            for letter in letters:
                if not _is_letter(letter):
                    if not said and letter.isspace() and letter != "\n":
                        raise _UntoldError
                    self.whole.add(said or letter)
                elif not said and not bounded:
                    raise _UntoldError
                elif not said and letter.isdecimal():
                    self.whole.add(NUMBER_HEAD)
                elif len(said) + 1 == HEAD:
                    self.whole.add(said + letter)
                else:
                    gone_on.add((bounded, said + letter))
        return frozenset(gone_on)

    def _one_of(self, members: Class, ways: _Ways) -> _Ways:
        """Return the ways after a character class."""
        if members.wide or members.words:
            return self._anything(ways)
        begun = frozenset(way for way in ways if way[1])
        if members.blanks:
            if len(begun) < len(ways):
                raise _UntoldError
            self.whole.update(said for _, said in begun)
        if members.digits:
            if any(not bounded for bounded, said in ways if not said):
                raise _UntoldError
            if len(begun) < len(ways):
                self.whole.add(NUMBER_HEAD)
            self._anything(begun)
        return self._letters(members.letters, ways)

    def _repeat(self, node: Node, ways: _Ways) -> _Ways:
        """Return the ways after something that stands several times or not at all."""
        after = ways if node.least == 0 else _NONE
        for times in range(1, min(node.most, HEAD + node.least + 1) + 1):
            ways = self.sequence(node.choices[0], ways)
            if times >= node.least:
                if ways <= after:
                    break
                after |= ways
        return after

    def _place(self, node: Node, ways: _Ways) -> _Ways:
        """Return the ways after a condition on the place."""
        begun = [said for _, said in ways if said]
        if node.kind == "start":
            if self.lines:
                return frozenset((True, said) for _, said in ways if not said)
            self.first = self.first or len(begun) < len(ways)
            return _NONE
        if node.kind == "end" and len(begun) < len(ways):
            raise _UntoldError
        self.whole.update(begun)
        return frozenset((True, "") for _, said in ways if not said)

    def _look(self, node: Node, ways: _Ways) -> _Ways:
        """Return the ways after a condition on what stands before or after."""
        members = _only_class(node.choices)
        if node.kind == "not ahead" and members is not None and members.words:
            self.whole.update(said for _, said in ways if said)
            return frozenset(way for way in ways if not way[1])
        apart = node.kind == "not behind" and members is not None and members.words
        apart = apart or (node.kind == "behind" and all(_after_sign(choice) for choice in node.choices))
        return frozenset((True, "") if apart and not said else (bounded, said) for bounded, said in ways)

    def _anything(self, ways: _Ways) -> _Ways:
        """End ways that go on with a character of any kind."""
        for way in ways:
            self.cut(*way)
        return _NONE


def _is_letter(character: str) -> bool:
    """Return whether a character is a letter, a digit or an underscore."""
    return character.isalnum() or character == "_"


def _is_sign(members: Class) -> bool:
    """Return whether a class holds blanks and signs only."""
    return not (members.digits or members.words or members.wide or any(map(_is_letter, members.letters)))


def _only_class(choices: Sequence[Sequence[Node]]) -> Class | None:
    """Return the character class that is all that some choices are."""
    if len(choices) != 1 or len(choices[0]) != 1:
        return None
    return choices[0][0].members
