"""The Cypher of the Neo4j store alone: its constraints and indexes, and its bulk loads.

A load is `UNWIND $rows` with a CREATE, which is 1.4 to 1.6 times as fast as one with MERGE: what is there already has
been looked up for the whole batch. Only the nodes that stand for whole records, and edits, are merged: a writer that
finds one of them there by now has been too slow, and begins its transaction anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stemmata.graphs.stores.cypher import LABELS
from stemmata.graphs.stores.tables import PRINT_COLUMNS

EDGE_KIND = "type(e)"

# The labels of whole records, which other nodes belong to.
RECORDS = ("Instruction", "Response", "Failure")

# What queries choose by, beside the id.
_SOUGHT = (
    *((label, "instruction") for label in LABELS if label not in ("Instruction", "Failure")),
    ("Instruction", "family"),
    ("Instruction", "source"),
    ("Instruction", "depth"),
    ("Constraint", "family"),
    ("Constraint", "group"),
    ("Constraint", "value"),
    ("Response", "model"),
    ("Response", "mode"),
)

SCHEMA_1: tuple[str, ...] = (
    *(
        f"CREATE CONSTRAINT stemmata_{label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in ("Meta", *LABELS)
    ),
    *(
        f"CREATE INDEX stemmata_{label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.`{name}`)"
        for label, name in _SOUGHT
    ),
    "CALL db.awaitIndexes(600)",
)

# Version 2: the prints of an instruction's structure.
SCHEMA_2: tuple[str, ...] = (
    *(
        f"CREATE INDEX stemmata_instruction_{name} IF NOT EXISTS FOR (n:Instruction) ON (n.{name})"
        for name in PRINT_COLUMNS
    ),
    "CALL db.awaitIndexes(600)",
)

HELD = "MATCH (m:Meta) RETURN 'Meta' AS label LIMIT 1"
HELD_OF_OURS = " UNION ALL ".join(f"MATCH (n:{label}) RETURN '{label}' AS label LIMIT 1" for label in LABELS)


def create_nodes(label: str, columns: Sequence[str]) -> str:
    """Return the load of nodes from `$rows`, each a list of the columns' values, the id first.

    MERGE waits for another writer of the same id and then creates nothing, where CREATE fails; so those labels are
    merged that stand for a whole record, and what belongs to them is created.
    """
    if label in RECORDS:
        listed = ", ".join(f"n.`{name}` = row[{place}]" for place, name in enumerate(columns) if place)
        return f"UNWIND $rows AS row MERGE (n:{label} {{{columns[0]}: row[0]}}) ON CREATE SET {listed}"
    listed = ", ".join(f"`{name}`: row[{place}]" for place, name in enumerate(columns))
    return f"UNWIND $rows AS row CREATE (:{label} {{{listed}}})"


def create_edges(kind: str, source: str, target: str, columns: Iterable[str]) -> str:
    """Return the load of edges from `$rows`, each a list of the ends' ids and the columns' values."""
    listed = ", ".join(f"`{name}`: row[{place}]" for place, name in enumerate(columns, start=2))
    properties = f" {{{listed}}}" if listed else ""
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{id: row[0]}}) MATCH (b:{target} {{id: row[1]}}) "
        f"CREATE (a)-[:{kind}{properties}]->(b)"
    )


def merge_judgements(target: str, columns: Sequence[str]) -> str:
    """Return the load of JUDGED edges, as `create_edges` has it; the first column is the judge.

    They are merged for the reason for which edits are.
    """
    listed = ", ".join(f"e.`{name}` = row[{place}]" for place, name in enumerate(columns, start=2) if place > 2)
    return (
        f"UNWIND $rows AS row MATCH (a:Response {{id: row[0]}}) MATCH (b:{target} {{id: row[1]}}) "
        f"MERGE (a)-[e:JUDGED {{judge: row[2]}}]->(b) ON CREATE SET {listed}"
    )


def merge_edits(columns: Iterable[str]) -> str:
    """Return the load of EDIT edges, as `create_edges` has it.

    Both ends may have been there before, and no constraint keeps two writers from adding the same edge: MERGE does, by
    locking the ends.
    """
    listed = ", ".join(f"e.`{name}` = row[{place}]" for place, name in enumerate(columns, start=2))
    return (
        "UNWIND $rows AS row MATCH (a:Instruction {id: row[0]}) MATCH (b:Instruction {id: row[1]}) "
        f"MERGE (a)-[e:EDIT]->(b) ON CREATE SET {listed}"
    )
