"""Records and what is computed of their graphs: read as a stream, parsed in several processes where they are texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from stemmata.graphs.codec import from_dict
from stemmata.graphs.graph import Graph
from stemmata.parsing.fields import SourceRecord, interpret
from stemmata.parsing.groups import weighed
from stemmata.parsing.parser import get_parser, parse_each
from stemmata.parsing.pool import ordered_chunks
from stemmata.parsing.sources import STDIN, records
from stemmata.schemas.errors import InputError
from stemmata.schemas.records import Failure

if TYPE_CHECKING:
    from stemmata.graphs.stores.store import GraphStore

Key = TypeVar("Key")

_CHUNK = 64
_TOGETHER = 100_000  # characters of a chunk


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of a source.

    Attributes:
        line: The record as one line of JSON, unchanged where it was one.
        where: The file's name and the line; of a graph in a store, its id.
        items: The instructions that it holds, or the graph that it is; more than one where it has instances.
        fields: The record's own fields.
    """

    line: str
    where: str
    items: tuple[Graph | SourceRecord | Failure, ...]
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Keyed(Generic[Key]):
    """A record, without its items, with what was computed of each of its graphs, or why it could not be."""

    entry: Entry
    keys: tuple[Key, ...]
    failures: tuple[Failure, ...]


def entries(sources: Sequence[str], *, field: str | None = None, checked: bool = False) -> Iterator[Entry]:
    """Return the records of sources as a stream; files are checked to the end first, unless they were `checked`.

    Raises:
        InputError: A source is missing, empty, of an unknown kind or broken, or a record is neither an instruction nor
            a graph. At standard input, raised when the stream comes to it.
    """
    if not checked and all(source != STDIN and not Path(source).is_fifo() for source in sources):
        for _ in _entries(sources, field):
            pass
    return _entries(sources, field)


def stored(store: GraphStore, *, ids: Sequence[str] | None = None, roots: bool | None = None) -> Iterator[Entry]:
    """Return the graphs of a store as records."""
    from stemmata.graphs.codec import to_json

    for graph in store.graphs(ids=ids, roots=roots):
        meta = dict(graph.meta)
        fields = meta.get("fields")
        yield Entry(to_json(graph), graph.id, (graph,), {**meta, **(fields if isinstance(fields, dict) else {})})


def keyed(
    some: Iterator[Entry], keys: Callable[[Sequence[Graph]], Sequence[Key]], *, parser: str = "rules", workers: int = 1
) -> Iterator[Keyed[Key]]:
    """Yield each record with what a function makes of each of its graphs, in order.

    Args:
        some: The records.
        keys: The function, of many graphs at once; it can be pickled.
        parser: How texts become graphs.
        workers: How many processes to parse in.
    """
    chunks = weighed(some, _length, most=_TOGETHER, count=_CHUNK)
    return ordered_chunks(_Keys(parser, keys), chunks, workers=workers)


@dataclass(frozen=True, slots=True)
class _Keys(Generic[Key]):
    parser: str
    keys: Callable[[Sequence[Graph]], Sequence[Key]]

    def __call__(self, some: Sequence[Entry]) -> list[Keyed[Key]]:
        texts = [item for entry in some for item in entry.items if isinstance(item, SourceRecord)]
        parsed = iter(parse_each(get_parser(self.parser), [(item.turns, item.meta) for item in texts]) if texts else ())
        found = [(entry, *_graphs(entry, parsed)) for entry in some]
        keys = iter(self.keys([graph for _, graphs, _ in found for graph in graphs]))
        return [
            Keyed(replace(entry, items=()), tuple(islice(keys, len(graphs))), tuple(failures))
            for entry, graphs, failures in found
        ]


def _graphs(entry: Entry, parsed: Iterator[Graph | Exception]) -> tuple[list[Graph], list[Failure]]:
    """Return the graphs of a record, and why those that are missing are."""
    graphs: list[Graph] = []
    failures: list[Failure] = []
    for item in entry.items:
        if isinstance(item, Failure):
            failures.append(item)
            continue
        graph = item if isinstance(item, Graph) else next(parsed)
        if isinstance(graph, Exception):
            name = type(graph).__name__
            failures.append(Failure(stage="parse", reason=name, detail=str(graph), where=entry.where))
        else:
            graphs.append(graph)
    return graphs, failures


def _entries(sources: Sequence[str], field: str | None) -> Iterator[Entry]:
    for source in sources:
        for raw, place, line in records(source):
            if isinstance(raw, dict) and "nodes" in raw and "turns" in raw:
                items: tuple[Graph | SourceRecord | Failure, ...] = (from_dict(raw, where=str(place)),)
            else:
                items = tuple(interpret(raw, place, field))
            if not isinstance(raw, dict):
                raise InputError("expected a JSON object", where=str(place))
            yield Entry(line, place.label, items, raw)


def _length(entry: Entry) -> int:
    return sum(len(turn.text) for item in entry.items if isinstance(item, SourceRecord) for turn in item.turns)
