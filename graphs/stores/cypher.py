"""The Cypher that every store runs as it is: look-ups, deletions, counts. Values are always parameters.

Both LadybugDB and Neo4j accept these texts, and in both a look-up by id goes through an index. What only one of them
understands stands in `ladybug_cypher` and `neo4j_cypher`. `end`, `group` and `order` are keywords of LadybugDB and so
stand in backticks, also after a dot. The far end of an OPTIONAL MATCH along an edge has no label: with one, LadybugDB
may scan all nodes of that label instead of walking the edge (8 ms for one id among 100,000, 90 ms among a million).
"""

from __future__ import annotations

from stemmata.graphs.stores.tables import PRINT_COLUMNS
from stemmata.schemas.vocabulary import ENDPOINTS, EdgeKind, NodeKind

# What a store holds beside the note of its own version, `Meta`.
LABELS = (*(kind.value for kind in NodeKind), "Instruction", "Response", "Failure")
RELATIONS = (*(kind.value for kind in EdgeKind), "ANSWERS", "SATISFIES", "VIOLATES", "JUDGED")

READ_META = "MATCH (m:Meta {id: $id}) RETURN m.text"
WRITE_META = "MERGE (m:Meta {id: $id}) SET m.text = $text"
DROP_META = "MATCH (m:Meta {id: $id}) DELETE m"


def known(label: str) -> str:
    """Return the look-up of which `$ids` a node table holds."""
    return f"UNWIND $ids AS key MATCH (n:{label} {{id: key}}) RETURN n.id"


ANCESTRY = "UNWIND $ids AS key MATCH (i:Instruction {id: key}) RETURN i.id, i.depth"
KNOWN_EDITS = "UNWIND $ids AS key MATCH (b:Instruction {id: key}) OPTIONAL MATCH (a)-[:EDIT]->(b) RETURN a.id, b.id"
OWNERS = "UNWIND $ids AS key MATCH (i:Instruction {id: key}) RETURN i.id AS id, i.family AS family"


def page_of_ids(label: str, condition: str = "", *, first: bool) -> str:
    """Return the query for the next `$size` ids, in order: the first ones, or those after `$after`."""
    conditions = [*([] if first else ["n.id > $after"]), *([condition] if condition else [])]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"MATCH (n:{label}){where} RETURN n.id ORDER BY n.id LIMIT $size"


ROOTS = "n.depth = 0"
VARIANTS = "n.depth > 0"
EDITED = "EXISTS { MATCH (:Instruction)-[:EDIT]->(n) }"

