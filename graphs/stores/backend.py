"""What a database has to do so that `GraphDatabaseStore` can keep graphs in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from stemmata.graphs.stores.store import Rows
from stemmata.graphs.stores.tables import Batch

Row = Sequence[Any]
T = TypeVar("T")


class Run(Protocol):
    """A way to run one of our own statements within a transaction."""

    def __call__(self, statement: str, parameters: Mapping[str, Any] | None = None, /) -> list[Row]:
        """Return its rows."""


# Tells, within the transaction that loads it, what is new to a store. It may be called anew.
Work = Callable[[Run], Batch]


class Backend(Protocol):
    """A database that understands the statements of `cypher`.

    Attributes:
        edge_kind: The Cypher for the kind of an edge `e`.
        lanes: How many batches that do not build on one another it loads at a time.
    """

    edge_kind: str
    lanes: int

    @property
    def uri(self) -> str:
        """Where the database is: a path or a URI."""

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading alone."""

    def read(self, work: Callable[[Run], T]) -> T:
        """Do work in one reading transaction, which may be begun anew.

        Raises:
            StoreError: The database is closed or fails.
        """

    def prepare(self, batch: Batch) -> None:
        """Make the loads of a batch, which needs no transaction, and takes about as long as the load itself.

        Raises:
            StoreError: A value cannot be stored.
        """

    def write(self, work: Work) -> Batch:
        """Do work in one writing transaction, load the batch that it returns, and commit: all of that or nothing.

        The work may be begun anew, after another writer was faster.

        Raises:
            StoreError: The database is closed or fails.
            ServerError: It is out of reach.
        """

    def settle(self) -> None:
        """Let the database put what was written where it belongs, and free the memory that this takes up.

        It does so by itself as its log grows; many small changes take much memory and little log.
        """

    def query(self, cypher: str, parameters: Mapping[str, Any], *, write: bool) -> Rows:
        """Run a statement that a user wrote.

        Raises:
            QueryError: It cannot be run.
        """

    def close(self) -> None:
        """Close the database; closing twice does nothing."""
