"""Parsers by name, as the benchmarks know them: the package's, the baseline of sentences, or a file of graphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sentence_parser import SentenceParser

from stemmata.graphs.codec import from_json
from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.parsing.parser import get_parser
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
        name: `rules`, `sentences`, an entry point of the group `stemmata.parsers`, or a file that `stemmata parse -o`
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
    return (SentenceParser() if name == "sentences" else get_parser(name)).parse
