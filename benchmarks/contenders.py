"""Parsers by name, as the benchmarks know them: the package's, the baseline of sentences, or a file of graphs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sentence_parser import SentenceParser

from stemmata.graphs.codec import from_json
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.parsing.parser import TryingParser, get_parser
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Turn, instruction_id

Parse = Callable[[Sequence[Turn]], Graph]


def contenders(names: Sequence[str]) -> dict[str, Parse]:
    """Return parsers by their labels; a name may be written `LABEL=NAME`.

    Raises:
        InputError: There is no such parser, or a file is no file of graphs.
    """
    parts = [named.rpartition("=") for named in names]
    return {label or name: parser_of(name) for label, _, name in parts}


def parser_of(name: str) -> Parse:
    """Return what makes a graph of an instruction's turns.

    Args:
        name: `rules`, `sentences`, `llm`, an entry point of `stemmata.parsers`, or a file that `stemmata parse -o`
            wrote. Graphs of a file are found by their content ids; a text without one gets an empty graph.

    Raises:
        InputError: There is no such parser, or the file is no file of graphs.
    """
    if name.endswith(".jsonl"):
        path = Path(name)
        if not path.is_file():
            raise InputError("no such file", where=name)
        lines = path.read_text(encoding="utf-8").splitlines()
        graphs = [from_json(line, where=f"{name}:{n}") for n, line in enumerate(lines, start=1) if line.strip()]
        by_id = {graph.id: graph for graph in graphs}
        return lambda turns: by_id.get(instruction_id(turns)) or GraphBuilder(turns).build()
    parser = SentenceParser() if name == "sentences" else get_parser(name)
    return Tried(parser) if isinstance(parser, TryingParser) else parser.parse


class Tried:
    """A parser with which an instruction may fail: that counts as an empty graph, and is said.

    Args:
        parser: The parser.
    """

    def __init__(self, parser: TryingParser) -> None:
        self._parser = parser

    def __call__(self, turns: Sequence[Turn]) -> Graph:
        """Return the graph of one instruction."""
        return self.many([turns])[0]

    def many(self, batch: Sequence[Sequence[Turn]]) -> list[Graph]:
        """Return the graphs of several instructions, asked for at once."""
        made = []
        for turns, one in zip(batch, self._parser.try_many([(turns, {}) for turns in batch]), strict=True):
            if isinstance(one, Exception):
                print(f"{instruction_id(turns)}: {one}", file=sys.stderr)
                one = GraphBuilder(turns).build()
            made.append(one)
        return made


def graphs(parse: Parse, batch: Sequence[Sequence[Turn]]) -> list[Graph]:
    """Return the graphs of several instructions, in order."""
    return parse.many(batch) if isinstance(parse, Tried) else [parse(turns) for turns in batch]
