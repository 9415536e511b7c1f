// name: unanswered
// question: Which instructions have no response yet?
// note: Scans the instructions and responses once.
// parameter: mode (text, default ""): no response of this mode (given, repair, direct, reference); "" is any
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default true): whether to list variants too
// column: id: the instruction
// column: source: where it came from
// column: depth: how many edits from the root
// column: hard: how many hard constraints a response has to keep
// column: text: the instruction
// example: stemmata query --named unanswered --param mode=direct

MATCH (i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
  AND NOT EXISTS { MATCH (r:Response)-[:ANSWERS]->(i) WHERE $mode = '' OR r.mode = $mode }
OPTIONAL MATCH (c:Constraint)-[:PART_OF]->(i)
WHERE c.hard
RETURN i.id AS id, i.source AS source, i.depth AS depth, count(c) AS hard, i.text AS text
ORDER BY hard DESC, id