INSTRUCTIONS = "UNWIND $ids AS key MATCH (i:Instruction {id: key}) RETURN i.id, i.turns, i.nodes, i.meta, i.extra"
NODE_COLUMNS = {"Fact": ", n.role", "Constraint": ", n.family, n.kwargs, n.hard"}
_NODES = (
    "UNWIND $ids AS key MATCH (n:{label} {{id: key}}) "
    "OPTIONAL MATCH (n)-[e:{kinds}]->(m) "
    "RETURN n.id, m.id, {kind}, e.position, e.role, e.composition, e.condition, e.polarity, e.`order`, e.scope, "
    "e.turn, e.reference, n.spans, n.extra{more}"
)
EDITS = (
    "UNWIND $ids AS key MATCH (b:Instruction {id: key}) OPTIONAL MATCH (a)-[e:EDIT]->(b) "
    "RETURN e.record, b.id, a.id ORDER BY b.id, a.id"
)
EDITS_FROM = (
    "UNWIND $ids AS key MATCH (a:Instruction {id: key}) OPTIONAL MATCH (a)-[e:EDIT]->(b) "
    "RETURN e.record, a.id, b.id ORDER BY a.id, b.id"
)
ANSWERS_TO = (
    "UNWIND $ids AS key MATCH (i:Instruction {id: key}) OPTIONAL MATCH (n)-[:ANSWERS]->(i) "
    "RETURN n.record, n.id, n.text, i.id ORDER BY i.id, n.id"
)
# Judgements are JUDGED edges from a response to the instruction that it answers; those to constraints go elsewhere.
JUDGES = (
    "UNWIND $ids AS key MATCH (n:Response {id: key}) OPTIONAL MATCH (n)-[e:JUDGED]->(m) "
    "RETURN n.id, n.instruction, m.id, e.judge"
)
JUDGED = "EXISTS { MATCH (n)-[:JUDGED]->(:Instruction) }"
JUDGEMENTS = (
    "UNWIND $ids AS key MATCH (n:Response {id: key}) OPTIONAL MATCH (n)-[e:JUDGED]->(m) "
    "RETURN e.detail, n.id, m.id, e.judge, n.instruction ORDER BY n.id, e.judge"
)
JUDGEMENTS_TO = (
    "UNWIND $ids AS key MATCH (i:Instruction {id: key}) OPTIONAL MATCH (n)-[e:JUDGED]->(i) "
    "RETURN e.detail, n.id, i.id, e.judge, n.instruction ORDER BY i.id, n.id, e.judge"
)
VARIED = (
    "UNWIND $ids AS key MATCH (i:Instruction {id: key}) OPTIONAL MATCH (i)-[:EDIT]->(v) "
    "WITH i.id AS id, count(v) AS n WHERE n > 0 RETURN id"
)
ANSWERED = (
    "UNWIND $ids AS key MATCH (i:Instruction {id: key}) OPTIONAL MATCH (r)-[:ANSWERS]->(i) "
    "WITH i.id AS id, sum(CASE WHEN r.mode = $mode THEN 1 ELSE 0 END) AS n WHERE n > 0 RETURN id"
)
MODES = "MATCH (r:Response) RETURN DISTINCT r.mode AS mode ORDER BY mode"
DEEPEST = "MATCH (i:Instruction) RETURN max(i.depth)"
OF_DEPTH = "MATCH (i:Instruction) WHERE i.depth = $depth AND i.id > $after RETURN i.id ORDER BY i.id LIMIT $size"
# The edits that led to some instructions, each with the depths of both ends.
LED = (
    "UNWIND $ids AS key MATCH (b:Instruction {id: key}) OPTIONAL MATCH (a)-[e:EDIT]->(b) "
    "RETURN e.record, b.id, b.family, b.depth, a.id, a.depth ORDER BY b.id, a.id"
)
PLACES = "UNWIND $ids AS key MATCH (i:Instruction {id: key}) RETURN i.id, i.family, i.depth"
ALL_IDS = "MATCH (i:Instruction) RETURN i.id ORDER BY i.id"
ROOT_IDS = "MATCH (i:Instruction) WHERE i.depth = 0 RETURN i.id ORDER BY i.id"
RESPONSES = "UNWIND $ids AS key MATCH (n:Response {id: key}) RETURN n.record, n.id, n.text ORDER BY n.id"
FAILURES = "UNWIND $ids AS key MATCH (n:Failure {id: key}) RETURN n.record, n.id ORDER BY n.id"


def nodes(label: str, kind: str) -> str:
    """Return the look-up of the nodes of one label with the ids `$ids`, a row for each edge within the graph from one.

    Args:
        label: The label.
        kind: What the store calls the kind of an edge `e`.
    """
    kinds = "|".join(edge.value for edge, (sources, _) in ENDPOINTS.items() if label in sources)
    return _NODES.format(label=label, kinds=kinds, kind=kind, more=NODE_COLUMNS.get(label, ""))


CONTENTS = "UNWIND $ids AS key MATCH (i:Instruction {id: key}) RETURN i.id, i.depth, i.nodes"
BELOW = (
    "UNWIND $ids AS key MATCH (i:Instruction {id: key}) OPTIONAL MATCH (i)-[:EDIT]->(v) "
    "WITH i, v WHERE v.depth > i.depth RETURN i.id, v.id ORDER BY i.id, v.id"
)
RESPONSES_TO = (
    "UNWIND $ids AS key MATCH (i:Instruction {id: key}) OPTIONAL MATCH (r)-[:ANSWERS]->(i) "
    "WITH r.id AS id WHERE id IS NOT NULL RETURN id"
)


def delete(label: str) -> str:
    """Return the deletion of the nodes `$ids` of one label, with their edges."""
    return f"UNWIND $ids AS key MATCH (n:{label} {{id: key}}) DETACH DELETE n"


def count_nodes(label: str) -> str:
    """Return the count of a node table."""
    return f"MATCH (n:{label}) RETURN count(*)"


def count_edges(kind: str) -> str:
    """Return the count of an edge table."""
    return f"MATCH ()-[e:{kind}]->() RETURN count(*)"


UNPRINTED = "n.print_text IS NULL"
PRINT = "UNWIND $rows AS row MATCH (i:Instruction {id: row.id}) SET " + ", ".join(
    f"i.{name} = row.{name}" for name in PRINT_COLUMNS
)

COUNT_FAMILIES = "MATCH (c:Constraint) WHERE c.family IS NOT NULL RETURN c.family, count(*) ORDER BY c.family"
COUNT_ROOTS = "MATCH (i:Instruction) WHERE i.depth = 0 RETURN count(*)"
COUNT_FAILURES = "MATCH (f:Failure) RETURN f.stage, f.reason, count(*) ORDER BY f.stage, f.reason"
