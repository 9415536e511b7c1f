// name: unused-facts
// question: Which material does no act work on?
// note: A passage that no act depends on: an instruction that was read wrongly, or one that says too little. Scans
//   the facts once.
// parameter: role (text, default "material"): background, material, example or persona
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: id: the instruction
// column: source: where it came from
// column: words: the passage
// example: stemmata query --named unused-facts --param role=example

MATCH (f:Fact)-[:PART_OF]->(i:Instruction)
WHERE f.role = $role AND coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
  AND NOT EXISTS { MATCH (s:SubInstruction)-[:DEPENDS_ON]->(f) }
RETURN i.id AS id, i.source AS source, f.text AS words
ORDER BY id, f.turn, f.start, f.id
