// name: constraint-counts
// question: How many constraints do instructions have?
// note: Scans the instructions once, with their constraints.
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: constraints: a number of constraints
// column: instructions: how many instructions have so many
// column: share: that in percent
// column: mean_hard: how many of them are hard, on average
// example: stemmata query --named constraint-counts --param source=ifeval

MATCH (i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH count(i) AS total
MATCH (i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
OPTIONAL MATCH (c:Constraint)-[:PART_OF]->(i)
WITH total, i.id AS id, count(c) AS constraints, count(CASE WHEN c.hard THEN 1 END) AS hard
WITH total, constraints, count(*) AS instructions, 1.0 * sum(hard) / count(*) AS mean_hard
RETURN constraints, instructions, round(100.0 * instructions / total, 1) AS share,
  round(mean_hard, 1) AS mean_hard
ORDER BY constraints
