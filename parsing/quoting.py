"""Where a text says some words: whatever their case, blanks and quotation marks are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from stemmata.parsing.units import Range

MARKS = "\"“”„«»'‘’"
# Words; signs one by one, as the letters of scripts that are written without blanks; quotation marks are none of these.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_ALONE}]|(?:(?![{_ALONE}])\w)+|[^\w\s{MARKS}]")
_SKIPPED = re.compile(r"\[ ?(?:\.{3}|…) ?\]|…|\.{3,}")
_BETWEEN = "\n"  # no token holds one
_CUT = 256  # places inside of words that are passed over
MOST = 16  # places of one quote that are weighed against each other


class Tokens:
    """The tokens of a text, and where they stand.

    Attributes:
        words: Each in lower case.
        ranges: Where it stands in the text.
    """

    def __init__(self, text: str, *, signs: bool = True) -> None:
        found = [match for match in _TOKEN.finditer(text) if signs or match[0].isalnum() or "_" in match[0]]
        self.words = [match[0].lower() for match in found]
        self.ranges = [match.span() for match in found]
        self._joined = _BETWEEN + "".join(word + _BETWEEN for word in self.words)
        self._begins: list[int] = []
        place = 0
        for word in self.words:
            self._begins.append(place)
            place += len(word) + 1

    def __len__(self) -> int:
        return len(self.words)

    def places(self, words: list[str], first: int = 0) -> Iterator[tuple[int, int]]:
        """Yield where some words stand one after the other, as the places of the first token and after the last.

        Args:
            words: The words; none stand nowhere.
            first: The token from which on they are looked for.
        """
        if not words or first >= len(self.words):
            return
        wanted = _BETWEEN + "".join(word + _BETWEEN for word in words)
        at = self._joined.find(wanted, self._begins[first])
        while at >= 0:
            place = bisect_left(self._begins, at)
            yield place, place + len(words)
            at = self._joined.find(wanted, at + 1)

    def span(self, first: int, after: int) -> Range:
        """Return where some tokens stand in the text."""
        return self.ranges[first][0], self.ranges[after - 1][1]


class Quotes:
    """Finds quotes in a text: with their signs, else by their words alone, else by their two ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ways = [Tokens(text), Tokens(text, signs=False)]
        self._known: dict[str, list[Range]] = {}

    @property
    def words(self) -> Tokens:
        """The words of the text."""
        return self._ways[1]

    def places(self, quote: str) -> list[Range]:
        """Return where a quote stands, in order; one place more than `MOST` where there are more."""
        if quote not in self._known:
            self._known[quote] = self._found(quote)
        return self._known[quote]

    def _found(self, quote: str) -> list[Range]:
        literal = list(islice(self._literal(quote.strip()), MOST + 1))
        if literal:
            return literal
        for tokens, words in self._worded(quote):
            found = [tokens.span(*place) for place in islice(tokens.places(words), MOST + 1)]
            if found:
                return [self._marked(quote, *one) for one in found]
        head, *tail = _SKIPPED.split(quote)
        return self._spanned(head, tail[-1]) if tail else []

    def after(self, quote: str, offset: int) -> Iterator[Range]:
        """Yield where a quote stands from an offset on, in order."""
        found = False
        for part in self._literal(quote.strip(), offset):
            found = True
            yield part
        if found:
            return
        for tokens, words in self._worded(quote):
            found = False
            for place in tokens.places(words, bisect_left(tokens.ranges, (offset, offset))):
                found = True
                yield self._marked(quote, *tokens.span(*place))
            if found:
                return

    def _literal(self, quote: str, offset: int = 0) -> Iterator[Range]:
        """Yield where a quote stands letter by letter, no word of the text cut."""
        at = self._text.find(quote, offset) if quote else -1
        cut = 0
        while at >= 0 and cut < _CUT:
            end = at + len(quote)
            before, after = self._text[max(0, at - 1) : at], self._text[end : end + 1]
            if not (quote[0].isalnum() and before.isalnum()) and not (quote[-1].isalnum() and after.isalnum()):
                yield at, end
            else:
                cut += 1
            at = self._text.find(quote, at + 1)

    def _worded(self, quote: str) -> Iterator[tuple[Tokens, list[str]]]:
        """Yield both ways of reading, each with the words of a quote."""
        for number, tokens in enumerate(self._ways):
            yield tokens, Tokens(quote, signs=not number).words

    def _spanned(self, head: str, tail: str) -> list[Range]:
        """Return the stretches from the first words of a passage to its last ones."""
        found: list[Range] = []
        for start, after in self.places(head)[:MOST]:
            ending = next(self.after(tail, after), None)
            if ending is not None:
                found.append((start, ending[1]))
        return found

    def _marked(self, quote: str, start: int, end: int) -> Range:
        """Return where a quote stands with the quotation marks at its own ends."""
        if quote[:1] in MARKS and self._text[start - 1 : start] in MARKS:
            start = max(0, start - 1)
        if quote[-1:] in MARKS and self._text[end : end + 1] in MARKS:
            end = min(len(self._text), end + 1)
        return start, end
