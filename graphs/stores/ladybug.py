"""The embedded database behind a store: a LadybugDB file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from stemmata.graphs.stores import ladybug_cypher as own
from stemmata.graphs.stores import migrations, statement
from stemmata.graphs.stores.arrow import edge_tables, node_tables, without_nulls
from stemmata.graphs.stores.backend import Run, Work
from stemmata.graphs.stores.ladybug_engine import Engine, interrupted
from stemmata.graphs.stores.store import Rows
from stemmata.graphs.stores.tables import Batch

# A statement with a parameter is prepared, and LadybugDB prepares one statement, never several: a second guard.
_PREPARED = {"stemmata_one_statement": 0}
_INTERNAL = frozenset({"_ID", "_SRC", "_DST"})

_T = TypeVar("_T")


class LadybugBackend:
    """A LadybugDB file as `Backend` has it.

    Raises:
        StoreError: There is no store at the path, it is no store, or it cannot be created.
        StoreLockedError: Somebody else has it open.
        StoreVersionError: It was written by a newer version.
    """

    edge_kind = own.EDGE_KIND
    lanes = 1

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        path = path.absolute()
        self._engine = Engine(path, read_only=read_only)
        try:
            with self._engine.transaction(reading=read_only) as run:
                migrations.migrate(run, migrations.LADYBUG, _tables(run), str(path), read_only=read_only)
        except BaseException:
            self._engine.close()
            raise

    @property
    def uri(self) -> str:
        """The file's path."""
        return str(self._engine.path)

    @property
    def read_only(self) -> bool:
        """Whether the file was opened for reading alone."""
        return self._engine.read_only

    def read(self, work: Callable[[Run], _T]) -> _T:
        """Do work in one reading transaction."""
        with self._engine.transaction(reading=True) as run:
            return work(run)

    def prepare(self, batch: Batch) -> None:
        """Make the loads of a batch."""
        batch.loads = list(_loads(batch))

    def write(self, work: Work) -> Batch:
        """Do work in one writing transaction, load the batch that it returns, and commit."""
        with self._engine.exclusively(), self._engine.transaction() as run:
            batch = work(run)
            for text, table in _loads(batch) if batch.loads is None else batch.loads:
                run(text, {"arrow": table})
            return batch

    def settle(self) -> None:
        """Merge the log into the file."""
        with self._engine.exclusively():
            self._engine.checkpoint()

    def query(self, cypher: str, parameters: Mapping[str, Any], *, write: bool) -> Rows:
        """Run a statement that a user wrote."""
        checked = statement.for_ladybug(cypher, parameters, write=write)
        if not write:
            return self._run(checked, reading=True)
        with self._engine.exclusively():
            return self._run(checked, reading=False)

    def _run(self, checked: statement.Statement, *, reading: bool) -> Rows:
        connection = self._engine.connect()
        try:
            if reading:
                connection.execute(own.BEGIN_READING)
            result = connection.execute(checked.text, {**checked.parameters, **_PREPARED})
            # The answer is complete by now, so that no transaction stays open while somebody reads it slowly.
            if reading:
                connection.execute(own.COMMIT)
        except RuntimeError as error:
            connection.close()
            interrupted(error)
            raise statement.explained(str(error)) from None
        except BaseException:
            connection.close()
            raise
        return Rows(result.get_column_names(), _values(connection, result))

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        self._engine.close()


def _loads(batch: Batch) -> Iterator[tuple[str, pa.Table]]:
    """Yield statements with their tables: nodes first, since edges name their ends by id."""
    for label, whole in node_tables(batch):
        table = without_nulls(whole)
        yield own.create_nodes(label, table.column_names), table
    for (kind, source, target), whole in edge_tables(batch):
        table = without_nulls(whole)
        yield own.create_edges(kind, source, target, table.column_names[2:]), table


def _tables(run: Run) -> set[str]:
    return {row[0] for row in run(own.TABLES)}


def _values(connection: Any, result: Any) -> Iterator[Sequence[Any]]:
    """Yield the rows of an answer one by one, and close its connection after the last."""
    try:
        while result.has_next():
            yield [_plain(value) for value in result.get_next()]
    finally:
        connection.close()


def _plain(value: Any) -> Any:
    """Return a value without LadybugDB's internal ids, and a node or edge without properties that it has not."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    entity = "_LABEL" in value
    return {key: _plain(item) for key, item in value.items() if key not in _INTERNAL and not (entity and item is None)}
