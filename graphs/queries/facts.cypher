// name: facts
// question: Which facts do instructions carry, and do acts use them?
// note: Background, material to work on, examples, personas. Scans the facts once.
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: role: background, material, example or persona
// column: facts: how many there are
// column: instructions: how many instructions carry one
// column: unused: how many no act depends on
// column: median_length: how long they are, in characters
// column: longest: how long the longest is
// example: stemmata query --named facts

MATCH (f:Fact)-[:PART_OF]->(i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
OPTIONAL MATCH (s:SubInstruction)-[:DEPENDS_ON]->(f)
WITH coalesce(f.role, '(none)') AS role, f.id AS id, i.id AS instruction, size(f.text) AS length, count(s) AS uses
WITH role, count(*) AS facts, count(DISTINCT instruction) AS instructions,
  count(CASE WHEN uses = 0 THEN 1 END) AS unused, percentileCont(1.0 * length, 0.5) AS median_length,
  max(length) AS longest
RETURN role, facts, instructions, unused, median_length, longest
ORDER BY facts DESC, role
