"""Stemmata's writers and the bare databases' for `store_write.py`, and the places that they write to.

A writer is given a place and graphs. It makes ready what is not to be timed, yields the work that is, and cleans up.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ladybug

from stemmata.graphs.graph import Graph
from stemmata.graphs.stores.arrow import edge_tables, node_tables
from stemmata.graphs.stores.bulk import build
from stemmata.graphs.stores.dumping import fresh
from stemmata.graphs.stores.store import open_store
from stemmata.graphs.stores.tables import Batch, edge_columns, node_columns
from stemmata.graphs.stores.writing import roots

Work = Callable[[], object]
Writer = Callable[[Any, Sequence[Graph]], AbstractContextManager[Work]]
Load = tuple[str, list[list[Any]]]


def batches(graphs: Sequence[Graph], size: int) -> Iterator[Batch]:
    """Yield the rows of graphs, as many graphs at a time."""
    for start in range(0, len(graphs), size):
        yield roots(graphs[start : start + size])


@dataclass
class Held:
    """How many nodes of each label and edges of each kind a place holds, and how many properties they have in all."""

    nodes: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)
    properties: int | None = None


def wanted(graphs: Sequence[Graph]) -> Held:
    """Return what a place holds when all of some graphs are in it."""
    nodes = Counter(node.kind.value for graph in graphs for node in graph.nodes)
    edges = Counter(edge.kind.value for graph in graphs for edge in graph.edges)
    properties = 0
    for batch in batches(graphs, 1_000):
        for rows in (*batch.nodes.values(), *(([row[2:] for row in rows]) for rows in batch.edges.values())):
            properties += sum(value is not None for row in rows for value in row)
    return Held({"Instruction": len(graphs), **nodes}, dict(edges), properties)


class FilePlace:
    """A folder with room for one new LadybugDB file."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="stemmata-write-"))
        self.path = self._folder / "store.lbug"

    def empty(self) -> None:
        """Remove the file."""
        for left in self._folder.iterdir():
            left.unlink()

    def worked(self) -> float:
        """Return the processor seconds of other processes than this one."""
        return 0.0

    def held(self) -> Held:
        """Count what the file holds."""
        with open_store(self.path, read_only=True) as store:
            counts = store.counts()
        return Held(
            {label: number for label, number in counts["nodes"].items() if number},
            {kind: number for kind, number in counts["edges"].items() if number},
        )

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder)


class ServerPlace:
    """The database of a Neo4j server, with the constraints and indexes that Stemmata makes."""

    def __init__(self, uri: str, user: str, password: str, process: int) -> None:
        import neo4j

        self.uri, self.user, self.password, self.process = uri, user, password, process
        self.driver = neo4j.GraphDatabase.driver(uri, auth=(user, password), notifications_min_severity="OFF")
        open_store(uri).close()

    def rows(self, statement: str) -> list[Any]:
        """Run a statement and return its rows."""
        with self.driver.session() as session:
            return [record.values() for record in session.run(statement)]

    def empty(self) -> None:
        """Remove all nodes but Stemmata's note."""
        self.rows("MATCH (n) WHERE NOT n:Meta CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")

    def worked(self) -> float:
        """Return the processor seconds of the server, where the system tells (Linux)."""
        told = Path(f"/proc/{self.process}/stat")
        if not told.exists():
            return 0.0
        fields = told.read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def held(self) -> Held:
        """Count what the database holds; labels that begin with __ are the peers' own."""
        nodes = self.rows("MATCH (n) WHERE NOT n:Meta RETURN labels(n), count(*), sum(size(keys(n)))")
        edges = self.rows("MATCH ()-[e]->() RETURN type(e), count(*), sum(size(keys(e)))")
        labels: Counter[str] = Counter()
        for row in nodes:
            for label in row[0]:
                labels[label] += row[1]
        return Held(
            {label: number for label, number in labels.items() if not label.startswith("__")},
            {row[0]: row[1] for row in edges},
            sum(row[2] for row in (*nodes, *edges)),
        )

    def close(self) -> None:
        """Close the connection."""
        self.driver.close()


@contextmanager
def into_server(place: ServerPlace, graphs: Sequence[Graph]) -> Iterator[Work]:
    """Stemmata into Neo4j."""
    with open_store(place.uri) as store:
        yield lambda: store.write(graphs)


