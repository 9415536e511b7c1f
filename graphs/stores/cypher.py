"""All Cypher of the embedded store: its schema, its bulk loads, its look-ups. Values are always parameters.

What was measured of LadybugDB 0.22 and shaped these texts (2 cores; instructions of 8 nodes and 10 edges):

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

TABLES = "CALL show_tables() RETURN name, type"
READ_META = "MATCH (m:Meta {id: $id}) RETURN m.text"
WRITE_META = "MERGE (m:Meta {id: $id}) SET m.text = $text"

BEGIN = "BEGIN TRANSACTION"
BEGIN_READING = "BEGIN TRANSACTION READ ONLY"
COMMIT = "COMMIT"
ROLLBACK = "ROLLBACK"


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


def known(label: str) -> str:
    """Return the look-up of which `$ids` a node table holds."""
    return f"UNWIND $ids AS key MATCH (n:{label} {{id: key}}) RETURN n.id"


ANCESTRY = "UNWIND $ids AS key MATCH (i:Instruction {id: key}) RETURN i.id, i.depth"
KNOWN_EDITS = (
    "UNWIND $ids AS key MATCH (b:Instruction {id: key}) OPTIONAL MATCH (a:Instruction)-[:EDIT]->(b) RETURN a.id, b.id"
)
OWNERS = "UNWIND $ids AS key MATCH (i:Instruction {id: key}) RETURN i.id AS id, i.family AS family"


def page_of_ids(label: str, condition: str = "") -> str:
    """Return the query for the next `$size` ids after `$after`, in order."""
    also = f" AND {condition}" if condition else ""
    return f"MATCH (n:{label}) WHERE n.id > $after{also} RETURN n.id ORDER BY n.id LIMIT $size"


ROOTS = "n.depth = 0"
VARIANTS = "n.depth > 0"
EDITED = "EXISTS { MATCH (:Instruction)-[:EDIT]->(n) }"

INSTRUCTIONS = "UNWIND $ids AS key MATCH (i:Instruction {id: key}) RETURN i.id, i.turns, i.nodes, i.meta, i.extra"
NODES = "UNWIND $ids AS key MATCH (n:{label} {{id: key}}) RETURN n.id, n.spans, n.extra{more}"
NODE_COLUMNS = {"Fact": ", n.role", "Constraint": ", n.family, n.kwargs, n.hard"}
EDGES = (
    "UNWIND $ids AS key MATCH (n:{label} {{id: key}}) "
    "OPTIONAL MATCH (n)-[e:PART_OF|PERFORMS_ACTION|PRODUCES|HAS_ATTRIBUTE|DEPENDS_ON|CONSTRAINS]->(m) "
    "RETURN n.id, m.id, label(e), e.position, e.role, e.composition, e.condition, e.polarity, e.`order`, e.scope, "
    "e.turn, e.reference"
)
EDITS = (
    "UNWIND $ids AS key MATCH (b:Instruction {id: key}) OPTIONAL MATCH (a:Instruction)-[e:EDIT]->(b) "
    "RETURN e.record, b.id, a.id ORDER BY b.id, a.id"
)
EDITS_FROM = (
    "UNWIND $ids AS key MATCH (a:Instruction {id: key}) OPTIONAL MATCH (a)-[e:EDIT]->(b:Instruction) "
    "RETURN e.record, a.id, b.id ORDER BY a.id, b.id"
)
ANSWERS_TO = (
    "UNWIND $ids AS key MATCH (i:Instruction {id: key}) OPTIONAL MATCH (n:Response)-[:ANSWERS]->(i) "
    "RETURN n.record, n.id, n.text, i.id ORDER BY i.id, n.id"
)
VARIED = (
    "UNWIND $ids AS key MATCH (i:Instruction {id: key}) OPTIONAL MATCH (i)-[:EDIT]->(v:Instruction) "
    "WITH i.id AS id, count(v) AS n WHERE n > 0 RETURN id"
)
ANSWERED = (
    "UNWIND $ids AS key MATCH (i:Instruction {id: key}) OPTIONAL MATCH (r:Response)-[:ANSWERS]->(i) "
    "WITH i.id AS id, sum(CASE WHEN r.mode = $mode THEN 1 ELSE 0 END) AS n WHERE n > 0 RETURN id"
)
ALL_IDS = "MATCH (i:Instruction) RETURN i.id ORDER BY i.id"
ROOT_IDS = "MATCH (i:Instruction) WHERE i.depth = 0 RETURN i.id ORDER BY i.id"
RESPONSES = "UNWIND $ids AS key MATCH (n:Response {id: key}) RETURN n.record, n.id, n.text, n.id ORDER BY n.id"
FAILURES = "UNWIND $ids AS key MATCH (n:Failure {id: key}) RETURN n.record, n.id ORDER BY n.id"


def nodes(label: str) -> str:
    """Return the look-up of the nodes of one label with the ids `$ids`."""
    return NODES.format(label=label, more=NODE_COLUMNS.get(label, ""))


def edges(label: str) -> str:
    """Return the look-up of the edges within graphs that begin at the nodes `$ids` of one label."""
    return EDGES.format(label=label)


def count_nodes(label: str) -> str:
    """Return the count of a node table."""
    return f"MATCH (n:{label}) RETURN count(*)"


def count_edges(kind: str) -> str:
    """Return the count of an edge table."""
    return f"MATCH ()-[e:{kind}]->() RETURN count(*)"


COUNT_FAMILIES = "MATCH (c:Constraint) WHERE c.family IS NOT NULL RETURN c.family, count(*) ORDER BY c.family"
COUNT_ROOTS = "MATCH (i:Instruction) WHERE i.depth = 0 RETURN count(*)"
COUNT_FAILURES = "MATCH (f:Failure) RETURN f.stage, f.reason, count(*) ORDER BY f.stage, f.reason"
