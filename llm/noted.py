"""Which calls are in which batch, noted in the file of answers: what a killed run needs to find its batches again."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from socket import gethostname
from typing import NamedTuple

from stemmata.llm.cache import AnswerCache

_YOUNG = 60.0  # seconds in which another process may still be making a batch that it has noted
_GRACE = 1.5  # seconds in which an endpoint may still do what a process asked it that is gone


class Batch(NamedTuple):
    """A batch: our tag for it, the endpoint's id once that is known, who noted it, and when."""

    tag: str
    id: str | None
    maker: str
    created: float

    @property
    def may_be_under_way(self) -> bool:
        """Whether whoever noted the batch may still be making it, or the endpoint, for one who is gone."""
        host, _, number = self.maker.rpartition(":")
        gone = host == gethostname() and not _lives(int(number))
        return time.time() - self.created < (_GRACE if gone else _YOUNG)


class BatchNotes:
    """The notes of batches that are not done.

    Args:
        cache: The file.
    """

    def __init__(self, cache: AnswerCache) -> None:
        self._cache = cache

    def batch_of(self, key: str) -> Batch | None:
        """Return the batch that a call is in."""
        sql = (
            "SELECT b.tag, b.id, b.maker, b.created FROM batched JOIN batches b ON b.tag = batched.batch WHERE key = ?"
        )
        with self._cache.explained():
            row = self._cache.connection.execute(sql, (bytes.fromhex(key),)).fetchone()
        return None if row is None else Batch(*row)

    def id_of(self, tag: str) -> str | None:
        """Return the id of a batch, if it is known by now."""
        with self._cache.explained():
            row = self._cache.connection.execute("SELECT id FROM batches WHERE tag = ?", (tag,)).fetchone()
        return None if row is None else row[0]

    def begin(self, tag: str, endpoint: str, model: str, keys: Sequence[str]) -> Batch:
        """Note a batch that is about to be made; calls that were in others are in this one from now on."""
        batch = Batch(tag, None, f"{gethostname()}:{os.getpid()}", time.time())
        with self._cache.transaction() as connection:
            values = (tag, endpoint, model, batch.maker, batch.created)
            connection.execute("INSERT INTO batches VALUES (?, NULL, ?, ?, ?, ?)", values)
            rows = [(bytes.fromhex(key), tag) for key in keys]
            connection.executemany("INSERT OR REPLACE INTO batched VALUES (?, ?)", rows)
        return batch

    def made(self, tag: str, id: str) -> None:
        """Note the id of a batch."""
        with self._cache.transaction() as connection:
            connection.execute("UPDATE batches SET id = ? WHERE tag = ?", (id, tag))

    def end(self, keys: Sequence[str]) -> None:
        """Forget that calls wait for a batch, and the batches that nobody waits for."""
        with self._cache.transaction() as connection:
            connection.executemany("DELETE FROM batched WHERE key = ?", [(bytes.fromhex(key),) for key in keys])
            connection.execute("DELETE FROM batches WHERE tag NOT IN (SELECT batch FROM batched)")


def _lives(number: int) -> bool:
    """Return whether there is a process of a number, as far as can be told."""
    if os.name == "nt":
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return number != os.getpid()
