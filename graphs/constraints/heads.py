"""What the matches of a regular expression can begin with, read from its parsed form.

The parsed form is Python's own and not promised to stay as it is: whatever is not understood here gives None, and the
pattern is then searched for as usual.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NamedTuple

HEAD = 4  # letters of a word that are looked at
NUMBER_HEAD = "<0>"  # stands for every word that begins with a digit
FAR = 10_000  # no bound is put on the length of longer matches
_MOST = 2_000  # heads of one pattern
_MOST_NEEDS = 3
_BARRED = re.IGNORECASE | re.ASCII | re.LOCALE
_Open = frozenset[tuple[bool, str]]


class Heads(NamedTuple):
    """What matches begin with.

    Attributes:
        whole: The first `HEAD` letters of words, whole words that are shorter, and signs.
        parts: Fewer letters, of words that can go on in any way.
        first: Whether a match can begin at the start of the text with anything.
        needs: Heads of which each match holds one at least after its beginning, several sets of them.
        reach: The length of the longest match, `FAR` where there is none.
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
    try:
        parsed = import_module("re._parser").parse(pattern.pattern, pattern.flags & ~re.UNICODE)
        least, most = parsed.getwidth()
        if least < 1:
            return None
        lines = bool(pattern.flags & re.MULTILINE)
        begun = _read(parsed, lines, bounded=False)
        needs = _needs(list(_flat(parsed)), lines)
    except (_UntoldError, ImportError, AttributeError, TypeError, ValueError):
        return None
    return Heads(frozenset(begun.whole), tuple(sorted(begun.parts)), begun.first, needs, min(int(most), FAR))


def _read(parsed: Iterable[tuple[Any, Any]], lines: bool, *, bounded: bool) -> _Reader:
    """Return what was read from the beginning of some nodes on."""
    reader = _Reader(lines)
    for way in reader.sequence(parsed, frozenset({(bounded, "")})):
        reader.cut(*way)
    return reader


def _flat(parsed: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, Any]]:
    """Yield nodes one after another, those of groups that stand once among them."""
    for node, value in parsed:
        if str(node) == "SUBPATTERN" and not value[1] and not value[2]:
            yield from _flat(value[3])
        else:
            yield str(node), value


def _needs(nodes: list[tuple[str, Any]], lines: bool) -> tuple[frozenset[str], ...]:
    """Return the sets of heads of which each match holds one, from the words that no match is without."""
    found: set[frozenset[str]] = set()
    for at, (node, value) in enumerate(nodes):
        must = node in ("LITERAL", "IN", "BRANCH") or (node.endswith("_REPEAT") and int(value[0]) > 0)
        if at and must and _after_blank(nodes[:at]):
            with suppress(_UntoldError):
                reader = _read(nodes[at:], lines, bounded=True)
                if not reader.parts and not reader.first:
                    found.add(frozenset(reader.whole))
    return tuple(sorted(found, key=lambda heads: (len(heads), sorted(heads)))[:_MOST_NEEDS])


def _after_blank(nodes: Sequence[tuple[Any, Any]]) -> bool:
    """Return whether what follows some nodes surely stands after a blank or a sign."""
    for node, value in reversed(nodes):
        name = str(node)
        if name in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        if name.endswith("_REPEAT"):
            if not _after_blank(value[2]):
                return False
            if int(value[0]) > 0:
                return True
        elif name == "SUBPATTERN":
            return _after_blank(value[3])
        elif name == "BRANCH":
            return all(_after_blank(choice) for choice in value[1])
        else:
            return _is_sign(name, value)
    return False


