"""What every format must carry: graphs with odd characters, odd ids, and unknown fields in all their parts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from stemmata.graphs.codec import from_dict, to_dict
from stemmata.graphs.formats import graphml, graphml_reading, node_link, parquet, penman, penman_reading
from stemmata.graphs.graph import Graph, words_at
from stemmata.schemas.instruction import Span, Turn, instruction_id

Trip = Callable[[Iterable[Graph], Path], list[Graph]]

# What XML cannot hold, what ends a line for somebody, what no encoding can hold, what means something to a format.
ODD = '\x00\x0b\x1b\x7f\x85\u2028\ufffe\uffff\ud800\udfff\r"\\<&;]:#~(/|\U0001f680\U0001ffffé'
ODD_TEXT = st.text(st.sampled_from(ODD + "ab {}[]'\n\t,1") | st.characters(exclude_categories=()), max_size=12)


def by_node_link(graphs: Iterable[Graph], folder: Path) -> list[Graph]:
    path = folder / "graphs.jsonl"
    path.write_bytes(b"".join(node_link.to_line(graph).encode() + b"\n" for graph in graphs))
    return [node_link.of_record(json.loads(line)) for line in path.read_bytes().split(b"\n")[:-1]]


def by_penman(graphs: Iterable[Graph], folder: Path) -> list[Graph]:
    path = folder / "graphs.penman"
    path.write_bytes("".join(f"{penman.to_penman(graph)}\n\n" for graph in graphs).encode())
    lines = path.read_bytes().decode().split("\n")
    return list(penman_reading.read((f"{line}\n", f"{path.name}:{n}") for n, line in enumerate(lines, start=1)))


def by_graphml(graphs: Iterable[Graph], folder: Path) -> list[Graph]:
    path = folder / "graphs.graphml"
    path.write_bytes("".join(f"{part}\n" for part in graphml.lines(graphs)).encode())
    return list(graphml_reading.read(path))


def by_parquet(graphs: Iterable[Graph], folder: Path) -> list[Graph]:
    parquet.write(graphs, folder)
    return list(parquet.read(folder))


@pytest.fixture(params=[by_node_link, by_penman, by_graphml, by_parquet], ids=lambda form: form.__name__[3:])
def trip(request: pytest.FixtureRequest) -> Trip:
    """Write graphs into a folder in one of the formats, and read them back."""
    form: Trip = request.param
    return form


def renamed(graph: Graph, letters: dict[int, str], ids: list[str], unknown: list[dict[str, Any]]) -> Graph:
    """A graph with other letters in its texts, other ids, and unknown fields in all its parts."""
    record = to_dict(graph)
    turns = [Turn(turn.role, turn.text.translate(letters)) for turn in graph.turns]
    others = {node.id: ids[place] if place < len(ids) else node.id for place, node in enumerate(graph.nodes)}
    others[graph.id] = instruction_id(turns)
    for raw, turn in zip(record["turns"], turns, strict=True):
        raw["text"] = turn.text
    for raw in record["nodes"]:
        raw["id"] = others[raw["id"]]
        raw["text"] = words_at(turns, [Span(*span) for span in raw["spans"]])
    for raw in record["edges"]:
        raw["source"], raw["target"] = others[raw["source"]], others[raw["target"]]
    constraints = [raw["constraint"] for raw in record["nodes"] if "constraint" in raw]
    parts = [record, *record["turns"], *record["nodes"], *constraints, *record["edges"]]
    for part, more in zip(parts, unknown, strict=False):
        part.update(more)
    return from_dict({**record, "id": others[graph.id]})


@pytest.fixture(scope="session")
def rename() -> Callable[..., Graph]:
    return renamed


@st.composite
def _odd_graphs(draw: st.DrawFn, graphs: st.SearchStrategy[Graph]) -> Graph:
    graph = draw(graphs)
    letters = draw(st.dictionaries(st.sampled_from([ord(letter) for letter in "ab Z.,é"]), st.sampled_from(ODD)))
    names = ODD_TEXT.filter(lambda name: name != graph.id)
    ids = draw(st.lists(names, max_size=4, unique=True))
    values = st.none() | st.booleans() | st.integers() | ODD_TEXT | st.lists(ODD_TEXT, max_size=2)
    fields = st.dictionaries(st.sampled_from(["extra", "weight", "é\x00", "graph", "label"]), values, max_size=2)
    return renamed(graph, letters, ids, draw(st.lists(fields, max_size=12)))


@pytest.fixture(scope="session")
def odd_graphs(graphs: st.SearchStrategy[Graph]) -> st.SearchStrategy[Graph]:
    """A strategy that draws consistent graphs full of what formats stumble over."""
    return _odd_graphs(graphs)
