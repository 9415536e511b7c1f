"""The stored schema's version, and the numbered steps that bring a store up to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import stemmata
from stemmata.graphs.stores import cypher, ladybug_cypher, neo4j_cypher
from stemmata.graphs.stores.backend import Run
from stemmata.schemas.errors import StoreError, StoreVersionError

# A note in a store of which values a migration has left to be made: see `filling`.
UNFILLED = "unfilled"


class Migration(NamedTuple):
    """A step from the version before `version` to it; once released, it never changes.

    Attributes:
        version: The version that it leads to.
        statements: What is to be run.
        unfilled: The name of the values that records which are there already lack afterwards.
    """

    version: int
    statements: tuple[str, ...]
    unfilled: str | None = None


# A list for each database, with the same versions.
LADYBUG: tuple[Migration, ...] = (
    Migration(1, ladybug_cypher.SCHEMA_1),
    Migration(2, ladybug_cypher.SCHEMA_2, unfilled="prints"),
)
NEO4J: tuple[Migration, ...] = (
    Migration(1, neo4j_cypher.SCHEMA_1),
    Migration(2, neo4j_cypher.SCHEMA_2, unfilled="prints"),
)
SCHEMA_VERSION = LADYBUG[-1].version


def migrate(run: Run, steps: Sequence[Migration], held: Collection[str], place: str, *, read_only: bool) -> bool:
    """Check a store's version and, where it may be written, bring it up to date.

    LadybugDB does this in one transaction, so that a store is at one version or at the other. In Neo4j each statement
    is a transaction, may be run twice, and the version is noted last.

    Args:
        run: Runs a statement.
        steps: The migrations of the database.
        held: The labels that the database holds.
        place: Where it is.
        read_only: Whether it may not be written.

    Returns:
        Whether something was done.

    Raises:
        StoreVersionError: The store is of a newer version.
        StoreError: It is of an older version and read-only, or it is a database of something else.
    """
    version = _version(run, held, place)
    newest = steps[-1].version
    if version > newest:
        writer = run(cypher.READ_META, {"id": "stemmata"})
        made_by = f" (written by stemmata {writer[0][0]})" if writer else ""
        raise StoreVersionError(
            f"the store has schema version {version}{made_by}, and stemmata {stemmata.__version__} knows versions "
            f"up to {newest}",
            where=place,
            fix="upgrade stemmata",
        )
    if version == newest:
        return False
    if read_only:
        problem = "holds no graphs yet" if version == 0 else f"has the older schema version {version}"
        raise StoreError(f"the store {problem}", where=place, fix="open it for writing once")
    for step in steps:
        if step.version > version:
            for statement in step.statements:
                run(statement)
            if step.unfilled is not None and version > 0:
                run(cypher.WRITE_META, {"id": UNFILLED, "text": step.unfilled})
    run(cypher.WRITE_META, {"id": "schema", "text": str(newest)})
    run(cypher.WRITE_META, {"id": "stemmata", "text": stemmata.__version__})
    return True


def _version(run: Run, held: Collection[str], place: str) -> int:
    if not held:
        return 0
    rows = run(cypher.READ_META, {"id": "schema"}) if "Meta" in held else []
    if not rows or not str(rows[0][0]).isdecimal():
        raise StoreError("this database holds something other than a graph store", where=place)
    return int(rows[0][0])
