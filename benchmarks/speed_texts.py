"""Instructions to measure speed and memory with: as many as are wanted, no sentence of them twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from math import gcd
from pathlib import Path
from random import Random

from stemmata.parsing.sources import read
from stemmata.schemas.records import Failure

_VERBS = "Write Draft Compose Prepare Create Sketch Invent Suggest Describe Outline".split()
_SIZES = "short long formal cheerful simple detailed careful lively plain gentle".split()
_THINGS = "poem letter story speech song review notice recipe guide sketch riddle report".split()
_TOPICS = (
    "the harbour,an old bicycle,a lost glove,winter mornings,the night train,a garden wall,the corner bakery,"
    "two rivers,a broken clock,paper boats,the lighthouse,wild honey,a quiet street,the last bus,copper kettles"
).split(",")
_LIMITS = (
    "in at most {n} words,in exactly {n} lines,with at least {n} adjectives,without the letter z and in {n} words,"
    "in fewer than {n} sentences,for a class of {n} pupils,as a list of {n} items"
).split(",")
_ONSETS = "b br c d dr f g h j k l m n p r s st t v w".split()
_VOWELS = "a e i o u ei au".split()
_NUMBER = re.compile(r"\d{1,8}(?!\d)")
_SENTENCE = re.compile(r"[^.!?\n]+")
_WORD = re.compile(r"\b[a-z]{5,}\b")


def short(count: int) -> Iterator[str]:
    """Yield one-sentence instructions, each with a made-up name and a number of its own."""
    pools = (_VERBS, _SIZES, _THINGS, _TOPICS, _LIMITS)
    total = 1
    for pool in pools:
        total *= len(pool)
    step = next(step for step in range(total // 3, total) if gcd(step, total) == 1)
    for index in range(count):
        place, chosen = index * step % total, []
        for pool in pools:
            place, rest = divmod(place, len(pool))
            chosen.append(pool[rest])
        verb, size, thing, topic, limit = chosen
        yield f"{verb} a {size} {thing} about {topic} for {_name(index)}, {limit.format(n=index % 480 + 20)}."


def varied(files: Sequence[str], count: int) -> Iterator[str]:
    """Yield the texts of some files again and again, in each lap with other numbers and a word of each sentence new."""
    texts = ["\n\n".join(turn.text for turn in r.turns) for r in read(files) if not isinstance(r, Failure)]
    pool = sorted({word for text in texts for word in _WORD.findall(text)})
    for index in range(count):
        lap, place = divmod(index, len(texts))
        yield _changed(texts[place], lap, Random(index), pool) if lap else texts[place]


def write(texts: Iterator[str], path: Path) -> int:
    """Write texts as JSON Lines; return how many characters they have."""
    characters = 0
    with path.open("w", encoding="utf-8") as out:
        for text in texts:
            characters += len(text)
            out.write(json.dumps({"instruction": text}) + "\n")
    return characters


def split(path: Path, parts: int) -> list[Path]:
    """Write every n-th line of a file to a file of its own; return these files."""
    made = [path.with_name(f"{path.stem}.{number}{path.suffix}") for number in range(parts)]
    for number, part in enumerate(made):
        with path.open("rb") as lines, part.open("wb") as out:
            out.writelines(islice(lines, number, None, parts))
    return made


def _name(index: int) -> str:
    """Return a made-up name, another one for each number."""
    syllables, rest = [], index + len(_ONSETS) * len(_VOWELS)
    while rest:
        rest, onset = divmod(rest, len(_ONSETS))
        rest, vowel = divmod(rest, len(_VOWELS))
        syllables.append(_ONSETS[onset] + _VOWELS[vowel])
    return "".join(syllables).capitalize() + "n"


def _changed(text: str, lap: int, random: Random, pool: Sequence[str]) -> str:
    def other(sentence: re.Match[str]) -> str:
        words = list(_WORD.finditer(sentence[0]))
        if not words:
            return sentence[0]
        word = random.choice(words)
        return sentence[0][: word.start()] + random.choice(pool) + sentence[0][word.end() :]

    return _SENTENCE.sub(other, _NUMBER.sub(lambda number: str(int(number[0]) + lap), text))
