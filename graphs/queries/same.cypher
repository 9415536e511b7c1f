// name: same
// question: Which instructions share a structure or demands with one?
// note: Each with the finest print that the two share: text, content, typed, demands, shape, as `duplicates` says.
//   Instructions without a typed demand are not the same for that. Scans the instructions once.
// parameter: id (text): an instruction, root or variant
// column: level: what is the same
// column: id: the other instruction
// column: source: where it came from
// column: text: the other instruction's words
// example: stemmata query --named same --param id=cb748f9a7e8dcfa77babfe70

MATCH (a:Instruction {id: $id})
OPTIONAL MATCH (c:Constraint)-[:PART_OF]->(a)
WITH a.id AS own, a.print_text AS words, a.print_content AS content, a.print_typed AS typed,
  a.print_demands AS demands, a.print_shape AS shape, count(c.family) AS limits
MATCH (b:Instruction)
WHERE b.id <> own AND (b.print_shape = shape OR b.print_demands = demands AND limits > 0)
WITH b.id AS id, b.source AS source, b.text AS text, CASE WHEN b.print_text = words THEN 1
  WHEN b.print_content = content THEN 2 WHEN b.print_typed = typed THEN 3
  WHEN b.print_demands = demands AND limits > 0 THEN 4 ELSE 5 END AS rank
RETURN CASE rank WHEN 1 THEN 'text' WHEN 2 THEN 'content' WHEN 3 THEN 'typed' WHEN 4 THEN 'demands'
  ELSE 'shape' END AS level, id, source, text
ORDER BY rank, id
