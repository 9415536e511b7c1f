"""Parsers by name, and `parse`, the one call that most people need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import NOTHING, Turn

ENTRY_POINTS = "stemmata.parsers"

Task: TypeAlias = tuple[Sequence[Turn], Mapping[str, Any]]  # the turns of an instruction, and its provenance


class Parser(Protocol):
    """Text to graph. For every input, `render(parse(turns)) == turns`, and the same input gives the same graph."""

    def parse(self, turns: Sequence[Turn], meta: Mapping[str, Any] = NOTHING) -> Graph:
        """Return the graph of an instruction's turns."""


@runtime_checkable
class BatchParser(Parser, Protocol):
    """A parser that is faster with many instructions at once; each graph is the one that `parse` returns."""

    def parse_many(self, batch: Sequence[Task]) -> list[Graph]:
        """Return the graph of each instruction."""


@runtime_checkable
class TryingParser(Parser, Protocol):
    """A parser with which one instruction may fail where others do not, and that would pay for trying again."""

    def try_many(self, batch: Sequence[Task]) -> list[Graph | Exception]:
        """Return the graph of each instruction, or why there is none."""


def parse_each(parser: Parser, batch: Sequence[Task]) -> list[Graph | Exception]:
    """Return the graph of each instruction, or the error that it gave.

    Args:
        parser: The parser.
        batch: The turns of each instruction, and the provenance to keep beside its graph.
    """
    if isinstance(parser, TryingParser):
        return parser.try_many(batch)
    if isinstance(parser, BatchParser):
        try:
            return list(parser.parse_many(batch))
        except Exception:  # which one it was is found one by one
            pass
    made: list[Graph | Exception] = []
    for turns, meta in batch:
        try:
            made.append(parser.parse(turns, meta))
        except Exception as error:
            made.append(error)
    return made


@cache
def get_parser(name: str = "rules") -> Parser:
    """Return the parser of this name: `rules`, `llm`, or an entry point of the group `stemmata.parsers`.

    Args:
        name: The parser's name; "rules@PIPELINE" reads syntax with a spaCy pipeline of the user's own. `llm` asks the
            model that STEMMATA_MODEL names, at OPENAI_BASE_URL.

    Raises:
        InputError: There is no such parser, or no such pipeline, or no model is named.
    """
    rules, own, pipeline = name.partition("@")
    if rules == "rules":
        from stemmata.parsing.english import opened
        from stemmata.parsing.rules import RulesParser

        return RulesParser(opened(pipeline) if own else None)
    if name == "llm":
        from stemmata.parsing.model_parser import EnvironmentParser

        return EnvironmentParser()
    found = {entry.name: entry for entry in entry_points(group=ENTRY_POINTS)}
    if name not in found:
        raise InputError(f"unknown parser {name!r}", fix=f"known ones: {', '.join(['rules', 'llm', *sorted(found)])}")
    return cast(Parser, found[name].load()())


def parse(source: str | Sequence[Turn], *, parser: str = "rules", meta: Mapping[str, Any] = NOTHING) -> Graph:
    """Parse an instruction into its graph.

    Args:
        source: The instruction as one text, or its turns.
        parser: The parser's name.
        meta: Provenance to keep beside the graph.

    Example:
        >>> graph = parse("Write a haiku about rain. Do not use any commas.")
        >>> [node.text for node in graph.constraint_nodes]
        ['Do not use any commas']
    """
    turns = (Turn("user", source),) if isinstance(source, str) else tuple(source)
    return get_parser(parser).parse(turns, meta)
