// name: sources
// question: Where do the instructions come from?
// note: A source is the place that `parse` noted, without the number of the record. What it is called is what the
//   parameter `source` of other queries chooses by. Scans the instructions once, with their constraints and
//   responses.
// column: source: the file
// column: instructions: how many instructions it gave
// column: constraints: how many constraints these have
// column: unread: how many of those no family understands
// column: variants: how many variants were made from it
// column: responses: how many responses there are to all of these
// example: stemmata query --named sources

// ladybug
MATCH (i:Instruction)
OPTIONAL MATCH (c:Constraint)-[:PART_OF]->(i)
WHERE i.depth = 0
WITH i, count(c) AS held, count(CASE WHEN c.family IS NULL AND c.id IS NOT NULL THEN 1 END) AS dark
OPTIONAL MATCH (r:Response)-[:ANSWERS]->(i)
WITH i.id AS id, i.depth AS depth, held, dark, regexp_replace(coalesce(i.source, ''), ':[0-9]+$', '') AS source,
  count(r) AS answers
RETURN source, count(CASE WHEN depth = 0 THEN 1 END) AS instructions, CAST(sum(held) AS INT64) AS constraints,
  CAST(sum(dark) AS INT64) AS unread, count(CASE WHEN depth > 0 THEN 1 END) AS variants,
  CAST(sum(answers) AS INT64) AS responses
ORDER BY instructions DESC, source

// neo4j
MATCH (i:Instruction)
OPTIONAL MATCH (c:Constraint)-[:PART_OF]->(i)
WHERE i.depth = 0
WITH i, count(c) AS held, count(CASE WHEN c.family IS NULL AND c.id IS NOT NULL THEN 1 END) AS dark
OPTIONAL MATCH (r:Response)-[:ANSWERS]->(i)
WITH i.id AS id, i.depth AS depth, held, dark, count(r) AS answers, coalesce(i.source, '') AS place,
  last(split(coalesce(i.source, ''), ':')) AS record
WITH depth, held, dark, answers,
  CASE WHEN record =~ '[0-9]+' AND place <> record THEN left(place, size(place) - size(record) - 1)
    ELSE place END AS source
RETURN source, count(CASE WHEN depth = 0 THEN 1 END) AS instructions, sum(held) AS constraints, sum(dark) AS unread,
  count(CASE WHEN depth > 0 THEN 1 END) AS variants, sum(answers) AS responses
ORDER BY instructions DESC, source
