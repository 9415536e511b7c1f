"""A Neo4j server behind a store: the driver, transactions of both kinds, answers that stream."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, Self, TypeVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError
from neo4j.graph import Node, Path, Relationship

from stemmata.graphs.stores.addresses import Login, shown
from stemmata.graphs.stores.backend import Row
from stemmata.graphs.stores.neo4j_drivers import Drivers
from stemmata.graphs.stores.neo4j_errors import explained, is_taken, query_error
from stemmata.graphs.stores.statement import Statement, manages_transactions
from stemmata.graphs.stores.store import Rows
from stemmata.schemas.errors import QueryError, StoreError

# How often a transaction is begun anew because another writer was faster.
_ATTEMPTS = 6

_T = TypeVar("_T")


class FasterWriterError(Exception):
    """What was looked up for a transaction has changed by the time of its load."""


class Transaction:
    """A transaction of the driver; call it to run our own statements."""

    def __init__(self, transaction: neo4j.ManagedTransaction) -> None:
        self._transaction = transaction

    def __call__(self, statement: str, parameters: Mapping[str, Any] | None = None, /) -> list[Row]:
        """Run a statement and return its rows."""
        return [record.values() for record in self._transaction.run(statement, dict(parameters or {}))]

    def load(self, statement: str, rows: Sequence[Row]) -> None:
        """Run a load, which reads `$rows`, and make sure that each row made one node or one edge.

        Raises:
            FasterWriterError: A row did not, since something it names is gone, or is there by now.
        """
        counters = self._transaction.run(statement, {"rows": rows}).consume().counters
        if counters.nodes_created + counters.relationships_created != len(rows):
            raise FasterWriterError


class Server:
    """A connection to a server, safe to use from several threads.

    Args:
        uri: The server's address.
        login: Who asks, and for which database.
        read_only: Whether nothing is to be written.
    """

    def __init__(self, uri: str, login: Login, *, read_only: bool) -> None:
        self.place = shown(uri)
        self.read_only = read_only
        self._database = login.database
        self._drivers = Drivers(uri, login)

    def reach(self) -> None:
        """Make sure that the server answers, without trying for long.

        Raises:
            AccessError: It refuses the user, the password or the database.
            ServerError: It is out of reach.
        """
        with explained(self.place, self._database), self._drivers.session(reading=True) as session:
            session.run("RETURN 1").consume()

    def read(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work in a reading transaction, anew after a passing error."""
        with explained(self.place, self._database), self._drivers.session(reading=True) as session:
            return session.execute_read(lambda transaction: work(Transaction(transaction)))

    def write(self, work: Callable[[Transaction], _T]) -> _T:
        """Do work in a writing transaction, anew after a passing error or when another writer was faster."""
        for attempt in range(1, _ATTEMPTS + 1):
            with explained(self.place, self._database), self._drivers.session(reading=False) as session:
                try:
                    return session.execute_write(lambda transaction: work(Transaction(transaction)))
                except FasterWriterError:
                    said = "others write the same records again and again"
                except Neo4jError as error:
                    if not is_taken(error):
                        raise
                    said = f"an id is taken: {error.message}"
            time.sleep(random.uniform(0, 0.02 * 2**attempt))
        raise StoreError(said, where=self.place)

    def query(self, statement: Statement, *, write: bool) -> Rows:
        """Run a statement that a user wrote; a reading one streams, a writing one is done when this returns.

        Raises:
            QueryError: The statement is wrong, or would write and may not.
        """
        if write and not manages_transactions(statement.text):
            return self._written(statement)
        with ExitStack() as stack, explained(self.place, self._database), _query_errors():
            session = stack.enter_context(self._drivers.session(reading=not write))
            result = session.run(statement.text, statement.parameters)
            if write:
                return Rows(result.keys(), iter([_plain(record.values()) for record in result]))
            result.peek()
            return Rows(result.keys(), Stream(self, result, stack.pop_all()))

    def next_row(self, records: Iterator[neo4j.Record]) -> Row | None:
        """Return the next row of an answer, or None after the last.

        Raises:
            StoreError: The store is closed, or the answer is cut short.
        """
        with explained(self.place, self._database), _query_errors():
            self._drivers.check_open()
            record = next(records, None)
            return None if record is None else _plain(record.values())

    def _written(self, statement: Statement) -> Rows:
        def work(transaction: neo4j.ManagedTransaction) -> tuple[list[str], list[Row]]:
            result = transaction.run(statement.text, statement.parameters)
            return list(result.keys()), [record.values() for record in result]

        with explained(self.place, self._database), self._drivers.session(reading=False) as session, _query_errors():
            columns, rows = session.execute_write(work)
        return Rows(columns, iter([_plain(row) for row in rows]))

    def close(self) -> None:
        """Close every connection; closing twice does nothing."""
        self._drivers.close()


class Stream:
    """The rows of an answer, read as they are asked for; its session ends with the last of them, or with this object.

    Args:
        server: Where the answer comes from.
        result: The answer.
        held: What is to be closed.
    """

    def __init__(self, server: Server, result: neo4j.Result, held: ExitStack) -> None:
        self._server = server
        self._records = iter(result)
        self._held = held

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Row:
        try:
            row = self._server.next_row(self._records)
        except BaseException:
            self.close()
            raise
        if row is None:
            self.close()
            raise StopIteration
        return row

    def close(self) -> None:
        """End the session; what was not read is not sent."""
        with suppress(DriverError, Neo4jError, OSError):
            self._held.close()

    def __del__(self) -> None:
        self.close()


@contextmanager
def _query_errors() -> Iterator[None]:
    try:
        yield
    except Neo4jError as error:
        wrong = query_error(error)
        if wrong is None:
            raise
        raise wrong from None
    except (TypeError, ValueError, OverflowError) as error:
        raise QueryError(f"the store cannot run the query: {error}", fix="check the parameters") from None


def _plain(value: Any) -> Any:
    """Return a value with nodes, edges and paths as dicts, as the embedded store gives them."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Node):
        return {"_LABEL": ":".join(sorted(value.labels)), **{key: _plain(item) for key, item in value.items()}}
    if isinstance(value, Relationship):
        return {"_LABEL": value.type, **{key: _plain(item) for key, item in value.items()}}
    if isinstance(value, Path):
        return {"_NODES": [_plain(one) for one in value.nodes], "_RELS": [_plain(one) for one in value.relationships]}
    return value
