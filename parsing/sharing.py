"""A sentence shared out among the statements that came from it, word by word, by dynamic programming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stemmata.parsing.lexicon import ACTS
from stemmata.parsing.stems import FUNCTION, USUAL
from stemmata.parsing.units import Range

_OPENS = frozenset(
    """in on at by for from with without as into about to of and or but then so using including containing focusing
    based that which who while if when where than not no under over within between up exactly only less more
    fewer""".split()
)
_HOLDS = frozenset(
    "a an the my your our his her its their this these those some any no every each of in with to for".split()
)
_JOINS = frozenset(("and", "or", "but", "then", "please"))
_BACK = 0.15  # what it costs to go back to a statement that comes before
_VERB = 0.1  # what a verb in other words is worth to an act
_INSIDE = 2.0  # what it costs to end a stretch inside a word


class Word(NamedTuple):
    """A word of the sentence.

    Attributes:
        lower: The word in lower case.
        stem: Its stem.
        before: What stands between it and the word before.
        free: Whether it belongs to nobody yet.
    """

    lower: str
    stem: str
    before: str
    free: bool


class Guest(NamedTuple):
    """A statement: how much each of its stems tells, and whether it tells something to do."""

    weights: Mapping[str, float]
    act: bool


def shared_out(words: Sequence[Word], guests: Sequence[Guest]) -> list[list[Range]]:
    """Return which stretches of a sentence each statement gets, by their first word and the one after the last.

    The last state is nobody's. What is taken already belongs to nobody, and breaks no stretch.

    Args:
        words: The words of the sentence.
        guests: The statements, in the order in which they are expected.
    """
    nobody = len(guests)
    states = range(nobody + 1)
    scores = [0.0] * (nobody + 1)
    steps: list[list[int]] = []
    for place, word in enumerate(words):
        toll = _toll(words[place - 1], word) if place else 0.0
        top = max(states, key=lambda state: (scores[state], -state))
        step, after = [], []
        for state in states:
            moved = scores[top] - toll - (_BACK if state < top < nobody else 0.0)
            stays = scores[state] >= moved
            step.append(state if stays else top)
            gain = _gain(word, guests[state] if state < nobody else None) if word.free else 0.0
            after.append((scores[state] if stays else moved) + gain)
        steps.append(step)
        scores = after
    state = max(states, key=lambda one: (scores[one], -one))
    owners: list[int] = []
    for step in reversed(steps):
        owners.append(state)
        state = step[state]
    return _stretches(words, owners[::-1], nobody)


def _gain(word: Word, guest: Guest | None) -> float:
    """Return what it is worth that a word belongs to a statement, or to nobody."""
    if guest is None:
        return -0.02 if word.lower in FUNCTION else -0.12
    if word.stem in guest.weights:
        return guest.weights[word.stem]
    if guest.act and word.lower in ACTS:
        return _VERB
    return 0.0 if word.lower in FUNCTION else -0.08 if word.lower in USUAL else -0.25


def _toll(before: Word, word: Word) -> float:
    """Return what it costs to end a stretch between two words."""
    if not any(char.isspace() for char in word.before):
        return _INSIDE
    if word.before.strip() or "\n" in word.before:
        return 0.2
    if before.lower in _HOLDS:
        return 0.9
    return 0.3 if word.lower in _OPENS or (len(word.lower) > 5 and word.lower.endswith("ing")) else 0.45


def _stretches(words: Sequence[Word], owners: Sequence[int], count: int) -> list[list[Range]]:
    found: list[list[Range]] = [[] for _ in range(count)]
    for place, owner in enumerate(owners):
        if owner == count or not words[place].free:
            continue
        parts = found[owner]
        if parts and parts[-1][1] == place:
            parts[-1] = (parts[-1][0], place + 1)
        else:
            parts.append((place, place + 1))
    return [[one for one in (_bare(words, *part) for part in parts) if one[1] > one[0]] for parts in found]


def _bare(words: Sequence[Word], first: int, last: int) -> Range:
    """Return a stretch without connectives at its edges."""
    while first < last and (words[first].lower in _JOINS or words[first].lower == "also"):
        first += 1
    while first < last and (words[last - 1].lower in _JOINS or words[last - 1].lower in ("the", "a")):
        last -= 1
    return first, last
