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

from stemmata.graphs.constraints.numerals import NUMBER_WORDS
from stemmata.parsing.lexicon import ACTS
from stemmata.parsing.ordering import Place, in_order
from stemmata.parsing.quoting import MARKS, Tokens
from stemmata.parsing.units import Range

_FUNCTION = frozenset(
    """a an the this that these those it its is are was were be been being am do does did has have had having will would
    shall should must can could may might of to in on at by for from with as into about over under and or but nor so if
    then than not no any all some each every there here what which who whom whose how when where why you your yours he
    she his her him they them their we our us me my mine i s t re ve d ll please just also only very too such own same
    up out off down""".split()
)
# What statements about an instruction say of every answer; and what stands for those who speak.
_USUAL = frozenset(
    """message response answer output text result reply content user assistant model ai prompt contain contains include
    includes including use uses used using written write provide provided provides need needs want wants ask asks asked
    request requested requests instruction task make made sure ensure following given mention state states say says
    address addressed refer refers specific specifically""".split()
)
_OPENS = frozenset(
    """in on at by for from with without as into about to of and or but then so using including containing focusing
    based that which who while if when where than not no under over within between up exactly only less more
    fewer""".split()
)
_HOLDS = frozenset(
    "a an the my your our his her its their this these those some any no every each of in with to for".split()
)

_LONGEST = 80  # words of a sentence that are shared out together
_WORDS = 160  # words of a statement that are looked at
_FREQUENT = 200  # places of a word that are looked at
_HOMES = 8  # sentences that are weighed for one statement
_SHARED = 12  # statements at home in one sentence
_COVERED = 0.34  # the least share of a statement's weight that its home has
_MUCH = 5.0  # the weight beyond which a statement tells of several sentences
_LEAST = 0.7  # the least weight of the words that it has
_FAINT = 0.05  # what a word tells that every text has
_VERB = 0.1  # what a verb in other words is worth to an act
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


def stem(word: str) -> str:
    """Return what a lower-case word shares with its other forms; a number as digits.

    Example:
        >>> stem("leaving") == stem("leave"), stem("twenty"), stem("stories") == stem("story")
        (True, '20', True)
    """
    if word in NUMBER_WORDS:
        return str(NUMBER_WORDS[word])
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word[:6]


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
            acts = [lists[which][number].act for _, which, number, _ in guests]
            parts = self._share_out(sentence, [guest[3] for guest in guests], acts, taken)
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
            while 0 <= at < len(self._sentences) and at not in homely and self._tells(at, wanted):
                run.append(at)
                at += step
        return run

    def _tells(self, sentence: int, wanted: Mapping[str, float]) -> bool:
        start, end = self._sentences[sentence]
        own = [place for place in range(start, end) if self._tokens.words[place] not in _FUNCTION]
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
            if word in _FUNCTION:
                found.setdefault(one, _FAINT)
                continue
            count = len(self._places.get(one, ()))
            base = 0.35 if word in _USUAL else 1.2 if one.isdigit() else 1.0
            found[one] = max(found.get(one, 0.0), base / max(1, count) ** 0.5 if count else base * 0.6)
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

    def _share_out(
        self, sentence: int, guests: Sequence[Mapping[str, float]], acts: Sequence[bool], taken: bytearray
    ) -> list[list[Range]]:
        """Return which stretches of a sentence each statement gets, by their first token and the one after the last.

        The last state is nobody's. What is taken already belongs to nobody, and breaks no stretch.
        """
        start, end = self._sentences[sentence]
        nobody = len(guests)
        scores = [0.0] * (nobody + 1)
        steps: list[list[int]] = []
        for place in range(start, end):
            word, one = self._tokens.words[place], self._stems[place]
            free = taken.find(1, *self._tokens.ranges[place]) < 0
            toll = self._toll(place) if place > start else 0.0
            top = max(range(nobody + 1), key=lambda state: (scores[state], -state))
            step, after = [], []
            for state in range(nobody + 1):
                moved = scores[top] - toll - (0.15 if state < top < nobody else 0.0)
                stays = scores[state] >= moved
                step.append(state if stays else top)
                gain = self._gain(word, one, guests[state] if state < nobody else None) if free else 0.0
                if free and gain < 0 and state < nobody and acts[state] and word in ACTS:
                    gain = _VERB
                after.append((scores[state] if stays else moved) + gain)
            steps.append(step)
            scores = after
        state = max(range(nobody + 1), key=lambda one: (scores[one], -one))
        owners: list[int] = []
        for step in reversed(steps):
            owners.append(state)
            state = step[state]
        owners.reverse()
        return self._stretches(start, owners, nobody, taken)

    def _gain(self, word: str, one: str, guest: Mapping[str, float] | None) -> float:
        if guest is None:
            return -0.02 if word in _FUNCTION else -0.12
        if one in guest:
            return guest[one]
        return 0.0 if word in _FUNCTION else -0.08 if word in _USUAL else -0.25

    def _toll(self, place: int) -> float:
        """Return what it costs to end a stretch before a token."""
        between = self._between[place - 1]
        if not any(char.isspace() for char in between):
            return 2.0  # inside a word
        if between.strip() or "\n" in between:
            return 0.2
        if self._tokens.words[place - 1] in _HOLDS:
            return 0.9
        word = self._tokens.words[place]
        return 0.3 if word in _OPENS or (len(word) > 5 and word.endswith("ing")) else 0.45

    def _stretches(self, start: int, owners: Sequence[int], count: int, taken: bytearray) -> list[list[Range]]:
        found: list[list[Range]] = [[] for _ in range(count)]
        for offset, owner in enumerate(owners):
            place = start + offset
            if owner == count or taken.find(1, *self._tokens.ranges[place]) >= 0:
                continue
            parts = found[owner]
            if parts and parts[-1][1] == place:
                parts[-1] = (parts[-1][0], place + 1)
            else:
                parts.append((place, place + 1))
        return [[part for part in map(self._bare, parts) if part[1] > part[0]] for parts in found]

    def _bare(self, part: Range) -> Range:
        """Return a stretch without connectives at its edges."""
        first, last = part
        while first < last and self._tokens.words[first] in ("and", "or", "but", "then", "also", "please"):
            first += 1
        while first < last and self._tokens.words[last - 1] in ("and", "or", "but", "then", "please", "the", "a"):
            last -= 1
        return first, last


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
