"""The LadybugDB database behind a store: opened under a lock, connections for single jobs, its errors as sentences."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import WeakSet

import ladybug

from stemmata.graphs.stores import ladybug_cypher as cypher
from stemmata.graphs.stores.locks import FileLock, locked
from stemmata.schemas.errors import StoreError, StoreLockedError

# A ceiling, not a reservation. The default is 80 % of the machine's memory, whatever a container may use of it.
_BUFFER_POOL = 2 << 30
# Address space set aside. The default of 8 TiB lets no more than some 16 stores be open in one process.
_ADDRESS_SPACE = 1 << 40

# How far the write-ahead log may grow before it is merged into the file (1 to 3 s): by some 15,000 instructions. Twice
# as much would write a seventh faster, and opening after a kill, which reads the log again, take 15 s and not 8.
_LOG_SIZE = 128 << 20
_INTERRUPTED = "while checkpoint"

Row = Sequence[Any]


class Engine:
    """An open database file.

    Every job gets a connection of its own. Python's side of a connection keeps each prepared statement, with the Arrow
    table it was prepared for, and running a kept bulk load a second time crashes (version 0.22); a new connection
    costs 0.2 ms.

    Raises:
        StoreError: There is no such file, it is no database, or it cannot be created.
        StoreLockedError: Somebody else has it open.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connections: WeakSet[Any] = WeakSet()
        self._writing = threading.Lock()
        self._database: Any = None
        _check_place(path, read_only=read_only)
        self._open()

    def _open(self, *, recovered: bool = False) -> None:
        created = not self.path.exists()
        try:
            self._lock = FileLock(self.path, exclusive=not self.read_only)
        except OSError as error:
            verb = "created" if created else "opened"
            raise StoreError(f"the store cannot be {verb}: {error.strerror}", where=str(self.path)) from None
        try:
            self._database = ladybug.Database(
                str(self.path),
                buffer_pool_size=_BUFFER_POOL,
                max_db_size=_ADDRESS_SPACE,
                checkpoint_threshold=_LOG_SIZE,
                read_only=self.read_only,
                # A process that was killed within a commit leaves a log that ends in a part of it. That part is no
                # reason to refuse the store, which the default makes of it: what was committed before is whole.
                throw_on_wal_replay_failure=False,
            )
        except BaseException as error:
            self._lock.release()
            if created and self.path.exists() and self.path.stat().st_size == 0:
                self.path.unlink()
            if not isinstance(error, RuntimeError | MemoryError | ValueError):
                raise
            if self.read_only and _INTERRUPTED in str(error) and not recovered:
                self._recover()
            else:
                raise opening_error(str(error), self.path) from None

    def _recover(self) -> None:
        # Our lock said that nobody writes, so a writer was killed within a commit. A writing open finishes or undoes
        # that commit; a reading one will not.
        try:
            Engine(self.path, read_only=False).close()
        except StoreLockedError:
            raise
        except StoreError:
            raise StoreError(
                "a write was interrupted, and the store cannot be mended from here",
                where=str(self.path),
                fix="open it once where it can be written",
            ) from None
        self._open(recovered=True)

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """Give a connection for one job.

        Raises:
            StoreError: The store is closed.
        """
        connection = self.connect()
        try:
            yield connection
        finally:
            connection.close()

    def connect(self) -> Any:
        """Return a connection that the caller closes, or that closes with the store.

        Raises:
            StoreError: The store is closed.
        """
        if self._database is None:
            raise StoreError("the store is closed", where=str(self.path), fix="open it again")
        connection = ladybug.Connection(self._database)
        self._connections.add(connection)
        return connection

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Hold back the other writers of this process."""
        with self._writing:
            yield

    @contextmanager
    def transaction(self, *, reading: bool = False) -> Iterator[Transaction]:
        """Run a block as one transaction: all of it or, after an exception, nothing.

        Raises:
            StoreError: The database fails; its message is in it.
        """
        with self.connection() as connection:
            run = Transaction(connection)
            try:
                run(cypher.BEGIN_READING if reading else cypher.BEGIN)
                yield run
                run(cypher.COMMIT)
            except BaseException as error:
                # After an error of its own the database has rolled back already, and says so.
                with suppress(RuntimeError):
                    run(cypher.ROLLBACK)
                if isinstance(error, RuntimeError):
                    interrupted(error)
                    raise StoreError(f"the store failed: {_first_line(str(error))}", where=str(self.path)) from None
                raise

    def checkpoint(self) -> None:
        """Merge the log into the file.

        Raises:
            StoreError: The database fails; its message is in it.
        """
        with self.connection() as connection:
            try:
                connection.execute(cypher.CHECKPOINT).close()
            except RuntimeError as error:
                raise StoreError(f"the store failed: {_first_line(str(error))}", where=str(self.path)) from None

    def close(self) -> None:
        """Close the connections, the database and the lock, in this order."""
        if self._database is None:
            return
        for connection in list(self._connections):
            connection.close()
        self._database.close()
        self._database = None
        self._lock.release()


class Transaction:
    """A connection within a transaction; call it to run our own statements."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __call__(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Run a statement and return its rows."""
        result = self._connection.execute(statement, dict(parameters or {}))
        try:
            rows: list[Row] = result.get_all()
            return rows
        finally:
            result.close()


def opening_error(message: str, path: Path) -> StoreError:
    """Return the error for a database that would not open."""
    holder = re.search(r"held by PID (\d+)", message)
    if holder or "Could not set lock" in message or _INTERRUPTED in message:
        return locked(path, int(holder[1]) if holder else None)
    if "not a valid" in message or "Reading past the end" in message:
        return StoreError("the file is not a graph store", where=str(path), fix="name another path")
    if "corrupt" in message or "Cannot read" in message:
        return StoreError(
            f"the store is damaged: {_first_line(message)}", where=str(path), fix="restore it from a copy"
        )
    return StoreError(f"the store cannot be opened: {_first_line(message)}", where=str(path))


def _check_place(path: Path, *, read_only: bool) -> None:
    try:
        if path.is_dir():
            raise StoreError("this is a folder, not a store", where=str(path), fix="name a file such as x.lbug in it")
        if read_only and not path.exists():
            raise StoreError("there is no store here", where=str(path), fix="`stemmata parse` makes one")
        if not path.exists() and not path.parent.is_dir():
            raise StoreError("the store's folder does not exist", where=str(path.parent), fix="make it first")
    except OSError as error:
        raise StoreError(f"the store cannot be opened: {error.strerror}", where=str(path)) from None


def interrupted(error: RuntimeError) -> None:
    """Raise what the database hides: an interrupt that reached Python while the database was asking it for rows.

    Raises:
        KeyboardInterrupt: The error is one in disguise.
    """
    if "KeyboardInterrupt" in str(error):
        raise KeyboardInterrupt from None


def _first_line(message: str) -> str:
    lines = message.strip().splitlines()
    return re.sub(r"^(?:\w+ exception: )+", "", lines[0]).rstrip(".") if lines else "no reason was given"
