"""What a graph store does, and how one is opened by path or URI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, Self, TypedDict, cast

from stemmata.graphs.graph import Graph
from stemmata.graphs.stores.addresses import Login, checked, shown
from stemmata.schemas.errors import MissingExtraError, StoreError
from stemmata.schemas.records import Failure, Judgement, Response, Variant

ENTRY_POINTS = "stemmata.stores"
DEFAULT_STORE = "stemmata.lbug"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SERVER_SCHEMES = frozenset({"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"})


class Rows:
    """The answer to a query: its columns, and its rows as dicts, read one by one and once.

    Attributes:
        columns: The names of the columns, in order.
    """

    def __init__(self, columns: Sequence[str], values: Iterator[Sequence[Any]]) -> None:
        self.columns = tuple(columns)
        self._values = values

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._values:
            yield dict(zip(self.columns, row, strict=True))


class Counts(TypedDict):
    """What a store holds.

    `families` counts Constraint nodes by constraint family; `roots` counts the instructions that are no variants,
    which is the number of family trees; `failures` counts by stage, then by reason.
    """

    nodes: dict[str, int]
    edges: dict[str, int]
    families: dict[str, int]
    roots: int
    failures: dict[str, dict[str, int]]


class GraphStore(Protocol):
    """A database of instruction graphs, their variants and their responses, queried in Cypher.

    A store is a context manager that closes itself. Every write is idempotent by content id and returns how many
    records were new. Reading is in order of id and streams; a record that is written meanwhile may be met or not.
    """

    @property
    def uri(self) -> str:
        """Where the store is: a path or a URI."""

    @property
    def read_only(self) -> bool:
        """Whether the store was opened for reading alone."""

    def write(self, graphs: Iterable[Graph]) -> int:
        """Add graphs as roots of families; of two graphs of one text the first stays.

        Raises:
            GraphError: A graph breaks an invariant; nothing of its batch is written.
            StoreError: The store is read-only or fails.
        """

    def write_variants(self, pairs: Iterable[tuple[Variant, Graph | None]]) -> int:
        """Add accepted variants with their graphs and EDIT edges, and refused ones (no graph) as failures.

        Raises:
            GraphError: A graph breaks an invariant, or is not that of its variant.
            StoreError: A parent is not in the store, or the store is read-only or fails.
        """

    def write_responses(self, responses: Iterable[Response]) -> int:
        """Add responses, each with an edge to its instruction and to each constraint that was decided.

        Raises:
            StoreError: The instruction is not in the store, or the store is read-only or fails.
        """

    def write_judgements(self, judgements: Iterable[Judgement]) -> int:
        """Add judgements, as edges from the response to its instruction and to each constraint judged alone.

        A judge has one judgement of a response: the first stays.

        Raises:
            StoreError: The response is not in the store, or the store is read-only or fails.
        """

    def write_failures(self, failures: Iterable[Failure]) -> int:
        """Add records of what came to nothing, and why.

        Raises:
            StoreError: The store is read-only or fails.
        """

    def delete(self, ids: Iterable[str]) -> int:
        """Delete instructions, each with its nodes, its responses and all their edges; returns how many there were.

        Instructions that the store does not hold are passed over. Failures stay: they say what was tried.

        Raises:
            StoreError: A variant of one of them is not among them, or the store is read-only or fails.
        """

    def graphs(self, *, ids: Iterable[str] | None = None, roots: bool | None = None) -> Iterator[Graph]:
        """Yield whole graphs, equal to those written.

        Args:
            ids: Only these instructions; those that the store does not hold are passed over.
            roots: True for roots alone, False for variants alone.
        """

    def variants(self, *, parents: Iterable[str] | None = None) -> Iterator[Variant]:
        """Yield the accepted variants, in order of their ids, then of their parents'.

        Args:
            parents: Only the variants of these instructions, in order of the parents.
        """

    def responses(self, *, instructions: Iterable[str] | None = None) -> Iterator[Response]:
        """Yield the responses.

        Args:
            instructions: Only the responses to these, in order of the instructions.
        """

    def judgements(self, *, instructions: Iterable[str] | None = None) -> Iterator[Judgement]:
        """Yield the judgements, in order of the responses, then of the judges.

        JUDGED edges that a query of a user's made are no judgements.

        Args:
            instructions: Only the judgements of responses to these, in order of the instructions.
        """

    def failures(self) -> Iterator[Failure]:
        """Yield the failures, refused variants among them."""

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, write: bool = False) -> Rows:
        """Run one Cypher statement.

        Args:
            cypher: The statement.
            parameters: Values of its `$names`.
            write: Whether it may change the store.

        Raises:
            QueryError: The Cypher or its parameters are wrong, or it would write and may not.
        """

    def counts(self) -> Counts:
        """Count what the store holds."""

    def close(self) -> None:
        """Close the store; closing twice does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc_info: object) -> None: ...


class StoreOpener(Protocol):
    """What an entry point of the group `stemmata.stores` is, under the name of its URI scheme."""

    def __call__(self, uri: str, *, read_only: bool) -> GraphStore:
        """Open the store at a URI."""


def open_store(uri: str | Path = DEFAULT_STORE, *, read_only: bool = False) -> GraphStore:
    """Open a graph store; opened for writing, an embedded store that does not exist is created.

    Args:
        uri: The path of an embedded store, the address of a Neo4j server (`neo4j://host`, `bolt://host`, with `+s` or
            `+ssc` for encryption), or a URI whose scheme an installed distribution serves. User, password and database
            of a Neo4j server are those of NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.
        read_only: Open for reading alone, beside other readers.

    Raises:
        StoreError: There is no such store, it is no store, or it cannot be created.
        ServerError: The server is out of reach or refuses.
        MissingExtraError: The server's driver is not installed.
        StoreLockedError: Another process holds it.
        StoreVersionError: It was written by a newer version.
    """
    match = _SCHEME.match(str(uri)) if isinstance(uri, str) else None
    if match is None:
        from stemmata.graphs.stores.database import GraphDatabaseStore
        from stemmata.graphs.stores.ladybug import LadybugBackend

        return GraphDatabaseStore(LadybugBackend(Path(uri), read_only=read_only))
    scheme = match[1].lower()
    for entry in entry_points(group=ENTRY_POINTS):
        if entry.name.lower() == scheme:
            return cast(StoreOpener, entry.load())(str(uri), read_only=read_only)
    if scheme in _SERVER_SCHEMES:
        return _neo4j(str(uri), read_only=read_only)
    raise StoreError(
        f"no store answers to the scheme {scheme}://",
        where=shown(str(uri)),
        fix="name a path such as stemmata.lbug",
    )


def _neo4j(uri: str, *, read_only: bool) -> GraphStore:
    address = checked(uri)
    if find_spec("neo4j") is None:
        raise MissingExtraError(
            "a Neo4j store needs the neo4j driver", where=shown(uri), fix="pip install 'stemmata[neo4j]'"
        )
    from stemmata.graphs.stores.database import GraphDatabaseStore
    from stemmata.graphs.stores.neo4j import Neo4jBackend

    return GraphDatabaseStore(Neo4jBackend(address, Login.of_environment(), read_only=read_only))
