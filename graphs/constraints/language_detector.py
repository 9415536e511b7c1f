"""Which language a text is in: langdetect's own answer for a fixed seed, found several times faster.

langdetect counts how often each language has which one to three letters in a row (Nakatani, 2010), draws some of a
text's at random, and multiplies. Here are its profiles, its normal forms of letters, its draws and its sums, in the
same order, so that the language and its probability are the same; but letters are looked up by the word, and the
languages are multiplied as vectors. `tests/graphs/constraints/test_language_detector.py` compares both.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from langdetect.detector import Detector
from langdetect.detector_factory import PROFILES_DIRECTORY
from langdetect.utils.ngram import NGram
from numpy.typing import NDArray

_TRIALS, _EVERY = 7, 5
_AHEAD = 8 * _EVERY  # n-grams to draw at once: few enough for products that a float can hold
_SPARE = 16
_LONGEST_WORD = 32  # to remember
_BLANKS, _LATIN, _NOT_LATIN = re.compile(" {2,}"), re.compile("[A-z]+"), re.compile("[\u0300-\U0010ffff]+")


class Guess(NamedTuple):
    """A language by its code, and how sure it is, from 0 to 1."""

    code: str
    probability: float


class Profiles(NamedTuple):
    """What is known of the languages.

    Args:
        codes: The languages, in the order of the columns.
        rows: The row of each n-gram.
        table: How frequent an n-gram is in a language, among those of its length.
    """

    codes: tuple[str, ...]
    rows: dict[str, int]
    table: NDArray[np.float64]


class _Letters(dict[int, str]):
    """Each character's normal form, once it was asked for; a blank for what is no letter."""

    def __missing__(self, code: int) -> str:
        self[code] = normal = str(NGram.normalize(chr(code)))
        return normal


_LETTERS = _Letters()


@cache
def profiles() -> Profiles:
    """Return the profiles that langdetect brings along, by the name of their files."""
    files = sorted(path for path in Path(PROFILES_DIRECTORY).iterdir() if path.is_file() and path.name[0] != ".")
    known = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    rows: dict[str, int] = {}
    for one in known:
        for gram in one["freq"]:
            rows.setdefault(gram, len(rows))
    table = np.zeros((len(rows), len(known)))
    for column, one in enumerate(known):
        sums, counts = one["n_words"], one["freq"]
        table[[rows[gram] for gram in counts], column] = [n / sums[len(gram) - 1] for gram, n in counts.items()]
    return Profiles(tuple(one["name"] for one in known), rows, table)


@cache
def _randomness() -> NDArray[np.int64]:
    """Return what Python's generator says with seed 0, in 32 bits each: enough for all trials of any text.

    A text has at most 30,000 n-grams, of which a trial draws 1,001; about every second number may be rejected.
    """
    generator = random.Random(0)
    return np.array([generator.getrandbits(32) for _ in range(20_000)])


class _Draws:
    """What `gauss` and `choice` of Python's generator with seed 0 give, in the same order, but many at a time."""

    def __init__(self, size: int) -> None:
        self._size, self._at = size, 0
        self._narrowed = 32 - size.bit_length()
        self._kept: float | None = None

    def gauss(self) -> float:
        """Return a number of the normal distribution; every second is left from the one before."""
        if self._kept is not None:
            number, self._kept = self._kept, None
            return number
        words = _randomness()[self._at : self._at + 4].tolist()
        self._at += 4
        first, second = (((a >> 5) * 2**26 + (b >> 6)) / 2**53 for a, b in (words[:2], words[2:]))
        angle, radius = first * math.tau, math.sqrt(-2.0 * math.log(1.0 - second))
        self._kept = math.sin(angle) * radius
        return math.cos(angle) * radius

    def ahead(self, number: int) -> tuple[list[int], list[int]]:
        """Return the next indices to draw, and for each how much randomness it and those before it take."""
        drawn = _randomness()[self._at : self._at + 2 * number + _SPARE] >> self._narrowed
        kept = np.flatnonzero(drawn < self._size)[:number]
        if len(kept) < number:
            drawn = _randomness()[self._at :] >> self._narrowed
            kept = np.flatnonzero(drawn < self._size)[:number]
        return drawn[kept].tolist(), kept.tolist()

    def take(self, last: int) -> None:
        """Leave what was drawn up to a place that `ahead` named."""
        self._at += last + 1


