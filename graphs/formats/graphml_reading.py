"""GraphML back to graphs, from the file that was written or from what Gephi, yEd or networkx made of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from stemmata.graphs.formats.flat import INSTRUCTION, Fields, Rows, graph_of
from stemmata.graphs.formats.graphml import IDENTIFIER
from stemmata.graphs.graph import Graph
from stemmata.schemas.errors import InputError

_CHUNK = 1 << 16
_MADE_BY = "`stemmata export graphml` writes it"


class _Element(NamedTuple):
    """A node or an edge: its XML ids, its data by name, its line."""

    name: str
    ends: tuple[str, str] | None
    fields: Fields
    line: int


class _ScatteredError(Exception):
    """Some node or edge does not stand right behind its instruction: another tool has ordered the file anew."""


def read(path: Path) -> Iterator[Graph]:
    """Yield the graphs of a GraphML file.

    A file in our own order is read graph by graph; one that another tool has ordered anew is held in memory.

    Raises:
        InputError: The file is no XML, or its graphs are none of ours.
    """
    try:
        for _ in _grouped(path):
            pass
        grouped = True
    except _ScatteredError:
        grouped = False
    for rows, line in _grouped(path) if grouped else _gathered(path):
        yield graph_of(rows, f"{path}:{line}")


def _grouped(path: Path) -> Iterator[tuple[Rows, int]]:
    """Yield each instruction's rows and line, as long as all that is its own stands behind it."""
    rows: Rows | None = None
    line, graph, names = 0, None, dict[str, str]()
    for element in _elements(path):
        if element.ends is None and element.fields.get("kind") == INSTRUCTION:
            if rows is not None:
                yield rows, line
            rows, line, graph, names = Rows(element.fields, [], []), element.line, element.fields.get("graph"), {}
        elif rows is None or (element.ends is None and element.fields.get("graph") != graph):
            raise _ScatteredError
        elif element.ends is None:
            rows.nodes.append(element.fields)
        elif not all(end in names for end in element.ends):
            raise _ScatteredError
        else:
            rows.edges.append(_joined(element, names))
        names[element.name] = element.fields.get("id", "")
    if rows is not None:
        yield rows, line


def _gathered(path: Path) -> Iterator[tuple[Rows, int]]:
    """Yield the same, in any order: a node belongs to the instruction with its `graph`, an edge to its source's."""
    found: dict[object, tuple[Rows, int]] = {}
    nodes: list[_Element] = []
    edges: list[_Element] = []
    for element in _elements(path):
        if element.ends is not None:
            edges.append(element)
        elif element.fields.get("kind") == INSTRUCTION:
            if element.fields.get("graph") in found:
                raise InputError("two instructions have the same graph number", where=f"{path}:{element.line}")
            found[element.fields.get("graph")] = (Rows(element.fields, [], []), element.line)
            nodes.append(element)
        else:
            nodes.append(element)
    names = {element.name: element.fields.get("id", "") for element in nodes}
    owners: dict[str, object] = {}
    for element in nodes:
        owner = element.fields.get("graph")
        owners[element.name] = owner
        if owner not in found:
            raise InputError(
                f"the node {element.name} belongs to no instruction", where=f"{path}:{element.line}", fix=_MADE_BY
            )
        if element.fields.get("kind") != INSTRUCTION:
            found[owner][0].nodes.append(element.fields)
    for element in edges:
        for end in element.ends or ():
            if end not in names:
                raise InputError(f"the edge names {end}, which is no node", where=f"{path}:{element.line}")
        found[owners[(element.ends or ("",))[0]]][0].edges.append(_joined(element, names))
    if not found:
        raise InputError("holds no instruction", where=str(path), fix=_MADE_BY)
    yield from found.values()


def _joined(edge: _Element, names: dict[str, str]) -> Fields:
    source, target = edge.ends or ("", "")
    return {**edge.fields, "source": names[source], "target": names[target]}


def _elements(path: Path) -> Iterator[_Element]:
    reader = _Reader(path)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield from reader.feed(chunk)
        yield from reader.feed(b"", last=True)


class _Reader:
    """Nodes and edges as they come in; expat tells the places, and a document type, which could swell, is refused."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._keys: dict[str, tuple[str, str]] = {}
        self._found: list[_Element] = []
        self._element: _Element | None = None
        self._key: str | None = None
        self._pieces: list[str] = []

    def feed(self, chunk: bytes, *, last: bool = False) -> list[_Element]:
        """Read a piece of the file and return what it completes."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise InputError(f"broken XML ({expat.ErrorString(error.code)})", where=self._place(error.lineno)) from None
        found, self._found = self._found, []
        return found

    def _place(self, line: int | None = None) -> str:
        return f"{self._path}:{line or self._parser.CurrentLineNumber}"

    def _doctype(self, *_: object) -> None:
        raise InputError("a document type is not read", where=self._place(), fix="remove <!DOCTYPE …>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "key":
            given = attributes.get("attr.name", attributes.get("id", ""))
            self._keys[attributes.get("id", "")] = (given, attributes.get("attr.type", "string"))
        elif tag == "node":
            self._element = _Element(attributes.get("id", ""), None, {}, self._parser.CurrentLineNumber)
        elif tag == "edge":
            ends = (attributes.get("source", ""), attributes.get("target", ""))
            self._element = _Element("", ends, {}, self._parser.CurrentLineNumber)
        elif tag == "data":
            self._key, self._pieces = attributes.get("key", ""), []
        elif tag == "graph" and self._element is not None:
            raise InputError("a graph within a node is not read", where=self._place())

    def _characters(self, text: str) -> None:
        if self._key is not None:
            self._pieces.append(text)

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "data" and self._key is not None:
            if self._element is not None:
                given, kind = self._keys.get(self._key, (self._key, "string"))
                self._element.fields["id" if given == IDENTIFIER else given] = self._value(
                    "".join(self._pieces), kind, given
                )
            self._key = None
        elif tag in ("node", "edge") and self._element is not None:
            self._found.append(self._element)
            self._element = None

    def _value(self, text: str, kind: str, name: str) -> object:
        if kind != "string" and not text.strip():
            return None
        with suppress(ValueError, KeyError):
            if kind in ("int", "long"):
                return int(text)
            if kind in ("float", "double"):
                return float(text)
            if kind == "boolean":
                return {"true": True, "1": True, "false": False, "0": False}[text.strip().lower()]
            return text
        raise InputError(f"data {name}: {text[:40]!r} is no {kind}", where=self._place())
