// name: unread
// question: Which constraints does no family understand?
// note: What to write a family for next, or to have a judge decide. Words are compared in lower case. Scans the
//   constraints once.
// parameter: least (integer, default 1): the fewest instructions with these words
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: words: the constraint, in lower case
// column: instructions: how many instructions have it
// column: example: one of them, by id
// example: stemmata query --named unread --param least=2

MATCH (c:Constraint)-[:PART_OF]->(i:Instruction)
WHERE c.family IS NULL AND coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH toLower(c.text) AS words, count(DISTINCT i.id) AS instructions, min(i.id) AS example
WHERE instructions >= $least
RETURN words, instructions, example
ORDER BY instructions DESC, words
