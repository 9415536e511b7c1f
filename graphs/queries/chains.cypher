// name: chains
// question: Which acts build on one another, in the longest chains?
// note: Each chain that nothing prolongs, from the first act to the last; acts that only stand side by side (and)
//   make none, and chains of more than 20 are not shown. Walks the edges between acts; acts that depend on several
//   others make a chain for each way.
// parameter: least (integer, default 2): the fewest acts
// parameter: source (text, default ""): only instructions whose source begins with this, such as a file's name; ""
//   is all
// parameter: variants (boolean, default false): whether variants count too, and not only what they were made from
// column: acts: how many acts there are
// column: id: the instruction
// column: chain: the acts, the first one first
// example: stemmata query --named chains --param least=3

// ladybug
MATCH p = (last:SubInstruction)-[:DEPENDS_ON*1..19 (e, _ | WHERE e.composition IS NULL OR e.composition <> 'and')]->
  (first:SubInstruction)
WHERE length(p) + 1 >= $least
  AND NOT EXISTS { MATCH (first)-[e:DEPENDS_ON]->(:SubInstruction)
    WHERE e.composition IS NULL OR e.composition <> 'and' }
  AND NOT EXISTS { MATCH (:SubInstruction)-[e:DEPENDS_ON]->(last)
    WHERE e.composition IS NULL OR e.composition <> 'and' }
MATCH (last)-[:PART_OF]->(i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH length(p) + 1 AS acts, i.id AS id, list_reverse(properties(nodes(p), 'text')) AS chain
RETURN acts, id, chain
ORDER BY acts DESC, id, list_to_string(' ', chain)

// neo4j
MATCH p = (last:SubInstruction)-[:DEPENDS_ON*1..19]->(first:SubInstruction)
WHERE length(p) + 1 >= $least
  AND all(e IN relationships(p) WHERE e.composition IS NULL OR e.composition <> 'and')
  AND NOT EXISTS { MATCH (first)-[e:DEPENDS_ON]->(:SubInstruction)
    WHERE e.composition IS NULL OR e.composition <> 'and' }
  AND NOT EXISTS { MATCH (:SubInstruction)-[e:DEPENDS_ON]->(last)
    WHERE e.composition IS NULL OR e.composition <> 'and' }
MATCH (last)-[:PART_OF]->(i:Instruction)
WHERE coalesce(i.source, '') STARTS WITH $source AND ($variants OR i.depth = 0)
WITH length(p) + 1 AS acts, i.id AS id, [n IN reverse(nodes(p)) | n.text] AS chain
RETURN acts, id, chain
ORDER BY acts DESC, id, reduce(words = '', act IN chain | words + ' ' + act)
