"""Answers that were paid for, kept in one SQLite file that several processes share.

An answer is committed before anybody sees it. The file is in WAL mode: a commit survives the death of the process, a
power cut may cost the last ones. Answers that arrive together are committed together.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from stemmata.llm.calls import Usage
from stemmata.llm.replies import Reading
from stemmata.llm.requests import Request
from stemmata.schemas.errors import InputError, StoreError, StoreVersionError

VERSION = 1
_APPLICATION = 0x53744D61  # in the header of the file, so that no other's is taken for ours
_PATIENCE = 60.0  # seconds that a commit waits for another process
_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    key BLOB PRIMARY KEY, role TEXT, stage TEXT, about TEXT, endpoint TEXT, asked TEXT, model TEXT,
    request BLOB, text BLOB, prompt INTEGER, completion INTEGER, cached INTEGER, finish TEXT, created INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batches (
    tag TEXT PRIMARY KEY, id TEXT, endpoint TEXT, model TEXT, maker TEXT, created REAL
);
CREATE TABLE IF NOT EXISTS batched (
    key BLOB PRIMARY KEY, batch TEXT
) WITHOUT ROWID;
"""
_KEEP = "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_GET = "SELECT text, model, prompt, completion, cached FROM answers WHERE key = ?"


class Known(NamedTuple):
    """An answer that is kept, as far as a run needs it."""

    text: str
    model: str
    usage: Usage


class Kept(NamedTuple):
    """An answer with all that is kept of it; `request` is the canonical JSON of what was asked."""

    key: str
    role: str
    stage: str
    about: str
    endpoint: str
    asked: str
    model: str
    request: str
    text: str
    usage: Usage
    finish: str
    created: int


def path_of(named: str | None = None) -> Path:
    """Return where answers are kept: at the path that is named, the environment's, or in the user's cache folder."""
    named = named or os.environ.get("STEMMATA_CACHE")
    if named:
        return Path(named).expanduser()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "stemmata" / "answers.sqlite"


