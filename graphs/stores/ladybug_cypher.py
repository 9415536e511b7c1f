"""The Cypher of the embedded store alone: its schema, its bulk loads, its transactions.

What was measured of LadybugDB 0.22 and shaped these texts and those of `cypher` (2 cores; instructions of 8 nodes and
10 edges):

- `UNWIND $ids AS key MATCH (n:Label {id: key})` looks each id up in the primary key's index: 4 ms for 1,000 ids among
  40,000, and flat. `WHERE n.id IN $ids` scans the table: 44 ms there, and growing with the store.
- What follows an UNWIND with a MATCH along an edge scans the tables of both ends, 18 ms for 500 ids among 30,000 and
  growing; with an OPTIONAL MATCH it stays at 3 to 5 ms.
- `LOAD FROM $arrow … CREATE` goes through the write-ahead log: a commit costs 20 ms for 256 instructions and survives
  SIGKILL; 2,500 to 3,300 instructions a second, whatever the batch. Edges find their ends by the index, each end in a
  MATCH of its own.
- `COPY … FROM $arrow` bypasses the log, so that each commit writes the whole ends of all columns anew: 0.3 s on an
  empty store, then 1 to 2 s, for 500 instructions as for 5,000 (240 to 2,100 a second). With
  `CALL auto_checkpoint=false` the commit is free, and after SIGKILL all is gone: 4,000 committed, none left.
- `end`, `group` and `order` are keywords and stand in backticks, also after a dot.
"""

from __future__ import annotations

from collections.abc import Iterable

from stemmata.graphs.stores.tables import PRINT_COLUMNS

# The tables of schema version 1. A later version adds statements and leaves these as they are.

_ANCHORED = (
    "id STRING PRIMARY KEY, text STRING, instruction STRING, turn INT64, start INT64, `end` INT64, "
    "spans STRING, extra STRING"
)
_QUALIFIED = (
    "position INT64, role STRING, composition STRING, condition STRING, polarity STRING, `order` INT64, "
    "scope STRING, turn INT64, reference STRING"
)
_CONTAINED = ("Fact", "SubInstruction", "Constraint", "Action", "Output", "Entity", "Attribute")


def _pairs(sources: Iterable[str], targets: Iterable[str]) -> str:
    wanted = tuple(targets)
    return ", ".join(f"FROM {source} TO {target}" for source in sources for target in wanted)


SCHEMA_1: tuple[str, ...] = (
    "CREATE NODE TABLE Meta (id STRING PRIMARY KEY, text STRING)",
    "CREATE NODE TABLE Instruction (id STRING PRIMARY KEY, text STRING, turns STRING, roles STRING[], family STRING, "
    "source STRING, depth INT64, nodes STRING, meta STRING, extra STRING)",
    f"CREATE NODE TABLE Fact ({_ANCHORED}, role STRING)",
    f"CREATE NODE TABLE SubInstruction ({_ANCHORED})",
    f"CREATE NODE TABLE Constraint ({_ANCHORED}, family STRING, `group` STRING, hard BOOLEAN, kwargs STRING, "
    "value DOUBLE, relation STRING)",
    f"CREATE NODE TABLE Action ({_ANCHORED})",
    f"CREATE NODE TABLE Output ({_ANCHORED})",
    f"CREATE NODE TABLE Entity ({_ANCHORED})",
    f"CREATE NODE TABLE Attribute ({_ANCHORED})",
    "CREATE NODE TABLE Response (id STRING PRIMARY KEY, text STRING, instruction STRING, family STRING, model STRING, "
    "mode STRING, passed BOOLEAN, record STRING)",
    "CREATE NODE TABLE Failure (id STRING PRIMARY KEY, text STRING, stage STRING, reason STRING, place STRING, "
    "record STRING)",
    f"CREATE REL TABLE PART_OF ({_pairs(_CONTAINED, ('Instruction', 'SubInstruction'))}, {_QUALIFIED})",
    f"CREATE REL TABLE PERFORMS_ACTION ({_pairs(('SubInstruction', 'Entity'), ('Action',))}, {_QUALIFIED})",
    f"CREATE REL TABLE PRODUCES (FROM Action TO Output, {_QUALIFIED})",
    f"CREATE REL TABLE HAS_ATTRIBUTE ({_pairs(('Entity', 'Output', 'Action'), ('Attribute',))}, {_QUALIFIED})",
    f"CREATE REL TABLE DEPENDS_ON ({_pairs(('SubInstruction',), ('SubInstruction', 'Fact'))}, {_QUALIFIED})",
    f"CREATE REL TABLE CONSTRAINS ({_pairs(('Constraint',), ('SubInstruction', 'Action', 'Output', 'Entity'))}, "
    f"{_QUALIFIED})",
    "CREATE REL TABLE EDIT (FROM Instruction TO Instruction, op STRING, node STRING, kind STRING, before STRING, "
    "after STRING, spans_before STRING, spans_after STRING, relation STRING, proposer STRING, record STRING)",
    "CREATE REL TABLE ANSWERS (FROM Response TO Instruction)",
    "CREATE REL TABLE SATISFIES (FROM Response TO Constraint, verifier STRING, detail STRING)",
    "CREATE REL TABLE VIOLATES (FROM Response TO Constraint, verifier STRING, detail STRING)",
    f"CREATE REL TABLE JUDGED ({_pairs(('Response',), ('Instruction', 'Constraint'))}, judge STRING, passed BOOLEAN, "
    "score DOUBLE, detail STRING)",
)

# Version 2: the prints of an instruction's structure.
SCHEMA_2: tuple[str, ...] = tuple(f"ALTER TABLE Instruction ADD {name} STRING" for name in PRINT_COLUMNS)

TABLES = "CALL show_tables() RETURN name, type"
EDGE_KIND = "label(e)"

BEGIN = "BEGIN TRANSACTION"
BEGIN_READING = "BEGIN TRANSACTION READ ONLY"
COMMIT = "COMMIT"
ROLLBACK = "ROLLBACK"
CHECKPOINT = "CHECKPOINT"


def _properties(columns: Iterable[str]) -> str:
    listed = ", ".join(f"`{name}`: `{name}`" for name in columns)
    return f" {{{listed}}}" if listed else ""


def create_nodes(label: str, columns: Iterable[str]) -> str:
    """Return the bulk load of a node table from the Arrow table `$arrow`."""
    return f"LOAD FROM $arrow CREATE (:{label}{_properties(columns)})"


def create_edges(kind: str, source: str, target: str, columns: Iterable[str]) -> str:
    """Return the bulk load of an edge table from `$arrow`, whose columns `from` and `to` are the ends' ids."""
    return (
        f"LOAD FROM $arrow MATCH (a:{source} {{id: `from`}}) MATCH (b:{target} {{id: `to`}}) "
        f"CREATE (a)-[:{kind}{_properties(columns)}]->(b)"
    )
