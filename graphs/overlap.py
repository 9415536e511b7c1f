"""What instructions share with benchmark prompts: the text, the structure, or most of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from stemmata.graphs.fingerprints import NO_DEMANDS, Level, Prints, fingerprints_of
from stemmata.graphs.graph import Graph
from stemmata.graphs.likeness import Features, features, likeness, topic
from stemmata.graphs.sketches import LikenessIndex
from stemmata.graphs.words import normalised
from stemmata.schemas.vocabulary import ASKING_ROLES, NEAR_DUPLICATE

TOPIC = 0.35  # of what either is about: nearly all rewordings keep more, and unrelated instructions share less

# A turn among several is a prompt of its own from so many words on; "Now make it shorter" is nobody's benchmark.
_OWN_WORDS = 8


class Reason(StrEnum):
    """Why an instruction is too near to a benchmark prompt, the surest first."""

    TEXT = "text"
    STRUCTURE = "structure"
    NEAR = "near"


class Signature(NamedTuple):
    """What of an instruction is compared, without the instruction.

    Attributes:
        texts: A hash of what is asked as a whole, and one of each long turn.
        prints: Its prints.
        features: Its features.
        topic: What it is about.
    """

    texts: frozenset[bytes]
    prints: Prints
    features: Features
    topic: Features


class Overlap(NamedTuple):
    """What an instruction shares with a benchmark prompt.

    Attributes:
        reason: The surest reason.
        number: The prompt's number, in the order in which prompts were added.
        likeness: The share of features that both have.
        level: The finest level at which their prints agree, if there is one.
    """

    reason: Reason
    number: int
    likeness: float
    level: Level | None


def signature(graph: Graph) -> Signature:
    """Return what of a graph is compared."""
    return signatures([graph])[0]


def signatures(graphs: Sequence[Graph]) -> list[Signature]:
    """Return what of each of several graphs is compared."""
    return [
        Signature(frozenset(_texts(graph)), prints, features(graph), topic(graph))
        for graph, prints in zip(graphs, fingerprints_of(graphs), strict=True)
    ]


def _texts(graph: Graph) -> Iterator[bytes]:
    asked = [normalised(turn.text) for turn in graph.turns if turn.role == "user"]
    asked = asked or [normalised(turn.text) for turn in graph.turns if turn.role in ASKING_ROLES]
    for text in {" ".join(asked), *(one for one in asked if len(one.split()) >= _OWN_WORDS)}:
        if text.strip():
            yield blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


class Benchmark:
    """Benchmark prompts, to be asked which of them an instruction is too near to.

    Two graphs of one print at level `demands`, `typed` or `shape` are of one structure only if they demand anything
    typed and are about the same things: otherwise every poem without commas would be the benchmark's.

    Args:
        level: The level at which equal prints make one structure.
        threshold: How alike two instructions are at least that are near-duplicates; they are about the same things too.
    """

    def __init__(self, level: Level = Level.DEMANDS, threshold: float = NEAR_DUPLICATE) -> None:
        self._level = level
        self._prompts: list[Signature] = []
        self._texts: dict[bytes, int] = {}
        self._prints: dict[str, list[int]] = {}
        self._index = LikenessIndex(threshold)

    def __len__(self) -> int:
        return len(self._prompts)

    def add(self, prompt: Signature) -> int:
        """Add a prompt and return its number, counted from 0."""
        number = len(self._prompts)
        self._prompts.append(prompt)
        self._index.add(prompt.features)
        self._prints.setdefault(prompt.prints.of(self._level), []).append(number)
        for text in sorted(prompt.texts):
            self._texts.setdefault(text, number)
        return number

    def overlap(self, one: Signature) -> Overlap | None:
        """Return the surest overlap of an instruction with a prompt; None where there is none."""
        same = [self._texts[text] for text in one.texts if text in self._texts]
        if same:
            return self._told(Reason.TEXT, min(same), one)
        alike = self._of_one_structure(one)
        if alike is not None:
            return self._told(Reason.STRUCTURE, alike, one)
        for _, number in self._index.near(one.features):
            if _about_the_same(one.topic, self._prompts[number].topic):
                return self._told(Reason.NEAR, number, one)
        return None

    def _of_one_structure(self, one: Signature) -> int | None:
        """Return the prompt of the same structure that is likest."""
        numbers = self._prints.get(one.prints.of(self._level), [])
        if self._level not in (Level.TEXT, Level.CONTENT):
            if one.prints.demands == NO_DEMANDS:
                return None
            numbers = [n for n in numbers if likeness(one.topic, self._prompts[n].topic) >= TOPIC]
        return max(numbers, key=lambda n: (likeness(one.features, self._prompts[n].features), -n), default=None)

    def _told(self, reason: Reason, number: int, one: Signature) -> Overlap:
        prompt = self._prompts[number]
        return Overlap(reason, number, likeness(one.features, prompt.features), one.prints.agreement(prompt.prints))


def _about_the_same(first: Features, second: Features) -> bool:
    return not (first or second) or likeness(first, second) >= TOPIC
