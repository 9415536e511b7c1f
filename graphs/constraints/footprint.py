"""What a constraint leaves in every response that keeps it, and what two such footprints mean for each other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from stemmata.graphs.constraints.intervals import ANY, Interval
from stemmata.graphs.constraints.terms import holds
from stemmata.schemas.vocabulary import Meaning

Measure = Literal[
    "words", "unique_words", "sentences", "paragraphs", "characters", "lines", "items", "bullets", "numbered",
    "headings", "tables", "code_blocks", "quotes", "commas",
]  # fmt: skip
"""What is counted, each in one way: paragraphs between blank lines, lines that hold something, items of any mark."""

Shape = Literal["json", "xml", "html", "csv", "tsv", "yaml", "code", "markdown_table"]

# Whatever the text: the first is never more than the second.
_NEVER_MORE: tuple[tuple[Measure, Measure], ...] = (
    ("unique_words", "words"),
    ("words", "characters"),
    ("sentences", "characters"),
    ("commas", "characters"),
    ("lines", "characters"),
    ("paragraphs", "lines"),
    ("items", "lines"),
    ("bullets", "items"),
    ("numbered", "items"),
    ("headings", "lines"),
    ("tables", "lines"),
    ("code_blocks", "lines"),
    ("quotes", "lines"),
)
# Documents of two of these shapes are never the same text.
_APART: frozenset[frozenset[str]] = frozenset(
    frozenset(pair) for pair in (("json", "xml"), ("json", "html"), ("json", "markdown_table"))
)


@dataclass(frozen=True, slots=True)
class Footprint:
    """What is true of every response that keeps a constraint.

    Attributes:
        counts: How many there are of what is counted, over the whole response.
        holds: Strings that occur letter for letter.
        holds_anyhow: Strings that occur in capitals or small letters.
        holds_words: Words and phrases that occur whole, with no letter right before or after, in any case.
        lacks: Strings that occur nowhere, letter for letter.
        lacks_anyhow: Strings that occur nowhere, neither in capitals nor in small letters.
        lacks_words: Words and phrases that occur nowhere as whole words, in capitals or small letters.
        case: Whether no letter is a capital, or none is a small one; there is one letter at least.
        shape: The format of which the whole response is a document.
        starts: What the response begins with, after blanks, letter for letter.
        ends: What it ends with, before blanks, letter for letter.
        first: The characters that it can begin with, after blanks, in small letters; None where any can.
        last: Those that it can end with, before blanks; None where any can.
        most: How often a character occurs at most, by its small letter.
        language: The ISO 639-1 code of the language that it is in.
        exact: Whether a response of which all this is true keeps the constraint.
    """

    counts: Mapping[Measure, Interval] = field(default_factory=lambda: MappingProxyType({}))
    holds: frozenset[str] = frozenset()
    holds_anyhow: frozenset[str] = frozenset()
    holds_words: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    lacks_anyhow: frozenset[str] = frozenset()
    lacks_words: frozenset[str] = frozenset()
    case: Literal["lower", "upper"] | None = None
    shape: Shape | None = None
    starts: str = ""
    ends: str = ""
    first: frozenset[str] | None = None
    last: frozenset[str] | None = None
    most: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    language: str | None = None
    exact: bool = False

    @property
    def there(self) -> frozenset[str]:
        """Every string that occurs letter for letter."""
        return self.holds | ({self.starts, self.ends} - {""})

    @property
    def there_anyhow(self) -> frozenset[str]:
        """Every string that occurs, in small letters."""
        return frozenset(one.lower() for one in self.there | self.holds_anyhow | self.holds_words)

    @property
    def firsts(self) -> frozenset[str] | None:
        """The characters that it can begin with, by all that is said of its beginning."""
        return frozenset({self.starts.lower()[0]}) if self.starts else self.first

    @property
    def lasts(self) -> frozenset[str] | None:
        """The characters that it can end with, by all that is said of its end."""
        return frozenset({self.ends.lower()[-1]}) if self.ends else self.last

    def count(self, measure: Measure) -> Interval:
        """Return how many there can be of one thing, by what is said of it and of what bounds it."""
        low, high = self._low(measure, set()), self._high(measure, set())
        return Interval(low, high)

    def _low(self, measure: Measure, seen: set[str]) -> int:
        low = self.counts.get(measure, ANY).low
        if measure == "words":
            low = max([low, *(len(re.findall(r"\w+", one)) for one in self.there_anyhow)])
        elif measure == "characters":
            low = max([low, *(len(one) for one in self.there)])
        elif measure == "commas":
            low = max([low, *(one.count(",") for one in self.there_anyhow)])
        seen = seen | {measure}
        return max(
            [low, *(self._low(less, seen) for less, more in _NEVER_MORE if more == measure and less not in seen)]
        )

    def _high(self, measure: Measure, seen: set[str]) -> int | None:
        highs = [self.counts.get(measure, ANY).high]
        if measure == "commas" and "," in self.lacks | self.lacks_anyhow:
            highs.append(0)
        seen = seen | {measure}
        above = [more for less, more in _NEVER_MORE if less == measure and more not in seen]
        highs += [self._high(more, seen) for more in above]
        known = [high for high in highs if high is not None]
        return min(known) if known else None


def meaning(first: Footprint, second: Footprint) -> Meaning | None:
    """Return what one constraint's footprint means for another's; None where footprints alone cannot tell.

    Example:
        >>> meaning(Footprint(lacks=frozenset({","}), exact=True), Footprint(ends="yours, Ann"))
        'contradicts'
    """
    if _apart(first, second) or _apart(second, first):
        return "contradicts"
    forward, backward = second.exact and _entails(first, second), first.exact and _entails(second, first)
    if forward and backward:
        return "equivalent"
    if forward:
        return "implies"
    return "implied_by" if backward else None


def at_odds(first: Footprint, second: Footprint) -> bool:
    """Return whether a word is to be there for the one and, as a word, not to be there for the other.

    Formally they can both be kept, with the word inside a longer one; nobody who asks for both means that.

    Example:
        >>> at_odds(Footprint(holds_anyhow=frozenset({"tea"})), Footprint(lacks_words=frozenset({"tea"})))
        True
    """
    return any(
        holds(word, out, whole=True)
        for one, other in ((first, second), (second, first))
        for word in one.there_anyhow
        for out in other.lacks_words
    )


def _apart(first: Footprint, second: Footprint) -> bool:
    """Return whether something that the first says rules out something that the second says."""
    if any(first.count(measure).meet(second.count(measure)).empty for measure in {*first.counts, *second.counts}):
        return True
    if _too_many_commas(first, second):
        return True
    if any(one.count(sign) > most for one in first.there_anyhow for sign, most in second.most.items()):
        return True
    if any(out in one for one in first.there for out in second.lacks if out):
        return True
    if any(out.lower() in one for one in first.there_anyhow for out in second.lacks_anyhow if out):
        return True
    if any(_whole(one, out) for one in first.there_anyhow for out in second.lacks_words):
        return True
    if any(holds(one, out, whole=True) for one in first.holds_words for out in second.lacks_words):
        return True
    if second.case and any(_breaks(one, second.case) for one in first.there):
        return True
    if first.shape and second.shape and frozenset((first.shape, second.shape)) in _APART:
        return True
    if first.case and second.case and first.case != second.case:
        return True
    if first.language and second.language and first.language != second.language:
        return True
    if _no_affix(first.starts, second.starts, start=True) or _no_affix(first.ends, second.ends, start=False):
        return True
    return _edge_out(first.firsts, second.firsts, second) or _edge_out(first.lasts, second.lasts, second)


def _too_many_commas(first: Footprint, second: Footprint) -> bool:
    high = second.count("commas").high
    return high is not None and first.count("commas").low > high


def _no_affix(one: str, other: str, *, start: bool) -> bool:
    if not one or not other:
        return False
    if start:
        return not (one.startswith(other) or other.startswith(one))
    return not (one.endswith(other) or other.endswith(one))


def _breaks(text: str, case: str) -> bool:
    """Return whether a text has a letter of the other case."""
    return any(c.isupper() for c in text) if case == "lower" else any(c.islower() for c in text)


def _edge_out(ours: frozenset[str] | None, theirs: frozenset[str] | None, other: Footprint) -> bool:
    """Return whether no character can be at an edge: none is allowed by both, or the other one lacks them all."""
    if ours is None:
        return False
    if theirs is not None and not ours & theirs:
        return True
    return not any(one.isalpha() for one in ours) and all(_without(other, one) for one in ours)


def _whole(text: str, word: str) -> bool:
    """Return whether a word occurs whole inside a text, whatever letters stand right before and after the text."""
    return bool(word) and holds(f"x{text}x", word, whole=True)


def _entails(first: Footprint, second: Footprint) -> bool:
    """Return whether all that the second says is true wherever all is that the first says."""
    return (
        all(first.count(measure).within(bound) for measure, bound in second.counts.items())
        and all(any(part in one for one in first.there) for part in second.holds)
        and all(any(part.lower() in one for one in first.there_anyhow) for part in second.holds_anyhow)
        and all(any(holds(one, part, whole=True) for one in first.holds_words) for part in second.holds_words)
        and all(_without(first, out) for out in second.lacks)
        and all(any(known.lower() in out.lower() for known in first.lacks_anyhow) for out in second.lacks_anyhow)
        and all(_without_word(first, out) for out in second.lacks_words)
        and all(first.most.get(sign, most + 1) <= most for sign, most in second.most.items())
        and (second.case is None or first.case == second.case)
        and (second.shape is None or first.shape == second.shape)
        and (not second.starts or first.starts.startswith(second.starts))
        and (not second.ends or first.ends.endswith(second.ends))
        and (second.first is None or (first.firsts is not None and first.firsts <= second.first))
        and (second.last is None or (first.lasts is not None and first.lasts <= second.last))
        and (second.language is None or first.language == second.language)
    )


def _without(first: Footprint, out: str) -> bool:
    """Return whether a string cannot occur, by what the first footprint says."""
    if first.case and _breaks(out, first.case):
        return True
    return any(known in out for known in first.lacks) or any(
        known.lower() in out.lower() for known in first.lacks_anyhow
    )


def _without_word(first: Footprint, out: str) -> bool:
    words = {word.lower() for word in first.lacks_words}
    return out.lower() in words or any(known.lower() in out.lower() for known in first.lacks_anyhow)