class AnswerCache:
    """The file of answers.

    Args:
        path: Where it is; it is made where there is none.

    Raises:
        StoreError: It cannot be opened, or is no such file.
        StoreVersionError: A newer version of Stemmata wrote it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the folder cannot be made ({error.strerror})", where=str(path.parent)) from None
        with self.explained():
            self.connection = self._connect(_PATIENCE)
            try:
                self._prepare()
            except BaseException:
                self.connection.close()
                raise
            # Commits in the event loop do not wait for another process; those that would go to a thread.
            self.connection.execute("PRAGMA busy_timeout = 0")
        self._waiting: list[tuple[Kept, asyncio.Future[bool]]] = []
        self._commits: set[asyncio.Task[None]] = set()

    def __enter__(self) -> AnswerCache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def get(self, key: str) -> Known | None:
        """Return the answer with a key, if there is one."""
        with self.explained():
            row = self.connection.execute(_GET, (bytes.fromhex(key),)).fetchone()
        if row is None:
            return None
        text, model, prompt, completion, cached = row
        return Known(text.decode("utf-8", "surrogatepass"), model, Usage(prompt, completion, cached))

    def add(self, answers: Sequence[Kept]) -> list[bool]:
        """Commit answers; returns of each whether it is new. The first answer to a key stays."""
        with self.explained():
            return self._commit(self.connection, [_row(one) for one in answers], _PATIENCE)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block writes, all or nothing.

        Raises:
            StoreError: The file cannot be used.
        """
        with self.explained(), _transaction(self.connection, _PATIENCE):
            yield self.connection

    async def keep(self, answer: Kept) -> bool:
        """Commit an answer together with the others of this turn of the event loop; returns whether it is new."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[bool] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._flush)
        self._waiting.append((answer, future))
        return await future

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        rows = [_row(one) for one, _ in waiting]
        try:
            new = self._commit(self.connection, rows, 0)
        except sqlite3.OperationalError:
            task = asyncio.get_running_loop().create_task(self._flush_patiently(waiting, rows))
            self._commits.add(task)
            task.add_done_callback(self._commits.discard)
            return
        except sqlite3.DatabaseError as error:
            _fail(waiting, self._wrong(error))
            return
        _tell(waiting, new)

    async def _flush_patiently(
        self, waiting: list[tuple[Kept, asyncio.Future[bool]]], rows: list[tuple[object, ...]]
    ) -> None:
        try:
            new = await asyncio.to_thread(self._commit_elsewhere, rows)
        except sqlite3.DatabaseError as error:
            _fail(waiting, self._wrong(error))
        else:
            _tell(waiting, new)

    def _commit_elsewhere(self, rows: list[tuple[object, ...]]) -> list[bool]:
        connection = self._connect(_PATIENCE)
        try:
            return self._commit(connection, rows, _PATIENCE)
        finally:
            connection.close()

    @staticmethod
    def _commit(connection: sqlite3.Connection, rows: list[tuple[object, ...]], patience: float) -> list[bool]:
        """Write rows in one transaction; returns of each whether it is new."""
        with _transaction(connection, patience):
            return [connection.execute(_KEEP, row).rowcount == 1 for row in rows]

    def _connect(self, patience: float) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=patience, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _prepare(self) -> None:
        """Make the tables, unless they are there.

        Raises:
            StoreVersionError: They are of a newer version.
        """
        until = time.monotonic() + _PATIENCE
        while not self._prepared():
            if time.monotonic() > until:
                raise sqlite3.OperationalError("another process has held it for too long")
            time.sleep(0.01)

    def _prepared(self) -> bool:
        """Make the tables unless they are there; False where another process is in the way.

        SQLite does not wait by itself where two connections change the mode of a new file at once.
        """
        try:
            if self._is_made():
                return True
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("BEGIN IMMEDIATE")
            if self._is_made():
                self.connection.execute("COMMIT")
                return True
            for statement in _TABLES.split(";"):  # `executescript` would commit first
                self.connection.execute(statement)
            self.connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            self.connection.execute(f"PRAGMA user_version = {VERSION}")
            self.connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return False
        return True

    def _is_made(self) -> bool:
        """Return whether the tables are there; all that is asked is read at one moment.

        Raises:
            InputError: The file is a database of something else.
            StoreVersionError: A newer version of Stemmata wrote it.
        """
        version, application, tables = self.connection.execute(
            "SELECT (SELECT user_version FROM pragma_user_version), "
            "(SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_master)"
        ).fetchone()
        if tables and application != _APPLICATION:
            raise InputError(
                "is a database of something else, not a cache of answers", where=str(self.path), fix="name another file"
            )
        if version > VERSION:
            raise StoreVersionError(
                "the cache was written by a newer version of Stemmata",
                where=str(self.path),
                fix="update Stemmata, or name another file",
            )
        return bool(version == VERSION)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn the errors of SQLite within a block into ours.

        Raises:
            StoreError: The file cannot be used.
        """
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._wrong(error) from None

    def _wrong(self, error: sqlite3.DatabaseError) -> StoreError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return StoreError(
                "the cache of answers is damaged, or is no such file",
                where=str(self.path),
                fix="move it away, or name another file",
            )
        return StoreError(f"the cache of answers cannot be used ({error})", where=str(self.path))


@contextmanager
def _transaction(connection: sqlite3.Connection, patience: float) -> Iterator[None]:
    """Commit what the block writes, waiting some seconds for another process at most."""
    if patience:
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
    finally:
        if patience:
            connection.execute("PRAGMA busy_timeout = 0")


def new_answer(request: Request, reading: Reading) -> Kept:
    """Return the answer to a request, as of now."""
    call, asked = request.call, request.model.name
    return Kept(
        key=request.key,
        role=call.role,
        stage=call.stage,
        about=call.about,
        endpoint=request.endpoint,
        asked=asked,
        model=reading.model or asked,
        request=request.text,
        text=reading.text,
        usage=reading.usage,
        finish=reading.finish,
        created=int(time.time()),
    )


def _row(one: Kept) -> tuple[object, ...]:
    return (
        bytes.fromhex(one.key),
        one.role,
        one.stage,
        one.about,
        one.endpoint,
        one.asked,
        one.model,
        zlib.compress(one.request.encode(), 1),
        one.text.encode("utf-8", "surrogatepass"),
        one.usage.prompt,
        one.usage.completion,
        one.usage.cached,
        one.finish,
        one.created,
    )


def _tell(waiting: list[tuple[Kept, asyncio.Future[bool]]], new: list[bool]) -> None:
    for (_, future), is_new in zip(waiting, new, strict=True):
        if not future.done():
            future.set_result(is_new)


def _fail(waiting: list[tuple[Kept, asyncio.Future[bool]]], error: StoreError) -> None:
    for _, future in waiting:
        if not future.done():
            future.set_exception(error)
