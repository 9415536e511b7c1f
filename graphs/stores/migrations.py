"""The stored schema's version, and the numbered steps that bring a store up to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import stemmata
from stemmata.graphs.stores import cypher
from stemmata.schemas.errors import StoreError, StoreVersionError


class Migration(NamedTuple):
    """A step from the version before `version` to it; once released, it never changes."""

    version: int
    statements: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = (Migration(1, cypher.SCHEMA_1),)
SCHEMA_VERSION = MIGRATIONS[-1].version


class Execute(Protocol):
    """A way to run one of our own statements within a transaction."""

    def __call__(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
        """Return its rows."""


def migrate(execute: Execute, path: Path, *, read_only: bool) -> None:
    """Check a store's version and, where it may be written, bring it up to date.

    The caller wraps this in one transaction, so that a store is at one version or at the other.

    Raises:
        StoreVersionError: The store is of a newer version.
        StoreError: It is of an older version and read-only, or it is a database of something else.
    """
    version = _version(execute, path)
    if version > SCHEMA_VERSION:
        writer = execute(cypher.READ_META, {"id": "stemmata"})
        made_by = f" (written by stemmata {writer[0][0]})" if writer else ""
        raise StoreVersionError(
            f"the store has schema version {version}{made_by}, and stemmata {stemmata.__version__} knows versions "
            f"up to {SCHEMA_VERSION}",
            where=str(path),
            fix="upgrade stemmata",
        )
    if version == SCHEMA_VERSION:
        return
    if read_only:
        problem = "holds no graphs yet" if version == 0 else f"has the older schema version {version}"
        raise StoreError(f"the store {problem}", where=str(path), fix="open it for writing once")
    for step in MIGRATIONS:
        if step.version > version:
            for statement in step.statements:
                execute(statement)
    execute(cypher.WRITE_META, {"id": "schema", "text": str(SCHEMA_VERSION)})
    execute(cypher.WRITE_META, {"id": "stemmata", "text": stemmata.__version__})


def _version(execute: Execute, path: Path) -> int:
    tables = {row[0] for row in execute(cypher.TABLES)}
    if not tables:
        return 0
    held = execute(cypher.READ_META, {"id": "schema"}) if "Meta" in tables else []
    if not held or not str(held[0][0]).isdecimal():
        raise StoreError("this database holds something other than a graph store", where=str(path))
    return int(held[0][0])
