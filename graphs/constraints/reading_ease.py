"""How hard a text is to read, by the Flesch–Kincaid grade."""

from __future__ import annotations

import math
import re

from stemmata.graphs.constraints.counting import sentence_spans

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Return how many syllables an English word has, near enough: runs of vowels, silent endings apart.

    A last "e" is silent unless it follows a consonant and "l"; so are "es" and "ed" but for the sounds that need them.

    Example:
        >>> [syllables(word) for word in ("cat", "table", "made", "jumped", "wanted", "reading", "beautiful")]
        [1, 2, 1, 1, 2, 2, 3]
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(letters))
    silent_e = letters.endswith("e") and not re.search(r"(?:[^aeiouy]l|[aeiouy])e$", letters)
    silent_ed = re.search(r"[^aeioutdy]ed$", letters) is not None
    silent_es = re.search(r"[^aeiouyscxzgh]es$", letters) is not None
    return max(1, count - (silent_e or silent_ed or silent_es))


def reading_grade(text: str) -> float | None:
    """Return the Flesch–Kincaid grade of a text; None where it is not English words for the most part.

    0.39 × words a sentence + 11.8 × syllables a word − 15.59, over words of the letters a to z.
    """
    words = _WORD.findall(text)
    letters = sum(character.isalpha() for character in text)
    known = sum(len(word) for word in words)
    sentences = len(sentence_spans(text))
    if not words or not sentences or known * 2 < letters:
        return None
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


def whole_grade(text: str) -> int | None:
    """Return the grade as a whole number, 0 at least: 6 for all of grade 6.

    Example:
        >>> whole_grade("The cat sat on the mat.")
        0
    """
    grade = reading_grade(text)
    return None if grade is None else max(0, math.floor(grade))
