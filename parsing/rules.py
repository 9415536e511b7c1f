"""The rules parser: any text in linear time, never an exception, the same graph on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

from stemmata.graphs.graph import Graph
from stemmata.parsing.analysis import Analyst, Reading, shared
from stemmata.parsing.assembly import assembled
from stemmata.parsing.discourse import Discourse, prose, units
from stemmata.parsing.groups import weighed
from stemmata.parsing.parser import Task
from stemmata.parsing.recent import Recent
from stemmata.schemas.instruction import NOTHING, Turn
from stemmata.schemas.vocabulary import ASKING_ROLES, Role

if TYPE_CHECKING:
    from spacy.language import Language

_Words: TypeAlias = tuple[tuple[Role, str], ...]  # the role and the text of each turn
_TOGETHER = 50_000  # characters that are read together: enough to fill the batches of the matrices
_KEPT = 1_000_000  # characters of instructions whose graphs are kept: about 20 MB


class RulesParser:
    """Parse with rules and constraint families over spaCy's tokens.

    Args:
        nlp: A spaCy pipeline that parses, for this parser alone; by default the English one that ships here.
    """

    def __init__(self, nlp: Language | None = None) -> None:
        self._analyst = shared() if nlp is None else Analyst(nlp)
        self._recent: Recent[_Words, Graph] = Recent(_KEPT)
        self._lock = Lock()

    def parse(self, turns: Sequence[Turn], meta: Mapping[str, Any] = NOTHING) -> Graph:
        """Return the graph of an instruction.

        Args:
            turns: Its messages; those of the assistant are context, kept and not parsed.
            meta: Provenance to keep beside the graph.
        """
        return self.parse_many([(turns, meta)])[0]

    def parse_many(self, batch: Sequence[Task]) -> list[Graph]:
        """Return the graph of each instruction, the same as `parse` has, but sooner.

        One that comes twice, here or not long ago, is parsed once.

        Args:
            batch: The turns of each instruction, and the provenance to keep beside its graph.
        """
        tasks = [(tuple((turn.role, turn.text) for turn in turns), turns, meta) for turns, meta in batch]
        with self._lock:
            known = {words: graph for words, _, _ in tasks if (graph := self._recent.get(words)) is not None}
            new = {words: turns for words, turns, _ in tasks if words not in known}
            for group in weighed(new.items(), lambda item: _size(item[0]), most=_TOGETHER):
                asked = (turn.text for _, turns in group for turn in turns if turn.role in ASKING_ROLES)
                with self._analyst.reading({text: prose(text) for text in asked}) as readings:
                    for words, turns in group:
                        known[words] = self._graph(turns, readings)
                        self._recent.put(words, known[words], _size(words))
        return [replace(known[words], turns=tuple(turns), meta=meta) for words, turns, meta in tasks]

    def _graph(self, turns: Sequence[Turn], readings: Mapping[str, Reading]) -> Graph:
        def told(position: int, later: bool) -> Discourse:
            reading = readings[turns[position].text]
            return units(reading.turn, reading.sentences, later=later)

        return assembled(turns, told)


def _size(words: _Words) -> int:
    """Return about how many characters an instruction has; an empty one takes some room too."""
    return 200 + sum(len(text) for _, text in words)
