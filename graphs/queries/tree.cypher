// name: tree
// question: Which variants descend from an instruction, by which edits?
// note: The whole family of the instruction, wherever in it the instruction stands. Walks the edits from one to the
//   next, and in the embedded store no more than 30; Neo4j has an index. What it costs does not grow with the store.
// parameter: id (text): an instruction, root or variant
// column: depth: how many edits from the root
// column: id: the instruction
// column: parent: what it was made from; empty for the root
// column: relation: of the variant to its parent
// column: op: what was done
// column: before: the words before
// column: after: the words after
// example: stemmata query --named tree --param id=cb748f9a7e8dcfa77babfe70

// ladybug
MATCH (asked:Instruction {id: $id})
OPTIONAL MATCH (asked)-[:EDIT* SHORTEST 1..30]-(near:Instruction)
WITH asked.family AS family, collect(near.id) + [$id] AS ids
UNWIND ids AS key
WITH DISTINCT family, key
MATCH (member:Instruction {id: key})
WHERE member.family = family
OPTIONAL MATCH (above)-[e:EDIT]->(member)
RETURN member.depth AS depth, member.id AS id, above.id AS parent, e.relation AS relation, e.op AS op,
  e.before AS before, e.after AS after
ORDER BY depth, coalesce(above.id, ''), coalesce(e.relation, ''), coalesce(e.after, ''), id

// neo4j
MATCH (asked:Instruction {id: $id})
MATCH (member:Instruction)
WHERE member.family = asked.family
OPTIONAL MATCH (above:Instruction)-[e:EDIT]->(member)
RETURN member.depth AS depth, member.id AS id, above.id AS parent, e.relation AS relation, e.op AS op,
  e.before AS before, e.after AS after
ORDER BY depth, coalesce(above.id, ''), coalesce(e.relation, ''), coalesce(e.after, ''), id
