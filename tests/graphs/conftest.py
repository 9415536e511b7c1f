"""Graphs to test with (the ontology's example, a dialogue, and a strategy that draws consistent graphs), and stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st
from neo4j_server import Neo4jServer

from stemmata.graphs.graph import Graph, GraphBuilder
from stemmata.graphs.stores import migrations
from stemmata.graphs.stores.store import GraphStore, open_store
from stemmata.schemas.instruction import Payload, Span, Turn
from stemmata.schemas.vocabulary import DISCOURSE, ENDPOINTS, SEMANTIC, EdgeKind, NodeKind

SMS = "I have to pick up my son. Write a short SMS to my supervisor asking for leave. In 20 words. Be polite."
LETTERS = "ab Z.,\n\r\t😀👩‍🚀é\u0301שלום漢<&\"'"


def found(turns: list[Turn], turn: int, *words: str) -> list[Span]:
    starts = [turns[turn].text.index(word) for word in words]
    return [Span(turn, start, start + len(word)) for start, word in zip(starts, words, strict=True)]


@pytest.fixture(scope="session")
def sms() -> Graph:
    """The example of the ontology, both layers."""
    turns = [Turn("user", SMS)]
    builder = GraphBuilder(turns, {"source": "examples.jsonl:1"})
    fact = builder.add(NodeKind.FACT, found(turns, 0, "I have to pick up my son"), role="background")
    act = builder.add(NodeKind.SUB_INSTRUCTION, found(turns, 0, "Write a short SMS to my supervisor asking for leave"))
    length = builder.add(
        NodeKind.CONSTRAINT,
        found(turns, 0, "In 20 words"),
        constraint=Payload("length_constraints:number_words", {"relation": "equal to", "num_words": 20}),
    )
    tone = builder.add(
        NodeKind.CONSTRAINT, found(turns, 0, "Be polite"), constraint=Payload("style:tone", {"tone": "polite"}, False)
    )
    write = builder.add(NodeKind.ACTION, found(turns, 0, "Write"))
    message = builder.add(NodeKind.OUTPUT, found(turns, 0, "SMS"))
    short = builder.add(NodeKind.ATTRIBUTE, found(turns, 0, "short"))
    boss = builder.add(NodeKind.ENTITY, found(turns, 0, "my supervisor"))
    son = builder.add(NodeKind.ENTITY, found(turns, 0, "my son"))
    for node in (fact, act, length, tone, son):
        builder.link(node, None, EdgeKind.PART_OF)
    for node in (write, message, short):
        builder.link(node, act, EdgeKind.PART_OF)
    builder.link(boss, act, EdgeKind.PART_OF, role="recipient")
    builder.link(act, write, EdgeKind.PERFORMS_ACTION)
    builder.link(write, message, EdgeKind.PRODUCES)
    builder.link(message, short, EdgeKind.HAS_ATTRIBUTE)
    builder.link(length, message, EdgeKind.CONSTRAINS, scope="output")
    builder.link(tone, act, EdgeKind.CONSTRAINS)
    builder.link(act, fact, EdgeKind.DEPENDS_ON)
    return builder.build()


@pytest.fixture(scope="session")
def dialogue() -> Graph:
    """Three turns; a discontinuous act with the constraint that stands inside it; edges across turns."""
    turns = [
        Turn("user", "Write a fourteen-line poem about rain."),
        Turn("assistant", "Rain, rain …"),
        Turn("user", "Now translate it into French 🌧️, and keep the title."),
    ]
    builder = GraphBuilder(turns)
    poem = builder.add(NodeKind.SUB_INSTRUCTION, found(turns, 0, "Write a", "poem about rain"))
    lines = builder.add(
        NodeKind.CONSTRAINT,
        found(turns, 0, "fourteen-line"),
        constraint=Payload("length_constraints:number_lines", {"relation": "equal to", "num_lines": 14}),
    )
    translate = builder.add(NodeKind.SUB_INSTRUCTION, found(turns, 2, "translate it into French"))
    keep = builder.add(NodeKind.CONSTRAINT, found(turns, 2, "keep the title"))
    rain = builder.add(NodeKind.ENTITY, found(turns, 0, "rain"))
    for node in (poem, lines, translate, keep):
        builder.link(node, None, EdgeKind.PART_OF)
    builder.link(rain, poem, EdgeKind.PART_OF, role="topic")
    builder.link(lines, poem, EdgeKind.CONSTRAINS)
    builder.link(keep, translate, EdgeKind.CONSTRAINS)
    builder.link(translate, poem, EdgeKind.DEPENDS_ON, reference="follow-up", turn=0)
    return builder.build()


@st.composite
def _graphs(draw: st.DrawFn) -> Graph:
    turns = draw(
        st.lists(
            st.builds(Turn, st.sampled_from(["user", "system", "assistant"]), st.text(LETTERS, max_size=40)),
            min_size=1,
            max_size=3,
        )
    )
    builder = GraphBuilder(turns, draw(st.dictionaries(st.sampled_from(["source", "note"]), st.text(), max_size=2)))
    spans = []
    for index, turn in enumerate(turns):
        cuts = sorted(draw(st.sets(st.integers(0, len(turn.text)), max_size=8)))
        spans += [Span(index, start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    handles: list[tuple[int, NodeKind]] = []
    while spans:
        several = 2 if len(spans) > 1 and draw(st.booleans()) else 1
        taken, spans = spans[:several], spans[several:]
        kind = draw(st.sampled_from(DISCOURSE))
        handle = builder.add(
            kind,
            taken,
            role=draw(st.sampled_from(["background", "material"])) if kind is NodeKind.FACT else None,
            constraint=Payload("x:y", draw(st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)))
            if kind is NodeKind.CONSTRAINT and draw(st.booleans())
            else None,
            extra=draw(st.sampled_from([{}, {"note": [1, "é"]}])),
        )
        handles.append((handle, kind))
        outer = draw(st.sampled_from(taken))
        for inner_kind in draw(st.lists(st.sampled_from(SEMANTIC), max_size=2)):
            start = draw(st.integers(outer.start, outer.end - 1))
            end = draw(st.integers(start + 1, outer.end))
            handles.append((builder.add(inner_kind, [Span(outer.turn, start, end)]), inner_kind))
    acts = [handle for handle, kind in handles if kind is NodeKind.SUB_INSTRUCTION]
    for handle, kind in handles:
        inside = kind in SEMANTIC and acts and draw(st.booleans())
        builder.link(handle, draw(st.sampled_from(acts)) if inside else None, EdgeKind.PART_OF)
    for kind, (sources, targets) in ENDPOINTS.items():
        froms = [handle for handle, node_kind in handles if node_kind in sources]
        tos = [handle for handle, node_kind in handles if node_kind in targets]
        if froms and tos and draw(st.booleans()):
            source, target = draw(st.sampled_from(froms)), draw(st.sampled_from(tos))
            builder.link(source, target, kind, **draw(st.sampled_from([{}, {"order": 2}, {"scope": "é"}])))
    return builder.build()


@pytest.fixture(scope="session")
def graphs() -> st.SearchStrategy[Graph]:
    """A strategy that draws consistent graphs: several turns, discontinuous and nested nodes, edges of each kind."""
    return _graphs()


class Opener:
    """Open stores of one kind by name, in the test's own folder or in the one database of the server.

    Attributes:
        kind: ladybug or neo4j.
    """

    def __init__(self, kind: str, place: Callable[[str], str | Path]) -> None:
        self.kind = kind
        self.place = place
        self._opened: list[GraphStore] = []

    def __call__(self, name: str = "test", *, read_only: bool = False) -> GraphStore:
        """Open a store, made where it is not there yet."""
        store = open_store(self.place(name), read_only=read_only)
        self._opened.append(store)
        return store

    def close(self) -> None:
        """Close what was opened."""
        for store in self._opened:
            store.close()


def rooms_for_one(server: Neo4jServer) -> Callable[[str], str]:
    """Return what empties the database whenever another name is asked for than before."""
    last: list[str] = []

    def place(name: str) -> str:
        if last != [name]:
            server.empty(str(migrations.SCHEMA_VERSION))
            last[:] = [name]
        return server.uri

    return place


@pytest.fixture
def neo4j_place(neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """The server's address by the name of a store, and its login in the environment."""
    for name, value in neo4j_server.environment.items():
        monkeypatch.setenv(name, value)
    return rooms_for_one(neo4j_server)


@pytest.fixture(params=["ladybug", "neo4j"])
def open_at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Open a store by name; each kind of store that there is."""
    if request.param == "neo4j":
        opener = Opener("neo4j", request.getfixturevalue("neo4j_place"))
    else:
        opener = Opener("ladybug", lambda name: tmp_path / f"{name}.lbug")
    yield opener
    opener.close()


@pytest.fixture
def store(open_at: Opener) -> GraphStore:
    return open_at()