class _Reader:
    """Follows every way through a parsed pattern until enough letters are known.

    A way is a pair: whether no letter can stand before it, and the letters so far. Ways that are known end in `whole`
    or `parts`; the others are handed on.
    """

    def __init__(self, lines: bool) -> None:
        self.lines = lines
        self.whole: set[str] = set()
        self.parts: set[str] = set()
        self.first = False

    def sequence(self, parsed: Iterable[tuple[Any, Any]], ways: _Open) -> _Open:
        """Return the ways that are open after some nodes one after another."""
        for node, value in parsed:
            if not ways:
                break
            ways = self._node(str(node), value, ways)
            if len(self.whole) + len(self.parts) + len(ways) > _MOST:
                raise _UntoldError
        return ways

    def cut(self, bounded: bool, said: str) -> None:
        """End a way that can go on with anything."""
        if not said:
            raise _UntoldError
        self.parts.add(said)

    def _node(self, node: str, value: Any, ways: _Open) -> _Open:
        """Return the ways that are open after one node."""
        if node == "LITERAL":
            return self._letters((chr(value),), ways)
        if node == "IN":
            return self._one_of(value, ways)
        if node == "BRANCH":
            return frozenset().union(*(self.sequence(choice, ways) for choice in value[1]))
        if node == "SUBPATTERN":
            if value[1] or value[2]:
                raise _UntoldError
            return self.sequence(value[3], ways)
        if node == "ATOMIC_GROUP":
            return self.sequence(value, ways)
        if node in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, repeated = value
            return self._repeat(least, most, repeated, ways)
        if node == "AT":
            return self._at(str(value), ways)
        if node == "ASSERT":
            return frozenset((True, "") if not said and _no_letter(value) else (b, said) for b, said in ways)
        if node == "ASSERT_NOT" and value[0] > 0 and _is_word_class(value[1]):
            self.whole.update(said for _, said in ways if said)
            return frozenset(way for way in ways if not way[1])
        if node == "ASSERT_NOT":
            return frozenset((True, "") if not said and _bars_letters(value) else (b, said) for b, said in ways)
        if node in ("ANY", "NOT_LITERAL", "GROUPREF"):
            return self._anything(ways)
        raise _UntoldError

    def _letters(self, letters: Sequence[str], ways: _Open) -> _Open:
        """Return the ways after one of some characters."""
        gone_on: set[tuple[bool, str]] = set()
        for bounded, said in ways:
            for letter in letters:
                if not (letter.isalnum() or letter == "_"):
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

    def _one_of(self, members: Sequence[tuple[Any, Any]], ways: _Open) -> _Open:
        """Return the ways after a character class."""
        letters: list[str] = []
        digits = blank = False
        for kind, value in members:
            name, told = str(kind), str(value)
            if name == "LITERAL":
                letters.append(chr(value))
            elif name == "RANGE" and value[1] - value[0] < 40:
                letters += map(chr, range(value[0], value[1] + 1))
            elif told == "CATEGORY_DIGIT":
                digits = True
            elif told == "CATEGORY_SPACE":
                blank = True
            else:
                return self._anything(ways)
        begun = frozenset(way for way in ways if way[1])
        if blank and len(begun) < len(ways):
            raise _UntoldError
        if blank:
            self.whole.update(said for _, said in begun)
        if digits:
            if any(not bounded for bounded, said in ways if not said):
                raise _UntoldError
            if len(begun) < len(ways):
                self.whole.add(NUMBER_HEAD)
            self._anything(begun)
        return self._letters(letters, ways)

    def _repeat(self, least: int, most: Any, parsed: Any, ways: _Open) -> _Open:
        """Return the ways after something that stands several times or not at all."""
        after = ways if least == 0 else frozenset()
        for times in range(1, min(int(most), HEAD + int(least) + 1) + 1):
            ways = self.sequence(parsed, ways)
            if times >= least:
                if ways <= after:
                    break
                after |= ways
        return after

    def _at(self, place: str, ways: _Open) -> _Open:
        """Return the ways after a condition on the place."""
        if place in ("AT_BEGINNING_STRING", "AT_BEGINNING"):
            if place == "AT_BEGINNING" and self.lines:
                return frozenset((True, said) for _, said in ways if not said)
            self.first = self.first or any(not said for _, said in ways)
            return frozenset()
        if place == "AT_BOUNDARY":
            self.whole.update(said for _, said in ways if said)
            return frozenset((True, "") for _, said in ways if not said)
        if place in ("AT_END", "AT_END_STRING"):
            if any(not said for _, said in ways):
                raise _UntoldError
            self.whole.update(said for _, said in ways)
            return frozenset()
        raise _UntoldError

    def _anything(self, ways: _Open) -> _Open:
        """End ways that go on with a character of any kind."""
        for bounded, said in ways:
            self.cut(bounded, said)
        return frozenset()


def _is_word_class(parsed: Any) -> bool:
    """Return whether something is one character class that holds every letter, digit and underscore."""
    if len(parsed) != 1 or str(parsed[0][0]) != "IN":
        return False
    names = [str(kind) for kind, _ in parsed[0][1]]
    return "NEGATE" not in names and any(str(value) == "CATEGORY_WORD" for _, value in parsed[0][1])


def _bars_letters(value: tuple[int, Any]) -> bool:
    """Return whether a negative condition looks back and bars every letter."""
    return value[0] < 0 and _is_word_class(value[1])


def _no_letter(value: tuple[int, Any]) -> bool:
    """Return whether a positive condition looks back on a character that is no letter."""
    direction, parsed = value
    if direction >= 0 or not len(parsed):
        return False
    return _is_sign(str(parsed[-1][0]), parsed[-1][1])


def _is_sign(node: str, value: Any) -> bool:
    """Return whether a node stands for one character that is surely no letter, digit or underscore."""
    if node == "LITERAL":
        return not (chr(value).isalnum() or value == ord("_"))
    return node == "IN" and all(_is_sign(str(kind), told) or str(told) == "CATEGORY_SPACE" for kind, told in value)