def by_driver(size: int, *, merge: bool, prepared: bool) -> Writer:
    """Return the bare driver as a writer.

    Args:
        size: How many instructions a transaction writes.
        merge: Whether it looks for each node and edge first.
        prepared: Whether the rows are made beforehand.
    """

    @contextmanager
    def write(place: ServerPlace, graphs: Sequence[Graph]) -> Iterator[Work]:
        made = [loads(batch, merge=merge) for batch in batches(graphs, size)] if prepared else None
        with place.driver.session() as session:

            def work() -> None:
                for some in made or (loads(batch, merge=merge) for batch in batches(graphs, size)):
                    session.execute_write(_run_all, some)

            yield work

    return write


def _run_all(transaction: Any, some: Sequence[Load]) -> None:
    for statement, rows in some:
        transaction.run(statement, rows=rows).consume()


def loads(batch: Batch, *, merge: bool) -> list[Load]:
    """Return the statements that write a batch, each with its rows as lists, which are faster than maps."""
    made: list[Load] = []
    for label, rows in batch.nodes.items():
        columns = node_columns(label)
        if merge:
            listed = ", ".join(f"n.`{name}` = row[{at}]" for at, name in enumerate(columns) if at)
            text = f"MERGE (n:{label} {{id: row[0]}}) SET {listed}"
        else:
            listed = ", ".join(f"`{name}`: row[{at}]" for at, name in enumerate(columns))
            text = f"CREATE (:{label} {{{listed}}})"
        made.append((f"UNWIND $rows AS row {text}", [list(row) for row in rows]))
    for (kind, source, target), rows in batch.edges.items():
        names = list(enumerate(edge_columns(kind), start=2))
        if merge:
            text = f"MERGE (a)-[e:{kind}]->(b) SET " + ", ".join(f"e.`{name}` = row[{at}]" for at, name in names)
        else:
            text = f"CREATE (a)-[:{kind} {{" + ", ".join(f"`{name}`: row[{at}]" for at, name in names) + "}]->(b)"
        ends = f"MATCH (a:{source} {{id: row[0]}}) MATCH (b:{target} {{id: row[1]}})"
        made.append((f"UNWIND $rows AS row {ends} {text}", [list(row) for row in rows]))
    return made


@contextmanager
def into_file(place: FilePlace, graphs: Sequence[Graph]) -> Iterator[Work]:
    """Stemmata into LadybugDB, batch by batch through the log."""
    store = open_store(place.path)

    def work() -> None:
        store.write(graphs)
        store.close()

    yield work


@contextmanager
def in_bulk(place: FilePlace, graphs: Sequence[Graph]) -> Iterator[Work]:
    """Stemmata into LadybugDB, in bulk."""
    yield lambda: build(place.path, fresh(graphs, lambda noun, number: None))


def by_copy(size: int | None, *, prepared: bool) -> Writer:
    """Return LadybugDB's COPY as a writer.

    Args:
        size: How many instructions a transaction writes; if None all at once, in a transaction for each table, which
            is no slower than one for all.
        prepared: Whether the Arrow tables are made beforehand.
    """

    @contextmanager
    def write(place: FilePlace, graphs: Sequence[Graph]) -> Iterator[Work]:
        step = size or len(graphs)
        made = [copies(batch) for batch in batches(graphs, step)] if prepared else None
        open_store(place.path).close()
        database = ladybug.Database(str(place.path))

        def work() -> None:
            for some in made or (copies(batch) for batch in batches(graphs, step)):
                # A connection of its own, since one that runs the same COPY twice crashes.
                connection = ladybug.Connection(database)
                if size:
                    connection.execute("BEGIN TRANSACTION")
                for statement, table in some:
                    connection.execute(statement, {"arrow": table})
                if size:
                    connection.execute("COMMIT")
                connection.close()
            database.close()

        yield work

    return write


def copies(batch: Batch) -> list[tuple[str, Any]]:
    """Return the statements that load a batch, each with its table."""
    nodes = [(f"COPY {label} FROM $arrow", table) for label, table in node_tables(batch)]
    edges = [(f"COPY {kind} FROM $arrow (from='{a}', to='{b}')", table) for (kind, a, b), table in edge_tables(batch)]
    return nodes + edges
