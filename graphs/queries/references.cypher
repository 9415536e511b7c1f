// name: references
// question: How do later turns take up earlier ones?
// note: Scans the edges between acts.
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: reference: refinement, expansion, recall, summary or follow-up
// column: edges: how many acts take up a turn so
// column: instructions: in how many instructions
// column: turns_back: how far back, on average; an assistant's turn counts too
// column: example: the words of one such act
// example: stemmata query --named references

MATCH (i:Instruction)<-[:PART_OF]-(s:SubInstruction)-[e:DEPENDS_ON]->(t:SubInstruction)
WHERE e.reference IS NOT NULL AND coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH e.reference AS reference, count(*) AS edges, count(DISTINCT i.id) AS instructions,
  1.0 * sum(s.turn - coalesce(e.turn, t.turn)) / count(*) AS back, min(s.text) AS example
RETURN reference, edges, instructions, round(back, 1) AS turns_back, example
ORDER BY edges DESC, reference
