"""The syntax of many turns at once: the same whatever they are read with, and in memory that does not grow."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from stemmata.parsing.discourse import Prose
from stemmata.parsing.english import opened
from stemmata.parsing.syntax import Sentence, analysed

if TYPE_CHECKING:
    from spacy.language import Language

Key = TypeVar("Key", bound=Hashable)

# Words that a pipeline may get to know for good, beyond those it came with: the usual ones are soon among them. What it
# meets after that is forgotten batch by batch.
_LEARNT = 50_000


class Reading(NamedTuple):
    """A turn, and its sentences with their syntax."""

    turn: Prose
    sentences: list[Sentence]


@cache
def shared() -> Analyst:
    """Return the analyst of this process, with the pipeline that ships: loading another takes a second."""
    return Analyst()


class Analyst:
    """Reads turns with a spaCy pipeline that nobody else uses meanwhile.

    Args:
        nlp: The pipeline; by default one of its own of those that ship with the package.
    """

    def __init__(self, nlp: Language | None = None) -> None:
        self._nlp = nlp
        self._lock = Lock()
        self._most = 0
        self._steady = False

    @contextmanager
    def reading(self, turns: Mapping[Key, Prose]) -> Iterator[Mapping[Key, Reading]]:
        """Yield the reading of each turn by its key. Nothing of the syntax may be used after the block.

        Another thread that wants to read waits until the block ends.
        """
        with self._lock:
            nlp = self._ready()
            if len(nlp.vocab.strings) < self._most or getattr(nlp.vocab, "in_memory_zone", False):
                yield self._read(nlp, turns)
            else:
                with nlp.memory_zone():
                    yield self._read(nlp, turns)

    def _ready(self) -> Language:
        if self._nlp is None:
            self._nlp = opened()
        if not self._most:
            self._most = len(self._nlp.vocab.strings) + _LEARNT
            self._steady = steady(self._nlp)
        return self._nlp

    def _read(self, nlp: Language, turns: Mapping[Key, Prose]) -> dict[Key, Reading]:
        places = [(turn.passage.text, turn.sentences) for turn in turns.values()]
        if self._steady:
            found = analysed(nlp, places)
        else:
            found = [sentences for place in places for sentences in analysed(nlp, [place])]
        return {key: Reading(turn, held) for (key, turn), held in zip(turns.items(), found, strict=True)}


def steady(nlp: Language) -> bool:
    """Return whether a pipeline's analysis of a text does not depend on what else is in the batch.

    It does not where matrices are multiplied by BLIS; other libraries choose another order of sums for another size.
    """
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if model is not None else ():
            if node.ops.name != "numpy" or not node.ops.use_blis or node.shims:
                return False
    return True
