// name: with-without
// question: Which instructions have one constraint and not another?
// note: Both are families or whole groups (`length_constraints`). Scans the constraints once.
// parameter: with (text): the family or group that they have
// parameter: without (text): the one that they have not
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: id: the instruction
// column: source: where it came from
// column: text: the instruction
// example: stemmata query --named with-without --param with=length_constraints --param without=style:audience

MATCH (i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
  AND EXISTS { MATCH (c:Constraint)-[:PART_OF]->(i) WHERE c.family = $with OR c.`group` = $with }
  AND NOT EXISTS { MATCH (c:Constraint)-[:PART_OF]->(i) WHERE c.family = $without OR c.`group` = $without }
RETURN i.id AS id, i.source AS source, i.text AS text
ORDER BY coalesce(i.source, ''), id
