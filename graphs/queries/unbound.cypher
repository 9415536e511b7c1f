// name: unbound
// question: Which constraints bind nothing?
// note: They stand in an instruction without saying of what: seldom right, and worth a look. Scans the constraints
//   once.
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: id: the instruction
// column: source: where it came from
// column: family: the constraint's family
// column: words: the constraint
// example: stemmata query --named unbound

MATCH (c:Constraint)-[:PART_OF]->(i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
  AND NOT EXISTS { MATCH (c)-[:CONSTRAINS]->(t:SubInstruction|Action|Output|Entity) }
RETURN i.id AS id, i.source AS source, c.family AS family, c.text AS words
ORDER BY id, c.turn, c.start, c.id
