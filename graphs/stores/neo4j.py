"""The Neo4j server behind a store: its schema, and the loads of batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from stemmata.graphs.stores import migrations, statement
from stemmata.graphs.stores import neo4j_cypher as own
from stemmata.graphs.stores.addresses import Login
from stemmata.graphs.stores.backend import Row, Run, Work
from stemmata.graphs.stores.neo4j_session import Server, Transaction
from stemmata.graphs.stores.store import Rows
from stemmata.graphs.stores.tables import EDIT_ENDS, Batch, edge_columns, node_columns, storable
from stemmata.schemas.errors import ServerVersionError, StoreVersionError

_T = TypeVar("_T")


class Neo4jBackend:
    """A Neo4j server as `Backend` has it.

    Args:
        uri: The server's address, with nothing secret in it.
        login: Who asks, and for which database.
        read_only: Whether it may not be written.

    Raises:
        AccessError: The server refuses the user, the password or the database.
        ServerError: It is out of reach.
        ServerVersionError: It was written by a newer version.
        StoreError: The database holds something else under our labels.
    """

    edge_kind = own.EDGE_KIND
    lanes = 3  # on two cores two to three are 1.4 times as fast as one

    def __init__(self, uri: str, login: Login, *, read_only: bool = False) -> None:
        self._server = Server(uri, login, read_only=read_only)
        try:
            self._server.reach()
            migrations.migrate(self._alone, migrations.NEO4J, self._held(), self.uri, read_only=read_only)
        except StoreVersionError as error:
            self.close()
            raise ServerVersionError(error.problem, where=error.where, fix=error.fix) from None
        except BaseException:
            self.close()
            raise

    def _alone(self, text: str, parameters: Mapping[str, Any] | None = None, /) -> list[Row]:
        """Run a statement in a transaction of its own: Neo4j keeps changes of schema and of data apart."""
        if self.read_only:
            return self._server.read(lambda run: run(text, parameters))
        return self._server.write(lambda run: run(text, parameters))

    def _held(self) -> set[str]:
        note = self._server.read(lambda run: run(own.HELD))
        return {row[0] for row in note or self._server.read(lambda run: run(own.HELD_OF_OURS))}

    @property
    def uri(self) -> str:
        """The server's address."""
        return self._server.place

    @property
    def read_only(self) -> bool:
        """Whether the server may not be written."""
        return self._server.read_only

    def read(self, work: Callable[[Run], _T]) -> _T:
        """Do work in one reading transaction."""
        return self._server.read(work)

    def prepare(self, batch: Batch) -> None:
        """Make the loads of a batch."""
        batch.loads = list(_loads(batch))

    def write(self, work: Work) -> Batch:
        """Do work in one writing transaction, load the batch that it returns, and commit."""

        def whole(transaction: Transaction) -> Batch:
            batch = work(transaction)
            for text, rows in _loads(batch) if batch.loads is None else batch.loads:
                transaction.load(text, rows)
            return batch

        return self._server.write(whole)

    def settle(self) -> None:
        """Do nothing: a server looks after itself."""

    def query(self, cypher: str, parameters: Mapping[str, Any], *, write: bool) -> Rows:
        """Run a statement that a user wrote."""
        return self._server.query(statement.for_neo4j(cypher, parameters), write=write)

    def close(self) -> None:
        """Close every connection; closing twice does nothing."""
        self._server.close()


def _loads(batch: Batch) -> Iterator[tuple[str, list[Row]]]:
    """Yield statements with their rows.

    Whole records first, since they tell whether another writer was faster. Labels, kinds and ids in one order for all
    writers, so that none waits for one that waits for it.
    """
    for label, rows in sorted(batch.nodes.items(), key=lambda item: (item[0] not in own.RECORDS, item[0])):
        columns, kept = _stored(node_columns(label), sorted(rows, key=itemgetter(0)), label)
        yield own.create_nodes(label, columns), kept
    for ends, rows in sorted(batch.edges.items()):
        kind, source, target = ends
        columns, kept = _stored(("from", "to", *edge_columns(kind)), sorted(rows, key=itemgetter(1, 0)), kind)
        if ends == EDIT_ENDS:
            text = own.merge_edits(columns[2:])
        elif kind == "JUDGED":
            text = own.merge_judgements(target, columns[2:])
        else:
            text = own.create_edges(kind, source, target, columns[2:])
        yield text, kept


def _stored(names: Sequence[str], rows: Sequence[Row], table: str) -> tuple[list[str], list[Row]]:
    """Return the columns that hold something, and rows of these."""
    held = [
        (name, storable(name, values, table))
        for name, values in zip(names, zip(*rows, strict=True), strict=True)
        if values.count(None) < len(values)
    ]
    return [name for name, _ in held], list(map(list, zip(*(values for _, values in held), strict=True)))
