"""A look into the file of answers: what it holds, by what, and how it is made smaller."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stemmata.llm.cache import AnswerCache, Kept
from stemmata.llm.calls import Usage
from stemmata.schemas.errors import InputError

_COLUMNS = "key, role, stage, about, endpoint, asked, model, request, text, prompt, completion, cached, finish, created"
_SHORTEST = 4  # hexadecimal digits that name an answer, if no other begins with them


@dataclass(frozen=True, slots=True)
class Choice:
    """Which answers are meant; None leaves a column open.

    Attributes:
        model: Of this model, as it was asked for or as the endpoint names it.
        stage: Of this stage.
        about: About the instruction or node of this id.
        before: Kept before this moment, in seconds since 1970.
    """

    model: str | None = None
    stage: str | None = None
    about: str | None = None
    before: float | None = None

    def sql(self) -> tuple[str, list[Any]]:
        """Return the condition, and its values."""
        parts = ["1"]
        values: list[Any] = []
        if self.model is not None:
            parts.append("(asked = ? OR model = ?)")
            values += [self.model, self.model]
        for name, value in (("stage", self.stage), ("about", self.about)):
            if value is not None:
                parts.append(f"{name} = ?")
                values.append(value)
        if self.before is not None:
            parts.append("created < ?")
            values.append(self.before)
        return " AND ".join(parts), values


def size(cache: AnswerCache) -> int:
    """Return the bytes of the file, with what has not been merged into it."""
    paths = (cache.path, cache.path.with_name(f"{cache.path.name}-wal"))
    return sum(path.stat().st_size for path in paths if path.exists())


def groups(cache: AnswerCache) -> list[dict[str, Any]]:
    """Return a row for each model and stage: answers, tokens, and when the first and the last were kept."""
    sql = (
        "SELECT model, stage, count(*), sum(prompt), sum(completion), sum(length(request) + length(text)), "
        "min(created), max(created) FROM answers GROUP BY model, stage ORDER BY model, stage"
    )
    names = ("model", "stage", "answers", "prompt_tokens", "completion_tokens", "bytes", "first", "last")
    with cache.explained():
        return [dict(zip(names, row, strict=True)) for row in cache.connection.execute(sql)]


def answers(cache: AnswerCache, choice: Choice, limit: int | None = None) -> Iterator[Kept]:
    """Yield answers, the newest first."""
    where, values = choice.sql()
    sql = f"SELECT {_COLUMNS} FROM answers WHERE {where} ORDER BY created DESC, key LIMIT ?"
    with cache.explained():
        for row in cache.connection.execute(sql, [*values, -1 if limit is None else limit]):
            yield _kept(row)


def answer(cache: AnswerCache, key: str) -> Kept:
    """Return the answer whose key begins so.

    Raises:
        InputError: There is none, or there are several.
    """
    begin = key.strip().lower()
    if len(begin) < _SHORTEST or set(begin) - set("0123456789abcdef"):
        raise InputError(f"{key!r} is no key of an answer: give its first {_SHORTEST} digits or more")
    sql = f"SELECT {_COLUMNS} FROM answers WHERE lower(hex(key)) LIKE ? LIMIT 2"
    with cache.explained():
        rows = cache.connection.execute(sql, (f"{begin}%",)).fetchall()
    if not rows:
        raise InputError(f"no answer has a key that begins with {begin}", where=str(cache.path))
    if len(rows) > 1:
        raise InputError(f"several answers have keys that begin with {begin}", fix="give more of its digits")
    return _kept(rows[0])


def prune(cache: AnswerCache, choice: Choice) -> int:
    """Delete answers for good, give their room back, and return how many there were."""
    where, values = choice.sql()
    with cache.explained():
        cache.connection.execute("PRAGMA busy_timeout = 60000")
        number = cache.connection.execute(f"DELETE FROM answers WHERE {where}", values).rowcount
        if number:
            cache.connection.execute("VACUUM")
        cache.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return number


def _kept(row: tuple[Any, ...]) -> Kept:
    key, role, stage, about, endpoint, asked, model, request, text, prompt, completion, cached, finish, created = row
    try:
        said = zlib.decompress(request).decode()
    except zlib.error:
        raise sqlite3.DatabaseError("a request is damaged") from None
    usage = Usage(prompt, completion, cached)
    words = text.decode("utf-8", "surrogatepass")
    return Kept(key.hex(), role, stage, about, endpoint, asked, model, said, words, usage, finish, created)
