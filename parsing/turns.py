"""What a later turn takes up of the turns before it, and how. Rule 36 of the guide.

A turn is compared with the turns before by the things that it names. Words that point back come first; a turn that has
none, and names nothing that was spoken of, opens a new theme.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import log
from typing import NamedTuple

from stemmata.parsing.discourse import Discourse
from stemmata.parsing.references import References, Summed, references
from stemmata.parsing.things import things
from stemmata.schemas.vocabulary import NodeKind


class Act(NamedTuple):
    """An act of a turn: its handle in the graph, and its words in lower case."""

    handle: int
    words: str


class Taken(NamedTuple):
    """What a turn takes up: how it does, and the acts, each with the number of its turn."""

    reference: str
    acts: list[tuple[int, int]]


@dataclass(slots=True)
class _Round:
    """A turn with acts, and what was said from there on until the next such turn."""

    turn: int
    acts: list[Act]
    asked: set[str]
    number: int
    opener: int  # the number of the round that opened its theme
    expands: bool  # whether it asks for a part of that theme
    answered: set[str] = field(default_factory=set)

    def spoken(self, word: str) -> float:
        """Return how much a word is this round's: what a person asked about counts more than what was answered."""
        return 1.0 if word in self.asked else 0.5 if word in self.answered else 0.0


_NEAR = 24  # rounds that one is compared with
_MOST = 64  # rounds that are remembered
_UNITS = 24  # units of a turn, and sentences of a unit, that are looked at for what they name
_LENGTH = 6000  # characters of a turn whose words are remembered
_ON_THEME = 0.15  # the least share of a turn's things that keeps it on the theme


class Dialogue:
    """The turns so far. A turn's words are read once, and compared with those of a bounded number of turns."""

    def __init__(self) -> None:
        self._rounds: deque[_Round] = deque(maxlen=_MOST)
        self._unheard: set[str] = set()  # words before the first act

    def hear(self, text: str) -> None:
        """Take note of a turn without acts: an answer, or what a person adds."""
        held = self._rounds[-1].answered if self._rounds else self._unheard
        held |= things(text[:_LENGTH])

    def ask(self, turn: int, text: str, acts: Sequence[Act], discourse: Discourse) -> Taken | None:
        """Take note of a turn with acts, and return what it takes up.

        Args:
            turn: Its number.
            text: The turn.
            acts: Its acts.
            discourse: Its units and sentences.

        Returns:
            None where it opens the dialogue, or a new theme.
        """
        number = self._rounds[-1].number + 1 if self._rounds else 0
        way, rounds = "", list[_Round]()
        if self._rounds:
            own = any(unit.role == "material" for unit in discourse.units)
            act = next(unit.ranges[0][0] for unit in discourse.units if unit.kind is NodeKind.SUB_INSTRUCTION)
            points = references(text, discourse.sentences, self._spoken_of, act=act, own=own)
            way, rounds = self._way(_named(discourse), points)
        opener = rounds[-1].opener if rounds else number
        words = things(text[:_LENGTH])
        self._rounds.append(
            _Round(turn, list(acts[-_NEAR:]), words | self._unheard, number, opener, way == "expansion")
        )
        self._unheard = set()
        if not rounds:
            return None
        if way == "summary":
            return Taken(way, [(act.handle, one.turn) for one in rounds for act in one.acts])
        return Taken(way, [(_nearest(one.acts, words).handle, one.turn) for one in rounds])

    def _way(self, named: set[str], points: References) -> tuple[str, list[_Round]]:
        """Return how a turn takes up rounds, and which; none for a new theme."""
        last = self._rounds[-1]
        if points.sums:
            return "summary", self._summed(points.sums)
        near = list(islice(reversed(self._rounds), _NEAR))  # the last one first
        scores = _scores(near, named)
        before = max(range(1, len(near)), key=lambda i: (scores[i], i), default=0)
        if points.recalls or (points.said and before and scores[before] > scores[0]):
            return "recall", [near[before]]
        shared = sum(max(one.spoken(word) for one in near) for word in named)
        on_theme = shared > _ON_THEME * len(named) and shared > 0
        back = points.changes or points.leans or points.goes_on or points.said
        if not back and (points.breaks or not (on_theme or points.opens or points.deepens)):
            return "", []
        if points.goes_on and not points.changes:
            return "follow-up", [last]
        if points.changes:
            return "refinement", [last]
        if points.deepens and points.leans:
            return "expansion", [last]
        if points.leans or points.said:
            return "follow-up", [last]
        if points.deepens or on_theme:
            root = next((i for i, one in enumerate(near) if one.number == last.opener), 0)
            if last.expands or scores[root] > scores[0]:  # one part of the theme after another
                return "expansion", [near[root]]
            if points.deepens or not root:
                return "expansion", [last]
        return "follow-up", [last]

    def _spoken_of(self, word: str) -> bool:
        return any(one.spoken(word) for one in islice(reversed(self._rounds), _NEAR))

    def _summed(self, how: Summed) -> list[_Round]:
        """Return the rounds that are summed up: of all, those of the theme."""
        if how != "all":
            return list(self._rounds)[-2 if how == "both" else -1 :]
        return [one for one in self._rounds if one.number >= self._rounds[-1].opener]


def _named(discourse: Discourse) -> set[str]:
    """Return the things that a turn's acts and its situation name; demands on the answer name none."""
    tokens = (token for sentence in discourse.sentences[:_UNITS] for token in sentence.doc)
    return things(" ".join(token.text for token in tokens if token.pos_ in ("NOUN", "PROPN", "ADJ")))


def _scores(rounds: Sequence[_Round], named: Iterable[str]) -> list[float]:
    """Return how much each round speaks of some things; what few rounds speak of says more."""
    counts = Counter(word for one in rounds for word in named if one.spoken(word))
    weights = {word: log(1 + len(rounds) / count) for word, count in sorted(counts.items())}  # sums in one order
    return [sum(one.spoken(word) * weight for word, weight in weights.items()) for one in rounds]


def _nearest(acts: Sequence[Act], words: set[str]) -> Act:
    """Return the act that shares most with some words; of several the last."""
    return max(enumerate(acts), key=lambda pair: (len(things(pair[1].words) & words), pair[0]))[1]