def detect(text: str) -> Guess | None:
    """Return the likeliest language of a text, of which the first 10,000 characters are read; None where none is.

    Example:
        >>> detect("Der Regen fällt auf das Meer, und niemand sieht ihn.").code
        'de'
    """
    grams = _grams(_cleaned(text))
    if not grams:
        return None
    codes, _, table = profiles()
    draws = _Draws(len(grams))
    mean = np.zeros(len(codes))
    for _ in range(_TRIALS):
        mean += _trial(grams, table, draws) / _TRIALS
    best = int(mean.argmax())
    return Guess(codes[best], float(mean[best])) if mean[best] > Detector.PROB_THRESHOLD else None


def _trial(grams: Sequence[int], table: NDArray[np.float64], draws: _Draws) -> NDArray[np.float64]:
    """Return how likely each language is by n-grams that are drawn until one language is all but certain.

    That is looked at after the first and after every fifth more. What is drawn beyond is not taken.
    """
    languages = table.shape[1]
    weight = (Detector.ALPHA_DEFAULT + draws.gauss() * Detector.ALPHA_WIDTH) / Detector.BASE_FREQ
    likely: NDArray[np.float64] = np.full(languages, 1.0 / languages)
    drawn, number = 0, 1 + _AHEAD
    while True:
        indices, places = draws.ahead(number)
        factors = table[[grams[i] for i in indices]]
        factors += weight
        factors[0] *= likely
        looked_at = np.multiply.accumulate(factors)[(number - 1) % _EVERY :: _EVERY]
        looked_at /= looked_at.sum(axis=1, keepdims=True)
        certain = looked_at.max(axis=1) > Detector.CONV_THRESHOLD
        first = int(certain.argmax()) if certain.any() else len(looked_at) - 1
        likely = np.asarray(looked_at[first])
        draws.take(places[(number - 1) % _EVERY + _EVERY * first])
        drawn += number
        if certain[first] or drawn > Detector.ITERATION_LIMIT:
            return likely
        number = _AHEAD


def _cleaned(text: str) -> str:
    """Return a text's normal form: without addresses, and without Latin letters where it has more of others."""
    text = Detector.URL_RE.sub(" ", text) if "http" in text else text
    text = Detector.MAIL_RE.sub(" ", text) if "@" in text else text
    text = _BLANKS.sub(" ", NGram.normalize_vi(text)[:10_000])
    if not text.isascii() and 2 * _number(_LATIN, text) < _number(_NOT_LATIN, text):
        text = _LATIN.sub("", text)
    return text.translate(_LETTERS)


def _number(letters: re.Pattern[str], text: str) -> int:
    return sum(map(len, letters.findall(text)))


def _grams(text: str) -> list[int]:
    """Return the rows of the n-grams of a text, by the last letter of each and from short to long."""
    *words, last = text.split(" ")
    grams: list[int] = []
    for word in words:
        if word:
            grams += _of_word(word + " ") if len(word) <= _LONGEST_WORD else _looked_up(word + " ")
    if last:
        grams += _looked_up(last)
    return grams


def _looked_up(word: str) -> tuple[int, ...]:
    """Return the rows of the n-grams of a word; none ends at a capital that follows a capital."""
    row_of = profiles().rows.get
    padded = " " + word
    found = []
    for i in range(1, len(padded)):
        letter = padded[i]
        if letter.isupper() and padded[i - 1].isupper():
            continue
        if letter != " ":
            found.append(row_of(letter))
        found.append(row_of(padded[i - 1 : i + 1]))
        if i > 1:
            found.append(row_of(padded[i - 2 : i + 1]))
    return tuple(row for row in found if row is not None)


_of_word = lru_cache(maxsize=20_000)(_looked_up)
