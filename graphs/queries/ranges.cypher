// name: ranges
// question: Which numbers do the constraints of each family demand?
// note: Only constraints with one number, kept as `value`. Where the relation is empty, the family has its own: most
//   are exact. Scans the constraints once.
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: family: the family's id
// column: relation: at least, at most, equal to, …
// column: constraints: how many there are
// column: lowest: the smallest number
// column: median: the middle one
// column: highest: the largest one
// example: stemmata query --named ranges

MATCH (c:Constraint)-[:PART_OF]->(i:Instruction)
WHERE c.value IS NOT NULL AND coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH c.family AS family, coalesce(c.relation, '') AS relation, count(*) AS constraints, min(c.value) AS lowest,
  percentileCont(c.value, 0.5) AS median, max(c.value) AS highest
RETURN family, relation, constraints, lowest, median, highest
ORDER BY family, relation
