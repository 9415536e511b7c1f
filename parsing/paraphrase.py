"""Which words of a text a statement in other words came from: "contains no more than 20 words" from "in 20 words".

Words are compared by their stems, numbers by their values; rare words tell more than frequent ones. First each
statement gets a home among the text's sentences, in the order of the text where the words allow; then each sentence is
shared out among the statements at home in it, word by word, so that a boundary stands where it costs least.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from stemmata.parsing.ordering import Place, in_order
from stemmata.parsing.quoting import MARKS, Tokens
from stemmata.parsing.sharing import Guest, Word, shared_out
from stemmata.parsing.stems import FUNCTION, USUAL, stem
from stemmata.parsing.units import Range

_LONGEST = 80  # words of a sentence that are shared out together
_WORDS = 160  # words of a statement that are looked at
_FREQUENT = 200  # places of a word that are looked at
_COMMON = 3.0  # by how much a frequent word tells less than one that stands once, at most
_HOMES = 8  # sentences that are weighed for one statement
_RUN = 40  # sentences to either side that one statement may tell too
_SHARED = 12  # statements at home in one sentence
_COVERED = 0.34  # the least share of a statement's weight that its home has
_MUCH = 5.0  # the weight beyond which a statement tells of several sentences
_LEAST = 0.7  # the least weight of the words that it has
_FAINT = 0.05  # what a word tells that every text has
_CLOSES = re.compile(r"[.!?)\]]{0,4}")
_ENDS = re.compile(r"[.!?;][^\w\s]{0,3}\s|[。！？\ue001]|\n")


class Sought(NamedTuple):
    """The words of a statement, or of quotes that stand nowhere as they are; and whether it tells something to do."""

    words: str
    act: bool = False


class _Home(NamedTuple):
    """A sentence, and how much of a statement it says."""

    sentence: int
    place: Place
    weight: float


class Paraphrases:
    """A text in which statements are found that say the same in other words.

    Args:
        text: The text.
        tokens: Its words.
    """

    def __init__(self, text: str, tokens: Tokens) -> None:
        self._text = text
        self._tokens = tokens
        self._stems = [stem(word) for word in tokens.words]
        self._places: dict[str, list[int]] = {}
        for place, one in enumerate(self._stems):
            self._places.setdefault(one, []).append(place)
        self._sentences = list(_sentences(text, tokens))
        self._home = [number for number, (start, end) in enumerate(self._sentences) for _ in range(start, end)]
        self._between = [text[before[1] : after[0]] for before, after in pairwise(tokens.ranges)]

    def find(
        self, lists: Sequence[Mapping[int, Sought]], fixed: Sequence[Mapping[int, Sequence[Range]]], taken: bytearray
    ) -> list[dict[int, list[Range]]]:
        """Return where statements stand, of each list by their places in it.

        Args:
            lists: What is looked for.
            fixed: What of the same lists stands somewhere already.
            taken: The characters that belong to others already.
        """
        weights = [{number: self._weights(one.words) for number, one in sought.items()} for sought in lists]
        shared: dict[int, list[tuple[int, int, int, dict[str, float]]]] = {}
        homes = [self._homes(mine, there, taken) for mine, there in zip(weights, fixed, strict=True)]
        homely = {home.sentence for of_list in homes for home in of_list.values()}
        for which, of_list in enumerate(homes):
            for number, home in of_list.items():
                wanted, start = weights[which][number], home.place.range[0]
                for sentence in self._run(home.sentence, wanted, homely):
                    shared.setdefault(sentence, []).append((start, which, number, wanted))
        got: dict[tuple[int, int], list[Range]] = {}
        for sentence in sorted(shared):
            guests = sorted(shared[sentence], key=lambda guest: guest[:3])[:_SHARED]
            told = [Guest(wanted, lists[which][number].act) for _, which, number, wanted in guests]
            parts = self._share_out(sentence, told, taken)
            for (_, which, number, _), places in zip(guests, parts, strict=True):
                got.setdefault((which, number), []).extend(places)
        found: list[dict[int, list[Range]]] = [{} for _ in lists]
        for (which, number), places in got.items():
            wanted = weights[which][number]
            said = {self._stems[place] for first, last in places for place in range(first, last)}
            if sum(weight for one, weight in wanted.items() if one in said and weight > _FAINT) >= _least(wanted):
                found[which][number] = [self._closed(first, last) for first, last in _joined(places)]
        return found

    def _run(self, home: int, wanted: Mapping[str, float], homely: set[int]) -> list[int]:
        """Return a statement's home, and the sentences beside it that it tells too and that are nobody's home."""
        run = [home]
        for step in (-1, 1):
            at = home + step
            while 0 <= at < len(self._sentences) and abs(at - home) <= _RUN:
                if at in homely or not self._tells(at, wanted):
                    break
                run.append(at)
                at += step
        return run

    def _tells(self, sentence: int, wanted: Mapping[str, float]) -> bool:
        start, end = self._sentences[sentence]
        own = [place for place in range(start, end) if self._tokens.words[place] not in FUNCTION]
        return 0 < len(own) <= 2 * sum(self._stems[place] in wanted for place in own)

    def _closed(self, first: int, last: int) -> Range:
        """Return where a stretch stands, with the stop, the bracket or the quotation mark that closes it."""
        start, end = self._tokens.span(first, last)
        marks = _CLOSES.match(self._text, end)
        end = marks.end() if marks else end
        if self._text[end : end + 1] in MARKS and self._text[start - 1 : start] in MARKS and start:
            return start - 1, end + 1
        return start, end

    def _weights(self, words: str) -> dict[str, float]:
        """Return how much each stem of some words tells."""
        found: dict[str, float] = {}
        for word in Tokens(words, signs=False).words[:_WORDS]:
            one = stem(word)
            if word in FUNCTION:
                found.setdefault(one, _FAINT)
                continue
            count = len(self._places.get(one, ()))
            base = 0.35 if word in USUAL else 1.2 if one.isdigit() else 1.0
            found[one] = max(found.get(one, 0.0), base / min(count**0.5, _COMMON) if count else base * 0.6)
        return found

    def _homes(
        self, weights: Mapping[int, dict[str, float]], fixed: Mapping[int, Sequence[Range]], taken: bytearray
    ) -> dict[int, _Home]:
        """Return the home of each statement, in the order of the text where the words allow."""
        most = max([1, *weights, *fixed])
        offered = {number: self._offered(wanted, number / most, taken) for number, wanted in weights.items()}
        numbers = sorted({*offered, *fixed})
        chain = in_order(
            [[Place(fixed[n][0], 1.0)] if n in fixed else [home.place for home in offered[n]] for n in numbers]
        )
        chosen: dict[int, _Home] = {}
        for at, number in enumerate(numbers):
            homes = offered.get(number, [])
            if number in fixed or not homes:
                continue
            kept = chain.get(at)
            best = max(homes, key=lambda home: (home.weight, -home.sentence))
            chosen[number] = next((home for home in homes if home.place == kept), best)
        return chosen

    def _offered(self, wanted: Mapping[str, float], about: float, taken: bytearray) -> list[_Home]:
        """Return the sentences that say most of a statement, in order.

        Args:
            wanted: How much each of its stems tells.
            about: Which share of the statements stands before it.
            taken: The characters that belong to others already.
        """
        least = _least(wanted)
        weights: dict[int, float] = {}
        bounds: dict[int, Range] = {}
        for one, weight in wanted.items():
            if weight <= _FAINT:
                continue
            last = -1
            for place in self._near(one, about):
                sentence = self._home[place]
                if taken.find(1, *self._tokens.ranges[place]) >= 0:
                    continue
                first, final = bounds.get(sentence, (place, place))
                bounds[sentence] = min(first, place), max(final, place)
                if sentence != last:
                    weights[sentence] = weights.get(sentence, 0.0) + weight
                last = sentence
        ranked = heapq.nsmallest(_HOMES, weights.items(), key=lambda item: (-item[1], item[0]))
        return [
            _Home(sentence, Place(self._tokens.ranges[bounds[sentence][0]], weight - _spread(bounds[sentence])), weight)
            for sentence, weight in sorted(ranked)
            if weight >= least
        ]

    def _near(self, one: str, about: float) -> Sequence[int]:
        """Return where a stem stands; of a frequent one, the places nearest to some share of the text."""
        places = self._places.get(one, ())
        if len(places) <= _FREQUENT:
            return places
        middle = bisect_left(places, about * len(self._stems))
        start = max(0, min(middle - _FREQUENT // 2, len(places) - _FREQUENT))
        return places[start : start + _FREQUENT]

    def _share_out(self, sentence: int, guests: Sequence[Guest], taken: bytearray) -> list[list[Range]]:
        """Return which tokens of a sentence each statement gets."""
        start, end = self._sentences[sentence]
        words = [
            Word(
                self._tokens.words[place],
                self._stems[place],
                self._between[place - 1] if place else "",
                taken.find(1, *self._tokens.ranges[place]) < 0,
            )
            for place in range(start, end)
        ]
        return [[(start + first, start + last) for first, last in parts] for parts in shared_out(words, guests)]


def _joined(places: Sequence[Range]) -> list[Range]:
    """Return stretches in order, those joined that nothing stands between."""
    made: list[Range] = []
    for first, last in sorted(places):
        if made and made[-1][1] == first:
            made[-1] = (made[-1][0], last)
        else:
            made.append((first, last))
    return made


def _spread(bounds: Range) -> float:
    return 0.01 * (bounds[1] - bounds[0])


def _least(wanted: Mapping[str, float]) -> float:
    """Return the least weight of the words that are to say a statement."""
    whole = sum(one for one in wanted.values() if one > _FAINT)
    return max(_COVERED * min(whole, _MUCH), min(_LEAST, 0.7 * whole), 1e-9)


def _sentences(text: str, tokens: Tokens) -> list[Range]:
    """Return the sentences of a text by their tokens; long ones in parts."""
    found: list[Range] = []
    first = 0
    for place, (before, after) in enumerate(pairwise(tokens.ranges), start=1):
        if _ENDS.search(text, before[1], after[0]) or place - first >= _LONGEST:
            found.append((first, place))
            first = place
    if len(tokens) > first:
        found.append((first, len(tokens)))
    return found
