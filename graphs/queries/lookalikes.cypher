// name: lookalikes
// question: Which instructions are built alike?
// note: Near-duplicates by structure: as many nodes of each kind, and constraints of the same families. Their words
//   may differ entirely; equal texts are one instruction anyhow. Scans all nodes once.
// parameter: least (integer, default 6): the fewest nodes, since small graphs are easily alike
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// column: instructions: how many are alike
// column: nodes: how many nodes each has
// column: parts: the kinds and families, with their numbers
// column: ids: the instructions
// example: stemmata query --named lookalikes --param least=10

// ladybug
MATCH (n:Fact|SubInstruction|Constraint|Action|Output|Entity|Attribute)
WITH n.instruction AS id, coalesce(n.family, label(n)) AS part, count(*) AS number
WITH id, list_sort(collect(part + ' × ' + string(number))) AS parts, CAST(sum(number) AS INT64) AS nodes
WHERE nodes >= $least
MATCH (i:Instruction {id: id})
WHERE i.depth = 0 AND coalesce(i.source, '') STARTS WITH $source
WITH parts, nodes, list_sort(collect(id)) AS ids, min(id) AS first
WHERE size(ids) > 1
RETURN size(ids) AS instructions, nodes, parts, ids
ORDER BY instructions DESC, nodes DESC, first

// neo4j
MATCH (n:Fact|SubInstruction|Constraint|Action|Output|Entity|Attribute)
WITH n.instruction AS id, coalesce(n.family, labels(n)[0]) AS part, count(*) AS number
ORDER BY part
WITH id, collect(part + ' × ' + toString(number)) AS parts, sum(number) AS nodes
WHERE nodes >= $least
MATCH (i:Instruction {id: id})
WHERE i.depth = 0 AND coalesce(i.source, '') STARTS WITH $source
WITH parts, nodes, id
ORDER BY id
WITH parts, nodes, collect(id) AS ids
WHERE size(ids) > 1
RETURN size(ids) AS instructions, nodes, parts, ids
ORDER BY instructions DESC, nodes DESC, ids[0]
