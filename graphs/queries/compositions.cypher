// name: compositions
// question: How are the acts of an instruction put together?
// note: Side by side (and), one working on another's result (chain), on a condition (selection), as a part (nested).
//   Edges without a composition take up an earlier turn; the query `references` counts those. Scans the edges
//   between acts.
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: composition: and, chain, selection, nested, or '(none)'
// column: edges: how many acts depend so on another one
// column: instructions: in how many instructions
// column: conditions: how many of the edges have a condition
// column: example: the words of one such act
// example: stemmata query --named compositions

MATCH (i:Instruction)<-[:PART_OF]-(s:SubInstruction)-[e:DEPENDS_ON]->(t:SubInstruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH coalesce(e.composition, '(none)') AS composition, count(*) AS edges, count(DISTINCT i.id) AS instructions,
  count(e.condition) AS conditions, min(s.text) AS example
RETURN composition, edges, instructions, conditions, example
ORDER BY edges DESC, composition
