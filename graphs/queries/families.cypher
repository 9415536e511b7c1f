// name: families
// question: How often does each constraint family occur?
// note: The family '(unread)' gathers the constraints that no family understands; the query `unread` lists their
//   words. Scans the constraints once.
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: family: the family's id
// column: hard: whether a program can verify it; empty where that is not known
// column: constraints: how many there are
// column: instructions: how many instructions have one
// column: share: that in percent of all instructions
// example: stemmata query --named families --param source=ifeval

MATCH (i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH count(i) AS total
MATCH (c:Constraint)-[:PART_OF]->(i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH total, coalesce(c.family, '(unread)') AS family, c.hard AS hard, count(*) AS constraints,
  count(DISTINCT i.id) AS instructions
RETURN family, hard, constraints, instructions, round(100.0 * instructions / total, 1) AS share
ORDER BY constraints DESC, family, hard
